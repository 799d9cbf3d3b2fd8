"""A copy of the rows of a segment in storage, so that a new machine need not read them from the database.

A copy is in parts, each compressed; `indexes/<origin>.json` names the parts of the newest one and is written
when all of them are there. Tables are not copied: to make them is quicker than to fetch them.
"""

import secrets
import zlib
from collections.abc import Iterator

import msgspec
import numpy as np
import structlog
import zstandard

from fovea import clock
from fovea.errors import NotFound
from fovea.image_index.part import Part
from fovea.image_index.rows import COLUMNS, Rows
from fovea.storage import Storage

FORMAT = 1
ROWS_OF_A_PART = 250_000

_LEVEL = 3
_KEPT_MILLISECONDS = 3_600_000  # parts of older copies, which somebody may just be fetching
_ROW_BYTES = sum(np.dtype(kind).itemsize * int(np.prod(shape)) for kind, shape in COLUMNS.values())
_log = structlog.get_logger(__name__)


class _Piece(msgspec.Struct):
    key: str
    count: int
    checksum: int


class Copy(msgspec.Struct):
    """What there is of a library: its version, when it was made (milliseconds), and the parts."""

    format: int
    version: int
    made_at: int
    parts: list[_Piece]


class CopyUnusable(Exception):
    """A part lacks, or is not what it was."""


def newest(storage: Storage, origin: str) -> Copy | None:
    """The newest copy; None when there is none that can be read. Raises StorageUnavailable."""
    try:
        found = msgspec.json.decode(storage.get(_list_key(origin)), type=Copy)
    except NotFound:
        return None
    except msgspec.MsgspecError as error:
        _log.warning("index_copy_unreadable", error=str(error))
        return None
    return found if found.format == FORMAT else None


def fetched(storage: Storage, copy: Copy) -> Iterator[Rows]:
    """The rows of a copy, part by part. Raises CopyUnusable, StorageUnavailable."""
    for piece in copy.parts:
        try:
            packed = storage.get(piece.key)
        except NotFound as error:
            raise CopyUnusable(f"{piece.key} is not there") from error
        if zlib.crc32(packed) != piece.checksum:
            raise CopyUnusable(f"{piece.key} is damaged")
        yield _unpacked(packed, piece.count)


def store(storage: Storage, part: Part, *, version: int, origin: str) -> Copy:
    """Copy a segment, and delete older copies. Raises StorageUnavailable."""
    prefix = f"{_folder(origin)}{version}-{secrets.token_hex(4)}"
    pieces = []
    for number, first in enumerate(range(0, len(part), ROWS_OF_A_PART)):
        rows = part.rows(slice(first, first + ROWS_OF_A_PART))
        packed = _packed(rows)
        key = f"{prefix}/{number:05d}.bin"
        storage.put(key, packed)
        pieces.append(_Piece(key, len(rows), zlib.crc32(packed)))
    made = Copy(FORMAT, version, clock.now(), pieces)
    storage.put(_list_key(origin), msgspec.json.encode(made))
    for old in storage.objects(_folder(origin)):
        if not old.key.startswith(prefix) and old.modified_at < clock.now() - _KEPT_MILLISECONDS:
            storage.delete(old.key)
    return made


def _folder(origin: str) -> str:
    return f"indexes/{origin}/"


def _list_key(origin: str) -> str:
    return f"indexes/{origin}.json"


def _packed(rows: Rows) -> bytes:
    columns = (np.ascontiguousarray(column).tobytes() for column in rows.columns().values())
    return zstandard.ZstdCompressor(level=_LEVEL).compress(b"".join(columns))


def _unpacked(packed: bytes, count: int) -> Rows:
    size = count * _ROW_BYTES
    try:
        data = zstandard.ZstdDecompressor().decompress(packed, max_output_size=size)
    except zstandard.ZstdError as error:
        raise CopyUnusable("a part cannot be decompressed") from error
    if len(data) != size:
        raise CopyUnusable("a part is too short")
    columns, at = [], 0
    for kind, shape in COLUMNS.values():
        values = np.frombuffer(data, dtype=kind, count=count * int(np.prod(shape)), offset=at)
        columns.append(values.reshape(count, *shape))
        at += values.nbytes
    return Rows(*columns)
