"""All groups of variants from nothing: what is stored is compared with it, and what differs is written.

All hashes are read and grouped in memory (some 100 bytes an image), while others go on writing. What is found
wrong is grouped again in transactions of some thousand images, each with all images that it is, or should be,
in one group with; so that nothing that came meanwhile is spoilt. When nothing is wrong, nothing is written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, case, func, select

from fovea.database import variant_best, variant_hashes, variants, versions
from fovea.database.engine import in_transaction, read
from fovea.database.library_tables import images
from fovea.hamming import HashIndex, components
from fovea.packing import Numbers

REPAIRED_AT_ONCE = 2_000

Whole = npt.NDArray[np.int64]


class Rebuilt(NamedTuple):
    """What there is, and how many images were in a wrong group or wrongly marked."""

    images: int
    groups: int  # of more than one image
    mended: int


class _Stored(NamedTuple):
    """Images as they are stored, by ascending number; group 0 stands for none."""

    ids: Whole
    groups: Whole
    best: Whole
    ready: npt.NDArray[np.bool_]


def rebuild(engine: Engine) -> Rebuilt:
    """Mend all groups, and say what there was to mend."""
    index = HashIndex()
    variant_hashes.fill(engine, index)
    with read(engine) as connection:
        stored = _stored(connection)
        wanted = _wanted(connection, stored)
        best = _best(connection, stored, wanted)
    wrong = (wanted != stored.groups) | (best != (stored.best != 0))
    for ids in _to_mend(stored, wanted, wrong):

        def mend(connection: Connection, ids: list[int] = ids) -> None:
            versions.next_version(connection)
            variants.regroup(connection, ids, index)

        in_transaction(engine, mend, idempotent=True)
    _, sizes = np.unique(wanted[stored.ready], return_counts=True)
    return Rebuilt(int(stored.ready.sum()), int((sizes > 1).sum()), int(wrong.sum()))


def _stored(connection: Connection) -> _Stored:
    found: list[tuple[Whole, ...]] = [tuple(np.empty(0, dtype=np.int64) for _ in range(4))]
    after = 0
    while True:
        rows = (
            select(
                images.c.id,
                func.coalesce(images.c.group_id, 0),
                case((images.c.best, 1), else_=0),
                case((images.c.state == "ready", 1), else_=0),
            )
            .where(images.c.id > after)
            .order_by(images.c.id)
            .limit(variant_hashes.PAGE)
            .subquery()
        )
        texts = connection.execute(select(*map(func.group_concat, rows.c))).one()
        if texts[0] is None:
            break
        columns = [np.fromstring(text, dtype=np.int64, sep=",") for text in texts]
        order = np.argsort(columns[0], kind="stable")
        found.append(tuple(column[order] for column in columns))
        after = int(found[-1][0][-1])
    ids, groups, best, ready = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return _Stored(ids, groups, best, ready != 0)


def _wanted(connection: Connection, stored: _Stored) -> Whole:
    """The group that each image should be in; 0 for none."""
    read_all = list(variant_hashes.pages(connection))
    ids: Numbers = np.concatenate([np.empty(0, dtype=np.uint32), *(part[0] for part in read_all)])
    hashes = np.concatenate([np.empty(0, dtype=np.uint64), *(part[1] for part in read_all)])
    known = np.isin(ids, stored.ids[stored.ready])  # others came meanwhile
    wanted = np.where(stored.ready, stored.ids, 0)
    grouped = variants.grouped_ids(connection, ids[known], hashes[known])
    wanted[np.searchsorted(stored.ids, ids[known])] = grouped
    return wanted


def _best(connection: Connection, stored: _Stored, wanted: Whole) -> npt.NDArray[np.bool_]:
    """Which image should be marked as the best of its group."""
    _, inverse, sizes = np.unique(wanted, return_inverse=True, return_counts=True)
    best = stored.ready.copy()
    several = stored.ready & (sizes[inverse] > 1)
    members: Mapping[int, list[int]] = defaultdict(list)
    for number, group in zip(stored.ids[several].tolist(), wanted[several].tolist(), strict=True):
        members[group].append(number)
    best[several] = False
    ranks = variant_best.ranks(connection, stored.ids[several].tolist())
    chosen = [min(numbers, key=ranks.__getitem__) for numbers in members.values()]
    best[np.searchsorted(stored.ids, np.array(chosen, dtype=np.int64))] = True
    return best


def _to_mend(stored: _Stored, wanted: Whole, wrong: npt.NDArray[np.bool_]) -> Iterator[list[int]]:
    """Images to group again, with all that they are in a group with, or should be."""
    pairs = []
    for groups in (stored.groups, wanted):
        named = np.minimum(np.searchsorted(stored.ids, groups), max(len(stored.ids) - 1, 0))
        known = np.flatnonzero((groups > 0) & (stored.ids[named] == groups))
        pairs.append((named[known], known))
    together = components(len(stored.ids), pairs)
    concerned = np.flatnonzero(np.isin(together, together[wrong]))
    ordered = concerned[np.argsort(together[concerned], kind="stable")]
    ends = np.append(np.flatnonzero(np.diff(together[ordered])) + 1, len(ordered))
    start = 0
    for end, next_end in zip(ends, [*ends[1:], len(ordered) + REPAIRED_AT_ONCE], strict=True):
        if end > start and next_end - start > REPAIRED_AT_ONCE:
            yield stored.ids[ordered[start:end]].tolist()
            start = int(end)
