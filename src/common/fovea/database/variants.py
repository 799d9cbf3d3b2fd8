"""Groups of images that are variants of one picture: other sizes, files and exposures of it.

Two images are linked when their perceptual hashes differ in at most so many bits (`FOVEA_VARIANT_BITS`) and
no person said that they are not the same; a group is all that links connect, so that it does not depend on
the order in which images came. Its number is the smallest number in it, and one of it is marked as the best
copy (`fovea.database.variant_best`). Images that take no part (`fovea.database.variant_hashes`) are groups of
their own; those that are not ready are in no group.

`place` and `regroup` belong into a writer's transaction, behind `versions.next_version` (once in it): the
library's version keeps two writers from grouping at the same time. Both leave what `rebuild`
(`fovea.database.variant_rebuild`) would make of all images from nothing. Only images whose own row changes
get the new version, not all of a group that has grown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Engine, Row, select, update

from fovea.database import distinct_images, variant_best, variant_hashes, versions
from fovea.database.library_tables import images
from fovea.database.upsert import in_parts
from fovea.database.variant_hashes import Hashes, fill
from fovea.database.variant_links import linked, near_others, near_without_index
from fovea.hamming import HashIndex
from fovea.packing import Numbers
from fovea.settings import LibrarySettings

if TYPE_CHECKING:
    from fovea.database.variant_rebuild import Rebuilt

__all__ = ["bits", "fill", "groups_of", "new_index", "place", "rebuild", "regroup"]

_AT_ONCE = 900
_OWN = 0  # stands for each image's own number, which one statement gives to many
_MANY = 2_000  # neighbours of one image, from which on copies of one hash are asked for once


class Variant(NamedTuple):
    """Another image of a group, and in how many of 64 bits it differs; None when one takes no part."""

    image_id: int
    distance: int | None
    best: bool


@cache
def bits() -> int:
    """In how many bits variants may differ: the same for all processes."""
    return LibrarySettings().variant_bits


def new_index() -> HashIndex:
    """An empty index for `place`. `fill` it before the first transaction when there are many images."""
    return HashIndex()


def place(connection: Connection, index: HashIndex, image_ids: Collection[int]) -> None:
    """Put images into their groups that were not in any with others: new ones, and such as came back."""
    if not image_ids:
        return
    version = versions.present(connection)
    _stand_alone(connection, image_ids, version=version)
    links = _links(connection, index, image_ids)
    groups = _groups(connection, {number for pair in links for number in pair} | set(image_ids))
    names = _united((groups[one], groups[other]) for one, other in links)
    renamed: dict[int, list[int]] = defaultdict(list)
    for group, name in names.items():
        if group != name:
            renamed[name].append(group)
    for name, several in sorted(renamed.items()):
        for part in in_parts(sorted(several), most=_AT_ONCE):
            values = {"group_id": name, "version": version}
            connection.execute(update(images).where(images.c.group_id.in_(part)).values(values))
    variant_best.choose(connection, renamed, version=version)


def regroup(connection: Connection, image_ids: Collection[int], index: HashIndex | None = None) -> None:
    """Group anew the images that are, or were, in groups with these, and no others: after one was removed,
    merged, brought back or changed, and when a person says that two are distinct, or not.

    Without an index all hashes are read when one of these images may have new neighbours.
    """
    if not image_ids:
        return
    there = _groups(connection, image_ids)
    if index is not None:
        links = _links(connection, index, image_ids)
    else:
        links = near_without_index(connection, variant_hashes.of(connection, image_ids), bits=bits())
    near = {other for _, other in links}
    groups = {*there.values(), *_groups(connection, near).values()}
    write_groups(connection, _members(connection, groups) | set(there))


def write_groups(connection: Connection, image_ids: Collection[int]) -> None:
    """Make groups of these images alone, which nothing else is linked with, and write what differs."""
    rows: list[Row[*tuple[Any, ...]]] = []
    for part in in_parts(sorted(image_ids), most=_AT_ONCE):
        columns = (images.c.id, images.c.state, images.c.group_id, images.c.best)
        rows += connection.execute(select(*columns).where(images.c.id.in_(part))).all()
    ready = [row.id for row in rows if row.state == "ready"]
    names = group_names(connection, ready, variant_hashes.of(connection, ready))
    best = _best(connection, names)
    version = versions.present(connection)
    changed: dict[tuple[int | None, bool], list[int]] = defaultdict(list)
    for row in rows:
        name, is_best = names.get(row.id), row.id in best
        if (name, is_best) != (row.group_id, bool(row.best)):
            changed[_OWN if name == row.id else name, is_best].append(row.id)
    for (name, is_best), numbers in changed.items():
        for part in in_parts(numbers, most=_AT_ONCE):
            group = images.c.id if name == _OWN else name
            values = {"group_id": group, "best": is_best, "version": version}
            connection.execute(update(images).where(images.c.id.in_(part)).values(values))


def group_names(
    connection: Connection, ready: Iterable[int], telling: tuple[Numbers, Hashes]
) -> dict[int, int]:
    """The groups of all these ready images, of which some have telling (images, hashes)."""
    ids, hashes = telling
    names = {number: number for number in ready}
    names.update(zip(ids.tolist(), grouped_ids(connection, ids, hashes).tolist(), strict=True))
    return names


def grouped_ids(connection: Connection, ids: Numbers, hashes: Hashes) -> Numbers:
    """The group of each of these images (ascending), if there were no others."""
    distinct = distinct_images.among(connection, ids.tolist())
    names: Numbers = ids[linked(ids, hashes, distinct, bits=bits())]
    return names


def groups_of(connection: Connection, image_ids: Collection[int]) -> dict[int, list[Variant]]:
    """The other variants of each of these images, the nearest first; images without any are left out."""
    groups = {
        number: group for number, group in _stored_groups(connection, image_ids).items() if group is not None
    }
    members: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for part in in_parts(sorted(set(groups.values())), most=_AT_ONCE):
        those = select(images.c.id, images.c.group_id, images.c.best).where(images.c.group_id.in_(part))
        for row in connection.execute(those):
            members[row.group_id].append((row.id, bool(row.best)))
    everybody = {number for several in members.values() for number, _ in several}
    ids, hashes = variant_hashes.of(connection, everybody)
    hash_of = dict(zip(ids.tolist(), hashes.tolist(), strict=True))
    found: dict[int, list[Variant]] = {}
    for number, group in groups.items():
        others = [
            Variant(other, _distance(hash_of.get(number), hash_of.get(other)), best)
            for other, best in members[group]
            if other != number
        ]
        if others:
            found[number] = sorted(others, key=_by_distance)
    return found


def rebuild(engine: Engine) -> "Rebuilt":
    """Compare all groups with what they should be, and mend those that are not: see
    `fovea.database.variant_rebuild`.
    """
    from fovea.database import variant_rebuild  # it stands on this module

    return variant_rebuild.rebuild(engine)


def _links(connection: Connection, index: HashIndex, image_ids: Collection[int]) -> list[tuple[int, int]]:
    """(one of these images, an image that is linked with it), with one of each group at least."""
    own = variant_hashes.catch_up(connection, index)
    beside = variant_hashes.of(connection, own | set(image_ids))
    return near_others(connection, index, set(image_ids), beside, bits=bits(), many=_MANY)


def _stand_alone(connection: Connection, image_ids: Collection[int], *, version: int) -> None:
    """Give those a group that are ready and in none."""
    for part in in_parts(sorted(image_ids), most=_AT_ONCE):
        without = images.c.id.in_(part), images.c.group_id.is_(None), images.c.state == "ready"
        values = {"group_id": images.c.id, "best": True, "version": version}
        connection.execute(update(images).where(*without).values(values))


def _united(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The smallest of all groups that pairs connect, for each of them."""
    parents: dict[int, int] = {}

    def root(group: int) -> int:
        parents.setdefault(group, group)
        while parents[group] != group:
            parents[group] = parents[parents[group]]
            group = parents[group]
        return group

    for one, other in pairs:
        a, b = root(one), root(other)
        parents[max(a, b)] = min(a, b)
    return {group: root(group) for group in parents}


