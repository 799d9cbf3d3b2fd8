"""Reading images with all their fingerprints, on both databases."""

import random

import numpy as np
from sqlalchemy import Connection, Engine

from fovea.database import image_fingerprints, index_rows
from fovea.database.engine import read
from fovea.fingerprints import ImageFingerprints
from fovea.image_index import Facts, Rows
from tests.integration.database.bare_images import bare_image, changing
from tests.integration.database.varied import set_state


def seen_by(chance: random.Random, *, with_pdq: bool = True) -> ImageFingerprints:
    """Fingerprints by chance."""
    red, green, blue, phash = (chance.getrandbits(64) for _ in range(4))
    counts = tuple(chance.randrange(262_145) for _ in range(12))
    hashed = chance.randbytes(32) if with_pdq else None
    return ImageFingerprints(phash, (red, green, blue), counts, hashed, 70 if with_pdq else None)  # type: ignore[arg-type]


def come(engine: Engine, images: list[ImageFingerprints], *, rating: int = 1) -> list[int]:
    """The numbers of images that come together."""

    def write_them(connection: Connection) -> list[int]:
        names = [f"{random.random()}" for _ in images]
        made = [bare_image(connection, name, rating=rating) for name in names]
        image_fingerprints.write(connection, dict(zip(made, images, strict=True)))
        return made

    return changing(engine, write_them)


def test_what_is_read_is_what_was_written_bit_for_bit(engine: Engine) -> None:
    chance = random.Random(1)
    images = [seen_by(chance, with_pdq=number % 3 > 0) for number in range(7)]
    made = come(engine, images, rating=3)
    pages = list(index_rows.pages(engine, most=3))
    assert [len(page) for page in pages] == [3, 3, 1]
    rows = Rows.together(pages)
    assert rows.ids.tolist() == made
    facts = dict(rows.facts(np.arange(len(rows))))
    assert facts == {number: Facts(3, one) for number, one in zip(made, images, strict=True)}
    assert index_rows.present(engine)[1] == 7


def test_only_what_is_ready_and_has_fingerprints_is_read(engine: Engine) -> None:
    made = come(engine, [seen_by(random.Random(2)) for _ in range(3)])
    changing(engine, lambda connection: bare_image(connection, "without"))
    changing(engine, lambda connection: set_state(connection, made[:1], "removed"))
    assert Rows.together(index_rows.pages(engine)).ids.tolist() == made[1:]


def test_what_changed_is_told_with_what_went(engine: Engine) -> None:
    made = come(engine, [seen_by(random.Random(3)) for _ in range(4)])
    before, _ = index_rows.present(engine)
    with read(engine) as connection:
        nothing = index_rows.changed(connection, before, most=10)
    assert nothing is not None
    assert (nothing.version, len(nothing.ids), len(nothing.rows)) == (before, 0, 0)
    changing(engine, lambda connection: set_state(connection, made[1:2], "removed"))
    (new,) = come(engine, [seen_by(random.Random(4))])
    with read(engine) as connection:
        changes = index_rows.changed(connection, before, most=10)
        too_many = index_rows.changed(connection, before, most=1)
    assert changes is not None
    assert changes.version == before + 2
    assert changes.ids.tolist() == [made[1], new]
    assert changes.rows.ids.tolist() == [new]
    assert too_many is None
