"""Making what strangers wrote fit the columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea.database import fitting

any_text = st.text(st.characters(exclude_categories=()), max_size=60)  # lone surrogates too


@given(any_text, st.integers(1, 50))
def test_a_text_fits_and_can_be_written(value: str, longest: int) -> None:
    fitted = fitting.text(value, longest)
    assert fitted is not None
    assert len(fitted) <= longest
    assert "\0" not in fitted
    fitted.encode()


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=50))
def test_a_text_that_fits_stays_as_it_is(value: str) -> None:
    assert fitting.text(value, 50) == value


@given(st.lists(any_text, max_size=30))
def test_words_fit_and_can_be_written(value: list[str]) -> None:
    joined = fitting.words(value, largest_bytes=80)
    assert joined is None or (len(joined.encode()) <= 80 and "\0" not in joined)


def test_words_are_dropped_whole() -> None:
    assert fitting.words(["harbour", "lighthouse"], largest_bytes=12) == "harbour"
    assert fitting.words(["ä" * 20] * 3, largest_bytes=90) == " ".join(["ä" * 20] * 2)


def test_an_address_that_is_too_long_is_dropped_because_cut_it_would_lead_nowhere() -> None:
    assert fitting.address("https://example.com/" + "a" * 600) == ""
    assert fitting.address("https://example.com/ä") == "https://example.com/ä"


@pytest.mark.parametrize("wrong", ["", "x" * 65, "a\0b", "a\nb", "\ud83d"])
def test_what_cannot_be_an_outside_id(wrong: str) -> None:
    assert not fitting.is_identifier(wrong)


@pytest.mark.parametrize("right", ["12345@N00", "x" * 64, "näme", "trailing "])
def test_what_can_be_an_outside_id(right: str) -> None:
    assert fitting.is_identifier(right)


def test_moments_outside_of_the_column_are_unknown() -> None:
    assert fitting.moment(2**63) is None
    assert fitting.moment(-(2**63)) is None
    assert fitting.moment(None) is None
    assert fitting.moment(5) == 5
