"""What a query says, as a tree. Two queries that mean the same in the same words are equal."""

from collections.abc import Iterator
from dataclasses import dataclass

from fovea.library_query.values import Value


@dataclass(frozen=True)
class Word:
    """A plain word: a tag of that name, or what is in the texts. `parts` lie between the stars."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The word; a star in it stands for any letters."""
        return "*".join(self.parts)

    @property
    def is_pattern(self) -> bool:
        """Whether there is a star in it."""
        return len(self.parts) > 1


@dataclass(frozen=True)
class Phrase:
    """Words next to each other in a text."""

    text: str


@dataclass(frozen=True)
class Term:
    """A field of the table (`fields.FIELDS`) and what it is asked for."""

    field: str
    value: Value


@dataclass(frozen=True)
class Not:
    """What does not match `inner`."""

    inner: "Node"


@dataclass(frozen=True)
class All:
    """What matches all of these; with none, everything."""

    inner: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    """What matches at least one of these (two or more)."""

    inner: tuple["Node", ...]


Node = Word | Phrase | Term | Not | All | Either
NEWEST = "newest"


@dataclass(frozen=True)
class Order:
    """How what is found is ordered. `seed` only for random, and None when it is left to us."""

    name: str = NEWEST
    seed: str | None = None


@dataclass(frozen=True)
class Query:
    """A whole search."""

    wanted: Node = All(())
    order: Order | None = None

    def leaves(self) -> Iterator[Word | Phrase | Term]:
        """All words, phrases and fields in it, from left to right."""
        yield from _leaves(self.wanted)


def _leaves(node: Node) -> Iterator[Word | Phrase | Term]:
    if isinstance(node, Not):
        yield from _leaves(node.inner)
    elif isinstance(node, All | Either):
        for inner in node.inner:
            yield from _leaves(inner)
    else:
        yield node


def negated(node: Node) -> Node:
    """The opposite; twice is not at all."""
    return node.inner if isinstance(node, Not) else Not(node)


def all_of(nodes: list[Node]) -> Node:
    """All of these, without groups in groups."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.inner if isinstance(node, All) else [node]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def either_of(nodes: list[Node]) -> Node:
    """Any of these, without groups in groups."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.inner if isinstance(node, Either) else [node]
    return flat[0] if len(flat) == 1 else Either(tuple(flat))
