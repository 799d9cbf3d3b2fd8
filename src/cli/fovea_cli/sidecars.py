"""What lies beside a picture on disk and tells of it: `picture.jpg.txt` or `picture.txt` with tags, and
`picture.jpg.json` or `picture.json` as gallery-dl and others write them.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fovea import ratings, tag_names

LARGEST_BYTES = 1_000_000
MOST_TAGS = 500
LONGEST_TITLE = 1_000
LONGEST_DESCRIPTION = 10_000
LONGEST_ADDRESS = 4_096

_TAGS = ("tags", "tag_string", "keywords")
_TITLES = ("title", "name")
_DESCRIPTIONS = ("description", "caption", "content")
_SOURCES = ("source", "source_url", "sources", "post_url", "url", "webpage_url")
_MOMENTS = ("date", "created_at", "posted_at", "timestamp", "published")


@dataclass
class Told:
    """What is told of a picture. `problems` are side-cars that cannot be read."""

    tags: list[str] = field(default_factory=list)
    rating: str | None = None
    title: str = ""
    description: str = ""
    source_url: str = ""
    posted_at: str = ""
    problems: list[str] = field(default_factory=list)

    def add_tags(self, names: Iterable[str]) -> None:
        """Add what is a tag, each once."""
        known = {tag_names.parsed(tag) for tag in self.tags}
        for name in names:
            parsed = tag_names.parsed(name)
            if parsed is not None and parsed not in known and len(self.tags) < MOST_TAGS:
                known.add(parsed)
                self.tags.append(name.strip())


def beside(picture: Path) -> Told:
    """All that is told beside a picture; its own name is its title when nothing else is."""
    told = Told()
    for path in _cars(picture, ".json"):
        _read_json(path, told)
    for path in _cars(picture, ".txt"):
        text = _text(path, told)
        if text is not None:
            read_text(text, told)
    told.title = told.title or _fitting(picture.stem, LONGEST_TITLE)
    return told


def read_text(text: str, told: Told) -> None:
    """Read tags: one a line, or with commas between, or, when all is one line, with spaces between. A line
    `rating:...` or `source:...` tells that.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    names: list[str] = []
    for line in lines:
        if "," in line:
            names += line.split(",")
        elif len(lines) == 1:
            names += line.split()
        else:
            names.append(line)
    told.add_tags(name for name in map(str.strip, names) if not _is_fact(name, told))


def _is_fact(name: str, told: Told) -> bool:
    kind, colon, value = name.partition(":")
    if colon and kind.lower() == "rating":
        try:
            told.rating = ratings.word(ratings.of_word(value))
        except ValueError:
            return False
        return True
    if colon and kind.lower() == "source" and _is_address(value.strip()):
        told.source_url = told.source_url or value.strip()
        return True
    return False


def _read_json(path: Path, told: Told) -> None:
    text = _text(path, told)
    if text is None:
        return
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        told.problems.append(f"{path.name} is no JSON")
        return
    if not isinstance(content, dict):
        told.problems.append(f"{path.name} does not tell of one picture")
        return
    told.add_tags(_tags(content))
    source = str(content.get("category") or content.get("extractor") or "")
    rating = _rating(source, content.get("rating"), told.tags)
    told.rating = rating or told.rating
    told.title = told.title or _fitting(_first_text(content, _TITLES), LONGEST_TITLE)
    told.description = told.description or _fitting(_first_text(content, _DESCRIPTIONS), LONGEST_DESCRIPTION)
    told.source_url = told.source_url or next(filter(_is_address, _texts(content, _SOURCES)), "")
    told.posted_at = told.posted_at or next(
        filter(None, (_moment(content.get(name)) for name in _MOMENTS)), ""
    )


def _tags(content: dict[str, Any]) -> Iterator[str]:
    """Tags as a list, as one text, by namespace, or in a field for each namespace."""
    for name, value in content.items():
        kind = name.removeprefix("tag_string_").removeprefix("tags_")
        namespace = tag_names.namespace_of(kind) if kind != name else None
        if namespace is not None:
            yield from (f"{namespace}:{tag}" for tag in _names(value))
    for key in _TAGS:
        value = content.get(key)
        if isinstance(value, dict):
            for kind, names in value.items():
                namespace = tag_names.namespace_of(str(kind)) or tag_names.GENERAL
                yield from (f"{namespace}:{tag}" for tag in _names(names))
        else:
            yield from _names(value)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (value.split(",") if "," in value else value.split())
    elif isinstance(value, list):
        for one in value:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str):
                yield name


def _rating(source: str, word: Any, tags: list[str]) -> str | None:
    if not isinstance(word, str | int | bool):
        return None
    found = ratings.of_source(source.lower(), word, tags)
    if found is None and isinstance(word, str):
        try:
            found = ratings.of_word(word)
        except ValueError:
            return None
    return None if found is None else ratings.word(found)


def _first_text(content: dict[str, Any], names: Iterable[str]) -> str:
    return next((text for text in _texts(content, names) if text.strip()), "")


def _texts(content: dict[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = content.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, str))


def _moment(value: Any) -> str:
    """ISO 8601 of what a side-car says: a number of seconds, or a date without or with a time; UTC where it
    does not say.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value, UTC)
        elif isinstance(value, str) and value.strip():
            moment = datetime.fromisoformat(value.strip())
        else:
            return ""
    except (ValueError, OverflowError, OSError):
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
    return good and len(text) <= LONGEST_ADDRESS and text.isprintable()


def _cars(picture: Path, ending: str) -> list[Path]:
    """The side-cars of a kind; the one with the whole name of the picture first."""
    names = dict.fromkeys((picture.with_name(picture.name + ending), picture.with_suffix(ending)))
    return [path for path in names if path.is_file()]


def _text(path: Path, told: Told) -> str | None:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            told.problems.append(f"{path.name} is too large")
            return None
        return path.read_bytes().decode("utf-8", "replace").replace("\0", "")
    except OSError as error:
        told.problems.append(f"{path.name}: {error.strerror}")
        return None


def _fitting(text: str, longest: int) -> str:
    return text.encode("utf-8", "replace").decode()[:longest]
