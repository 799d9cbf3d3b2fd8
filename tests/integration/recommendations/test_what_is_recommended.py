"""Which photos and people are recommended, on both databases."""

from math import sqrt

import pytest

from api_server.recommendations import cursors
from api_server.recommendations.answer import Recommended
from api_server.recommendations.service import recommend
from fovea.database import dismissals, users
from fovea.database.engine import in_transaction, read
from fovea.errors import InvalidInput
from tests.integration.recommendations.liked_world import NOW, LikedWorld

ME = "1@N00"
# I fave seven photos of three photographers; each of them faves some of mine and some others.
OWNERS = {
    **{f"a{number}": "10@N00" for number in range(4)},
    **{f"b{number}": "11@N00" for number in range(4)},
    **{f"c{number}": "12@N00" for number in range(4)},
    "mine": ME,
    **{f"new{number}": "20@N00" for number in range(6)},
}
LISTS = {
    ME: ["a0", "a1", "a2", "b0", "b1", "c0", "c1"],
    "10@N00": ["b0", "c0", "new0", "new1", "mine"],
    "11@N00": ["a0", "new0", "new2"],
    "12@N00": ["new3"],
    "30@N00": ["a0", "a1", "new5"],  # owns nothing that I fave: no neighbour
}


@pytest.fixture
def liked(world: LikedWorld) -> LikedWorld:
    world.write(OWNERS, LISTS)
    return world


def ask(world: LikedWorld, *, photos: int = 50, people: int = 10, cursor: str | None = None) -> Recommended:
    with read(world.engine) as connection:
        return recommend(
            connection, world.accounts[ME], photos=photos, people=people, method="flexplore", cursor=cursor
        )


def photos_of(world: LikedWorld, answer: Recommended) -> list[str]:
    names = {number: name for name, number in world.posts.items()}
    return [names[photo.post_id] for photo in answer.photos]


def people_of(world: LikedWorld, answer: Recommended) -> list[str]:
    names = {number: name for name, number in world.accounts.items()}
    return [names[person.account_id] for person in answer.people]


def dismiss(world: LikedWorld, *, post: str | None = None, account: str | None = None) -> None:
    def write(connection: object) -> None:
        user = users.log_in(connection, world.accounts[ME], at=NOW)  # type: ignore[arg-type]
        if post is not None:
            dismissals.dismiss_post(connection, user.id, world.posts[post], at=NOW)  # type: ignore[arg-type]
        if account is not None:
            dismissals.dismiss_account(connection, user.id, world.accounts[account], at=NOW)  # type: ignore[arg-type]

    in_transaction(world.engine, write)


def test_what_several_like_minded_photographers_faved_comes_first_with_its_reasons(liked: LikedWorld) -> None:
    answer = ask(liked)
    assert photos_of(liked, answer)[:2] == ["new0", "new1"]
    first = answer.photos[0]
    strong, weak = 150 * sqrt(2 / 255), 150 * sqrt(1 / 253)
    assert first.score == pytest.approx(strong + weak)
    assert first.supporters == 2
    assert [reason.account_id for reason in first.reasons] == [
        liked.accounts["10@N00"],
        liked.accounts["11@N00"],
    ]
    assert [reason.shared_favorites for reason in first.reasons] == [2, 1]
    assert first.score == pytest.approx(sum(reason.weight for reason in first.reasons))


def test_own_photos_and_photos_already_faved_never_appear(liked: LikedWorld) -> None:
    shown = set(photos_of(liked, ask(liked)))
    assert "mine" not in shown
    assert not shown & set(LISTS[ME])


def test_a_dismissed_photo_is_gone_and_comes_back_when_it_is_restored(liked: LikedWorld) -> None:
    dismiss(liked, post="new0")
    assert "new0" not in photos_of(liked, ask(liked))
    in_transaction(
        liked.engine, lambda connection: dismissals.restore_post(connection, 1, liked.posts["new0"])
    )
    assert "new0" in photos_of(liked, ask(liked))


def test_people_i_follow_or_dismissed_are_not_suggested(liked: LikedWorld) -> None:
    assert people_of(liked, ask(liked)) == ["10@N00", "11@N00", "12@N00"]
    liked.follow(ME, ["10@N00"])
    dismiss(liked, account="12@N00")
    assert people_of(liked, ask(liked)) == ["11@N00"]


def test_a_person_comes_with_photos_of_theirs_that_i_faved(liked: LikedWorld) -> None:
    person = ask(liked).people[0]
    assert sorted(person.samples) == sorted(liked.posts[name] for name in ("a0", "a1", "a2"))
    assert (person.shared_favorites, person.favorites) == (2, 5)


def test_whoever_owns_none_of_my_favourites_has_no_say(liked: LikedWorld) -> None:
    assert "new5" not in photos_of(liked, ask(liked))


def test_pages_follow_each_other_without_gap_or_repetition(liked: LikedWorld) -> None:
    whole = photos_of(liked, ask(liked))
    paged, cursor = [], None
    while True:
        page = ask(liked, photos=1, cursor=cursor)
        paged += photos_of(liked, page)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert paged == whole


def test_with_too_few_favourites_nothing_is_made_up(world: LikedWorld) -> None:
    world.write(OWNERS, {**LISTS, ME: ["a0", "b0", "c0"]})
    answer = ask(world)
    assert not answer.enough
    assert (answer.favorites, answer.photographers, answer.photographers_read) == (3, 3, 3)
    assert answer.photos == []
    assert answer.people == []


def test_photographers_who_are_not_read_yet_are_counted_as_such(world: LikedWorld) -> None:
    world.write(OWNERS, {ME: LISTS[ME], "10@N00": LISTS["10@N00"]})
    answer = ask(world)
    assert (answer.photographers, answer.photographers_read) == (3, 1)
    assert photos_of(world, answer)[0] in {"new0", "new1"}
    assert people_of(world, answer) == ["10@N00"]


def test_nothing_is_left_to_recommend_but_the_answer_is_whole(world: LikedWorld) -> None:
    world.write(OWNERS, {ME: LISTS[ME]})
    answer = ask(world)
    assert answer.enough
    assert answer.photos == []
    assert answer.next_cursor is None


@pytest.mark.parametrize("cursor", ["", "nonsense", "AAAA", "////////////////", cursors.encode(0, size=50)])
def test_a_cursor_that_is_none_of_ours_is_refused_in_words(liked: LikedWorld, cursor: str) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        ask(liked, cursor=cursor)
