"""Images with hashes, for tests of variants; and what their groups must be, by comparing all with all."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, select, update

from fovea.database import distinct_images, image_fingerprints, versions
from fovea.database.engine import read
from fovea.database.library_tables import image_fingerprints as prints
from fovea.database.library_tables import images
from tests.integration.database.bare_images import bare_image

ORDINARY = 0x5A5A_5A5A_5A5A_5A5A  # as many bits set as not


class Group(NamedTuple):
    """As an image has it."""

    name: int | None
    best: bool


def new_image(
    connection: Connection, name: str, phash: int, *, quality: int | None = 90, **facts: Any
) -> int:
    """The number of a new image with a hash; it is in no group yet."""
    number = bare_image(connection, name, **({"format": "jpeg"} | facts))
    print_of(connection, number, phash, quality=quality)
    return number


def print_of(connection: Connection, image_id: int, phash: int, *, quality: int | None = 90) -> None:
    """Give an image a hash that has none."""
    signed = image_fingerprints.signed(phash)
    rest = {"dhash_red": 0, "dhash_green": 0, "dhash_blue": 0, "histogram": bytes(48)}
    row = {"image_id": image_id, "phash": signed, "pdq_quality": quality, **rest}
    connection.execute(insert(prints).values(row))


def set_state(connection: Connection, image_ids: Collection[int], state: str) -> None:
    """As removing and bringing back do it, as far as groups are concerned."""
    values = {"state": state, "version": versions.present(connection)}
    connection.execute(update(images).where(images.c.id.in_(image_ids)).values(values))


def groups(engine: Engine) -> dict[int, Group]:
    """As they are stored."""
    with read(engine) as connection:
        rows = connection.execute(select(images.c.id, images.c.group_id, images.c.best))
        return {row.id: Group(row.group_id, bool(row.best)) for row in rows}


def groups_by_comparing_all(engine: Engine, *, bits: int = 10) -> dict[int, Group]:
    """As they must be, of images that differ in nothing but their hashes, bytes and states."""
    with read(engine) as connection:
        joined = select(images.c.id, images.c.state, images.c.bytes, prints.c.phash, prints.c.pdq_quality)
        rows = connection.execute(
            joined.outerjoin_from(images, prints, prints.c.image_id == images.c.id)
        ).all()
        distinct = distinct_images.among(connection, [row.id for row in rows])
    ready = {row.id: row for row in rows if row.state == "ready"}
    telling = {
        number: row.phash % 2**64
        for number, row in ready.items()
        if row.phash is not None
        and 8 <= (row.phash % 2**64).bit_count() <= 56
        and (row.pdq_quality is None or row.pdq_quality >= 5)
    }
    names = {number: number for number in ready}
    changed = True
    while changed:
        changed = False
        for one, hash_of_one in telling.items():
            for other, hash_of_other in telling.items():
                near = (hash_of_one ^ hash_of_other).bit_count() <= bits
                if one < other and near and (one, other) not in distinct and names[one] != names[other]:
                    names[one] = names[other] = min(names[one], names[other])
                    changed = True
    best = _best(names, {number: row.bytes for number, row in ready.items()})
    return {row.id: Group(names.get(row.id), row.id in best) for row in rows}


def _best(names: Mapping[int, int], sizes: Mapping[int, int]) -> set[int]:
    found: dict[int, int] = {}
    for number in sorted(names, key=lambda number: (-sizes[number], number)):
        found.setdefault(names[number], number)
    return set(found.values())
