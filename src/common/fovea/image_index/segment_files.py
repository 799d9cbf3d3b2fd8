"""A segment as a file that any number of processes map into memory: written once, never changed.

First comes a header of fixed length: a mark, the length and checksum of a JSON text, and that text, which
says what the file is of, and where each array begins and which checksum each of its parts has. Arrays follow
as they are in memory of a little-endian processor.

A file is written under another name and gets its own when all of it is on the disk: there is either a whole
one or none. What was damaged later is found by the checksums when it is opened; reading all of it for these
also brings it into memory, where the first searches will want it.
"""

import mmap
import os
import secrets
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np
import numpy.typing as npt

from fovea.image_index.part import Part, Shape, columns_of, shapes, tables_of
from fovea.image_index.rows import Rows

FORMAT = 1
ENDING = ".segment"
UNFINISHED = ".unfinished"

_MARK = b"fovea segment\n\0\0"
_LINE = 64  # arrays begin at multiples of so many bytes
_HEADER_BYTES = 65_536
_READ_AT_ONCE = 1 << 24
_LENGTH_AND_CHECKSUM = struct.Struct("<QQ")
_TEXT = len(_MARK) + _LENGTH_AND_CHECKSUM.size


class Damaged(Exception):
    """Not a whole segment of this form."""


@dataclass(frozen=True)
class Segment:
    """A segment that is in a file, mapped."""

    path: Path
    version: int  # of the library: all changes up to this are in it
    part: Part


class _Array(msgspec.Struct):
    kind: str
    lengths: list[int]
    offset: int
    checksums: list[int]  # of each band; of an array without bands one


class _Header(msgspec.Struct):
    format: int
    origin: str
    version: int
    count: int
    bytes: int
    arrays: dict[str, _Array]


def write(folder: Path, rows: Rows, *, version: int, origin: str) -> Path:
    """Write a segment; its file. `origin` names the library that it is of. Raises OSError when there is no
    room; then nothing stays.
    """
    arrays, end = _laid_out(len(rows))
    header = _Header(FORMAT, origin, version, len(rows), end, arrays)
    path = folder / f"{version:020d}-{secrets.token_hex(4)}{ENDING}"
    unfinished = path.with_suffix(UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            columns = dict(columns_of(rows))
            for name, column in columns.items():
                _put(file, arrays[name], 0, column)
            for name, band, array in tables_of(columns):
                _put(file, arrays[name], band, array)
            file.truncate(end)
            file.seek(0)
            file.write(_written(header))
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o400)
        unfinished.rename(path)
        _sync(folder)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return path


def opened(path: Path, *, origin: str, check: bool = True) -> Segment:
    """Map a segment. Raises Damaged for a file that is not as it was written, or of another library;
    FileNotFoundError.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        header = _read(file.read(_HEADER_BYTES))
        laid_out, end = _laid_out(header.count)
        if (header.format, header.origin, header.bytes, size) != (FORMAT, origin, end, end):
            raise Damaged(f"{path.name} is of another form, library or length")
        if _shape_of(header.arrays) != _shape_of(laid_out):
            raise Damaged(f"{path.name} is laid out differently")
        # Copies of pages would be made if somebody wrote; nobody does. Compiled loops take what can be
        # written, and would be compiled once more for what cannot.
        mapped = mmap.mmap(file.fileno(), end, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    whole = np.frombuffer(mapped, dtype=np.uint8)
    if check:
        _check(path, whole, header)
    return Segment(path, header.version, Part(dict(_views(whole, header))))


def _laid_out(count: int) -> tuple[dict[str, _Array], int]:
    """(where everything is in a segment of so many images, how long the file is)."""
    end, arrays = _HEADER_BYTES, {}
    for name, shape in shapes(count).items():
        bands = shape.lengths[0] if shape.banded else 1
        arrays[name] = _Array(shape.kind, list(shape.lengths), end, [0] * bands)
        end += -(-shape.bytes // _LINE) * _LINE
    return arrays, end


def _shape_of(arrays: Mapping[str, _Array]) -> dict[str, tuple[object, ...]]:
    return {name: (one.kind, one.lengths, one.offset, len(one.checksums)) for name, one in arrays.items()}


def _put(file: BinaryIO, array: _Array, band: int, values: npt.NDArray[Any]) -> None:
    data = memoryview(np.ascontiguousarray(values).reshape(-1).view(np.uint8).data)
    file.seek(array.offset + band * len(data))
    file.write(data)
    array.checksums[band] = zlib.crc32(data)


def _written(header: _Header) -> bytes:
    text = msgspec.json.encode(header)
    return _MARK + _LENGTH_AND_CHECKSUM.pack(len(text), zlib.crc32(text)) + text


def _read(begun: bytes) -> _Header:
    if not begun.startswith(_MARK) or len(begun) < _TEXT:
        raise Damaged("this is no segment")
    length, checksum = _LENGTH_AND_CHECKSUM.unpack_from(begun, len(_MARK))
    text = begun[_TEXT : _TEXT + length]
    if zlib.crc32(text) != checksum:
        raise Damaged("the header is damaged")
    return msgspec.json.decode(text, type=_Header)


def _check(path: Path, whole: npt.NDArray[np.uint8], header: _Header) -> None:
    for name, array in header.arrays.items():
        each = Shape(array.kind, tuple(array.lengths)).bytes // len(array.checksums)
        for band, checksum in enumerate(array.checksums):
            start, found = array.offset + band * each, 0
            # A part at a time, so that other threads go on.
            for begin in range(start, start + each, _READ_AT_ONCE):
                found = zlib.crc32(whole[begin : min(begin + _READ_AT_ONCE, start + each)].data, found)
            if found != checksum:
                raise Damaged(f"{name} in {path.name} is damaged")


def _views(whole: npt.NDArray[np.uint8], header: _Header) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    for name, array in header.arrays.items():
        length = Shape(array.kind, tuple(array.lengths)).bytes
        values = whole[array.offset : array.offset + length].view(array.kind)
        yield name, values.reshape(array.lengths)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
