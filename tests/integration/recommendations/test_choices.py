"""What a user chooses shows in the next answer, and taking it back gives the answer of before."""

from collections.abc import Callable

import numpy as np
import pytest
from sqlalchemy import Connection

from api_server.recommendations.answer import Recommended
from api_server.recommendations.arranging import Memory
from api_server.recommendations.service import recommend
from fovea.database import dismissals, fingerprints, group_pools, mutes, steering, users
from fovea.database.engine import in_transaction, read
from fovea.messages import Fingerprint
from tests.integration.recommendations.liked_world import NOW, LikedWorld

ME = "1@N00"
OWNERS = {
    **{f"a{number}": "10@N00" for number in range(4)},
    **{f"b{number}": "11@N00" for number in range(4)},
    **{f"c{number}": "12@N00" for number in range(4)},
    "mine": ME,
    **{f"new{number}": "20@N00" for number in range(4)},
    **{f"other{number}": "21@N00" for number in range(4)},
}
LISTS = {
    ME: ["a0", "a1", "a2", "b0", "b1", "c0", "c1"],
    "10@N00": ["b0", "c0", "new0", "new1", "other0", "mine"],
    "11@N00": ["a0", "new0", "new2", "other1"],
    "12@N00": ["new3", "a0", "other0"],
    "40@N00": ["a0", "a1", "other3"],  # followed, but owns none of my favourites
}
TAGS = {"new1": ["Sunset", "sea"], "other1": ["sea"]}


@pytest.fixture
def liked(world: LikedWorld) -> LikedWorld:
    world.write(OWNERS, LISTS, tags=TAGS)
    return world


def ask(world: LikedWorld, *, method: str = "default", memory: Memory | None = None) -> Recommended:
    with read(world.engine) as connection:
        return recommend(
            connection,
            world.accounts[ME],
            photos=50,
            people=10,
            method=method,
            explain=True,
            memory=memory or Memory(),
        )


def photos_of(world: LikedWorld, answer: Recommended) -> list[str]:
    names = {number: name for name, number in world.posts.items()}
    return [names[photo.post_id] for photo in answer.photos]


def choose(world: LikedWorld, change: Callable[[Connection, int], None]) -> None:
    def write(connection: Connection) -> None:
        change(connection, users.log_in(connection, world.accounts[ME], at=NOW).id)

    in_transaction(world.engine, write)


def mute(kind: str, value: str) -> Callable[[Connection, int], None]:
    return lambda connection, user_id: mutes.put(
        connection, user_id, kind=kind, value=value, label=value, at=NOW
    )


def unmute(kind: str, value: str) -> Callable[[Connection, int], None]:
    return lambda connection, user_id: mutes.remove(connection, user_id, kind, value)


@pytest.mark.parametrize("method", ["default", "flexplore"])
def test_photos_of_a_muted_photographer_go_and_come_back(liked: LikedWorld, method: str) -> None:
    before = ask(liked, method=method)
    value = str(liked.accounts["20@N00"])
    choose(liked, mute("account", value))
    muted = ask(liked, method=method)
    assert not [name for name in photos_of(liked, muted) if name.startswith("new")]
    assert muted.hidden.muted == 4
    choose(liked, unmute("account", value))
    assert ask(liked, method=method).photos == before.photos


def test_the_list_of_a_muted_photographer_still_counts(liked: LikedWorld) -> None:
    choose(liked, mute("account", str(liked.accounts["10@N00"])))
    assert "new1" in photos_of(liked, ask(liked))


def test_photos_with_a_muted_tag_go(liked: LikedWorld) -> None:
    choose(liked, mute("tag", "sea"))
    answer = ask(liked)
    assert not {"new1", "other1"} & set(photos_of(liked, answer))
    assert answer.hidden.muted == 2


def test_photos_in_the_pool_of_a_muted_group_go(liked: LikedWorld) -> None:
    pool = np.array([liked.posts["new3"], liked.posts["a3"]], dtype=np.uint32)

    def write(connection: Connection, user_id: int) -> None:
        group_pools.put(connection, "flickr", "9@N01", name="Sea", numbers=np.sort(pool), at=NOW)
        mute("group", "flickr/9@N01")(connection, user_id)

    choose(liked, write)
    assert "new3" not in photos_of(liked, ask(liked))


def test_whom_somebody_follows_speaks_too(liked: LikedWorld) -> None:
    assert "other3" not in photos_of(liked, ask(liked))
    liked.follow(ME, ["40@N00"])
    assert "other3" in photos_of(liked, ask(liked))
    assert "other3" not in photos_of(liked, ask(liked, method="flexplore"))


