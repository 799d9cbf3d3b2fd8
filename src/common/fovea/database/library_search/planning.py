"""A search made ready: what its words and fields stand for is looked up and read; what is left is to compare
numbers in memory.

    test = plan(connection, memory, query.wanted, ...)   # asks the database
    with memory.lock:
        mask = test(memory)                              # asks nobody
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import Connection

from fovea import words
from fovea.database.library_search import comparing, listings_named, resolving
from fovea.database.library_search.memory import Mask, Memory
from fovea.database.library_search.postings import Key, OfAccount, OfSource, OfTag, OfWords
from fovea.database.tags import Tag
from fovea.library_query import All, Either, Node, Not, Phrase, Query, Term, Word
from fovea.library_query.fields import NAMESPACES
from fovea.library_query.values import Digest, Name
from fovea.packing import Numbers
from fovea.words import Word as WrittenWord

Test = Callable[[Memory], Mask]

# Fields that need a column which is not read for all searches.
_EXTRAS = {"posts": "posts", "tags": "tags", "color": "colors", "similar": "phash"}


@dataclass(kw_only=True)
class Plan:
    """A test of all images, the lists and columns that it will need, and the tags of its names."""

    test: Test
    named: Mapping[str, Tag]
    keys: set[Key] = field(default_factory=set)
    extras: set[str] = field(default_factory=set)


def plan(connection: Connection, query: Query, *, now: int) -> Plan:
    """The plan of a search, as names stand for things at this moment."""
    made = Plan(test=_everything, named=resolving.tags_named(connection, query))
    made.test = _planned(connection, query.wanted, made, now)
    return made


def _planned(connection: Connection, node: Node, made: Plan, now: int) -> Test:
    if isinstance(node, Not):
        inner = _planned(connection, node.inner, made, now)
        return lambda memory: ~inner(memory)
    if isinstance(node, All | Either):
        tests = [_planned(connection, one, made, now) for one in node.inner]
        return _both(tests) if isinstance(node, All) else _any_of(tests)
    if isinstance(node, Term):
        return _term(connection, node, made, now)
    if isinstance(node, Phrase):
        return _listed(made, _in_texts(words.of_query(node.text)))
    tagged: list[Key] = [OfTag(tag) for tag in resolving.tag_ids(connection, node.parts, made.named)]
    return _listed(made, [*tagged, *_in_texts(_words_of(node))])


def _words_of(word: Word) -> list[WrittenWord]:
    """What a plain word is in a text: what it consists of, next to each other; none where a star stands
    elsewhere than at its end.
    """
    if not word.is_pattern:
        return words.of_query(word.text)
    if len(word.parts) > 2 or word.parts[1]:
        return []
    found = words.of_query(word.parts[0])
    ends_in_word = bool(words.of_query(word.parts[0][-1:]))
    return [*found[:-1], found[-1]._replace(whole=False)] if found and ends_in_word else []


def _in_texts(sought: list[WrittenWord]) -> list[Key]:
    return [OfWords(tuple(sought))] if sought else []


def _term(connection: Connection, term: Term, made: Plan, now: int) -> Test:
    value = term.value
    if isinstance(value, Name) and term.field == "subscription":
        # Not kept in memory: a post that is here already may come into a listing without a new version of its
        # image.
        found = listings_named.listing_ids(connection, value)
        return _numbered(listings_named.images_of(connection, found))
    if isinstance(value, Name):
        return _listed(made, _named(connection, term.field, value, made.named))
    if isinstance(value, Digest):
        return _numbered(resolving.image_ids(connection, term.field, value))
    if term.field in _EXTRAS:
        made.extras.add(_EXTRAS[term.field])
    return lambda memory: comparing.COMPARED[term.field](memory, term, now)


def _named(connection: Connection, field_name: str, name: Name, named: Mapping[str, Tag]) -> list[Key]:
    if field_name == "source":
        return [OfSource(name.text)]
    if field_name == "account":
        return [OfAccount(account) for account in resolving.account_ids(connection, name)]
    namespace = field_name if field_name in NAMESPACES else None
    return [OfTag(tag) for tag in resolving.tag_ids(connection, name.parts, named, namespace=namespace)]


def _listed(made: Plan, keys: list[Key]) -> Test:
    made.keys.update(keys)
    return lambda memory: memory.mask(keys)


def _numbered(numbers: Sequence[int] | Numbers) -> Test:
    wanted = np.asarray(numbers, dtype=np.int64)

    def test(memory: Memory) -> Mask:
        mask = np.zeros(memory.columns.size, dtype=np.bool_)
        mask[wanted[wanted < memory.columns.size]] = True
        return mask

    return test


def _both(tests: list[Test]) -> Test:
    def test(memory: Memory) -> Mask:
        mask = _everything(memory)
        for one in tests:
            mask &= one(memory)
        return mask

    return test


def _any_of(tests: list[Test]) -> Test:
    def test(memory: Memory) -> Mask:
        mask = np.zeros(memory.columns.size, dtype=np.bool_)
        for one in tests:
            mask |= one(memory)
        return mask

    return test


def _everything(memory: Memory) -> Mask:
    return np.ones(memory.columns.size, dtype=np.bool_)
