"""Images with nothing but what their rows must hold, and changes of the library, for tests of what belongs to
images.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, insert

from fovea.database import versions
from fovea.database.engine import in_transaction
from fovea.database.library_tables import images

Answer = TypeVar("Answer")


def bare_image(connection: Connection, name: str, **facts: Any) -> int:
    """The number of a new image, of this library version, without posts, tags and hashes."""
    digest = hashlib.sha256(name.encode()).digest()
    row = {
        "sha256": digest,
        "md5": digest[:16],
        "format": "png",
        "bytes": 100,
        "width": 10,
        "height": 10,
        "rating": 1,
        "added_at": 0,
        "version": versions.present(connection),
    }
    made = connection.execute(insert(images).values(row | facts)).inserted_primary_key
    assert made is not None
    return int(made[0])


def changing(engine: Engine, change: Callable[[Connection], Answer]) -> Answer:
    """What a change of the library gives, made as its next version."""

    def write(connection: Connection) -> Answer:
        versions.next_version(connection)
        return change(connection)

    return in_transaction(engine, write)
