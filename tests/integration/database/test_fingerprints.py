"""Fingerprints of posts: written whenever and however often they come, and read as they were made."""

import random

import numpy as np
from sqlalchemy import Engine

from fovea.database import fingerprints
from fovea.database.engine import read, write
from fovea.messages import Fingerprint
from fovea.packing import Numbers, sorted_numbers
from tests.integration.database.users_and_posts import photos

NOON = 1_800_000_000_000


def made(post_id: int, phash: int | None = None, *, at: int = NOON, code: str | None = None) -> Fingerprint:
    return Fingerprint(post_id=post_id, phash=phash, made_at=at, code=code)


def store(engine: Engine, *ones: Fingerprint) -> int:
    with write(engine) as connection:
        return fingerprints.write(connection, ones)


def stored(engine: Engine, numbers: list[int]) -> dict[int, int]:
    with read(engine) as connection:
        return fingerprints.of(connection, sorted_numbers(numbers))


def known(engine: Engine, numbers: list[int]) -> Numbers:
    with read(engine) as connection:
        return fingerprints.known(connection, sorted_numbers(numbers))


def test_every_bit_of_a_fingerprint_is_kept(engine: Engine) -> None:
    hashes = [0, 1, 2**63 - 1, 2**63, 2**64 - 1]
    numbers = photos(engine, len(hashes))
    wanted = dict(zip(numbers, hashes, strict=True))
    assert store(engine, *(made(number, phash) for number, phash in wanted.items())) == 5
    assert stored(engine, numbers) == wanted


def test_a_failure_is_known_but_has_no_fingerprint(engine: Engine) -> None:
    one, other, third = photos(engine, 3)
    store(engine, made(one, 7), made(other, code="http_404"))
    assert stored(engine, [one, other, third]) == {one: 7}
    found = known(engine, [third, other, one])
    assert found.dtype == np.uint32
    assert found.tolist() == [one, other]


def test_a_fingerprint_written_twice_changes_nothing(engine: Engine) -> None:
    (number,) = photos(engine, 1)
    assert store(engine, made(number, 7)) == 1
    assert store(engine, made(number, 7)) == 0
    assert store(engine, made(number, 7), made(number, 7)) == 0
    assert stored(engine, [number]) == {number: 7}


def test_the_newest_counts_in_whatever_order_they_come(engine: Engine) -> None:
    (number,) = photos(engine, 1)
    ones = [
        made(number, code="http_404", at=NOON),
        made(number, 8, at=NOON + 1),
        made(number, 9, at=NOON + 2),
    ]
    random.Random(3).shuffle(ones)
    for one in ones:
        store(engine, one)
    assert stored(engine, [number]) == {number: 9}
    assert store(engine, *ones) == 0


def test_posts_that_there_are_not_are_passed_over(engine: Engine) -> None:
    (number,) = photos(engine, 1)
    assert store(engine, made(number + 1, 5), made(number, 6), made(2**40, 7), made(2**63 - 1, 7)) == 1
    assert stored(engine, [number, number + 1]) == {number: 6}


def test_nothing_is_asked_about_nothing(engine: Engine) -> None:
    assert stored(engine, []) == {}
    assert known(engine, []).tolist() == []
    assert store(engine) == 0


def test_thousands_are_written_and_read(engine: Engine) -> None:
    numbers = photos(engine, 2_500)
    wanted = {number: (number * 0x9E3779B97F4A7C15) % 2**64 for number in numbers}
    assert store(engine, *(made(number, phash) for number, phash in wanted.items())) == 2_500
    assert stored(engine, numbers) == wanted
    assert len(known(engine, numbers)) == 2_500