def _best(connection: Connection, names: Mapping[int, int]) -> set[int]:
    """The best copy of each group."""
    members: dict[int, list[int]] = defaultdict(list)
    for number, name in names.items():
        members[name].append(number)
    several = [number for numbers in members.values() if len(numbers) > 1 for number in numbers]
    ranks = variant_best.ranks(connection, several)
    return {
        numbers[0] if len(numbers) == 1 else min(numbers, key=ranks.__getitem__)
        for numbers in members.values()
    }


def _groups(connection: Connection, image_ids: Collection[int]) -> dict[int, int]:
    """The group of each of these images; its own number for one that is in none."""
    return {
        number: number if group is None else group
        for number, group in _stored_groups(connection, image_ids).items()
    }


def _stored_groups(connection: Connection, image_ids: Collection[int]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for part in in_parts(sorted(image_ids), most=_AT_ONCE):
        for row in connection.execute(select(images.c.id, images.c.group_id).where(images.c.id.in_(part))):
            found[row.id] = row.group_id
    return found


def _members(connection: Connection, groups: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in in_parts(sorted(groups), most=_AT_ONCE):
        found.update(connection.scalars(select(images.c.id).where(images.c.group_id.in_(part))))
    return found


def _by_distance(one: Variant) -> tuple[bool, int, int]:
    return one.distance is None, one.distance or 0, one.image_id


def _distance(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else int(np.bitwise_count(one ^ other))
