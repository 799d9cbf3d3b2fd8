"""Images with all their fingerprints, thousands at once, as the index of images takes them.

An image is there when it is ready and has fingerprints. The database hands out a long text for each column
instead of thousands of rows, which Python would take apart one by one.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Engine, Select, case, func, literal_column, select

from fovea.database import versions
from fovea.database.engine import read
from fovea.database.library_tables import image_fingerprints, images
from fovea.database.upsert import in_parts
from fovea.image_index.rows import NO_PDQ, Rows
from fovea.packing import Numbers

PAGE = 10_000
_LOOK_UP_AT_ONCE = 5_000
_PRINTS = image_fingerprints.c
_NUMBERS: tuple[ColumnElement[Any], ...] = (
    images.c.id,
    images.c.rating,
    func.coalesce(_PRINTS.pdq_quality, 0),
    _PRINTS.phash,
    _PRINTS.dhash_red,
    _PRINTS.dhash_green,
    _PRINTS.dhash_blue,
)


class Changes(NamedTuple):
    """The version that they lead to, the numbers of all changed images, and what those are now that are
    there.
    """

    version: int
    ids: Numbers
    rows: Rows


def present(engine: Engine) -> tuple[int, int]:
    """(the version of the library, how many images are there or have been at most)."""
    with read(engine) as connection:
        version = versions.present(connection)
        return version, int(connection.scalar(select(func.count()).select_from(image_fingerprints)) or 0)


def pages(engine: Engine, *, after: int = 0, most: int = PAGE) -> Iterator[Rows]:
    """All images with numbers above `after` by ascending number, some thousand at a time, each page in a
    transaction of its own.
    """
    while True:
        with read(engine) as connection:
            following = _rows().where(images.c.id > after).order_by(images.c.id).limit(most)
            rows = _read(connection, following)
        if not len(rows):
            return
        yield rows
        after = int(rows.ids[-1])


def of(connection: Connection, image_ids: Numbers) -> Rows:
    """Those of these images (sorted) that are there."""
    found = []
    for part in in_parts(image_ids.tolist(), most=_LOOK_UP_AT_ONCE):
        among: ColumnElement[Any] = literal_column(f"({','.join(map(str, part))})")
        found.append(_read(connection, _rows().where(images.c.id.op("IN")(among))))
    return Rows.together(found)


def changed(connection: Connection, version: int, *, most: int) -> Changes | None:
    """What was changed after `version`; None when that is more than `most` images."""
    present = versions.present(connection)
    ids = versions.changed_since(connection, version) if present != version else np.empty(0, dtype=np.uint32)
    return None if len(ids) > most else Changes(present, ids, of(connection, ids))


def _rows() -> Select[Any]:
    numbers = (column.label(f"number_{at}") for at, column in enumerate(_NUMBERS))
    return (
        select(
            *numbers,
            func.hex(_PRINTS.histogram).label("histogram"),
            case((_PRINTS.pdq.is_(None), "-"), else_=func.hex(_PRINTS.pdq)).label("pdq"),
        )
        .join_from(images, image_fingerprints, _PRINTS.image_id == images.c.id)
        .where(images.c.state == "ready")
    )


def _read(connection: Connection, rows: Select[Any]) -> Rows:
    of_rows = rows.subquery()
    texts = connection.execute(select(*(func.group_concat(column) for column in of_rows.c))).one()
    if texts[0] is None:
        return Rows.empty()
    numbers = [np.fromstring(text, dtype=np.int64, sep=",") for text in texts[: len(_NUMBERS)]]
    ids, rating, quality, phash, red, green, blue = numbers
    histogram = np.frombuffer(bytes.fromhex(texts[-2].replace(",", "")), dtype="<u4").reshape(len(ids), -1)
    missing, pdq = _hashes(texts[-1], len(ids))
    unsorted = Rows(
        ids.astype(np.uint32),
        rating.astype(np.uint8),
        np.where(missing, NO_PDQ, quality).astype(np.int8),
        phash.view(np.uint64),
        np.stack([red, green, blue], axis=1).view(np.uint64),
        pdq,
        histogram.astype(np.uint32),
    )
    return unsorted.taken(np.argsort(ids, kind="stable"))


def _hashes(text: str, count: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint64]]:
    """Which of so many images have no PDQ hash, and the hashes (N, 4), of zeros where there is none."""
    missing = np.zeros(count, dtype=np.bool_)
    if "-" in text:
        parts = text.split(",")
        missing[:] = [part == "-" for part in parts]
        text = "".join("0" * 64 if part == "-" else part for part in parts)
    words = np.frombuffer(bytes.fromhex(text.replace(",", "")), dtype="<u8")
    return missing, words.astype(np.uint64).reshape(count, 4)
