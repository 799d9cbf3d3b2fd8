"""The default method, held against the same formula written out plainly."""

from dataclasses import dataclass, replace
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_server.recommendations.methods import Parameters, default
from api_server.recommendations.taste import Scored, Taste
from tests.unit.api_server.recommendations.tastes import Choices, Facts, taste_of

ALIKE = 1e-9


@dataclass(frozen=True)
class Scene:
    """A drawn taste, in dictionaries and sets."""

    favorites: dict[int, int]
    lists: dict[int, set[int]]
    choices: Choices
    facts: Facts

    def taste(self) -> Taste:
        return taste_of(self.favorites, self.lists, choices=self.choices, facts=self.facts)


posts = st.integers(1, 60)
accounts = st.integers(100, 110)
people = st.frozensets(accounts, max_size=4)
scenes = st.builds(
    Scene,
    st.dictionaries(posts, accounts, max_size=25),
    st.dictionaries(accounts, st.sets(posts, max_size=30), max_size=11),
    st.builds(
        Choices,
        followed=people,
        silenced=people,
        hidden=people,
        dismissed=st.frozensets(posts, max_size=6),
    ),
    st.builds(
        Facts,
        owners=st.dictionaries(posts, accounts, max_size=60),
        counts=st.dictionaries(posts, st.integers(1, 1_000), max_size=60),
        days=st.dictionaries(posts, st.integers(19_000, 20_001), max_size=60),
    ),
)


def tenths(most: int) -> st.SearchStrategy[float]:
    return st.integers(0, 10 * most).map(lambda number: number / 10)


parameter_sets = st.builds(
    Parameters,
    alpha=tenths(2),
    beta=st.sampled_from([0.0, 0.5, -0.5]),
    gamma=tenths(1),
    kappa=tenths(2),
    eta=tenths(2),
    contact=tenths(25),
    sharpness=st.sampled_from([0.5, 1.0, 1.2]),
    penalty=tenths(1),
    likeness=tenths(1),
    newness=st.sampled_from([0.0, 3.0]),
)


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    """The first call compiles for seconds, which is not the tests' to judge."""
    choices = Choices(hidden=frozenset({7}), dismissed=frozenset({3}))
    default.score(taste_of({1: 100}, {100: [1, 2]}, choices=choices), Parameters())


def plain_weights(scene: Scene, parameters: Parameters) -> dict[int, float]:
    weights = {}
    for person in {*scene.favorites.values(), *scene.choices.followed}:
        theirs = scene.lists.get(person, set())
        if not theirs or person in scene.choices.silenced:
            weights[person] = 0.0
            continue
        shared = theirs & set(scene.favorites)
        owned: float = list(scene.favorites.values()).count(person)
        owned += parameters.contact * (person in scene.choices.followed)
        agreed = sum(scene.facts.counts.get(post, 1) ** -parameters.alpha for post in shared)
        weight = (agreed + parameters.kappa * sqrt(owned)) * len(theirs) ** -parameters.gamma
        against = len(theirs & scene.choices.dismissed) / max(1, len(shared))
        weights[person] = weight**parameters.sharpness * max(0.0, 1.0 - parameters.penalty * against)
    return weights


def plain_scores(scene: Scene, parameters: Parameters) -> dict[int, float]:
    owners = {**scene.facts.owners, **scene.favorites}
    scores: dict[int, float] = {}
    for person, weight in plain_weights(scene, parameters).items():
        for post in scene.lists.get(person, set()) - set(scene.favorites) - scene.choices.dismissed:
            if weight > 0.0 and owners.get(post, 0) not in scene.choices.hidden:
                scores[post] = scores.get(post, 0.0) + weight
    for post in scores:
        owner = owners.get(post, 0)
        owned: float = list(scene.favorites.values()).count(owner) if owner else 0
        owned += parameters.contact * (owner in scene.choices.followed)
        disliked = sum(1 for one in scene.choices.dismissed if owner and owners.get(one) == owner)
        posted = scene.facts.days.get(post, 0)
        lift = 0.5 ** (max(0, scene.facts.today - posted) / parameters.newness_days) if posted else 0.0
        scores[post] *= scene.facts.counts.get(post, 1) ** -parameters.beta
        scores[post] *= 1.0 + parameters.eta * log(1.0 + owned)
        scores[post] *= (1.0 - parameters.likeness) ** disliked
        scores[post] *= 1.0 + parameters.newness * lift
    return scores


def by_post(scored: Scored) -> dict[int, float]:
    return dict(zip(scored.posts.tolist(), scored.scores.tolist(), strict=True))