def test_a_dismissed_person_says_nothing_and_their_photos_go(liked: LikedWorld) -> None:
    choose(
        liked,
        lambda connection, user_id: dismissals.dismiss_account(
            connection, user_id, liked.accounts["10@N00"], at=NOW
        ),
    )
    answer = ask(liked)
    assert "new1" not in photos_of(liked, answer)  # only that person faved it
    assert liked.accounts["10@N00"] not in {person.account_id for person in answer.people}


def test_a_dismissed_photo_weakens_those_who_faved_it_and_undoing_it_restores_the_list(
    liked: LikedWorld,
) -> None:
    before = ask(liked)
    scores = {photo.post_id: photo.score for photo in before.photos}
    dismissed = liked.posts["new1"]
    choose(
        liked,
        lambda connection, user_id: dismissals.dismiss_post(connection, user_id, dismissed, at=NOW),
    )
    after = ask(liked)
    changed = {photo.post_id: photo.score for photo in after.photos}
    assert dismissed not in changed
    assert changed[liked.posts["other0"]] < scores[liked.posts["other0"]]
    assert changed[liked.posts["other1"]] == scores[liked.posts["other1"]]
    choose(liked, lambda connection, user_id: dismissals.restore_post(connection, user_id, dismissed))
    assert ask(liked).photos == before.photos


def test_sliders_change_the_order_and_back(liked: LikedWorld) -> None:
    before = ask(liked)
    choose(
        liked,
        lambda connection, user_id: steering.put(
            connection, user_id, steering.Sliders(freshness=-1.0, adventure=1.0), at=NOW
        ),
    )
    steered = ask(liked)
    assert (steered.freshness, steered.adventure) == (-1.0, 1.0)
    assert [photo.score for photo in steered.photos] != [photo.score for photo in before.photos]
    choose(
        liked,
        lambda connection, user_id: steering.put(connection, user_id, steering.Sliders(), at=NOW),
    )
    assert ask(liked).photos == before.photos


def test_the_parts_of_every_score_sum_to_it(liked: LikedWorld) -> None:
    liked.follow(ME, ["40@N00", "12@N00"])

    def steer(connection: Connection, user_id: int) -> None:
        dismissals.dismiss_post(connection, user_id, liked.posts["new2"], at=NOW)
        steering.put(connection, user_id, steering.Sliders(freshness=-0.7, adventure=-0.4), at=NOW)

    choose(liked, steer)
    for method in ("default", "flexplore"):
        answer = ask(liked, method=method)
        assert answer.photos
        assert answer.people
        sums = [(photo.score, photo.why) for photo in answer.photos]
        sums += [(person.score, person.why) for person in answer.people]
        for score, why in sums:
            assert sum(part.amount for part in why or []) == pytest.approx(score, rel=1e-9)


def test_a_reason_names_the_favourites_that_are_shared(liked: LikedWorld) -> None:
    best = ask(liked).photos[0]
    parts = {part.account_id: part for part in best.why or [] if part.kind == "photographer"}
    part = parts[liked.accounts["10@N00"]]
    assert set(part.shared) == {liked.posts["b0"], liked.posts["c0"]}
    assert part.shared_favorites == 2


def test_people_come_with_their_photos_and_with_what_is_shared(liked: LikedWorld) -> None:
    person = next(one for one in ask(liked).people if one.account_id == liked.accounts["10@N00"])
    assert person.owned == 3
    assert set(person.samples) <= {liked.posts[f"a{number}"] for number in range(4)}
    assert set(person.shared) == {liked.posts["b0"], liked.posts["c0"]}


def test_near_duplicates_are_folded(liked: LikedWorld) -> None:
    alike = [liked.posts["new0"], liked.posts["new1"]]

    def write(connection: Connection) -> None:
        made = [
            Fingerprint(post_id=number, phash=0xF0F0 + at, made_at=NOW) for at, number in enumerate(alike)
        ]
        fingerprints.write(connection, made)

    in_transaction(liked.engine, write)
    answer = ask(liked)
    assert "new1" not in photos_of(liked, answer)
    folding = next(photo for photo in answer.photos if photo.folded)
    assert {folding.post_id, *folding.folded} == set(alike)
    assert answer.hidden.folded == 1


def test_what_was_seen_is_left_out_until_more_photographers_speak_for_it(liked: LikedWorld) -> None:
    first = ask(liked).photos[0]
    again = ask(liked, memory=Memory(seen={first.post_id: first.supporters}))
    assert first.post_id not in {photo.post_id for photo in again.photos}
    assert again.hidden.seen == 1
    stronger = ask(liked, memory=Memory(seen={first.post_id: first.supporters - 1}))
    assert next(photo for photo in stronger.photos if photo.post_id == first.post_id).stronger
