"""The perceptual hashes by which images are grouped, and how an index of them is kept up to date.

An image takes part when it is ready and its hash tells something. A picture nearly of one tone has hardly
any gradients (PDQ's quality is about zero), and what its hash says is noise; one that is made of very few
frequencies (a flat colour, a simple ramp) has a hash of nearly all zeros or ones. Thousands of such pictures
would be one group, which nothing but their emptiness holds together; each of them stays alone, and so do
pictures that have no fingerprints.
"""

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Engine, Select, func, literal_column, select

from fovea.database import versions
from fovea.database.engine import read
from fovea.database.library_tables import image_fingerprints, images
from fovea.database.upsert import in_parts
from fovea.hamming import HashIndex
from fovea.packing import Numbers

Hashes = npt.NDArray[np.uint64]

LEAST_QUALITY = 5  # of 100; ordinary photos have 100, and below 50 little is to be said
LEAST_BITS, MOST_BITS = 8, 56  # that are set; of a hash without ties half of all
PAGE = 20_000
_LOOK_UP_AT_ONCE = 5_000


def is_telling(hashes: Hashes, qualities: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which hashes say something of their pictures. `qualities`: of PDQ, -1 where there is none."""
    bits = np.bitwise_count(hashes)
    telling: npt.NDArray[np.bool_] = (
        (bits >= LEAST_BITS) & (bits <= MOST_BITS) & ((qualities < 0) | (qualities >= LEAST_QUALITY))
    )
    return telling


def of(connection: Connection, image_ids: Collection[int]) -> tuple[Numbers, Hashes]:
    """(images, hashes) of those of these images that take part; ascending."""
    found = [_empty()]
    for part in in_parts(sorted(image_ids), most=_LOOK_UP_AT_ONCE):
        among: ColumnElement[Any] = literal_column(f"({','.join(map(str, part))})")
        found.append(_read(connection, _rows().where(images.c.id.op("IN")(among)))[:2])
    return _together(found)


def pages(connection: Connection, *, after: int = 0) -> Iterator[tuple[Numbers, Hashes]]:
    """(images, hashes) of all that take part, ascending, some thousand at a time."""
    while True:
        rows = _rows().where(images.c.id > after).order_by(images.c.id).limit(PAGE)
        ids, hashes, last = _read(connection, rows)
        if last is None:
            return
        yield ids, hashes
        after = last


def fill(engine: Engine, index: HashIndex) -> None:
    """Bring an index up to date outside of any writer's transaction, so that the first writer need not wait
    while all hashes are read. Readers call it too.
    """
    with index.filling, read(engine) as connection:
        version = versions.present(connection)
        if index.version == 0 and len(index) == 0:
            read_all = list(pages(connection))
            index.add(*_together([_empty(), *read_all]))
        else:
            _take_over(connection, index, _changed(connection, index.version, version) | index.unsure)
        index.unsure = set()
        index.version = max(index.version, version)


def catch_up(connection: Connection, index: HashIndex) -> set[int]:
    """Take over what others have committed; the images that the present transaction itself has changed, whose
    hashes the index does not have as they are now. The caller holds the library's version.

    A transaction may be rolled back, and its version is then somebody else's: so what it changes is left out,
    and looked at again the next time.
    """
    with index.filling:
        version = versions.present(connection)
        own = _changed(connection, version - 1, version)
        if index.version == 0 and len(index) == 0:
            index.add(*_together([_empty(), *pages(connection)]))
            index.remove(sorted(own))
        else:
            others = _changed(connection, index.version, version - 1)
            _take_over(connection, index, (others | index.unsure) - own)
        index.unsure = own
        index.version = max(index.version, version - 1)
        return own


def _take_over(connection: Connection, index: HashIndex, changed: set[int]) -> None:
    ids, hashes = of(connection, changed)
    index.remove(sorted(changed.difference(ids.tolist())))
    index.add(ids, hashes)


def _changed(connection: Connection, after: int, until: int) -> set[int]:
    changed = select(images.c.id).where(images.c.version > after, images.c.version <= until)
    return set(connection.scalars(changed))


def _rows() -> Select[Any]:
    prints = image_fingerprints.c
    return (
        select(
            images.c.id,
            prints.phash,
            func.coalesce(prints.pdq_quality, -1).label("quality"),
        )
        .join_from(images, image_fingerprints, prints.image_id == images.c.id)
        .where(images.c.state == "ready")
    )


def _read(connection: Connection, rows: Select[Any]) -> tuple[Numbers, Hashes, int | None]:
    """(images, hashes) of the rows that tell something, and the last of all rows.

    The database hands out three long texts instead of thousands of rows, which Python would take apart.
    """
    of_rows = rows.subquery()
    columns = (func.group_concat(column) for column in of_rows.c)
    texts = connection.execute(select(*columns)).one()
    if texts[0] is None:
        return *_empty(), None
    numbers, signed, qualities = (np.fromstring(text, dtype=np.int64, sep=",") for text in texts)
    order = np.argsort(numbers, kind="stable")
    numbers, hashes, qualities = numbers[order], signed[order].view(np.uint64), qualities[order]
    telling = is_telling(hashes, qualities)
    return numbers[telling].astype(np.uint32), hashes[telling], int(numbers[-1])


def _empty() -> tuple[Numbers, Hashes]:
    return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.uint64)


def _together(parts: list[tuple[Numbers, Hashes]]) -> tuple[Numbers, Hashes]:
    ids = np.concatenate([part[0] for part in parts])
    return ids, np.concatenate([part[1] for part in parts])
