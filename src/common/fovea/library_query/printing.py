"""A query in its canonical form: `parse(printed(query)) == query`."""

from fovea.library_query import fields, moments
from fovea.library_query.lexing import is_space, looks_like_a_field
from fovea.library_query.nodes import All, Either, Node, Not, Phrase, Query, Term, Word
from fovea.library_query.values import Name, Range


def printed(query: Query) -> str:
    """The query as text; empty when it asks for everything in the usual order."""
    parts = [_node(query.wanted, inside=False)]
    if query.order is not None:
        order = f"order:{query.order.name}"
        # Beside an `or` the order would look as if it belonged to one side of it only.
        if isinstance(query.wanted, Either):
            parts = [f"({parts[0]})"]
        parts.append(order if query.order.seed is None else f"{order}:{query.order.seed}")
    return " ".join(part for part in parts if part)


def _node(node: Node, *, inside: bool) -> str:
    if isinstance(node, Not):
        return f"-{_node(node.inner, inside=True)}"
    if isinstance(node, All):
        text = " ".join(_node(inner, inside=True) for inner in node.inner)
        return f"({text})" if inside else text
    if isinstance(node, Either):
        text = " or ".join(_node(inner, inside=True) for inner in node.inner)
        return f"({text})" if inside else text
    if isinstance(node, Phrase):
        return quoted(node.text)
    return word(node) if isinstance(node, Word) else _term(node)


def word(node: Word) -> str:
    """A plain word, with escapes where it would be read as something else."""
    written = bare(node.parts, first=True)
    return "\\" + written if written == "or" else written


def _term(term: Term) -> str:
    value = term.value
    if isinstance(value, Name):
        plain = len(value.parts) == 1 and any(map(is_space, value.text))
        return f"{term.field}:{quoted(value.text) if plain else bare(value.parts, first=False)}"
    if isinstance(value, Range) and fields.get(term.field).kind == "age":
        return f"{term.field}:{_age(value)}"
    return f"{term.field}:{value}"


def _age(value: Range) -> str:
    low, high = (None if end is None else moments.duration_text(end) for end in (value.low, value.high))
    if low is not None and high is not None:
        return f"{low}..{high}"
    if low is None:
        return f"{'<' if value.below else '<='}{high}"
    return f"{'>' if value.above else '>='}{low}"


def bare(parts: tuple[str, ...], *, first: bool) -> str:
    """Text without quotation marks. `first`: nothing stands before it, a sign would be read as one."""
    text = "*".join(map(_escaped, parts))
    if _is_unbalanced("".join(parts)) or (first and text.startswith("(")):
        text = text.replace("(", "\\(").replace(")", "\\)")
    if text.startswith('"') or (first and text[:1] in {"-", "~"}):
        text = "\\" + text
    name, colon, rest = text.partition(":")
    if first and colon and looks_like_a_field(name):
        text = f"{name}\\:{rest}"
    return text


def quoted(text: str) -> str:
    """Text between quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\*|" or is_space(letter) else letter for letter in text)


def _is_unbalanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return True
    return depth > 0
