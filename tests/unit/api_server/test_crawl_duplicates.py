"""Folding the results of a crawl, and what is told of them in its archive."""

import csv
import io
import itertools

import pytest

from api_server.crawls import manifest
from api_server.crawls.manifest import Entry
from fovea.database.crawl_duplicates import BYTES, LOOKS, Duplicate, Result, fold, is_worth


def results(*image_ids: int) -> list[Result]:
    return [Result(100 + place, image_id) for place, image_id in enumerate(image_ids)]


def test_the_first_of_those_with_the_same_bytes_counts() -> None:
    assert fold(results(1, 2, 1, 1), {}) == {102: Duplicate(100, BYTES), 103: Duplicate(100, BYTES)}


@pytest.mark.parametrize(("bits", "is_same"), [(10, True), (11, False)])
def test_what_differs_in_ten_bits_looks_the_same(bits: int, is_same: bool) -> None:
    found = fold(results(1, 2), {1: 0, 2: 2**bits - 1})
    assert found == ({101: Duplicate(100, LOOKS)} if is_same else {})


def test_the_last_bit_counts_as_any_other() -> None:
    assert fold(results(1, 2), {1: 2**64 - 1, 2: 2**63 - 1}) == {101: Duplicate(100, LOOKS)}


def test_a_duplicate_is_that_of_a_result_that_counts() -> None:
    """A chain: the third is nearly the second, and not the first."""
    found = fold(results(1, 2, 3), {1: 0, 2: 0b11111111, 3: 0b1111111111111111})
    assert found == {101: Duplicate(100, LOOKS)}


def test_a_second_copy_of_what_looks_like_the_first_is_told_with_it() -> None:
    assert fold(results(1, 2, 2), {1: 0, 2: 1}) == {
        101: Duplicate(100, LOOKS),
        102: Duplicate(100, LOOKS),
    }


def test_pictures_whose_looks_say_nothing_are_alike_only_by_their_bytes() -> None:
    assert fold(results(1, 2, 3), {1: 5}) == {}


def entry(**told: object) -> Entry:
    values: dict[str, object] = {
        "file": "text/ab.png",
        "class_name": "text",
        "sure": True,
        "label": None,
        "score": 0.9,
        "engine": "commons",
        "keyword": "cat",
        "title": "A cat",
        "page": "https://example.org/cat",
        "address": "https://example.org/cat.png",
        "licence": "CC0 1.0",
        "licence_url": None,
        "creator": "Anna",
        "width": 1,
        "height": 2,
        "bytes": 3,
        "format": "png",
        "sha256": "ab",
        "md5": "cd",
        "image": 7,
        "also": [],
        **told,
    }
    return Entry(**values)  # type: ignore[arg-type]


def test_the_manifest_is_a_table_that_spreadsheets_open() -> None:
    also = [
        {"engine": "brave", "keyword": "cat", "page": "https://other.org", "address": "", "alike_by": "bytes"}
    ]
    text = manifest.as_csv([entry(also=also)]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["class"], row["licence"], row["creator"], row["also"]) == (
        "text",
        "CC0 1.0",
        "Anna",
        "https://other.org",
    )


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_strangers_wrote_is_no_formula(title: str) -> None:
    text = manifest.as_csv([entry(title=title)]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["title"] == f"'{title}"


def test_few_pictures_are_folded_at_once_and_many_some_at_a_time() -> None:
    assert all(is_worth(count, new=1) for count in range(1, 100))
    folded = [count for count in range(1, 50_001) if is_worth(count, new=1)]
    assert len(folded) < 700
    many = itertools.pairwise(count for count in folded if count >= 100)
    assert max((after - before) / after for before, after in many) <= 1 / 25
    assert is_worth(50_000, new=1_000)
    assert not is_worth(50_999, new=0)
