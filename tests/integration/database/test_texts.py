"""Texts of images: written once, found alike by both databases' full-text indexes."""

import pytest
from sqlalchemy import Engine, event

from fovea import words
from fovea.database import texts
from fovea.database.engine import in_transaction, read
from fovea.words import Word
from tests.integration.database.searched import Picture, add


def having(engine: Engine, query: str, *, begun: bool = False) -> list[int]:
    sought = words.of_query(query)
    if begun:
        sought = [*sought[:-1], Word(sought[-1].written, whole=False)]
    with read(engine) as connection:
        return [int(number) for number in texts.having(connection, sought)]


def test_words_phrases_and_beginnings_are_found(engine: Engine) -> None:
    [one, two] = add(
        engine,
        Picture(name="one", title="The golden Gate", description="a bridge in the fog 東京都"),
        Picture(name="two", title="Gate, golden!", owner="Müller", source="danbooru"),
    )
    expected = {
        "golden": [one.id, two.id],
        "the": [one.id],
        "a": [one.id],
        "golden gate": [one.id],
        "gate golden": [two.id],
        "gate a": [],  # the title ends between them
        "in the fog": [one.id],
        "muller": [two.id],
        "京都": [one.id],
        "都": [one.id],
        "fog 東": [one.id],
        "danbooru": [two.id],
        "gold": [],
    }
    for query, found in expected.items():
        assert having(engine, query) == found, query
    assert having(engine, "gol", begun=True) == [one.id, two.id]
    assert having(engine, "golden ga", begun=True) == [one.id]


def test_texts_follow_their_posts(engine: Engine) -> None:
    [one] = add(engine, Picture(name="one", title="golden", tags=("x",)))
    one.title = "silver"
    add(engine, one)
    assert (having(engine, "golden"), having(engine, "silver")) == ([], [one.id])
    in_transaction(engine, lambda connection: texts.remove(connection, [one.id]))
    assert having(engine, "silver") == []


def test_what_stays_the_same_is_not_written_again(engine: Engine) -> None:
    [one] = add(engine, Picture(name="one", title="golden"))
    written: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "DELETE")):
            written.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    in_transaction(engine, lambda connection: texts.refresh(connection, [one.id]))
    event.remove(engine, "before_cursor_execute", note)
    assert written == []
    assert having(engine, "golden") == [one.id]


@pytest.mark.parametrize(
    "title", ["%_'\"\\;--", "x" * 5_000, "é" * 300 + " b", "\U0001f600" * 50, "a\x00 b\ud7ff"]
)
def test_any_text_is_taken(engine: Engine, title: str) -> None:
    [one] = add(engine, Picture(name="one", title=title))
    for word in words.of_query(title)[:1]:
        with read(engine) as connection:
            assert one.id in texts.having(connection, [word])
