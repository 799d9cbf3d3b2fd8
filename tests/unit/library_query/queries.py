"""Queries by chance, as trees."""

from hypothesis import strategies as st

from fovea import words
from fovea.library_query import ORDERS, All, Either, Node, Not, Order, Phrase, Query, Term, Word
from fovea.library_query.fields import FIELDS
from fovea.library_query.lexing import is_space
from fovea.library_query.moments import Moment
from fovea.library_query.nodes import all_of, either_of, negated
from fovea.library_query.reading import normalised
from fovea.library_query.values import Alike, Choice, Color, Digest, Name, Range, Span, Value

_text = st.text(min_size=1, max_size=8).filter(lambda text: not any(map(is_space, text)))
_tag = st.one_of(_text, st.text('()*|"\\:-~abor', min_size=1, max_size=8)).map(normalised)
_pattern = st.lists(_tag, min_size=2, max_size=3).map(lambda parts: ("", *parts))
_parts = st.one_of(_tag.map(lambda tag: (tag,)), _pattern)
_phrase = (
    st.text(min_size=1, max_size=12)
    .map(lambda text: " ".join("".join(" " if is_space(letter) else letter for letter in text).split()))
    .filter(words.of_query)
)
_whole = st.integers(0, 10**6)
_moment = st.sampled_from(["2024", "2023-02", "2024-02-29", "2024-05-01T12:30", "3d", "12h", "today"]).map(
    Moment
)


def _range(number: st.SearchStrategy[float]) -> st.SearchStrategy[Range]:
    return st.one_of(
        number.map(lambda end: Range(end, end)),
        st.builds(lambda end, out: Range(end, None, out), number, st.booleans()),
        st.builds(lambda end, out: Range(None, end, below=out), number, st.booleans()),
        st.tuples(number, number).map(lambda ends: Range(min(ends), max(ends))),
    )


_span = st.one_of(
    _moment.map(lambda moment: Span(moment, moment)),
    st.builds(lambda moment, out: Span(moment, None, out), _moment, st.booleans()),
    st.builds(lambda moment, out: Span(None, moment, before=out), _moment, st.booleans()),
    st.just(Span(Moment("2023-02"), Moment("2024"))),
)
_minutes = st.integers(1, 5_000).map(lambda minutes: minutes * 60_000)
_byte = st.integers(0, 255)
_values: dict[str, st.SearchStrategy[Value]] = {
    "tag": _parts.map(Name),
    "number": _range(_whole),
    "ratio": _range(st.integers(1, 99).map(lambda part: part / 8)),
    "age": st.one_of(
        st.builds(lambda end, out: Range(end, None, out), _minutes, st.booleans()),
        st.builds(lambda end, out: Range(None, end, below=out), _minutes, st.booleans()),
    ),
    "date": _span,
    "name": _phrase.map(lambda text: Name((" ".join(text.lower().split()),))).filter(
        lambda name: name.text == name.text.lower() and bool(name.text)
    ),
    "color": st.builds(Color, _byte, _byte, _byte, st.integers(0, 100)),
    "similar": st.one_of(
        st.builds(lambda number, bits: Alike(image_id=number, bits=bits), _whole, st.integers(0, 64)),
        st.builds(
            lambda phash, bits: Alike(phash=phash, bits=bits), st.integers(0, 2**64 - 1), st.integers(0, 64)
        ),
    ),
    "md5": st.binary(min_size=16, max_size=16).map(Digest),
    "sha256": st.binary(min_size=32, max_size=32).map(Digest),
}


def _term(field_name: str) -> st.SearchStrategy[Term]:
    field = next(field for field in FIELDS if field.name == field_name)
    if field.kind == "choice":
        chosen = st.sets(st.sampled_from(field.values), min_size=1)
        values: st.SearchStrategy[Value] = chosen.map(
            lambda names: Choice(tuple(name for name in field.values if name in names))
        )
    else:
        values = _values[field.kind]
    return values.map(lambda value: Term(field_name, value))


leaves: st.SearchStrategy[Node] = st.one_of(
    _parts.map(Word),
    _phrase.map(Phrase),
    st.sampled_from([field.name for field in FIELDS if field.kind != "order"]).flatmap(_term),
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=2, max_size=4).map(all_of),
        st.lists(inner, min_size=2, max_size=4).map(either_of),
    ),
    max_leaves=8,
)
_orders = st.one_of(
    st.none(),
    st.sampled_from([name for name in ORDERS if name != "similar"]).map(Order),
    st.just(Order("random", "seed-1")),
)
queries: st.SearchStrategy[Query] = st.builds(Query, st.one_of(st.just(All(())), trees), _orders)

__all__ = ["Either", "Not", "leaves", "queries", "trees"]