@given(scenes, parameter_sets)
def test_every_photo_has_the_score_of_the_formula(scene: Scene, parameters: Parameters) -> None:
    taste = scene.taste()
    scored = default.score(taste, parameters)
    weights = plain_weights(scene, parameters)
    largest = max([0.0, *weights.values()])
    assert scored.weights.tolist() == pytest.approx(
        [weights[person] for person in taste.neighbours.tolist()], rel=ALIKE, abs=ALIKE * largest
    )
    expected = {
        post: score for post, score in plain_scores(scene, parameters).items() if score > ALIKE * largest
    }
    given_scores = {post: score for post, score in by_post(scored).items() if score > ALIKE * largest}
    assert given_scores == pytest.approx(expected, rel=1e-6)


@given(scenes, parameter_sets)
def test_parts_add_up_to_weights_and_weights_times_factors_are_scores(
    scene: Scene, parameters: Parameters
) -> None:
    taste = scene.taste()
    scored = default.score(taste, parameters)
    assert sum(scored.weight_parts.values(), np.zeros(len(taste.neighbours))).tolist() == pytest.approx(
        scored.weights.tolist(), rel=ALIKE
    )
    for position, post in enumerate(scored.posts.tolist()):
        base = sum(
            float(scored.weights[at])
            for at, person in enumerate(taste.neighbours.tolist())
            if post in scene.lists.get(person, set())
        )
        product = np.prod([factor[position] for factor in scored.factors.values()])
        assert base * product == pytest.approx(float(scored.scores[position]), rel=ALIKE)


@given(scenes, parameter_sets, st.randoms())
def test_what_was_stored_first_changes_neither_a_score_nor_the_order(
    scene: Scene, parameters: Parameters, random: object
) -> None:
    new_posts, new_accounts = list(range(1, 61)), list(range(100, 111))
    random.shuffle(new_posts)  # type: ignore[attr-defined]
    random.shuffle(new_accounts)  # type: ignore[attr-defined]
    post = dict(zip(range(1, 61), new_posts, strict=True))
    account = dict(zip(range(100, 111), new_accounts, strict=True))
    renumbered = Scene(
        {post[one]: account[owner] for one, owner in scene.favorites.items()},
        {account[one]: {post[two] for two in theirs} for one, theirs in scene.lists.items()},
        Choices(
            followed=frozenset(account[one] for one in scene.choices.followed),
            silenced=frozenset(account[one] for one in scene.choices.silenced),
            hidden=frozenset(account[one] for one in scene.choices.hidden),
            dismissed=frozenset(post[one] for one in scene.choices.dismissed),
        ),
        Facts(
            owners={post[one]: account[owner] for one, owner in scene.facts.owners.items()},
            counts={post[one]: count for one, count in scene.facts.counts.items()},
            days={post[one]: day for one, day in scene.facts.days.items()},
            keys={post[one]: one for one in range(1, 61)},
        ),
    )
    first, second = scene.taste(), renumbered.taste()
    one, two = default.score(first, parameters), default.score(second, parameters)
    # To the last bit, so ties stay ties.
    assert {post[number]: score for number, score in by_post(one).items()} == by_post(two)
    best = one.posts[one.best(10, first.photos.keys)].tolist()
    assert [post[number] for number in best] == two.posts[two.best(10, second.photos.keys)].tolist()


@given(scenes, parameter_sets, posts)
def test_a_dismissal_lifts_nothing_and_leaves_no_score_below_nothing(
    scene: Scene, parameters: Parameters, dismissed: int
) -> None:
    before = by_post(default.score(scene.taste(), parameters))
    choices = replace(scene.choices, dismissed=scene.choices.dismissed | {dismissed})
    after = by_post(default.score(replace(scene, choices=choices).taste(), parameters))
    assert dismissed not in after
    assert set(after) <= set(before)
    assert all(0.0 <= score <= before[post] * (1 + ALIKE) + ALIKE for post, score in after.items())


def test_dismissing_what_a_neighbour_faved_lowers_that_neighbour_only() -> None:
    lists = {100: [1, 2, 10, 11], 101: [1, 2, 12, 13]}
    choices = Choices(dismissed=frozenset({10}))
    before = default.score(taste_of({1: 100, 2: 101}, lists), Parameters())
    after = default.score(taste_of({1: 100, 2: 101}, lists, choices=choices), Parameters())
    assert after.weights[0] == pytest.approx(before.weights[0] * (1 - Parameters().penalty / 2))
    assert after.weights[1] == before.weights[1]
    assert after.weight_parts["dismissed"][0] < 0.0
    assert by_post(after)[11] < by_post(after)[12]


