"""The parts of a clean-up that are about rows: blocked tags, tags with a new meaning, counts, variants.

Each part is done in transactions of some hundred images, between which others have the library. Done anew
from its beginning, it finds what is left.
"""

from collections.abc import Callable, Collection
from functools import partial

from sqlalchemy import Connection, Engine

from fovea import clock, library
from fovea.cleaning import Slice
from fovea.database import (
    blocked_tags,
    derived,
    image_files,
    image_tags,
    images,
    retagging,
    tags,
    variant_rebuild,
    versions,
)
from fovea.database.engine import in_transaction, read
from fovea.storage import Storage

IMAGES_AT_ONCE = 100
STEP_BACK = clock.MINUTE  # clocks of two machines may differ

Told = Callable[[], None]  # that the work goes on


def blocked(engine: Engine, storage: Storage, part: Slice, *, since: int, told: Told) -> int:
    """Remove the images that carry a blocked tag, with their files; how many those were since the run began
    (`since`).

    The files of all that were removed since then are deleted at the end: also of those whose removal was
    committed by one that was killed before it came to their files.
    """
    at = part.first
    while True:
        with read(engine) as connection:
            wanted = _carrying(connection, at, part.last)
        if not wanted:
            break
        in_transaction(engine, partial(_remove, numbers=wanted), idempotent=True)
        at = wanted[-1] + 1
        told()
    with read(engine) as connection:
        gone = image_files.removed_since(connection, since - STEP_BACK, first=part.first, last=part.last)
    for image in gone:
        for key in library.of_image(image.sha256, image.format):
            storage.delete(key)
    return len(gone)


def followed(engine: Engine, part: Slice, *, told: Told) -> int:
    """Let the images that have a tag follow its aliases and implications."""
    at: int | None = part.first
    steps = 0
    while at is not None:
        at = retagging.step(engine, part.tag or 0, first=at, last=part.last)
        steps += 1
        told()
    return steps - 1


def counted(engine: Engine, part: Slice) -> int:
    """Set the counts of tags right; how many were wrong.

    They are compared while the library is free for others, and only those that differ are counted once more
    with it held.
    """
    with read(engine) as connection:
        suspected = tags.wrong_counts(connection, first=part.first, last=part.last)
    if not suspected:
        return 0

    def correct(connection: Connection) -> int:
        versions.next_version(connection)
        wrong = tags.wrong_counts(connection, first=part.first, last=part.last, among=suspected)
        tags.put_counts(connection, wrong)
        return len(wrong)

    return in_transaction(engine, correct, idempotent=True)


def grouped(engine: Engine) -> int:
    """Group the variants of all images anew; how many images that changed."""
    return variant_rebuild.rebuild(engine).mended


def _carrying(connection: Connection, first: int, last: int) -> list[int]:
    names = blocked_tags.ids(connection)
    return image_tags.carrying(connection, names, first=first, last=last, limit=IMAGES_AT_ONCE)


def _remove(connection: Connection, *, numbers: Collection[int]) -> None:
    version = versions.next_version(connection)
    # From here nobody else changes the library: one of them may be gone, or its tag allowed, since the look.
    still = _carrying(connection, min(numbers), max(numbers))
    if not still:
        return
    for reason, several in _by_reason(connection, still).items():
        images.remove(connection, several, reason=reason, version=version)


def _by_reason(connection: Connection, numbers: Collection[int]) -> dict[str, list[int]]:
    """The images by the sentence that says which blocked tag they carry."""
    names = blocked_tags.ids(connection)
    found: dict[str, list[int]] = {}
    for number, several in image_tags.of(connection, numbers).items():
        carried = ", ".join(tag.name for tag in several if tag.id in names)
        found.setdefault(f"{derived.BLOCKED}: {carried}", []).append(number)
    return found
