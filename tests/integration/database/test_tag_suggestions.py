"""What is suggested to somebody who types a tag."""

import pytest
from sqlalchemy import Engine, insert

from fovea.database import blocked_tags, tag_suggestions
from fovea.database.engine import read, write
from fovea.database.library_tables import tag_words, tags
from fovea.database.tag_suggestions import suggest
from fovea.tag_names import words
from tests.integration.database.pictured import alias, pictured


@pytest.fixture(params=["few words", "many words"])
def known(request: pytest.FixtureRequest, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Some tags, found by either way of looking."""
    if request.param == "many words":
        monkeypatch.setattr(tag_suggestions, "FEW_WORDS", 0)
        monkeypatch.setattr(tag_suggestions, "MOST_USED", (2, 4, 100))
    counted = {
        "long_hair": ("general", 90),
        "hair_ornament": ("general", 50),
        "hairband": ("general", 70),
        "harry": ("character", 20),
        "hans_(artist)": ("artist", 10),
        "hat": ("general", 0),
        "初音ミク": ("character", 5),
        "100%": ("meta", 3),
    }
    rows = [
        {"id": number, "name": name, "namespace": of, "count": count, "created_at": 0}
        for number, (name, (of, count)) in enumerate(counted.items(), 1)
    ]
    with write(engine) as connection:
        connection.execute(insert(tags), rows)
        found_by = [{"tag_id": row["id"], "word": word} for row in rows for word in words(str(row["name"]))]
        connection.execute(insert(tag_words), found_by)
    return engine


def suggested(engine: Engine, typed: str, limit: int = 10) -> list[str]:
    with read(engine) as connection:
        return [one.text for one in suggest(connection, typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ha", ["long_hair", "hairband", "hair_ornament", "harry", "hans_(artist)"]),
        ("HAIR", ["long_hair", "hairband", "hair_ornament"]),
        ("orn", ["hair_ornament"]),
        ("hair o", ["hair_ornament"]),
        ("air", []),  # neither a beginning nor the beginning of a word
        ("hat", []),  # which no image has
        ("character:ha", ["harry"]),
        ("creator:ha", ["hans_(artist)"]),
        ("art", ["hans_(artist)"]),
        ("初", ["初音ミク"]),
        ("100%", ["100%"]),
        ("%", []),
        ("'", []),
        ("nonsense:ha", []),
        ("zzz", []),
    ],
)
def test_the_most_used_tags_that_begin_so_come_first(known: Engine, typed: str, expected: list[str]) -> None:
    assert suggested(known, typed) == expected


def test_a_namespace_alone_shows_its_tags(known: Engine) -> None:
    assert suggested(known, "character:") == ["harry", "初音ミク"]


def test_nothing_typed_shows_the_most_used_tags(known: Engine) -> None:
    assert suggested(known, "", limit=2) == ["long_hair", "hairband"]


def test_another_name_of_a_tag_leads_to_it(known: Engine) -> None:
    alias(known, "mane", "long_hair")
    alias(known, "haar", "long_hair")
    assert suggested(known, "man") == ["mane -> long_hair"]
    assert suggested(known, "ha", limit=1) == ["long_hair"]  # once, by its own name
    assert suggested(known, "haa") == ["haar -> long_hair"]


def test_what_is_blocked_is_not_suggested(known: Engine) -> None:
    with write(known) as connection:
        blocked_tags.put(connection, "hair*", reason="", user_id=None, at=0)
    assert suggested(known, "ha") == ["long_hair", "harry", "hans_(artist)"]


def test_a_new_tag_is_suggested_at_once(engine: Engine) -> None:
    pictured(engine, "one", "artist:somebody_new")
    assert suggested(engine, "new") == ["somebody_new"]
