"""What a query prints is the same query."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fovea.library_query import Query, QueryInvalid, parse, printed
from fovea.library_query.fields import FIELDS
from fovea.library_query.parsing import MOST_CHARACTERS
from tests.unit.library_query.queries import queries


@settings(deadline=None)
@given(queries)
def test_a_printed_query_is_read_as_the_same(query: Query) -> None:
    text = printed(query)
    if len(text) <= MOST_CHARACTERS:
        assert parse(text) == query


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.text('ab()|"\\*-~: or<>=.~,#', max_size=40)))
def test_any_text_is_a_query_or_is_refused_where_it_is_wrong(text: str) -> None:
    query = refused = None
    try:
        query = parse(text)
    except QueryInvalid as problem:
        refused = problem
    if query is None:
        assert refused is not None
        assert 1 <= refused.column <= len(text) + 1
        assert refused.length >= 1
        assert refused.hint
        return
    canonical = printed(query)
    if len(canonical) <= MOST_CHARACTERS:
        assert parse(canonical) == query
        assert printed(parse(canonical)) == canonical


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_example_of_each_field_is_a_query(field: object) -> None:
    example = getattr(field, "example")  # noqa: B009
    assert parse(printed(parse(example))) == parse(example)
