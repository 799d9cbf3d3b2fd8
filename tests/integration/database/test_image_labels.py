"""Whether images show writing: what a classifier says, and what people say, which counts before it."""

import pytest
from sqlalchemy import Engine, select, update

from fovea.database import image_files, image_labels, images, versions
from fovea.database.engine import read, write
from fovea.database.image_labels import Classification
from fovea.database.images import Image
from fovea.database.library_search import search
from fovea.database.library_tables import image_labels as table
from fovea.database.library_tables import images as images_table
from fovea.library_query import parse
from tests.integration.database.test_images import new, store

YES = Classification(text=True, score=0.91, version="detector-1")
NO = Classification(text=False, score=0.12, version="detector-2")
ANNA, BEN = 1, 2


def stored(engine: Engine, number: int) -> Image:
    with read(engine) as connection:
        found = images.get(connection, number)
    assert found is not None
    return found


def say(engine: Engine, number: int, *, user_id: int | None, shows_text: bool | None, at: int) -> None:
    with write(engine) as connection:
        version = versions.next_version(connection)
        image_labels.put(
            connection, [number], user_id=user_id, shows_text=shows_text, version=version, now=at
        )


def classify(engine: Engine, number: int, told: Classification) -> None:
    with write(engine) as connection:
        version = versions.next_version(connection)
        image_labels.classified(connection, {number: told}, version=version)


def test_an_image_is_what_its_classifier_says_even_if_that_is_nothing(engine: Engine) -> None:
    one, other, new_one = store(engine, "a", "b", "c")
    classify(engine, one, YES)
    classify(engine, other, Classification(text=None, score=None, version="detector-1"))
    image = stored(engine, one)
    assert (image.text, image.text_class, image.text_version) == (True, True, "detector-1")
    assert image.text_score == pytest.approx(0.91)
    assert (stored(engine, other).text, stored(engine, other).text_version) == (None, "detector-1")
    with read(engine) as connection:
        assert [left.id for left in image_files.untold(connection, limit=9)] == [new_one]


def test_a_person_s_word_counts_before_the_classifier_s_and_can_be_taken_back(engine: Engine) -> None:
    (number,) = store(engine, "a")
    classify(engine, number, YES)
    before = stored(engine, number).version
    say(engine, number, user_id=ANNA, shows_text=False, at=10)
    image = stored(engine, number)
    assert (image.text, image.text_class) == (False, True)
    assert image.version > before
    say(engine, number, user_id=ANNA, shows_text=None, at=11)
    assert stored(engine, number).text is True
    with read(engine) as connection:
        assert image_labels.of(connection, [number]) == {}


def test_the_latest_word_of_anybody_counts_and_each_has_one(engine: Engine) -> None:
    (number,) = store(engine, "a")
    say(engine, number, user_id=ANNA, shows_text=True, at=10)
    say(engine, number, user_id=BEN, shows_text=False, at=11)
    assert stored(engine, number).text is False
    say(engine, number, user_id=ANNA, shows_text=True, at=12)
    assert stored(engine, number).text is True
    with read(engine) as connection:
        assert len(connection.execute(select(table)).all()) == 2
        assert image_labels.of(connection, [number]) == {number: True}
        assert image_labels.of(connection, [number], user_id=BEN) == {number: False}
    say(engine, number, user_id=ANNA, shows_text=None, at=13)
    assert stored(engine, number).text is False


@pytest.mark.parametrize("user_id", [None, ANNA])
def test_an_image_that_is_classified_again_keeps_its_label(engine: Engine, user_id: int | None) -> None:
    (number,) = store(engine, "a")
    classify(engine, number, YES)
    say(engine, number, user_id=user_id, shows_text=True, at=10)
    classify(engine, number, NO)
    image = stored(engine, number)
    assert (image.text, image.text_class, image.text_version) == (True, False, "detector-2")
    say(engine, number, user_id=user_id, shows_text=None, at=11)
    assert stored(engine, number).text is False


