"""Pictures that say that there is no picture: hosts answer with them for what was removed.

Those that everybody meets are known from the start (`known_placeholders.json`); an installation adds its own
by their MD5.
"""

import json
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, select

from fovea.database import fitting
from fovea.database.library_tables import placeholders
from fovea.database.upsert import upsert

LONGEST_NAME = 255


class Known(NamedTuple):
    """A placeholder: its bytes' MD5, and what it is."""

    md5: bytes
    name: str


class _Shipped(NamedTuple):
    by_md5: dict[bytes, str]
    patterns: list[tuple[str, str]]  # of an address, without its scheme and query; and what is there


def of_bytes(connection: Connection, md5: bytes) -> str | None:
    """What placeholder this is, or None when it is none that is known."""
    name = _shipped().by_md5.get(md5)
    if name is None:
        name = connection.scalar(select(placeholders.c.name).where(placeholders.c.md5 == md5))
    return name


def of_address(url: str) -> str | None:
    """What placeholder lies at an address (where redirects led to), or None when none is known there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    place = f"{(parts.hostname or '').lower()}{parts.path}"
    return next((name for pattern, name in _shipped().patterns if fnmatchcase(place, pattern)), None)


def all_of(connection: Connection) -> list[Known]:
    """All that are known by their bytes: the installation's own, then the others."""
    rows = connection.execute(select(placeholders).order_by(placeholders.c.added_at, placeholders.c.md5))
    own = [Known(bytes(row.md5), row.name) for row in rows]
    return own + [Known(md5, name) for md5, name in _shipped().by_md5.items()]


def add(connection: Connection, md5: bytes, name: str, *, now: int) -> None:
    """From now on these bytes are a placeholder. Images that have them are not touched by this."""
    row = {"md5": md5, "name": fitting.text(name, LONGEST_NAME) or "", "added_at": now}
    upsert(connection, placeholders, [row], update=("name",))


def remove(connection: Connection, md5: bytes) -> bool:
    """These bytes are no placeholder of the installation any more; whether they were."""
    return bool(connection.execute(delete(placeholders).where(placeholders.c.md5 == md5)).rowcount)


@cache
def _shipped() -> _Shipped:
    told = json.loads(files("fovea.database").joinpath("known_placeholders.json").read_text())
    return _Shipped(
        by_md5={bytes.fromhex(one["md5"]): one["name"] for one in told["bytes"]},
        patterns=[(one["address"], one["name"]) for one in told["addresses"]],
    )
