"""The measures of the benchmark on answers that can be judged by hand, and the methods on a small world."""

from math import log2

import numpy as np
import pytest

from api_server.recommendations.methods import Parameters
from tests.benchmarks.quality.audience import Audience
from tests.benchmarks.quality.lists import Lists, lists_of
from tests.benchmarks.quality.measuring import LONG, SHORT, among, best, gain, measure
from tests.benchmarks.quality.questions import Question, world_question
from tests.benchmarks.quality.ways import popularity, product, random_walk


def lists(*rows: set[int]) -> Lists:
    pairs = np.array([(number, value) for number, row in enumerate(rows) for value in row], dtype=np.int64)
    return lists_of(pairs[:, 0], pairs[:, 1], len(rows))


def small_audience() -> Audience:
    """Account 0 faved photos of 1 and 2 and follows 3; who faved what is easily seen."""
    return Audience(
        favorites=lists({0, 1}, {1, 2, 4}, {2, 3}, {0, 4}),
        keys=np.array([10, 11, 12, 13, 14]),
        contacts=lists({3}, {0}, {0}, {0}),
        owners=np.array([1, 2, 3, 1, 0]),
    )


def test_a_taste_holds_owners_of_favourites_and_contacts_with_their_lists() -> None:
    taste = small_audience().taste(0)
    assert taste.neighbours.tolist() == [2, 3, 4]
    assert taste.owned.tolist() == [1, 1, 0]
    assert taste.followed.tolist() == [False, False, True]
    assert taste.lists.tolist() == [1, 2, 4, 2, 3, 0, 4]
    assert taste.offsets.tolist() == [0, 3, 5, 7]
    assert taste.favorite_counts.tolist() == [2, 2]
    assert taste.hidden_owners.tolist() == [1]


def test_lists_of_the_unread_are_empty() -> None:
    audience = small_audience()
    unread = Audience(
        favorites=audience.favorites,
        keys=audience.keys,
        contacts=audience.contacts,
        owners=audience.owners,
        unread=np.array([2]),
    )
    assert unread.taste(0).lists.tolist() == [1, 2, 4, 0, 4]


def test_without_owners_all_who_share_a_favourite_are_neighbours() -> None:
    audience = Audience(favorites=small_audience().favorites, keys=np.arange(5))
    assert audience.taste(0).neighbours.tolist() == [2, 4]


def test_the_gain_of_a_perfect_ranking_is_one_and_later_finds_are_worth_less() -> None:
    assert gain(np.array([True, True, False]), 2, LONG) == pytest.approx(1.0)
    assert gain(np.array([False, False, True]), 1, LONG) == pytest.approx(1 / log2(4))
    # What is missing in a short answer is missed.
    assert gain(np.array([True]), 5, SHORT) < 1.0
    assert gain(np.array([], dtype=np.bool_), 3, LONG) == 0.0


def test_equal_scores_go_by_key_in_rankings_and_against_the_way_among_negatives() -> None:
    answer = (np.array([0, 1, 2], dtype=np.uint32), np.array([1.0, 2.0, 2.0]))
    assert best(answer, np.array([5, 6, 7]), 2).tolist() == [2, 1]
    room = np.zeros(40)
    assert among(answer, 1, np.array([0, 3]), room) == (1.0, 1.0)
    assert among(answer, 1, np.array([0, 2]), room) == pytest.approx((1.0, 1 / log2(3)))
    assert among(answer, 9, np.arange(20, 40), room) == (0.0, 0.0)
    assert not room.any()


def test_a_walk_of_three_steps_ends_where_chance_leads_it() -> None:
    audience = small_audience()
    posts, scores = random_walk(audience, beta=0.0)(0, audience.taste(0))
    # From 0: half through photo 0 (held by accounts 0 and 3), half through photo 1 (held by 0 and 1).
    expected = {2: 1 / 2 * 1 / 3, 4: 1 / 2 * 1 / 3 + 1 / 2 * 1 / 2}
    assert dict(zip(posts.tolist(), scores.tolist(), strict=True)) == pytest.approx(expected)


def test_both_ways_of_sharing_the_work_measure_the_same() -> None:
    audience = small_audience()
    question = Question(
        name="small", audience=audience, held=lists({2}, {0}, {4}, {1}), accounts=np.arange(4)
    )
    ways = {"default": product("default", Parameters()), "popularity": popularity(audience)}
    alone, shared = (measure(question, ways, np.arange(4), processes=processes) for processes in (1, 2))
    for name in ways:
        assert alone[name].ndcg20.tolist() == shared[name].ndcg20.tolist()
        assert alone[name].coverage == shared[name].coverage


def test_the_default_method_finds_half_more_than_the_older_one_in_a_small_world() -> None:
    question = world_question(seed=21, users=2_000)
    ways = {name: product(name, question.parameters) for name in ("default", "flexplore")}
    figures = measure(question, ways, question.of(1_000), processes=1)
    assert figures["default"].ndcg20.mean() >= 1.5 * figures["flexplore"].ndcg20.mean()
