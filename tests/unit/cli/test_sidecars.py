"""What lies beside a picture: tags and facts as several programs write them, and anything else besides."""

import json
from pathlib import Path
from typing import Any

import pytest

from fovea_cli.sidecars import Told, beside, read_text


def read(text: str) -> Told:
    told = Told()
    read_text(text, told)
    return told


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("cat dog", ["cat", "dog"]),
        ("cat\nblue sky\n", ["cat", "blue sky"]),
        ("cat, blue sky,dog", ["cat", "blue sky", "dog"]),
        ("\ufeffcat\r\ndog\r\n\r\n", ["cat", "dog"]),
        ("artist:some one\ncharacter:x", ["artist:some one", "character:x"]),
        ("cat\nCat\ncat ", ["cat"]),
        ("re:zero\n:)\n>_<", ["re:zero", ":)", ">_<"]),
        ("", []),
        ("\u202e\n\u200b\n-\n~", []),
        ("\U0001f431\n\u4e2d\u6587", ["\U0001f431", "\u4e2d\u6587"]),
    ],
)
def test_tags_stand_one_a_line_or_with_commas_or_spaces(text: str, tags: list[str]) -> None:
    assert read(text).tags == tags


def test_lines_tell_rating_and_source() -> None:
    told = read("cat\nrating:safe\nsource:https://example.com/1\nsource:nowhere")
    assert (told.rating, told.source_url) == ("safe", "https://example.com/1")
    assert told.tags == ["cat", "source:nowhere"]
    assert read("rating:e").rating == "explicit"
    assert read("rating:fine").rating is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            {
                "category": "danbooru",
                "tag_string": "cat somebody",
                "tag_string_artist": "somebody",
                "rating": "s",
                "source": "https://example.com/a",
                "created_at": "2026-01-02T03:04:05.000-05:00",
            },
            Told(
                tags=["artist:somebody", "cat", "somebody"],
                rating="safe",
                source_url="https://example.com/a",
                posted_at="2026-01-02T03:04:05-05:00",
            ),
        ),
        (
            {
                "category": "e621",
                "tags": {"artist": ["x"], "general": ["cat"]},
                "rating": "q",
                "sources": ["a", "https://e.com"],
            },
            Told(tags=["artist:x", "general:cat"], rating="questionable", source_url="https://e.com"),
        ),
        (
            {
                "tags": ["blue sky", {"name": "cat"}, 7, None],
                "title": "T",
                "description": "D",
                "date": "2026-01-02 03:04:05",
            },
            Told(tags=["blue sky", "cat"], title="T", description="D", posted_at="2026-01-02T03:04:05+00:00"),
        ),
        (
            {"timestamp": 86_400, "rating": "general"},
            Told(rating="general", posted_at="1970-01-02T00:00:00+00:00"),
        ),
        ({"date": "soon", "rating": ["x"], "source": "javascript:alert(1)", "title": 3}, Told()),
        ({"timestamp": 10**40, "tags": 5}, Told()),
    ],
)
def test_side_cars_of_other_programs_are_understood(
    tmp_path: Path, content: dict[str, Any], expected: Told
) -> None:
    picture = tmp_path / "a.jpg"
    (tmp_path / "a.jpg.json").write_text(json.dumps(content))
    told = beside(picture)
    expected.title = expected.title or "a"
    assert told == expected


def test_both_names_and_both_kinds_are_read(tmp_path: Path) -> None:
    for name, text in (("a.txt", "one"), ("a.png.txt", "two"), ("a.json", '{"title": "T"}')):
        (tmp_path / name).write_text(text)
    told = beside(tmp_path / "a.png")
    assert (sorted(told.tags), told.title) == (["one", "two"], "T")


def test_a_side_car_that_cannot_be_read_is_told_and_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.jpg.json").write_bytes(b"\xff{")
    (tmp_path / "a.json").write_text("[" * 100_000)
    (tmp_path / "a.txt").write_bytes(b"cat\n\xff\xfe\n" + b"\0dog")
    (tmp_path / "a.jpg.txt").write_bytes(b"x" * 1_000_001)
    told = beside(tmp_path / "a.jpg")
    assert len(told.problems) == 3
    assert told.tags[0] == "cat"
    assert told.tags[-1] == "dog"


def test_a_picture_without_anything_beside_it_has_its_name(tmp_path: Path) -> None:
    assert beside(tmp_path / "IMG 0001.jpeg") == Told(title="IMG 0001")
