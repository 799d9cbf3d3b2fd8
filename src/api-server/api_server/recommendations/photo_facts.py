"""Facts about photos that never change, kept in memory: whose each is, when it was posted, and its key.

Scoring asks for them for every candidate, hundreds of thousands at once. They take 14 bytes a stored photo
and are read in blocks, each when a number in it is first asked for: a post that is asked for is in the
database already, because lists are written after the posts that they are of.
"""

import hashlib
import threading
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Connection, Pool

from api_server.recommendations.taste import DAY_SECONDS, Keys, Numbers, Photos
from fovea.clock import SECOND
from fovea.database import post_facts

BLOCK = 4_096
_LONGEST_NUMBER = 19  # digits of an outside id that is a number below 2**63


class PhotoFacts:
    """The facts of one database. `read` may be called by many threads at once."""

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._photos = _room_for(0)

    def read(self, connection: Connection, numbers: Numbers) -> Photos:
        """Facts that cover these post numbers. A post that is not stored has no owner (0)."""
        photos = self._photos
        if len(numbers) and (int(numbers.max()) >= len(photos.owners) or not photos.owners[numbers].all()):
            photos = self._read_missing(connection, numbers)
        return photos

    def warm_up(self, connection: Connection) -> None:
        """Read the facts of all photos that are stored now."""
        last = post_facts.last_number(connection)
        for block in range(last // BLOCK + 1):
            # Only that much at a time, so that a request need not wait for all of it.
            self.read(connection, np.array([min(max(1, block * BLOCK), last)], dtype=np.uint32))

    def _read_missing(self, connection: Connection, numbers: Numbers) -> Photos:
        with self._reading:
            photos = self._photos
            size = (int(numbers.max()) // BLOCK + 1) * BLOCK  # whole blocks
            if size > len(photos.owners):
                photos = _enlarged(photos, size)
            missing = numbers[photos.owners[numbers] == 0]
            for block in np.unique(missing // BLOCK).tolist():
                _read_block(connection, photos, block)
            self._photos = photos
        return photos


# By pool: an engine with other options is another object on the same pool.
_facts: "WeakKeyDictionary[Pool, PhotoFacts]" = WeakKeyDictionary()
_making = threading.Lock()


def of(connection: Connection) -> PhotoFacts:
    """The facts of the database that a connection is to."""
    with _making:
        return _facts.setdefault(connection.engine.pool, PhotoFacts())


def key_of(external_id: str) -> int:
    """Orders photos of equal score: an outside id that is a number by that number, so that of Flickr's the
    newest comes first, any other by a hash. Below 2**64.
    """
    if external_id.isascii() and external_id.isdigit() and len(external_id) <= _LONGEST_NUMBER:
        return int(external_id)
    return int.from_bytes(hashlib.blake2b(external_id.encode(), digest_size=8).digest(), "little")


def _read_block(connection: Connection, photos: Photos, block: int) -> None:
    facts = post_facts.between(connection, block * BLOCK, (block + 1) * BLOCK - 1)
    if facts is None:
        return
    at = np.array(facts.ids, dtype=np.uint32)
    photos.keys[at] = _keys(facts.external_ids)
    days = np.array(facts.posted_at, dtype=np.int64) // (DAY_SECONDS * SECOND)
    photos.days[at] = np.clip(days, 0, np.iinfo(np.uint16).max)
    photos.owners[at] = np.array(facts.owners, dtype=np.uint32)  # last: it says that all is there


def _keys(external_ids: list[str]) -> Keys:
    return np.fromiter(map(key_of, external_ids), dtype=np.uint64, count=len(external_ids))


def _room_for(size: int) -> Photos:
    return Photos(
        owners=np.zeros(size, dtype=np.uint32),
        keys=np.zeros(size, dtype=np.uint64),
        days=np.zeros(size, dtype=np.uint16),
    )


def _enlarged(photos: Photos, size: int) -> Photos:
    larger, known = _room_for(size + size // 8), len(photos.owners)
    larger.owners[:known] = photos.owners
    larger.keys[:known] = photos.keys
    larger.days[:known] = photos.days
    return larger
