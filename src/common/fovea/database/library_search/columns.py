"""What searches ask of every image, as arrays in memory, by the image's number: about 75 bytes an image.

Some columns are needed by each search and are read first; the `EXTRAS` are read one by one behind them, or
when a search first asks for one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from fovea.database import image_labels
from fovea.database.dialects import is_sqlite
from fovea.database.library_search import reading
from fovea.database.upsert import in_parts
from fovea.library_query.colors import numbered
from fovea.packing import Numbers

Array = npt.NDArray[Any]

FORMATS = ("jpeg", "png", "gif", "webp", "avif", "bmp", "tiff")
TEXTS = ("no", "yes", "unknown")  # their places are what `text` holds in its lower bits
UNSURE = 4  # its bit above them: somebody should look
NEVER = -(2**62)  # a moment that is not known
HASH, KNOWN = 0, 1  # the rows of `phash`: the hash itself, and whether there is one
COLORS = 10
NO_COLOR = 2**15  # behind all colours in 32 steps
LEAST_SHARE = 13  # of 255: five percent

_TEXT = "CASE WHEN images.text IS NULL THEN 2 WHEN images.text THEN 1 ELSE 0 END"
_UNSURE = f"CASE WHEN {image_labels.IS_UNSURE} THEN {UNSURE} ELSE 0 END"
_IN_BOTH = {
    "ready": ("CASE state WHEN 'ready' THEN 1 ELSE 0 END", np.bool_),
    "rating": ("rating", np.uint8),
    "format": (
        "CASE format "
        + " ".join(f"WHEN '{name}' THEN {at}" for at, name in enumerate(FORMATS))
        + " ELSE 255 END",
        np.uint8,
    ),
    "size": ("images.bytes", np.int64),
    "width": ("width", np.uint32),
    "height": ("height", np.uint32),
    "animated": ("CASE WHEN frames > 1 THEN 1 ELSE 0 END", np.bool_),
    "score": ("score", np.int32),
    "added": ("added_at", np.int64),
    "date": (f"COALESCE(posted_at,{NEVER})", np.int64),
    "text": (f"{_TEXT} + {_UNSURE}", np.uint8),
    "group": ("COALESCE(group_id, id)", np.uint32),
    "best": ("best", np.bool_),
}
_EXPRESSIONS = ["id", *(expression for expression, _ in _IN_BOTH.values())]


@dataclass(frozen=True)
class Extra:
    """A column that is read by itself: an empty one of so many rows, and what reads some rows anew."""

    empty: Callable[[int], Array]
    read: Callable[[Connection, Array, Numbers], None]


def _count(table: str) -> Callable[[Connection, Array, Numbers], None]:
    def read(connection: Connection, column: Array, wanted: Numbers) -> None:
        column[wanted] = 0
        for part in in_parts(wanted.tolist(), most=5_000):
            rows_of = f"FROM {table} WHERE image_id {reading.among(part)} GROUP BY image_id"
            counted = f"FROM (SELECT image_id, COUNT(*) AS n {rows_of}) counted"
            rows = reading.numbers(connection, ("image_id", "n"), counted)
            column[rows[:, 0]] = np.minimum(rows[:, 1], np.iinfo(np.uint16).max)

    return read


def _read_hashes(connection: Connection, column: Array, wanted: Numbers) -> None:
    column[:, wanted] = 0
    rows = reading.numbers_of(connection, ("image_id", "phash"), "image_fingerprints", "image_id", wanted)
    column[HASH, rows[:, 0]] = np.ascontiguousarray(rows[:, 1]).view(np.uint64)
    column[KNOWN, rows[:, 0]] = 1


def _read_colors(connection: Connection, column: Array, wanted: Numbers) -> None:
    column[:, wanted] = NO_COLOR
    # As many digits for each image, so that all of them are one table.
    digits = 8 * COLORS
    padded = f"SUBSTR({{}}, 1, {digits})"
    if is_sqlite(connection):
        padded = padded.format(f"HEX(images.colors) || '{'0' * digits}'")
    else:
        padded = padded.format(f"CONCAT(HEX(images.colors), '{'0' * digits}')")
    for part in in_parts(wanted.tolist(), most=5_000):
        statement = (
            f"SELECT GROUP_CONCAT(id), GROUP_CONCAT({padded}) FROM images WHERE id {reading.among(part)}"  # noqa: S608
        )
        rest = " AND images.colors IS NOT NULL"
        ids, told = connection.exec_driver_sql(statement + rest).one()
        if ids is None:
            continue
        colors = np.frombuffer(bytes.fromhex(told.replace(",", "")), dtype=np.uint8).reshape(-1, COLORS, 4)
        numbers = np.where(colors[..., 3] >= LEAST_SHARE, numbered(colors[..., :3]), NO_COLOR)
        column[:, np.fromstring(ids, dtype=np.int64, sep=",")] = numbers.T


EXTRAS: dict[str, Extra] = {
    "phash": Extra(lambda size: np.zeros((2, size), dtype=np.uint64), _read_hashes),
    "posts": Extra(lambda size: np.zeros(size, dtype=np.uint16), _count("post_images")),
    "tags": Extra(lambda size: np.zeros(size, dtype=np.uint16), _count("image_tags")),
    "colors": Extra(lambda size: np.full((COLORS, size), NO_COLOR, dtype=np.uint16), _read_colors),
}


class Columns:
    """The arrays. Not for several threads at once: `memory.Memory` holds a lock around it."""

    def __init__(self) -> None:
        self.size = 0
        self.arrays: dict[str, Array] = {
            name: np.zeros(0, dtype=kind) for name, (_, kind) in _IN_BOTH.items()
        }
        self.extras: dict[str, Array] = {}

    def make_room(self, size: int) -> None:
        """Have at least so many rows; new ones are of images that are not there."""
        if size <= self.size:
            return
        larger = size + size // 8
        for arrays in (self.arrays, self.extras):
            for name, old in arrays.items():
                new = EXTRAS[name].empty(larger) if name in EXTRAS else np.zeros(larger, dtype=old.dtype)
                new[..., : self.size] = old
                arrays[name] = new
        self.size = larger

    def read_block(self, connection: Connection, first: int, last: int) -> None:
        """Read the rows of these numbers, without the extras."""
        self._put(
            reading.numbers(connection, _EXPRESSIONS, f"FROM images WHERE id BETWEEN {first} AND {last}")
        )

    def read_again(self, connection: Connection, changed: Numbers) -> None:
        """Read these rows anew, with those extras that are in memory."""
        if not len(changed):
            return
        self.make_room(int(changed[-1]) + 1)
        self.arrays["ready"][changed] = False
        self._put(reading.numbers_of(connection, _EXPRESSIONS, "images", "id", changed))
        for name, array in self.extras.items():
            EXTRAS[name].read(connection, array, changed)

    def _put(self, rows: reading.Rows) -> None:
        at = rows[:, 0]
        for place, name in enumerate(_IN_BOTH, start=1):
            self.arrays[name][at] = rows[:, place].astype(self.arrays[name].dtype)
