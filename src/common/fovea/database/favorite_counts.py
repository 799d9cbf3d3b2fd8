"""How many stored lists of favourites hold each post, n(p), exact in every transaction that asks.

Whoever changes lists notes, in the same transaction, which posts came into them and which went out: one row
of `favorite_changes`, however many lists there were. `favorite_folding` adds such rows to the counts in
`favorite_counts`, block by block, and deletes them. A count is what its block says plus what the changes
say, and both are read in one statement: on either database that is one snapshot, in which each change is
either still a row or already in the blocks, never both and never neither.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Row

from fovea import packing
from fovea.database import bulk
from fovea.database.count_blocks import NUMBERS_A_BLOCK, unpack_block
from fovea.database.tables import favorite_changes
from fovea.packing import Numbers

Counts = npt.NDArray[np.int64]
Change = tuple[Numbers, Numbers]  # a list's post numbers before and after

MOST_NUMBERS_A_ROW = 500_000
_MOST_BLOCKS_NAMED = 4_000

_CHANGE = -1  # in the place of a block's number
_BLOCKS = "SELECT CAST(block AS SIGNED), counts, NULL FROM favorite_counts"
_CHANGES = "SELECT -1, added, removed FROM favorite_changes"


def note(connection: Connection, changes: Sequence[Change]) -> None:
    """Write down how lists change in this transaction: (numbers before, numbers after) of each, sorted and
    without duplicates. To be called once a transaction, if that can be, by whoever writes or deletes lists.
    """
    before = [numbers for numbers, _ in changes if numbers.size]
    after = [numbers for _, numbers in changes if numbers.size]
    added, removed = _together(after), _together(before)
    if removed.size:
        numbers, differences = summed(added, removed)
        added = np.repeat(numbers, np.maximum(differences, 0))
        removed = np.repeat(numbers, np.maximum(-differences, 0))
    else:
        added.sort()
    note_packed(connection, added, removed)


def note_packed(connection: Connection, added: Numbers, removed: Numbers) -> None:
    """Write down which posts came into lists, and which went out: sorted, each as often as it did."""
    rows = [
        (packing.pack_repeated(came) or None, packing.pack_repeated(went) or None)
        for start in range(0, max(added.size, removed.size), MOST_NUMBERS_A_ROW)
        for came, went in [
            (added[start : start + MOST_NUMBERS_A_ROW], removed[start : start + MOST_NUMBERS_A_ROW])
        ]
    ]
    if rows:
        bulk.insert(connection, favorite_changes, ("added", "removed"), rows)


def counts_of(connection: Connection, numbers: Numbers) -> Counts:
    """How many lists hold each of these posts, in the order of `numbers`."""
    if numbers.size == 0:
        return np.zeros(0, dtype=np.int64)
    in_order = bool((numbers[1:] >= numbers[:-1]).all())
    wanted = numbers if in_order else np.sort(numbers)
    of = wanted // NUMBERS_A_BLOCK
    blocks, begins = np.unique(of, return_index=True)
    bounds = dict(zip(blocks.tolist(), pairwise([*begins.tolist(), of.size]), strict=True))
    counts = np.zeros(wanted.size, dtype=np.int64)
    for block, packed, removed in _rows(connection, blocks):
        if block == _CHANGE:
            counts += _occurrences(packed, wanted)
            counts -= _occurrences(removed, wanted)
        elif block in bounds:
            part = slice(*bounds[block])
            counts[part] += unpack_block(packed)[wanted[part] % NUMBERS_A_BLOCK]
    np.maximum(counts, 0, out=counts)
    return counts if in_order else counts[np.searchsorted(wanted, numbers)]


def all_counts(connection: Connection, size: int) -> Counts:
    """How many lists hold each post with a number below `size`, by number."""
    return np.maximum(noted_counts(connection, size), 0)


def noted_counts(connection: Connection, size: int) -> Counts:
    """What the blocks and changes say of each post with a number below `size`, even where that is below 0,
    because a list was written without being noted.
    """
    blocks = -(-size // NUMBERS_A_BLOCK)
    counts = np.zeros(blocks * NUMBERS_A_BLOCK, dtype=np.int64)
    for block, packed, removed in _rows(connection):
        if block == _CHANGE:
            for part, sign in ((packed, 1), (removed, -1)):
                found = packing.unpack(part or b"")
                counts += sign * np.bincount(found[found < size], minlength=counts.size)
        elif block < blocks:
            counts[block * NUMBERS_A_BLOCK : (block + 1) * NUMBERS_A_BLOCK] += unpack_block(packed)
    return counts[:size]


def summed(added: Numbers, removed: Numbers) -> tuple[Numbers, Counts]:
    """(posts, how much more often each is in `added` than in `removed`): ascending, without zeros."""
    # One sort of both, with the sign in the lowest bit.
    keys = np.concatenate(
        [(added.astype(np.uint64) << np.uint64(1)) | np.uint64(1), removed.astype(np.uint64) << np.uint64(1)]
    )
    if not keys.size:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.int64)
    keys.sort()
    numbers = (keys >> np.uint64(1)).astype(np.uint32)
    signs = (keys & np.uint64(1)).astype(np.int64) * 2 - 1
    begins = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
    differences = np.add.reduceat(signs, begins)
    changed = differences != 0
    return numbers[begins[changed]], differences[changed]


def _together(parts: Sequence[Numbers]) -> Numbers:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)


def _occurrences(packed: bytes | None, wanted: Numbers) -> Counts | int:
    """How often each wanted number is in a packed list, which may repeat numbers."""
    if not packed:
        return 0
    numbers = packing.unpack(packed)
    return np.searchsorted(numbers, wanted, side="right") - np.searchsorted(numbers, wanted, side="left")


def _rows(connection: Connection, blocks: Numbers | None = None) -> Sequence[Row[Any, Any, Any]]:
    """(block, its counts, None) of these blocks, or of all, and (_CHANGE, added, removed) of all changes.

    In one statement: under READ COMMITTED, two could lie on both sides of a fold.
    """
    where = ""
    if blocks is not None:
        where = (
            f" WHERE block IN ({','.join(map(str, blocks.tolist()))})"
            if blocks.size <= _MOST_BLOCKS_NAMED
            else f" WHERE block BETWEEN {blocks[0]} AND {blocks[-1]}"
        )
    rows: Sequence[Row[Any, Any, Any]] = connection.exec_driver_sql(
        f"{_BLOCKS}{where} UNION ALL {_CHANGES}"
    ).all()
    return rows
