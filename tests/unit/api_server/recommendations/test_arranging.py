"""Pages of ranked photos: what is kept back, what comes first, what is folded."""

from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api_server.recommendations.arranging import Arranged, Memory, Ranked, arrange


def ranked(
    owners: list[int],
    *,
    supporters: Mapping[int, int] | None = None,
    muted: frozenset[int] = frozenset(),
    fingerprints: Mapping[int, int] | None = None,
) -> Ranked:
    """Photos 1, 2, 3, ... in this order, with their owners."""
    posts = np.arange(1, len(owners) + 1, dtype=np.uint32)
    speaking = supporters or {}
    return Ranked(
        posts=posts,
        owners=np.array(owners, dtype=np.uint32),
        supporters=np.array([speaking.get(int(post), 1) for post in posts], dtype=np.int64),
        muted=np.isin(posts, list(muted)),
        fingerprints=fingerprints or {},
    )


def pages_of(one: Ranked, arranged: Arranged) -> list[list[int]]:
    """The pages, in post numbers."""
    return [one.posts[page].tolist() for page in arranged.pages]


def made(
    one: Ranked, memory: Memory | None = None, *, size: int = 4, most: int | None = 2
) -> list[list[int]]:
    return pages_of(one, arrange(one, memory or Memory(), pages=100, size=size, most_of_one_owner=most))


def test_without_anything_to_keep_back_the_order_is_that_of_the_ranking() -> None:
    assert made(ranked([1, 2, 3, 4, 5, 6])) == [[1, 2, 3, 4], [5, 6]]


def test_one_photographer_does_not_fill_a_page_and_loses_nothing() -> None:
    assert made(ranked([1, 1, 1, 1, 2, 3, 1])) == [[1, 2, 5, 6], [3, 4], [7]]


def test_without_a_cap_one_photographer_may_fill_a_page() -> None:
    assert made(ranked([1, 1, 1, 1, 1]), most=None) == [[1, 2, 3, 4], [5]]


def test_what_was_seen_lately_is_left_out_and_counted() -> None:
    one = ranked([1, 2, 3])
    arranged = arrange(one, Memory(seen={2: 1}), pages=9, size=4, most_of_one_owner=2)
    assert pages_of(one, arranged) == [[1, 3]]
    assert arranged.seen_count == 1


def test_what_was_seen_comes_again_when_more_photographers_speak_for_it() -> None:
    one = ranked([1, 2, 3], supporters={2: 3})
    arranged = arrange(one, Memory(seen={2: 2, 3: 1}), pages=9, size=4, most_of_one_owner=2)
    assert pages_of(one, arranged) == [[1, 2]]
    assert arranged.stronger == {2}


def test_what_was_seen_is_shown_when_it_is_asked_for() -> None:
    assert made(ranked([1, 2, 3]), Memory(seen={2: 1}, leave_out_seen=False)) == [[1, 2, 3]]


def test_what_is_new_since_the_last_visit_comes_first_in_its_order() -> None:
    one = ranked([1, 2, 3, 4])
    memory = Memory(previous_best=np.array([1, 3], dtype=np.uint32))
    arranged = arrange(one, memory, pages=9, size=4, most_of_one_owner=2)
    assert pages_of(one, arranged) == [[2, 4, 1, 3]]
    assert arranged.new == {2, 4}


def test_on_the_first_visit_nothing_is_new() -> None:
    one = ranked([1, 2])
    assert arrange(one, Memory(), pages=9, size=4, most_of_one_owner=2).new == frozenset()


def test_near_duplicates_are_folded_behind_the_best_of_them() -> None:
    one = ranked([1, 2, 3, 4], fingerprints={1: 0xFF, 2: 0xF0F0_F0F0_F0F0_F0F0, 3: 0xFE, 4: 0x7F})
    arranged = arrange(one, Memory(), pages=9, size=4, most_of_one_owner=2)
    assert pages_of(one, arranged) == [[1, 2]]
    assert arranged.folded == {1: [3, 4]}
    assert arranged.folded_count == 2


def test_a_near_duplicate_of_what_was_seen_is_not_new_to_anybody() -> None:
    one = ranked([1, 2], fingerprints={1: 0xFF, 2: 0xFE})
    assert made(one, Memory(seen={2: 1})) == []


def test_muted_photos_go_and_are_counted() -> None:
    one = ranked([1, 2, 3], muted=frozenset({1}))
    arranged = arrange(one, Memory(), pages=9, size=4, most_of_one_owner=2)
    assert pages_of(one, arranged) == [[2, 3]]
    assert arranged.muted_count == 1


def test_a_muted_near_duplicate_folds_nothing() -> None:
    one = ranked([1, 2], muted=frozenset({1}), fingerprints={1: 0xFF, 2: 0xFE})
    assert made(one) == [[2]]


owner_lists = st.lists(st.integers(1, 6), max_size=60)


@given(owner_lists, st.integers(1, 8), st.integers(1, 4))
def test_pages_hold_every_photo_once_and_never_too_many_of_one_owner(
    owners: list[int], size: int, most: int
) -> None:
    pages = made(ranked(owners), size=size, most=most)
    assert sorted(post for page in pages for post in page) == list(range(1, len(owners) + 1))
    for page in pages:
        assert 0 < len(page) <= size
        assert max([owners[post - 1] for post in page].count(owner) for owner in range(1, 7)) <= most


@given(owner_lists, st.integers(1, 8), st.integers(1, 4), st.integers(0, 60))
def test_full_pages_stay_as_they_are_when_more_is_ranked_behind(
    owners: list[int], size: int, most: int, cut: int
) -> None:
    whole, part = made(ranked(owners), size=size, most=most), made(ranked(owners[:cut]), size=size, most=most)
    for mine, its in zip(part, whole, strict=False):
        if len(mine) < size:
            break
        assert mine == its
