"""The wire form of batches: records that a reader recognises without reading them.

Most of what a page of favourites describes is stored already. So each record travels with a digest of its
description, and a reader that remembers digests need not even decompress what it has. Everything is in the
message all the same: nobody has to have seen anything before.

    batch: base64 of
      16 bytes   four u32: bytes of the head, number of accounts, bytes of the accounts, number of posts
      head       zstd of the message's JSON, without its records
      accounts   a digest each (i64), then zstd of their JSON, one a line
      posts      the same

Numbers are little-endian. JSON holds no raw line feed, so that a line is a record, and one that makes no
sense leaves its neighbours as they are.
"""

import base64
import hashlib
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt
import zstandard

from fovea.errors import UndecodableMessage

PREFIX = "batch:"
LARGEST_DECOMPRESSED_BYTES = 16_000_000  # of each part
_COUNTS = struct.Struct("<4I")
_DIGEST_BYTES = 8
_LEVEL = 6  # a tenth smaller than the lowest one and decompressed in half the time; a page takes 2 ms


class _Codec(threading.local):
    """One compressor and decompressor a thread: neither may be used by two at once."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self.decompressor = zstandard.ZstdDecompressor()


_codec = _Codec()

Digests = npt.NDArray[np.int64]


def digest(description: bytes) -> int:
    """64 bits, signed, that tell one description (the JSON of a record, its outside id included) from all
    others: BLAKE2b (RFC 7693).

    Two of a hundred million descriptions share one with a probability of 1 in 3,700; then one photo is taken
    for another.
    """
    return int.from_bytes(
        hashlib.blake2b(description, digest_size=_DIGEST_BYTES).digest(), "little", signed=True
    )


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Records of one kind: the digest of each, and their JSON, which is decompressed when it is asked for.

    A digest is what the sender says. Whoever stores a description stores the digest of what came.
    """

    digests: Digests
    packed: bytes

    def __len__(self) -> int:
        """How many there are."""
        return len(self.digests)

    def lines(self) -> list[bytes]:
        """The JSON of each. Raises `UndecodableMessage` when these are not as many as there are digests."""
        if not len(self.digests):
            return []
        # Not more parts than that are made, whatever the text holds.
        lines = _decompressed(self.packed).split(b"\n", len(self.digests))
        if len(lines) != len(self.digests):
            raise UndecodableMessage(f"the message has {len(self.digests)} digests for other records")
        return lines


NONE = Records(np.empty(0, dtype=np.int64), b"")


@dataclass(frozen=True, slots=True, eq=False)
class Unpacked:
    """A message in its parts; `head` is JSON."""

    head: bytes
    accounts: Records
    posts: Records


def records(lines: Sequence[bytes]) -> Records:
    """Records from the JSON of each."""
    digests = np.fromiter(map(digest, lines), dtype=np.int64, count=len(lines))
    return Records(digests, _compressed(b"\n".join(lines)) if lines else b"")


def pack(head: bytes, *, accounts: Records, posts: Records) -> str:
    """The wire form of a message with this head (JSON) and these records."""
    packed_head = _compressed(head)
    counts = _COUNTS.pack(len(packed_head), len(accounts), len(accounts.packed), len(posts))
    parts = (counts, packed_head, _in_bytes(accounts), accounts.packed, _in_bytes(posts), posts.packed)
    return PREFIX + base64.b64encode(b"".join(parts)).decode()


def unpack(body: str) -> Unpacked:
    """The parts of a wire form. Raises `UndecodableMessage` with the reason, whatever the body holds."""
    try:
        # msgspec is as strict as binascii, which takes four times as long.
        packed = msgspec.convert(body[len(PREFIX) :], bytes)
        head_bytes, accounts, account_bytes, posts = _COUNTS.unpack_from(packed)
    except (msgspec.MsgspecError, ValueError, struct.error) as error:
        raise UndecodableMessage(str(error)) from error
    accounts_at = _COUNTS.size + head_bytes
    posts_at = accounts_at + accounts * _DIGEST_BYTES + account_bytes
    if posts_at + posts * _DIGEST_BYTES > len(packed):
        raise UndecodableMessage("the message ends before its records do")
    return Unpacked(
        _decompressed(packed[_COUNTS.size : accounts_at]),
        _records_at(packed, accounts_at, accounts, end=posts_at),
        _records_at(packed, posts_at, posts, end=len(packed)),
    )


def largest_part_bytes(body: str) -> int:
    """How large the largest part of a wire form is when it is unpacked. Raises `UndecodableMessage`."""
    packed = base64.b64decode(body[len(PREFIX) :])
    head_bytes, accounts, account_bytes, posts = _COUNTS.unpack_from(packed)
    accounts_at = _COUNTS.size + head_bytes
    frames = [packed[_COUNTS.size : accounts_at]]
    for count, start in (
        (accounts, accounts_at),
        (posts, accounts_at + accounts * _DIGEST_BYTES + account_bytes),
    ):
        if count:
            frames.append(packed[start + count * _DIGEST_BYTES :])
    return max(map(zstandard.frame_content_size, frames))


def _records_at(packed: bytes, start: int, count: int, *, end: int) -> Records:
    if not count:
        return NONE
    digests = np.frombuffer(packed, dtype="<i8", count=count, offset=start)
    frame = packed[start + count * _DIGEST_BYTES : end]
    _check_size(frame)
    return Records(digests, frame)


def _in_bytes(some: Records) -> bytes:
    return some.digests.astype("<i8", copy=False).tobytes()


def _compressed(plain: bytes) -> bytes:
    return _codec.compressor.compress(plain)


def _decompressed(frame: bytes) -> bytes:
    _check_size(frame)
    try:
        return _codec.decompressor.decompress(frame)
    except zstandard.ZstdError as error:
        raise UndecodableMessage(str(error)) from error


def _check_size(frame: bytes) -> None:
    try:
        size = zstandard.frame_content_size(frame)
    except zstandard.ZstdError as error:
        raise UndecodableMessage(str(error)) from error
    if not 0 <= size <= LARGEST_DECOMPRESSED_BYTES:
        raise UndecodableMessage(f"the compressed message claims {size} bytes")