def test_other_photos_by_the_owner_of_a_dismissed_one_step_back() -> None:
    lists = {100: [1, 11, 12], 101: [2, 10]}
    facts = Facts(owners={10: 105, 11: 105, 12: 106})
    choices = Choices(dismissed=frozenset({10}))
    scores = by_post(default.score(taste_of({1: 100}, lists, choices=choices, facts=facts), Parameters()))
    assert scores[11] == pytest.approx(scores[12] * (1 - Parameters().likeness))


def test_a_dismissed_persons_list_counts_no_more_and_a_muted_ones_still_does() -> None:
    lists = {100: [1, 10], 101: [1, 11]}
    facts = Facts(owners={10: 101, 11: 102})
    dismissed = Choices(silenced=frozenset({100}), hidden=frozenset({100}))
    muted = Choices(hidden=frozenset({100}))
    assert (
        by_post(default.score(taste_of({1: 100}, lists, choices=dismissed, facts=facts), Parameters())) == {}
    )
    assert set(
        by_post(default.score(taste_of({1: 100}, lists, choices=muted, facts=facts), Parameters()))
    ) == {10}


def test_photos_of_hidden_people_are_not_given_whoever_faved_them() -> None:
    facts = Facts(owners={10: 105, 11: 106})
    choices = Choices(hidden=frozenset({105}))
    scored = default.score(taste_of({1: 100}, {100: [1, 10, 11]}, choices=choices, facts=facts), Parameters())
    assert scored.posts.tolist() == [11]


def test_somebody_who_is_only_followed_is_heard_too() -> None:
    lists = {100: [1, 10], 101: [10, 11]}
    choices = Choices(followed=frozenset({101}))
    scored = default.score(taste_of({1: 100}, lists, choices=choices), Parameters())
    assert scored.weights[0] > scored.weights[1] > 0.0
    assert scored.weight_parts["followed"].tolist() == pytest.approx([0.0, scored.weights[1]])


def test_following_somebody_is_worth_as_much_as_so_many_favourites_of_theirs() -> None:
    parameters = Parameters(contact=3.0)
    faved = default.score(taste_of({1: 100, 2: 100, 3: 100, 4: 100}, {100: [10, 11]}), parameters)
    followed = default.score(
        taste_of({1: 100}, {100: [10, 11]}, choices=Choices(followed=frozenset({100}))), parameters
    )
    assert followed.weights.tolist() == pytest.approx(faved.weights.tolist())
    assert followed.scores.tolist() == pytest.approx(faved.scores.tolist())


def test_a_rare_shared_favourite_says_more_than_one_that_everybody_has() -> None:
    scored = default.score(
        taste_of({1: 100, 2: 101}, {100: [1, 10], 101: [2, 11]}, facts=Facts(counts={1: 2, 2: 500})),
        Parameters(),
    )
    assert by_post(scored)[10] > by_post(scored)[11]


def test_photos_by_those_whose_photos_i_fave_come_first() -> None:
    facts = Facts(owners={10: 105, 11: 100})
    scores = by_post(default.score(taste_of({1: 100, 2: 100}, {100: [1, 10, 11]}, facts=facts), Parameters()))
    assert scores[11] == pytest.approx(scores[10] * (1 + Parameters().eta * log(3)))


def test_new_photos_are_lifted_by_how_new_they_are_and_undated_ones_are_not() -> None:
    facts = Facts(days={10: 20_000, 11: 19_970, 12: 20_001}, today=20_000)
    parameters = Parameters(newness=1.0, newness_days=30.0)
    scores = by_post(default.score(taste_of({1: 100}, {100: [1, 10, 11, 12, 13]}, facts=facts), parameters))
    assert scores[10] == scores[12] == pytest.approx(scores[13] * 2.0)
    assert scores[11] == pytest.approx(scores[13] * 1.5)


def test_a_popularity_discount_without_counts_is_refused() -> None:
    made = taste_of({1: 100}, {100: [1, 10]})
    without = replace(made, photos=replace(made.photos, counts=None))
    with pytest.raises(ValueError, match="counts"):
        default.score(without, Parameters(beta=0.5))


def test_somebody_without_favourites_gets_an_empty_list() -> None:
    scored = default.score(taste_of({}, {}), Parameters())
    assert len(scored.posts) == 0
    assert len(scored.weights) == 0
