"""Making what strangers wrote fit the columns: cut, cleaned, counted; never a reason to lose a whole batch.

A text that is too long is cut; an address that is too long would lead nowhere when cut, so it is dropped; an
outside id that is too long names something else when cut, so its record is refused (`is_identifier`).
"""

from fovea import metrics

LONGEST_IDENTIFIER = 64
LONGEST_SOURCE = 16
LONGEST_NAME = 255
LONGEST_ALIAS = 128
LONGEST_URL = 512
LONGEST_TITLE = 1_000
LARGEST_TEXT_BYTES = 60_000  # a TEXT column of MariaDB takes 65,535
LARGEST_MOMENT = 2**62


def is_identifier(value: str) -> bool:
    """Whether this can be stored as an outside id: neither empty nor too long, and without control
    characters.
    """
    return 0 < len(value) <= LONGEST_IDENTIFIER and value.isprintable()


def text(value: str | None, longest: int) -> str | None:
    """The text without characters that no database takes, at most `longest` characters long."""
    if value is None or (len(value) <= longest and value.isascii() and "\0" not in value):
        return value
    whole = _clean(value)
    if len(whole) > longest:
        metrics.count("ingest_texts_cut")
        return whole[:longest]
    return whole


def address(value: str | None) -> str | None:
    """The URL as it is, or the empty string when it is too long to be stored."""
    if value is None or (len(value) <= LONGEST_URL and value.isascii() and "\0" not in value):
        return value
    if len(value) > LONGEST_URL:
        metrics.count("ingest_texts_cut")
        return ""
    return _clean(value)


def words(value: list[str], *, largest_bytes: int = LARGEST_TEXT_BYTES) -> str | None:
    """Words in one text with spaces between; the last ones are dropped when it would be too large."""
    if not value:
        return None
    joined = " ".join(value)
    if len(joined) > largest_bytes // 4 or not joined.isascii() or "\0" in joined:
        joined = _clean(joined)
        encoded = joined.encode()
        if len(encoded) > largest_bytes:
            metrics.count("ingest_texts_cut")
            joined = encoded[:largest_bytes].rpartition(b" ")[0].decode()
    return joined or None


def moment(value: int | None) -> int | None:
    """The moment, or None when it lies outside of what a column can hold."""
    return value if value is None or -LARGEST_MOMENT <= value <= LARGEST_MOMENT else None


def _clean(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "replace").decode()
