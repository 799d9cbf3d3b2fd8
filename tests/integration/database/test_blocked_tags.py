"""Blocked tags: what is blocked by a name, and which images carry it."""

import pytest
from sqlalchemy import Engine

from fovea.database import blocked_tags, image_tags
from fovea.database import tag_aliases as aliases
from fovea.database.engine import read, write
from tests.integration.database.bare_images import changing
from tests.integration.database.pictured import (
    alias,
    derive,
    edit,
    imply,
    pictured,
    post,
    tag,
)


def block(engine: Engine, name: str, reason: str = "") -> None:
    """Block a name, or a beginning with a star."""
    pattern = blocked_tags.pattern(name)
    assert pattern is not None
    with write(engine) as connection:
        blocked_tags.put(connection, pattern, reason=reason, user_id=None, at=1)


def blocked(engine: Engine) -> set[int]:
    with read(engine) as connection:
        return blocked_tags.ids(connection)


def test_nothing_is_blocked_from_the_first_day(engine: Engine) -> None:
    pictured(engine, "one", "gore", "sky")
    assert blocked(engine) == set()


def test_an_image_that_comes_in_with_a_blocked_tag_is_told_of(engine: Engine) -> None:
    block(engine, "Bad Thing", "a reason")
    number, good = pictured(engine, "one", "bad_thing", "sky"), pictured(engine, "two", "sky")
    assert derive(engine, number, good) == {number}
    assert blocked(engine) == {tag(engine, "bad_thing").id}


def test_a_name_can_be_blocked_before_there_is_such_a_tag(engine: Engine) -> None:
    block(engine, "bad")
    assert blocked(engine) == set()
    number = pictured(engine, "one", "bad")
    assert derive(engine, number) == {number}


def test_a_star_blocks_what_begins_so_and_nothing_else(engine: Engine) -> None:
    block(engine, "bad_*")
    pictured(engine, "one", "bad_thing", "bad", "badger", "not_bad_thing")
    assert blocked(engine) == {tag(engine, "bad_thing").id}


def test_other_names_and_what_implies_it_are_blocked_with_a_tag(engine: Engine) -> None:
    pictured(engine, "one", "bad", "worse", "worst", "sky")
    alias(engine, "mal", "bad")
    alias(engine, "peor", "worse")
    imply(engine, "worse", "bad")
    imply(engine, "worst", "worse")
    block(engine, "mal")  # by a name that is an alias
    assert blocked(engine) == {tag(engine, name).id for name in ("bad", "mal", "worse", "worst", "peor")}
    number = pictured(engine, "two", "peor")
    assert derive(engine, number) == {number}
    changing(engine, lambda connection: aliases.remove(connection, tag(engine, "mal")))
    assert blocked(engine) == {tag(engine, "mal").id}


def test_an_image_whose_blocked_tag_a_person_took_off_is_kept(engine: Engine) -> None:
    number = pictured(engine, "one", "bad", "sky")
    edit(engine, number, remove=["bad"])
    block(engine, "bad")
    assert derive(engine, number) == set()


def test_a_person_who_puts_a_blocked_tag_on_is_told(engine: Engine) -> None:
    number = pictured(engine, "one", "sky")
    block(engine, "bad")
    assert edit(engine, number, add=["bad"]) == {number}


def test_what_is_let_in_again_is_not_told_of(engine: Engine) -> None:
    block(engine, "bad")
    number = pictured(engine, "one", "bad")
    with write(engine) as connection:
        assert blocked_tags.remove(connection, "bad")
        assert not blocked_tags.remove(connection, "bad")
    assert derive(engine, number) == set()
    with read(engine) as connection:
        assert [one.name for one in image_tags.of(connection, [number])[number]] == ["bad"]


def test_blocking_once_more_changes_the_reason(engine: Engine) -> None:
    block(engine, "bad", "first")
    block(engine, "bad", "<b>second</b> \U0001f642")
    with read(engine) as connection:
        assert [one.reason for one in blocked_tags.every(connection)] == ["<b>second</b> \U0001f642"]
        assert blocked_tags.get(connection, "good") is None


@pytest.mark.parametrize("name", ["*", "a*", "", "  ", "--*", "_*", "x" * 200])
def test_what_would_block_everything_or_nothing_is_no_name(name: str) -> None:
    assert blocked_tags.pattern(name) is None


def test_many_names_are_blocked_as_one_is(engine: Engine) -> None:
    for number in range(120):
        block(engine, f"b{number:03}")
        block(engine, f"c{number:03}*")
    shown = pictured(engine, "one", "b119", "c119_x", "sky")
    changing(engine, lambda connection: post(connection, "one", ["b119", "c119_x", "sky"], shown))
    assert blocked(engine) == {tag(engine, "b119").id, tag(engine, "c119_x").id}
