"""Pictures as a program has them: in a file, in memory, or at an address."""

from pathlib import Path
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


class Readable(Protocol):
    """An open file, in binary."""

    def read(self) -> bytes:
        """Its bytes."""


Picture: TypeAlias = bytes | Path | Readable


def bytes_of(picture: Picture) -> bytes:
    """The bytes of a picture. OSError when the file cannot be read, ValueError when there are none."""
    if isinstance(picture, bytes):
        body = picture
    elif isinstance(picture, Path):
        body = picture.read_bytes()
    else:
        body = picture.read()
    if not body:
        raise ValueError("The picture is empty.")
    return body


def address_or_picture(what: str | Picture) -> str | bytes:
    """An address as it is, or the bytes of a picture. A text is an address, unless it names a file."""
    if not isinstance(what, str):
        return bytes_of(what)
    if not what.startswith(("http://", "https://")) and _is_file(what):
        return bytes_of(Path(what))
    return what


def leads_to_a_picture(address: str) -> bool:
    """Whether an address is that of a picture itself, as far as its ending tells."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return False
    return path.lower().endswith(_ENDINGS)


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or with a zero byte
        return False
