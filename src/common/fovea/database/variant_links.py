"""Which images are linked: near enough, and not told to be distinct."""

from collections.abc import Collection

import numpy as np
from sqlalchemy import Connection

from fovea.database import distinct_images, variant_hashes
from fovea.database.distinct_images import Pair
from fovea.database.variant_hashes import Hashes
from fovea.hamming import HashIndex, components, grouped
from fovea.hamming.bands import Places
from fovea.packing import Numbers

Link = tuple[int, int]


def linked(ids: Numbers, hashes: Hashes, distinct: Collection[Pair], *, bits: int) -> Places:
    """For each of these images (ascending) the position of the first one of its group."""
    named = np.unique(np.array([number for pair in distinct for number in pair], dtype=np.uint32))
    # All images that no person spoke of go together; the few others are linked one by one.
    special = np.flatnonzero(np.isin(ids, named))
    ordinary = np.flatnonzero(~np.isin(ids, named))
    pairs = [(ordinary[grouped(hashes[ordinary], bits=bits)], ordinary)]
    apart = {(int(one), int(other)) for one, other in distinct}
    for position in special.tolist():
        near = np.flatnonzero(np.bitwise_count(hashes ^ hashes[position]) <= bits)
        others = [at for at in near.tolist() if _pair(int(ids[at]), int(ids[position])) not in apart]
        pairs.append((np.full(len(others), position), np.array(others, dtype=np.int64)))
    return components(len(ids), pairs)


def near_others(
    connection: Connection,
    index: HashIndex,
    image_ids: Collection[int],
    beside: tuple[Numbers, Hashes],
    *,
    bits: int,
    many: int,
) -> list[Link]:
    """(one of these images, another that it is linked with). `beside` are (images, hashes) that count instead
    of what the index has of them; these images are among them.

    Of more than `many` neighbours, only one of each hash is named: all of one hash are in one group, unless
    a person spoke of them.
    """
    ids, hashes = beside
    hash_of = dict(zip(ids.tolist(), hashes.tolist(), strict=True))
    passed_over = {*image_ids, *index.unsure, *ids.tolist()}
    apart = distinct_images.touching(connection, image_ids)
    links: list[Link] = []
    for number in sorted(set(image_ids) & hash_of.keys()):
        found, _ = index.within(hash_of[number], bits)
        stored = found[[other not in passed_over for other in found.tolist()]] if len(found) else found
        if len(stored) > many:
            stored = _one_of_each(connection, stored, keep=apart)
        own = ids[np.bitwise_count(hashes ^ np.uint64(hash_of[number])) <= bits]
        others = {*stored.tolist(), *own.tolist()} - {number}
        links += [(number, other) for other in sorted(others) if _pair(number, other) not in apart]
    return links


def near_without_index(connection: Connection, beside: tuple[Numbers, Hashes], *, bits: int) -> list[Link]:
    """As `near_others`, by comparing these (images, hashes) with all that are stored."""
    numbers, hashes = beside
    if not len(numbers):
        return []
    apart = distinct_images.touching(connection, numbers.tolist())
    links: list[Link] = []
    for others, their_hashes in variant_hashes.pages(connection):
        for number, one in zip(numbers.tolist(), hashes, strict=True):
            near = set(others[np.bitwise_count(their_hashes ^ one) <= bits].tolist()) - {number}
            links += [(number, other) for other in sorted(near) if _pair(number, other) not in apart]
    return links


def _one_of_each(connection: Connection, numbers: Numbers, *, keep: Collection[Pair]) -> Numbers:
    """One image of each hash, and all that any person spoke of."""
    ids, hashes = variant_hashes.of(connection, numbers.tolist())
    _, first = np.unique(hashes, return_index=True)
    spoken_of = {number for pair in distinct_images.touching(connection, ids.tolist()) for number in pair}
    named = np.isin(ids, np.array(sorted(spoken_of.union(*keep)), dtype=np.uint32))
    named[first] = True
    chosen: Numbers = ids[named]
    return chosen


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
