"""Moments, colours, near words, and what could stand at the caret."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from fovea.library_query import FIELDS, completing, parse
from fovea.library_query.colors import NAMES, near, numbered
from fovea.library_query.fields import NAMES as FIELD_NAMES
from fovea.library_query.nearest import distance, nearest
from fovea.library_query.nodes import Term
from fovea.library_query.operators import OPERATORS
from fovea.library_query.values import Span

DOCS = Path(__file__).parents[3] / "docs" / "search.md"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000)


NOW = at("2025-06-15T12:00")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31T23:59:59.999"),
        ("2024-02", "2024-02-01", "2024-02-29T23:59:59.999"),
        (">2024-02", "2024-03-01", None),
        (">=2024-02", "2024-02-01", None),
        ("<2024", None, "2023-12-31T23:59:59.999"),
        ("<=2024", None, "2024-12-31T23:59:59.999"),
        ("2024-05-01..2024-06", "2024-05-01", "2024-06-30T23:59:59.999"),
        ("2024-05-01T12:30", "2024-05-01T12:30", "2024-05-01T12:30:59.999"),
        ("today", "2025-06-15", "2025-06-15T23:59:59.999"),
        ("yesterday", "2025-06-14", "2025-06-14T23:59:59.999"),
        ("3d", "2025-06-12T12:00", "2025-06-15T12:00"),
        ("<3d", None, "2025-06-12T11:59:59.999"),
        ("3d..", "2025-06-12T12:00", None),
        ("2w..3d", "2025-06-01T12:00", "2025-06-12T12:00"),
    ],
)
def test_a_date_is_a_stretch_of_time(text: str, first: str | None, last: str | None) -> None:
    term = parse(f"date:{text}").wanted
    assert isinstance(term, Term)
    assert isinstance(term.value, Span)
    assert term.value.bounds(NOW) == tuple(None if end is None else at(end) for end in (first, last))


def test_letters_that_lack_are_too_many_changed_or_swapped_count_once() -> None:
    pairs = [("cat", "cat"), ("cat", "cats"), ("cat", "ct"), ("cat", "cut"), ("cat", "act"), ("cat", "dog")]
    assert [distance(one, other) for one, other in pairs] == [0, 1, 1, 1, 1, 3]
    assert nearest("ratting", FIELD_NAMES) == "rating"
    assert nearest("xyzzy", FIELD_NAMES) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_colour_is_near_itself_and_far_from_another(name: str) -> None:
    red, green, blue = NAMES[name]
    table = near(red, green, blue, 0)
    assert table[numbered(np.array([red, green, blue], dtype=np.uint8))]
    opposite = np.array([255 - red, 255 - green, 255 - blue], dtype=np.uint8)
    if name not in {"gray", "grey"}:
        assert not near(red, green, blue, 10)[numbered(opposite)]
    assert near(red, green, blue, 40).sum() > near(red, green, blue, 20).sum() >= table.sum()


@pytest.mark.parametrize(
    ("query", "caret", "expected"),
    [
        ("cat do", 6, (4, 6, "do", None)),
        ("cat do", 2, (0, 3, "ca", None)),
        ("-(~ratin", 8, (3, 8, "ratin", None)),
        ("cat rating:s", 12, (11, 12, "s", "rating")),
        ("rating:general,ex", 17, (15, 17, "ex", "rating")),
        ('by:"Anna K', 10, (3, 10, "Anna K", "account")),
        ('by:"Anna K" x', 10, (3, 11, "Anna K", "account")),
        ("tag:saber_(f", 12, (4, 12, "saber_(f", "tag")),
        ("a |b", 4, (3, 4, "b", None)),
        (r"re\:z", 5, (0, 5, "re:z", None)),
        ("", 0, (0, 0, "", None)),
        ("cat ", 99, (4, 4, "", None)),
    ],
)
def test_what_is_being_written_is_found(query: str, caret: int, expected: tuple[int, int, str, str]) -> None:
    place = completing.place(query, caret)
    assert (place.start, place.end, place.begun, place.field and place.field.name) == expected


def test_values_that_the_language_knows_are_offered() -> None:
    by_name = {field.name: field for field in FIELDS}
    assert completing.values_for(by_name["rating"], "e") == ["explicit"]
    assert completing.values_for(by_name["color"], "or") == ["orange"]
    assert completing.values_for(by_name["width"], "1") == []
    assert [field.name for field in completing.fields_for("colo")] == ["color"]
    assert completing.fields_for("") == []


def test_no_two_fields_have_one_name() -> None:
    names = [name for field in FIELDS for name in (field.name, *field.aliases)]
    assert len(names) == len(set(names))


def test_the_page_tells_every_field_and_every_sign_as_the_tables_do() -> None:
    page = DOCS.read_text()
    for field in FIELDS:
        others = "".join(f", `{alias}:`" for alias in field.aliases)
        values = f" ({', '.join(field.values)})" if field.values else ""
        assert f"| `{field.name}:`{others} | {field.meaning}{values} | `{field.example}` |" in page
    for one in OPERATORS:
        form = one.text.replace("|", "\\|")
        assert f"| `{form}` | {one.meaning.replace('|', chr(92) + '|')} | `{one.example}` |" in page
    assert page.count("\n| `") == len(FIELDS) + len(OPERATORS)
