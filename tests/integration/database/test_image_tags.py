"""Tags of images: what posts say, what people want, what follows from both, and how many have each."""

import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import Connection, Engine

from fovea.database import image_tags, retagging, tags
from fovea.database import tag_aliases as aliases
from fovea.database import tag_implications as implications
from fovea.database.engine import read
from fovea.errors import Conflict
from tests.integration.database.bare_images import bare_image, changing
from tests.integration.database.pictured import (
    alias,
    counts,
    derive,
    edit,
    imply,
    on,
    pictured,
    post,
    recounted,
    removed,
    tag,
)

TEXTS = [
    "<script>alert(1)</script>",
    "';--",
    "100%",
    "back\\slash",
    "初音ミク",
    "👩\u200d👧",
    "\u0627\u200c\u0628",
    "fate/stay_night",
]


def test_an_image_has_what_all_its_posts_say(engine: Engine) -> None:
    number = pictured(engine, "one", "artist:john", "Sky", "re:zero")
    changing(engine, lambda connection: post(connection, "another", ["sky", "sea"], number))
    assert derive(engine, number) == set()
    assert on(engine, number) == dict.fromkeys(["john", "sky", "re:zero", "sea"], "source")
    assert tag(engine, "john").namespace == "artist"
    assert tag(engine, "sky").count == 1


def test_deriving_once_more_changes_nothing(engine: Engine) -> None:
    number = pictured(engine, "one", "sky", "sea")
    imply(engine, "sea", "water")
    for _ in range(3):
        derive(engine, number)
        assert on(engine, number) == {"sky": "source", "sea": "source", "water": "implied"}
        assert tag(engine, "water").count == 1


def test_a_tag_that_no_post_says_any_more_goes(engine: Engine) -> None:
    number = pictured(engine, "one", "sky", "sea")
    changing(engine, lambda connection: post(connection, "one", ["sky"], number))
    derive(engine, number)
    assert on(engine, number) == {"sky": "source"}
    assert tag(engine, "sea").count == 0


def test_what_a_person_changed_stays_whatever_posts_say(engine: Engine) -> None:
    number = pictured(engine, "one", "sky", "sea")
    edit(engine, number, add=["artist:Jane Doe", "boat"], remove=["sea", "never_seen"])
    assert on(engine, number) == {"sky": "source", "jane_doe": "person", "boat": "person"}
    changing(engine, lambda connection: post(connection, "one", ["sea", "tree"], number))
    derive(engine, number)
    assert on(engine, number) == {"tree": "source", "jane_doe": "person", "boat": "person"}
    edit(engine, number, add=["sea"])
    derive(engine, number)
    assert on(engine, number)["sea"] == "person"
    with read(engine) as connection:
        assert tags.get(connection, "never_seen") is None


def test_what_a_person_changed_survives_an_alias(engine: Engine) -> None:
    number = pictured(engine, "one", "sky", "sea")
    edit(engine, number, add=["boat"], remove=["sea"])
    alias(engine, "boat", "ship")
    alias(engine, "sea", "ocean")
    changing(engine, lambda connection: post(connection, "one", ["sky", "sea", "ocean"], number))
    derive(engine, number)
    assert on(engine, number) == {"sky": "source", "ship": "person"}
    edit(engine, number, add=["ocean"])
    assert on(engine, number)["ocean"] == "person"


def test_an_implied_tag_can_be_taken_off(engine: Engine) -> None:
    imply(engine, "cat", "animal")
    number = pictured(engine, "one", "cat")
    edit(engine, number, remove=["animal"])
    derive(engine, number)
    assert on(engine, number) == {"cat": "source"}


def test_implications_reach_as_far_as_they_lead(engine: Engine) -> None:
    imply(engine, "tabby", "cat")
    imply(engine, "cat", "animal")
    imply(engine, "animal", "nature")
    number = pictured(engine, "one", "tabby")
    assert on(engine, number) == {
        "tabby": "source",
        "cat": "implied",
        "animal": "implied",
        "nature": "implied",
    }


def test_implications_in_a_circle_are_refused(engine: Engine) -> None:
    imply(engine, "tabby", "cat")
    imply(engine, "cat", "animal")
    for name, implied in (("animal", "tabby"), ("cat", "cat")):
        with pytest.raises(Conflict, match="circle"):
            imply(engine, name, implied)
    with pytest.raises(Conflict, match="circle"):
        alias(engine, "animal", "tabby")


def test_chains_of_aliases_are_collapsed_and_circles_refused(engine: Engine) -> None:
    alias(engine, "a", "b")
    alias(engine, "b", "c")
    alias(engine, "d", "a")
    assert {tag(engine, name).alias_of for name in "abd"} == {tag(engine, "c").id}
    for name, of in (("c", "a"), ("c", "c")):
        with pytest.raises(Conflict, match="circle"):
            alias(engine, name, of)


def test_an_alias_hands_its_implications_and_its_namespace_on(engine: Engine) -> None:
    imply(engine, "kitty", "animal")
    imply(engine, "tabby", "kitty")
    pictured(engine, "one", "character:kitty")
    alias(engine, "kitty", "cat")
    number = pictured(engine, "two", "tabby")
    assert set(on(engine, number)) == {"tabby", "cat", "animal"}
    assert tag(engine, "cat").namespace == "character"


