"""The formula, held against the same sums written out plainly."""

from collections import defaultdict
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_server.recommendations.kernels import holders
from api_server.recommendations.methods import Parameters, flexplore
from api_server.recommendations.taste import Scored, Taste
from tests.unit.api_server.recommendations.tastes import Choices, Facts, taste_of


def score(taste: Taste) -> Scored:
    return flexplore.score(taste, Parameters())


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    """The first call compiles for seconds, which is not the tests' to judge."""
    made = taste_of({1: 100}, {100: [1, 2]}, choices=Choices(hidden=frozenset({7})))
    scored = score(made)
    holders(scored.posts, made.lists, made.offsets)


posts = st.integers(1, 60)
accounts = st.integers(100, 110)
tastes = st.tuples(
    st.dictionaries(posts, accounts, max_size=25),
    st.dictionaries(accounts, st.sets(posts, max_size=30), max_size=11),
    st.sets(posts, max_size=5),
)


def plain_scores(
    favorites: dict[int, int], lists: dict[int, set[int]], left_out: set[int]
) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for neighbour in sorted(set(favorites.values())):
        theirs = lists.get(neighbour, set())
        weight = 150 * sqrt(len(theirs & set(favorites)) / (len(theirs) + 250))
        for post in theirs - set(favorites) - left_out:
            scores[post] += weight
    return scores


@given(tastes)
def test_every_photo_has_the_sum_of_the_weights_of_the_neighbours_who_faved_it(
    taste: tuple[dict[int, int], dict[int, set[int]], set[int]],
) -> None:
    favorites, lists, left_out = taste
    scored = score(taste_of(favorites, lists, left_out))
    expected = plain_scores(favorites, lists, left_out)
    assert dict(zip(scored.posts.tolist(), scored.scores.tolist(), strict=True)) == pytest.approx(expected)


@given(tastes)
def test_the_holders_of_a_photo_are_the_neighbours_whose_lists_have_it(
    taste: tuple[dict[int, int], dict[int, set[int]], set[int]],
) -> None:
    favorites, lists, left_out = taste
    made = taste_of(favorites, lists, left_out)
    scored = score(made)
    table = holders(scored.posts, made.lists, made.offsets)
    for row, post in zip(table, scored.posts.tolist(), strict=True):
        assert {int(made.neighbours[at]) for at in row.nonzero()[0]} == {
            neighbour for neighbour in set(favorites.values()) if post in lists.get(neighbour, set())
        }


def test_a_neighbour_with_nothing_in_common_weighs_nothing_but_is_not_forgotten() -> None:
    scored = score(taste_of({1: 100}, {100: [2, 3]}))
    assert scored.weights.tolist() == [0.0]
    assert sorted(scored.posts.tolist()) == [2, 3]
    assert scored.scores.tolist() == [0.0, 0.0]


def test_somebody_without_favourites_gets_an_empty_list() -> None:
    scored = score(taste_of({}, {}))
    assert len(scored.posts) == 0
    assert len(scored.weights) == 0


def test_people_who_are_only_followed_do_not_count() -> None:
    followed = Choices(followed=frozenset({101}))
    scored = score(taste_of({1: 100}, {100: [1, 2], 101: [1, 3]}, choices=followed))
    assert scored.posts.tolist() == [2]
    assert scored.weights[1] == 0.0


def test_dismissed_people_keep_their_say_and_their_photos_but_muted_ones_go() -> None:
    choices = Choices(silenced=frozenset({100}), hidden=frozenset({100, 105}))
    facts = Facts(owners={2: 100, 3: 105, 4: 106})
    scored = score(taste_of({1: 100}, {100: [1, 2, 3, 4]}, choices=choices, facts=facts))
    assert sorted(scored.posts.tolist()) == [2, 4]
    assert scored.weights.tolist() == pytest.approx([150 * sqrt(1 / 254)])
