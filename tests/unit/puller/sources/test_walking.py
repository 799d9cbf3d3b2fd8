"""Through the pages of a listing: down to what is known, in pieces, and never for ever."""

from collections.abc import Callable
from typing import Any

import pytest

from fovea.errors import FoveaError, SourceBudgetUsedUp, SourceRefused, SourceUnavailable
from fovea.messages import PostRecord, PullJob
from puller.sources.contract import Page
from puller.sources.walking import ListingPage, walk

Read = Callable[[str | None], ListingPage]


def job(**fields: Any) -> PullJob:
    values = {"run_id": 1, "item_id": 2, "key": "a/posts/3#0", "source": "a", "kind": "posts"}
    return PullJob(**{**values, "external_id": "3#0", "max_pages": 10, **fields})


def board(*, size: int, page: int = 10) -> Read:
    """A listing of posts number `size` down to 1, whose cursors are the lowest number so far."""

    def read(cursor: str | None) -> ListingPage:
        above = size + 1 if cursor is None else int(cursor)
        numbers = range(above - 1, max(above - 1 - page, 0), -1)
        posts = [post(number) for number in numbers]
        lowest = min(numbers, default=1)
        return ListingPage(posts=posts, marks=list(numbers), cursor=str(lowest) if lowest > 1 else None)

    return read


def post(number: int) -> PostRecord:
    return PostRecord(external_id=str(number), owner="somebody", title="", url="", posted_at=number * 1_000)


def failing_at(read: Read, cursor: str | None, error: FoveaError) -> Read:
    def fail(asked: str | None) -> ListingPage:
        if asked == cursor:
            raise error
        return read(asked)

    return fail


def numbers(pages: list[Page]) -> list[int]:
    return [int(one.external_id) for page in pages for one in page.posts]


def test_a_listing_is_read_to_its_end() -> None:
    pages = list(walk(job(), board(size=35)))
    assert numbers(pages) == list(range(35, 0, -1))
    assert [page.last for page in pages] == [False, False, False, True]
    assert (pages[-1].cursor, pages[-1].newest, pages[-1].truncated) == (None, 35, False)


def test_more_pages_than_a_part_has_are_left_to_the_next() -> None:
    pages = list(walk(job(max_pages=2), board(size=35)))
    assert (numbers(pages)[-1], pages[-1].cursor) == (16, "16")
    assert numbers(list(walk(job(cursor="16"), board(size=35)))) == list(range(15, 0, -1))


def test_the_way_ends_at_the_mark() -> None:
    pages = list(walk(job(stop_at=25), board(size=35)))
    assert (numbers(pages)[-1], pages[-1].cursor, pages[-1].truncated) == (16, None, False)


def test_the_way_ends_at_the_moment_that_was_asked_for() -> None:
    assert numbers(list(walk(job(since=20_000), board(size=35)))) == list(range(35, 19, -1))


@pytest.mark.parametrize(
    "error",
    [
        SourceBudgetUsedUp("later", retry_at=1),
        SourceUnavailable("it broke"),
        SourceRefused("no deeper than this"),
    ],
)
def test_what_was_read_before_a_page_that_cannot_be_counts_and_the_page_is_where_to_go_on(
    error: FoveaError,
) -> None:
    """Else a site whose budget is smaller than a part would be asked for the same pages for ever."""
    pages = list(walk(job(), failing_at(board(size=35), "16", error)))
    assert numbers(pages) == list(range(35, 15, -1))
    assert [(page.last, page.cursor) for page in pages] == [(False, None), (True, "16")]
    with pytest.raises(type(error)):
        list(walk(job(cursor="16"), failing_at(board(size=35), "16", error)))


def test_a_listing_that_begins_anew_is_left_with_a_word_about_it() -> None:
    def turns_round(cursor: str | None) -> ListingPage:
        return board(size=35)("16" if cursor == "6" else cursor)

    pages = list(walk(job(), turns_round))
    assert numbers(pages) == list(range(35, 5, -1))
    assert (pages[-1].truncated, pages[-1].cursor, pages[-1].last) == (True, None, True)


def test_pages_without_anything_new_are_not_followed_for_ever() -> None:
    asked: list[str | None] = []

    def same(cursor: str | None) -> ListingPage:
        asked.append(cursor)
        return ListingPage(posts=[post(1)], marks=[1], cursor=f"after {len(asked)}")

    pages = list(walk(job(), same))
    assert (pages[-1].truncated, len(asked)) == (True, 4)


def test_a_page_that_is_known_as_a_whole_is_an_end_even_where_its_cursor_repeats() -> None:
    pages = list(walk(job(stop_at=9), lambda _: ListingPage(posts=[post(1)], marks=[1], cursor=None)))
    assert not pages[-1].truncated
    again = list(walk(job(stop_at=9, cursor="a"), lambda _: ListingPage(posts=[], marks=[1], cursor="a")))
    assert not again[-1].truncated