def test_images_follow_an_alias_in_steps(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retagging, "IMAGES_A_STEP", 2)
    numbers = [pictured(engine, str(n), "sky", "kitty") for n in range(5)]
    alias(engine, "kitty", "cat")
    old = tag(engine, "kitty").id
    at: int | None = 0
    steps = 0
    while at is not None:
        at = retagging.step(engine, old, first=at, last=2**32)
        steps += 1
    assert steps == 4  # two, two, one, none
    assert {frozenset(on(engine, number)) for number in numbers} == {frozenset({"sky", "cat"})}
    assert (tag(engine, "kitty").count, tag(engine, "cat").count) == (0, 5)


def test_a_name_that_is_no_alias_any_more_comes_back_from_posts(engine: Engine) -> None:
    alias(engine, "kitty", "cat")
    number = pictured(engine, "one", "kitty")
    assert on(engine, number) == {"cat": "source"}
    changing(
        engine, lambda connection: aliases.remove(connection, tags.by_names(connection, ["kitty"])["kitty"])
    )
    retagging.step(engine, tag(engine, "cat").id, first=0, last=2**32)
    assert on(engine, number) == {"kitty": "source"}


def test_namespaces_rise_and_never_fall_by_what_sources_say(engine: Engine) -> None:
    pictured(engine, "one", "john")
    assert tag(engine, "john").namespace == "general"
    pictured(engine, "two", "artist:john")
    pictured(engine, "three", "john", "character:john")
    assert tag(engine, "john").namespace == "artist"
    changing(engine, lambda connection: tags.set_namespace(connection, tag(engine, "john").id, "general"))
    pictured(engine, "four", "artist:john")
    assert tag(engine, "john").namespace == "general"  # as a person said


@pytest.mark.parametrize("name", TEXTS)
def test_tags_may_be_any_text(engine: Engine, name: str) -> None:
    number = pictured(engine, "one", name)
    assert on(engine, number) == {name: "source"}
    edit(engine, number, remove=[name])
    assert on(engine, number) == {}


def test_a_post_with_thousands_of_tags_gives_only_so_many(engine: Engine) -> None:
    number = pictured(engine, "one", *(f"t{n}" for n in range(2_000)))
    assert len(on(engine, number)) == image_tags.MOST_OF_AN_IMAGE


def test_an_image_that_is_not_ready_gets_no_tags(engine: Engine) -> None:
    def make(connection: Connection) -> int:
        number = bare_image(connection, "gone", state="removed")
        post(connection, "gone", ["sky"], number)
        return number

    number = changing(engine, make)
    assert derive(engine, number) == set()
    assert on(engine, number) == {}


def test_counts_are_exact_after_every_transaction(engine: Engine) -> None:
    chance = random.Random(11)
    names = [f"t{n}" for n in range(12)]
    numbers = [pictured(engine, str(n), *chance.sample(names, 3)) for n in range(6)]
    for turn in range(60):
        number, name, other = chance.choice(numbers), *chance.sample(names, 2)
        match chance.randrange(8):
            case 0 | 1:
                told = chance.sample(names, chance.randrange(5))
                which = str(chance.randrange(8))
                changing(engine, partial(_post, which, told, number))
                derive(engine, *numbers)
            case 2:
                edit(engine, number, add=[name], remove=[other])
            case 3 | 4:
                change = alias if chance.random() < 0.4 else imply
                try:
                    change(engine, name, other)
                except Conflict:
                    continue
                finally:
                    derive(engine, *numbers)
            case 5:
                known = tag(engine, name)
                if known.alias_of is not None:
                    changing(engine, partial(aliases.remove, tag=known))
                    derive(engine, *numbers)
            case 6:
                changing(engine, partial(image_tags.count_out, image_ids=[number]))
                changing(engine, partial(image_tags.count_in, image_ids=[number]))
            case 7 if len(numbers) > 3:
                numbers.remove(number)
                removed(engine, number)
        with read(engine) as connection:
            assert counts(connection) == recounted(connection), turn
            assert tags.wrong_counts(connection, first=0, last=2**32 - 1) == {}
    with read(engine) as connection:
        implied = implications.closure(connection, range(1, 20))
    assert not any(one in reached for one, reached in implied.items())


def test_counts_are_exact_with_two_writers_at_once(on_mariadb: Engine) -> None:
    engine = on_mariadb

    def write(writer: int) -> None:
        chance = random.Random(writer)
        for turn in range(15):
            told = [f"t{n}" for n in chance.sample(range(30), 8)]
            number = pictured(engine, f"{writer}-{turn}", *told)
            edit(engine, number, add=[f"p{turn}"], remove=told[:2])
            if turn % 4 == 3:
                removed(engine, number)

    with ThreadPoolExecutor(2) as writers:
        list(writers.map(write, range(2)))
    with read(engine) as connection:
        assert counts(connection) == recounted(connection)
        assert counts(connection)["p0"] == 2


def _post(name: str, told: list[str], shown: int, connection: Connection) -> int:
    return post(connection, name, told, shown)
