"""What the pictures of posts look like, as far as it was looked at: one perceptual hash a post, or why there
is none.

A hash has 64 bits without a sign; the column's numbers have one, so that the upper half is stored below zero.
"""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, select

from fovea.database import fitting
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import post_fingerprints, posts
from fovea.database.upsert import in_parts, upsert
from fovea.messages import Fingerprint
from fovea.packing import Numbers

_TWO_TO_64 = 2**64
_LARGEST_SIGNED = 2**63 - 1
_LONGEST_CODE = 64


def of(connection: Connection, numbers: Numbers) -> dict[int, int]:
    """Perceptual hashes (64 bits, see `fovea.fingerprints`) by post number, of those posts that have one."""
    columns = post_fingerprints.c
    found: dict[int, int] = {}
    for part in in_parts(numbers.tolist(), most=LOOK_UP_AT_ONCE):
        statement = select(columns.post_id, columns.phash).where(
            columns.post_id.in_(part), columns.phash.is_not(None)
        )
        for post_id, stored in connection.execute(statement):
            found[post_id] = stored % _TWO_TO_64
    return found


def known(connection: Connection, numbers: Numbers) -> Numbers:
    """Those of these posts whose pictures were looked at, also in vain; ascending."""
    return np.array(sorted(_made_at(connection, numbers.tolist())), dtype=np.uint32)


def write(connection: Connection, made: Sequence[Fingerprint]) -> int:
    """Store fingerprints; how many were new or newer than the stored ones.

    The newest of a post counts, in whatever order they come. Posts that there are not are passed over.
    """
    newest: dict[int, Fingerprint] = {}
    for one in sorted(made, key=lambda one: (one.made_at, one.phash is not None)):
        newest[one.post_id] = one
    wanted = sorted(newest)
    stored = _made_at(connection, wanted)
    there = _existing(connection, [number for number in wanted if number not in stored])
    rows = [
        _row(newest[number])
        for number in wanted
        if (number in there if number not in stored else stored[number] < newest[number].made_at)
    ]
    # Somebody else may have written one of them meanwhile: then either is as good.
    upsert(connection, post_fingerprints, rows, update=("phash", "code", "made_at"))
    return len(rows)


def _row(one: Fingerprint) -> dict[str, object]:
    phash = one.phash
    if phash is not None and phash > _LARGEST_SIGNED:
        phash -= _TWO_TO_64
    code = None if one.phash is not None else fitting.text(one.code or "unknown", _LONGEST_CODE)
    return {"post_id": one.post_id, "phash": phash, "code": code, "made_at": one.made_at}


def _made_at(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    columns = post_fingerprints.c
    found: dict[int, int] = {}
    for part in in_parts(numbers, most=LOOK_UP_AT_ONCE):
        statement = select(columns.post_id, columns.made_at).where(columns.post_id.in_(part))
        found |= {row.post_id: row.made_at for row in connection.execute(statement)}
    return found


def _existing(connection: Connection, numbers: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for part in in_parts(numbers, most=LOOK_UP_AT_ONCE):
        found.update(connection.scalars(select(posts.c.id).where(posts.c.id.in_(part))))
    return found
