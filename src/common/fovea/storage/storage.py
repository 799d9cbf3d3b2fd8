"""What every kind of storage does, and how its keys look."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from fovea.errors import FoveaError

CONTENT_TYPES = {
    "avif": "image/avif",
    "bin": "application/octet-stream",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
    "zip": "application/zip",
}
_PART = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_KEY = re.compile(rf"{_PART}(/{_PART})*\.[a-z0-9]+", re.ASCII)
_FOLDER = re.compile(rf"({_PART}/)+", re.ASCII)
LONGEST_KEY = 512


class StorageUnavailable(FoveaError):
    """The storage cannot be reached or has no room now."""

    status, code, title = 503, "storage_unavailable", "The storage cannot be reached at the moment"


class Stored(NamedTuple):
    """An object that there is; `modified_at` in milliseconds."""

    key: str
    bytes: int
    modified_at: int


class Storage(Protocol):
    """Objects by key: a path of plain letters with an ending that tells the type (`thumbnails/ab/cd.webp`).

    All methods raise `ValueError` for a key of another form and `StorageUnavailable` when the storage does
    not answer.
    """

    def put(self, key: str, data: bytes) -> None:
        """Stores an object in place of an older one. Readers see one or the other, never a part."""

    def get(self, key: str) -> bytes:
        """The bytes of an object. Raises `NotFound`."""

    def exists(self, key: str) -> bool:
        """Whether there is such an object."""

    def delete(self, key: str) -> None:
        """Removes an object; nothing happens when there is none."""

    def objects(self, folder: str) -> Iterator[Stored]:
        """All objects whose keys begin with this (`thumbnails/ab/`), in no order."""

    def url(self, key: str, *, seconds: int = 3600) -> str:
        """An address from which anyone who has it can read the object, for `seconds` at least."""


def content_type_of(key: str) -> str:
    """The media type that a key's ending tells. Raises ValueError for a key that cannot be used."""
    ending = key.rpartition(".")[2]
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key) or ending not in CONTENT_TYPES:
        raise ValueError(f"no key of an object: {key[:80]!r}; the endings are {', '.join(CONTENT_TYPES)}")
    return CONTENT_TYPES[ending]


def checked_folder(folder: str) -> str:
    """The beginning of keys up to a slash. Raises ValueError for what is none."""
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"no folder of objects: {folder[:80]!r}")
    return folder
