"""What a list is after pulls, whatever order they come in."""

from dataclasses import replace
from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fovea import packing
from fovea.database.favorite_edits import Edit
from fovea.database.favorite_pulls import Pull, Stored, after

NEVER = Stored(
    account_id=1, count=0, posts=b"", pulled_at=0, full_pulled_at=None, newest_faved_at=None, truncated=False
)


def pull(
    *numbers: int, at: int, since: int | None = None, partial: bool = False, truncated: bool = False
) -> Pull:
    return Pull(
        account_id=1,
        numbers=packing.sorted_numbers(numbers),
        pulled_at=at,
        since=since,
        partial=partial,
        truncated=truncated,
    )


def numbers_after(*pulls: Pull, edits: tuple[Edit, ...] = ()) -> set[int]:
    row = NEVER
    for one in pulls:
        row = after(row, one, edits)
        assert row.count == len(packing.unpack(row.posts))
    return set(packing.unpack(row.posts).tolist())


@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 20)), st.integers(1, 9)),
        min_size=1,
        max_size=4,
        unique_by=lambda p: p[1],
    )
)
def test_the_newest_whole_pull_wins_in_any_order(contents: list[tuple[set[int], int]]) -> None:
    pulls = [pull(*numbers, at=at) for numbers, at in contents]
    newest = max(contents, key=lambda one: one[1])[0]
    for order in permutations(pulls):
        assert numbers_after(*order) == newest


@given(st.data())
def test_incremental_pulls_are_never_lost_in_any_order(data: st.DataObject) -> None:
    """Favourites that are only added: then the lists are exact in any order."""
    faved = sorted(data.draw(st.sets(st.integers(1, 50), min_size=1, max_size=12)))
    moments = data.draw(st.lists(st.integers(1, 60), min_size=1, max_size=3, unique=True))
    whole = pull(*[post for post in faved if post <= moments[0]], at=moments[0])
    later = [
        pull(*[post for post in faved if since <= post <= at], at=at, since=since)
        for at in moments[1:]
        if at > moments[0]
        for since in [data.draw(st.integers(0, moments[0]))]
    ]
    expected = {post for post in faved if post <= max(one.pulled_at for one in [whole, *later])}
    for order in permutations([whole, *later]):
        assert numbers_after(*order) == expected


def test_first_pages_are_kept_until_the_whole_pull_and_no_longer() -> None:
    assert numbers_after(pull(1, at=5, partial=True), pull(2, at=6, partial=True)) == {1, 2}
    assert numbers_after(pull(1, at=5, partial=True), pull(2, at=6)) == {2}
    assert numbers_after(pull(2, at=6), pull(1, at=5, partial=True), pull(1, at=9, partial=True)) == {2}


def test_a_first_page_is_no_pull() -> None:
    row = after(NEVER, replace(pull(1, at=5, partial=True), newest_faved_at=3))
    assert (row.pulled_at, row.full_pulled_at, row.newest_faved_at) == (0, None, None)


def test_edits_are_applied_over_older_pulls_only() -> None:
    def edit(post: int, action: str, at: int) -> Edit:
        return Edit(account_id=1, post_id=post, action=action, state="made", edited_at=at)  # type: ignore[arg-type]

    edits = (edit(1, "remove", 500_000), edit(9, "add", 500_000))
    assert numbers_after(pull(1, 2, at=499_999), edits=edits) == {2, 9}
    assert numbers_after(pull(1, 2, at=559_999), edits=edits) == {2, 9}
    assert numbers_after(pull(1, 2, at=560_001), edits=edits) == {1, 2}
    assert numbers_after(pull(2, at=1), pull(1, at=2, since=1), edits=edits) == {2, 9}


def test_a_pull_that_was_cut_off_says_nothing_about_what_lies_behind_its_end() -> None:
    long = pull(*range(100), at=5)
    assert numbers_after(long, pull(200, at=6, truncated=True)) == {*range(100), 200}
    assert numbers_after(pull(1, 2, at=5, truncated=True), pull(2, 3, at=6, truncated=True)) == {2, 3}


def test_an_incremental_pull_that_was_cut_off_leaves_a_gap() -> None:
    row = after(after(NEVER, pull(1, at=5)), pull(9, at=6, since=5, truncated=True))
    assert row.truncated
    assert not after(row, pull(1, 5, 9, at=7)).truncated


def test_an_empty_whole_pull_empties_the_list() -> None:
    row = after(after(NEVER, pull(1, at=5)), pull(at=6))
    assert (row.count, row.posts, np.size(packing.unpack(row.posts))) == (0, b"", 0)