def test_an_image_that_comes_back_is_told_of_and_labelled_still(engine: Engine) -> None:
    (number,) = store(engine, "a")
    classify(engine, number, NO)
    say(engine, number, user_id=ANNA, shows_text=True, at=10)
    with write(engine) as connection:
        version = versions.next_version(connection)
        connection.execute(update(images_table).values(state=images.AWAITED))
        images.revive(connection, {number: new("a")}, version=version, now=11)
    image = stored(engine, number)
    assert (image.state, image.text, image.text_class) == (images.READY, True, False)


def test_those_told_by_others_are_the_ready_ones_of_another_version_or_none(engine: Engine) -> None:
    numbers = store(engine, "a", "b", "c", "d")
    classify(engine, numbers[0], YES)
    classify(engine, numbers[1], NO)
    with write(engine) as connection:
        gone = images_table.c.id == numbers[3]
        connection.execute(update(images_table).where(gone).values(state=images.REMOVED))
    with read(engine) as connection:

        def left(**more: int) -> list[int]:
            wanted = {"first": 1, "last": 10**6, "limit": 10} | more
            found = image_files.told_by_others(connection, NO.version, **wanted)
            return [one.id for one in found]

        assert left() == [numbers[0], numbers[2]]
        assert left(limit=1) == [numbers[0]]
        assert left(first=numbers[1]) == [numbers[2]]
        assert left(last=numbers[1]) == [numbers[0]]


def test_searches_follow_at_once(engine: Engine) -> None:
    (number,) = store(engine, "a")

    def found(query: str) -> list[int]:
        return search(engine, parse(query), ratings=range(4), limit=10).ids

    assert found("text:unknown") == [number]
    classify(engine, number, YES)
    assert (found("text:yes"), found("text:unknown")) == ([number], [])
    say(engine, number, user_id=ANNA, shows_text=False, at=10)
    assert (found("text:no"), found("text:yes")) == ([number], [])


@pytest.mark.parametrize("score", [0.4, 0.5, 0.6])
def test_a_guess_is_found_until_a_person_says_how_it_is(engine: Engine, score: float) -> None:
    guessed, _, untellable, _ = store(engine, "a", "b", "c", "d")
    classify(engine, guessed, Classification(text=score >= 0.5, score=score, version="detector-1"))
    classify(engine, guessed + 1, YES)
    classify(engine, untellable, Classification(text=None, score=None, version="detector-1"))

    def unsure() -> tuple[list[int], list[int]]:
        ids = search(engine, parse("text:unsure order:oldest"), ratings=range(4), limit=10).ids
        with read(engine) as connection:
            known = image_labels.writing(
                connection, [stored(engine, one) for one in range(1, 5)], user_id=ANNA
            )
        return ids, [number for number, one in known.items() if one.unsure]

    assert unsure() == ([guessed, untellable], [guessed, untellable])
    assert guessed in search(engine, parse("text:yes,no"), ratings=range(4), limit=10).ids
    assert search(engine, parse("text:unsure,yes"), ratings=range(4), limit=10).total == 3
    assert search(engine, parse("-text:unsure"), ratings=range(4), limit=10).total == 2
    say(engine, guessed, user_id=BEN, shows_text=True, at=10)
    assert unsure() == ([untellable], [untellable])
    say(engine, guessed, user_id=BEN, shows_text=None, at=11)
    assert unsure() == ([guessed, untellable], [guessed, untellable])


def test_everybody_sees_what_counts_and_what_they_said_themselves(engine: Engine) -> None:
    (number,) = store(engine, "a")
    classify(engine, number, YES)

    def seen(user_id: int | None) -> image_labels.Writing:
        with read(engine) as connection:
            return image_labels.writing(connection, [stored(engine, number)], user_id=user_id)[number]

    assert (seen(ANNA).text, seen(ANNA).by_person, seen(ANNA).said) == (True, False, None)
    say(engine, number, user_id=ANNA, shows_text=True, at=10)
    say(engine, number, user_id=BEN, shows_text=False, at=11)
    assert [(seen(who).text, seen(who).said) for who in (ANNA, BEN, None)] == [
        (False, True),
        (False, False),
        (False, None),
    ]
    assert (seen(None).by_person, seen(None).score, seen(None).version) == (True, 0.91, "detector-1")
