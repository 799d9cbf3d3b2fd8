"""What images look like, in numbers (`fovea.fingerprints`).

Hashes have 64 bits without a sign; the columns' numbers have one, so that the upper half is stored below
zero.
"""

import struct
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, select

from fovea.database.library_tables import image_fingerprints
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.upsert import in_parts, upsert
from fovea.fingerprints import VERSION, ImageFingerprints

_TWO_TO_64 = 2**64
_LARGEST_SIGNED = 2**63 - 1
_HISTOGRAM = struct.Struct("<12I")
_COLUMNS = (
    "phash",
    "dhash_red",
    "dhash_green",
    "dhash_blue",
    "histogram",
    "pdq",
    "pdq_quality",
    "made_by",
)


def write(connection: Connection, made: Mapping[int, ImageFingerprints]) -> None:
    """Store fingerprints by the numbers of their images, in place of older ones."""
    rows = [
        {
            "image_id": number,
            "phash": signed(one.phash),
            "dhash_red": signed(one.dhash[0]),
            "dhash_green": signed(one.dhash[1]),
            "dhash_blue": signed(one.dhash[2]),
            "histogram": _HISTOGRAM.pack(*one.histogram),
            "pdq": one.pdq,
            "pdq_quality": one.pdq_quality,
            "made_by": VERSION,
        }
        for number, one in sorted(made.items())
    ]
    upsert(connection, image_fingerprints, rows, update=_COLUMNS)


def page(connection: Connection, *, before_id: int | None = None, limit: int) -> list[int]:
    """Images that have fingerprints, the newest first; the next page is `before_id` the last one of this."""
    of_images = image_fingerprints.c.image_id
    statement = select(of_images).order_by(of_images.desc()).limit(limit)
    if before_id is not None:
        statement = statement.where(of_images < before_id)
    return list(connection.scalars(statement))


def of(connection: Connection, image_ids: Collection[int]) -> dict[int, ImageFingerprints]:
    """Fingerprints by image, of those that have them."""
    found: dict[int, ImageFingerprints] = {}
    for part in in_parts(sorted(image_ids), most=LOOK_UP_AT_ONCE):
        statement = select(image_fingerprints).where(image_fingerprints.c.image_id.in_(part))
        for row in connection.execute(statement):
            dhash = (unsigned(row.dhash_red), unsigned(row.dhash_green), unsigned(row.dhash_blue))
            found[row.image_id] = ImageFingerprints(
                phash=unsigned(row.phash),
                dhash=dhash,
                histogram=_HISTOGRAM.unpack(row.histogram),
                pdq=None if row.pdq is None else bytes(row.pdq),
                pdq_quality=row.pdq_quality,
            )
    return found


def remove(connection: Connection, image_ids: Collection[int]) -> None:
    """Delete the fingerprints of these images."""
    for part in in_parts(sorted(image_ids)):
        connection.execute(delete(image_fingerprints).where(image_fingerprints.c.image_id.in_(part)))


def signed(number: int) -> int:
    """64 bits as the column holds them."""
    return number - _TWO_TO_64 if number > _LARGEST_SIGNED else number


def unsigned(stored: int) -> int:
    """64 bits as everybody else has them."""
    return stored % _TWO_TO_64
