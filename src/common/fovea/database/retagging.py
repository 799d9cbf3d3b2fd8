"""Bringing images up to date with aliases and implications, in bounded steps.

A new alias or implication holds for new images at once. Those that have the tag already follow in
transactions of a few hundred, with the library free for others in between; begun anew anywhere, the rest is
found.
"""

from sqlalchemy import Connection, Engine

from fovea.database import image_tags, images, versions
from fovea.database.engine import in_transaction, read

IMAGES_A_STEP = 200


def step(engine: Engine, tag_id: int, *, first: int, last: int) -> int | None:
    """Bring the first images in this range of numbers that have a tag up to date: the number behind the last
    of them, to go on from; None when there are no more.

    Those that carry a blocked tag by now are left to the clean-up: they are not shown.
    """
    with read(engine) as connection:
        numbers = image_tags.carrying(connection, [tag_id], first=first, last=last, limit=IMAGES_A_STEP)
    if not numbers:
        return None

    def write(connection: Connection) -> None:
        version = versions.next_version(connection)
        image_tags.derive(connection, numbers)
        images.touch(connection, numbers, version)

    in_transaction(engine, write, idempotent=True)
    return numbers[-1] + 1
