"""Compressed files, with their digests: written and read piece by piece, however large."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard

from fovea.database.backups.note import BackupRefused

PIECE_BYTES = 1_000_000
_LEVEL = 3


class Written(NamedTuple):
    """How large a file is, and its digest: compressed, and what it holds."""

    bytes: int
    sha256: str
    plain_bytes: int
    plain_sha256: str


def compress(pieces: Iterable[bytes], to: Path) -> Written:
    """Write what comes, compressed; it is on the disk at the end."""
    plain, plain_bytes = hashlib.sha256(), 0
    with (
        to.open("xb") as file,
        zstandard.ZstdCompressor(level=_LEVEL).stream_writer(file, closefd=False) as out,
    ):
        for piece in pieces:
            plain.update(piece)
            plain_bytes += len(piece)
            out.write(piece)
        out.flush(zstandard.FLUSH_FRAME)
        file.flush()
        os.fsync(file.fileno())
    return Written(to.stat().st_size, digest(to), plain_bytes, plain.hexdigest())


def plain_of(path: Path) -> Iterator[bytes]:
    """What a compressed file holds. Raises `BackupRefused` when it is damaged."""
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as reader:
            while piece := reader.read(PIECE_BYTES):
                yield piece
    except (OSError, zstandard.ZstdError) as error:
        raise BackupRefused(f"{path} cannot be read: {error}. Use another backup.") from error


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file as it is."""
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Let what was named or renamed in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
