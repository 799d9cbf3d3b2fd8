"""Reasons in words."""

import pytest

from api_server.recommendations import words
from api_server.recommendations.answer import Part, Person, Photo, Reason

NAMES = {number: {"display_name": name} for number, name in enumerate(("Ada", "Ben", "Cleo"))}
OWNER = {"display_name": "Olga"}


def photo(supporters: int, *, why: list[Part] | None = None) -> Photo:
    reasons = [
        Reason(account_id=number, weight=1.0, shared_favorites=2) for number in range(min(3, supporters))
    ]
    return Photo(post_id=1, score=1.0, supporters=supporters, reasons=reasons, why=why)


@pytest.mark.parametrize(
    ("supporters", "sentence"),
    [
        (1, "Faved by Ada, whose photos you fave or follow."),
        (2, "Faved by Ada and Ben, whose work you fave or follow."),
        (4, "Faved by Ada, Ben, Cleo and 1 other, whose work you fave or follow."),
        (2003, "Faved by Ada, Ben, Cleo and 2,000 others, whose work you fave or follow."),
    ],
)
def test_a_photo_names_those_who_speak_for_it(supporters: int, sentence: str) -> None:
    assert words.of_photo(photo(supporters), OWNER, NAMES) == sentence


def test_a_photo_by_somebody_whose_work_is_faved_says_so() -> None:
    why = [Part(kind="owner", amount=0.3, count=1)]
    assert words.of_photo(photo(1, why=why), OWNER, NAMES).endswith(
        "it is by Olga, of whom you faved 1 photo."
    )


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (
            Part(kind="photographer", amount=1, account_id=1, shared_favorites=1),
            "Ben faved it; you share 1 favourite",
        ),
        (Part(kind="others", amount=1, count=1), "1 more photographer faved it"),
        (Part(kind="others", amount=1, count=12), "12 more photographers faved it"),
        (Part(kind="likeness", amount=-1, count=2), "you dismissed 2 photos by the same photographer"),
        (Part(kind="shared", amount=1, count=3), "3 favourites that you share, the rare ones counting most"),
    ],
)
def test_a_part_says_what_it_stands_for(part: Part, text: str) -> None:
    assert words.of_part(part, NAMES) == text


def test_a_person_is_explained_also_without_anything_shared() -> None:
    person = Person(account_id=1, score=1, shared_favorites=0, favorites=9, owned=2, samples=[], shared=[])
    assert words.of_person(person, "Ben") == "You faved 2 photos by Ben."
