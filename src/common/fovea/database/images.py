"""Images: pictures known by their bytes. Where each was seen is in `post_images`.

Whoever changes what a search could see takes the next version first (`fovea.database.versions`) and gives it
to the images that were changed; while somebody holds it, nobody else changes images, so that what is looked
up behind it stays true until the commit.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update

from fovea.database import image_fingerprints
from fovea.database.library_tables import images as table
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.upsert import in_parts, insert_ignore
from fovea.fingerprints import ImageFingerprints
from fovea.ratings import Rating

READY = "ready"
REMOVED = "removed"  # a tombstone: its bytes are not taken in again
MERGED = "merged"  # into another, by a person
AWAITED = "awaited"  # was removed, and is wanted back: the next time its bytes come, they are taken in

# The reason of tombstones that only tell that no post shows the image any more.
AT_SOURCE = "Removed at the source"

Digest = bytes


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """An image as it is stored. Sizes are of the upright picture, in pixels; times in milliseconds."""

    id: int
    sha256: Digest
    md5: Digest
    format: str
    bytes: int
    width: int
    height: int
    frames: int
    rating: int
    rating_set: bool
    score: int
    added_at: int
    posted_at: int | None
    thumbhash: Digest | None
    colors: Digest | None
    text: bool | None
    text_score: float | None
    text_class: bool | None
    text_version: str | None
    kept: bool
    state: str
    state_at: int | None
    state_reason: str | None
    merged_into: int | None
    group_id: int | None
    best: bool
    version: int


class NewImage(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a picture when its bytes have been looked at. `kept`: its file is in the storage."""

    sha256: Digest
    md5: Digest
    format: str
    bytes: int
    width: int
    height: int
    frames: int
    thumbhash: Digest | None
    colors: Digest | None
    kept: bool
    fingerprints: ImageFingerprints


def get(connection: Connection, image_id: int) -> Image | None:
    """The image with this number, whatever its state, or None."""
    return get_many(connection, [image_id]).get(image_id)


def get_many(connection: Connection, image_ids: Collection[int]) -> dict[int, Image]:
    """Images by number, whatever their state; numbers that there are not are left out."""
    found: dict[int, Image] = {}
    for part in in_parts(sorted(image_ids), most=LOOK_UP_AT_ONCE):
        for row in connection.execute(select(table).where(table.c.id.in_(part))):
            found[row.id] = _image(row)
    return found


def by_sha256(connection: Connection, digests: Collection[Digest]) -> dict[Digest, Image]:
    """Images by the SHA-256 of their bytes, whatever their state."""
    found: dict[Digest, Image] = {}
    for part in in_parts(sorted(digests), most=LOOK_UP_AT_ONCE):
        for row in connection.execute(select(table).where(table.c.sha256.in_(part))):
            found[bytes(row.sha256)] = _image(row)
    return found


def by_md5(connection: Connection, digest: Digest) -> Image | None:
    """The image whose bytes have this MD5, the first of several; None when there is none."""
    statement = select(table).where(table.c.md5 == digest).order_by(table.c.id).limit(1)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _image(row)


def followed(connection: Connection, found: Mapping[Digest, Image]) -> dict[Digest, Image]:
    """The same, with those that were merged replaced by what they were merged into in the end."""
    answer = dict(found)
    for _ in range(10):  # a chain of merges; a circle there cannot be, but nothing here may turn for ever
        merged = {
            digest: one.merged_into
            for digest, one in answer.items()
            if one.state == MERGED and one.merged_into is not None
        }
        if not merged:
            break
        kept = get_many(connection, set(merged.values()))
        answer |= {digest: kept[number] for digest, number in merged.items() if number in kept}
    return answer


def insert(connection: Connection, new: Iterable[NewImage], *, version: int, now: int) -> dict[Digest, int]:
    """Store images whose bytes are unknown; their numbers by SHA-256. The caller holds `version`.

    Rated safe until it is known what their posts say.
    """
    wanted = {one.sha256: one for one in new}
    rows = [
        {
            **_columns(one),
            "sha256": one.sha256,
            "rating": int(Rating.SAFE),
            "added_at": now,
            "version": version,
        }
        for one in wanted.values()
    ]
    made = insert_ignore(connection, table, rows, returning=(table.c.id, table.c.sha256))
    numbers = {bytes(row.sha256): int(row.id) for row in made}
    _stand_alone(connection, numbers.values())
    prints = {number: wanted[digest].fingerprints for digest, number in numbers.items()}
    image_fingerprints.write(connection, prints)
    return numbers


def revive(connection: Connection, new: Mapping[int, NewImage], *, version: int, now: int) -> None:
    """Give images that are awaited their files and facts back."""
    for number, one in new.items():
        values = {
            **_columns(one),
            "state": READY,
            "state_at": now,
            "state_reason": None,
            "version": version,
            "best": True,
        }
        connection.execute(update(table).where(table.c.id == number).values(values))
    _stand_alone(connection, new)
    image_fingerprints.write(connection, {number: one.fingerprints for number, one in new.items()})


def may_return(image: Image) -> bool:
    """Whether an image that was removed is taken in when its bytes come again: because somebody wants it
    back, or because it went only with the posts that showed it.
    """
    return image.state == AWAITED or (image.state == REMOVED and image.state_reason == AT_SOURCE)


def note_kept(connection: Connection, image_ids: Collection[int]) -> None:
    """The files of these images are stored, too."""
    for part in in_parts(sorted(image_ids)):
        connection.execute(update(table).where(table.c.id.in_(part)).values(kept=True))


def touch(connection: Connection, image_ids: Collection[int], version: int) -> None:
    """Give images that were changed the present change's version."""
    for part in in_parts(sorted(image_ids)):
        connection.execute(update(table).where(table.c.id.in_(part)).values(version=version))


def remove(connection: Connection, image_ids: Collection[int], *, reason: str, version: int) -> list[str]:
    """Remove images for good, with all that is derived of them; see `fovea.database.tombstones`."""
    from fovea.database import tombstones  # it stands on this module

    return tombstones.remove(connection, image_ids, reason=reason, version=version)


def _stand_alone(connection: Connection, image_ids: Collection[int]) -> None:
    """Until variants are found, an image is a group of its own."""
    for part in in_parts(sorted(image_ids)):
        connection.execute(update(table).where(table.c.id.in_(part)).values(group_id=table.c.id))


def _columns(one: NewImage) -> dict[str, Any]:
    return {
        "md5": one.md5,
        "format": one.format,
        "bytes": one.bytes,
        "width": one.width,
        "height": one.height,
        "frames": one.frames,
        "thumbhash": one.thumbhash,
        "colors": one.colors,
        "kept": one.kept,
    }


def _image(row: Row[*tuple[Any, ...]]) -> Image:
    return Image(**{name: getattr(row, name) for name in Image.__struct_fields__})
