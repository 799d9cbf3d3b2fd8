"""Cutting a list into what one SQS request takes."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

Entry = TypeVar("Entry")

MOST_ENTRIES = 10
LARGEST_REQUEST_BYTES = 262_144


def cut_to_requests(
    entries: Iterable[tuple[Entry, int]],
    *,
    most: int = MOST_ENTRIES,
    largest_bytes: int = LARGEST_REQUEST_BYTES,
) -> Iterator[list[Entry]]:
    """Lists of at most `most` entries and `largest_bytes` in all, in order. Entries come with their sizes.

    An entry that is larger than a whole request comes alone: refusing it is the queue's business.
    """
    gathered: list[Entry] = []
    gathered_bytes = 0
    for entry, size in entries:
        if gathered and (len(gathered) == most or gathered_bytes + size > largest_bytes):
            yield gathered
            gathered, gathered_bytes = [], 0
        gathered.append(entry)
        gathered_bytes += size
    if gathered:
        yield gathered
