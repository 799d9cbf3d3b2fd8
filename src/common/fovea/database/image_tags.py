"""The tags of images: from their posts, from people, and by implication.

`derive` brings images up to date with what their posts say now. What a person put on stays on, and what a
person took off stays off, whatever sources say; aliases are replaced by the tags that they mean, and implied
tags are added. Deriving once more changes nothing.

All of these change counts: the caller holds the library's version
(`fovea.database.versions.next_version`), and gives it to the images.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import msgspec
from sqlalchemy import Connection, Select, delete, select

from fovea.database import blocked_tags, bulk, tag_implications, tags
from fovea.database.library_tables import image_tag_removals, image_tags, images, post_images
from fovea.database.library_tables import tags as tags_table
from fovea.database.tables import posts
from fovea.database.tags import AT_ONCE, NAMESPACES, Tag
from fovea.database.upsert import in_parts, insert_ignore

SOURCE, PERSON, IMPLIED = 1, 2, 3
ORIGINS = {SOURCE: "source", PERSON: "person", IMPLIED: "implied"}
MOST_OF_AN_IMAGE = 1_000  # that sources tell; one post's text may hold thousands

OnImage = dict[int, int]  # origins by tag number


class TagOnImage(msgspec.Struct, frozen=True, kw_only=True):
    """A tag as an image has it. `origin`: source, person or implied."""

    id: int
    name: str
    namespace: str
    count: int
    origin: str


def of(connection: Connection, image_ids: Collection[int]) -> dict[int, list[TagOnImage]]:
    """The tags of each image, by namespace (artists first, general ones last) and name."""
    found: dict[int, list[TagOnImage]] = {}
    columns = (tags_table.c.id, tags_table.c.name, tags_table.c.namespace, tags_table.c.count)
    for part in in_parts(sorted(image_ids), most=AT_ONCE):
        statement = (
            select(image_tags.c.image_id, image_tags.c.origin, *columns)
            .join_from(image_tags, tags_table, tags_table.c.id == image_tags.c.tag_id)
            .where(image_tags.c.image_id.in_(part))
        )
        for image_id, origin, number, name, namespace, count in connection.execute(statement):
            one = TagOnImage(id=number, name=name, namespace=namespace, count=count, origin=ORIGINS[origin])
            found.setdefault(image_id, []).append(one)
    for several in found.values():
        several.sort(key=lambda tag: (NAMESPACES.index(tag.namespace), tag.name))
    return found


def derive(connection: Connection, image_ids: Collection[int]) -> set[int]:
    """Bring the tags of these images up to date; the numbers of those that carry a blocked tag, which are to
    be removed. Images that are not ready stay as they are.
    """
    ready = _ready(connection, image_ids)
    if not ready:
        return set()
    told = _told(connection, ready)
    namespaces: dict[str, str] = {}
    for name, namespace in (one for several in told.values() for one in several.items()):
        if namespaces.setdefault(name, namespace) == tags.GENERAL:
            namespaces[name] = namespace
    known = tags.ensure(connection, namespaces)
    before = rows_of(connection, ready)
    removed = _removals(connection, ready)
    means = _meanings(connection, {*_numbers(before.values()), *_numbers(removed.values())})
    wanted: dict[int, OnImage] = {}
    for image_id in ready:
        from_sources = (known[name].means for name in told.get(image_id, ()) if name in known)
        by_people = (means[tag] for tag, origin in before.get(image_id, {}).items() if origin == PERSON)
        off = {means[tag] for tag in removed.get(image_id, ())}
        # what a person put on under one name and took off under another, which is an alias by now, is off
        kept = dict.fromkeys(from_sources, SOURCE) | dict.fromkeys(by_people, PERSON)
        wanted[image_id] = {tag: origin for tag, origin in kept.items() if tag not in off}
    implied = tag_implications.closure(connection, set(_numbers(wanted.values())))
    means |= _meanings(connection, {tag for several in implied.values() for tag in several} - means.keys())
    for image_id, on in wanted.items():
        off = {means[tag] for tag in removed.get(image_id, ())}
        reached = {means[one] for tag in on for one in implied[tag]}
        on.update(dict.fromkeys(reached - on.keys() - off, IMPLIED))
    _write(connection, before, wanted)
    blocked = blocked_tags.ids(connection)
    return {image_id for image_id, on in wanted.items() if not blocked.isdisjoint(on)}


def edit(connection: Connection, image_id: int, add: Iterable[str], remove: Iterable[str]) -> set[int]:
    """Put tags on an image and take tags off, as a person wants it; a namespace may stand before a name.
    What is not a name of a tag is passed over. As `derive`, which it ends with, it tells when the image is
    to be removed.
    """
    added = dict(one for one in map(tags.parsed, add) if one is not None)
    names = {one[0] for one in map(tags.parsed, remove) if one is not None}
    put_on = {tag.means for tag in tags.ensure(connection, added).values()}
    taken_off = {tag.means for tag in tags.by_names(connection, names).values()}
    put_on -= taken_off
    before = rows_of(connection, [image_id])
    after = {image_id: dict(before.get(image_id, {}))}
    for tag in taken_off:
        after[image_id].pop(tag, None)
    after[image_id] |= dict.fromkeys(put_on, PERSON)
    if _ready(connection, [image_id]):
        _write(connection, before, after)
        _remember(connection, image_id, put_on=put_on, taken_off=taken_off)
    return derive(connection, [image_id])


def hold(
    connection: Connection, image_id: int, *, put_on: Collection[int], taken_off: Collection[int]
) -> None:
    """Let exactly these tags be the ones that people put on an image, and those the ones that they took off.
    To be derived afterwards. An image that is not ready is in no count.
    """
    before = rows_of(connection, [image_id])
    rest = {tag: origin for tag, origin in before.get(image_id, {}).items() if origin != PERSON}
    is_ready = bool(_ready(connection, [image_id]))
    if not is_ready:
        count_in(connection, [image_id])
    _write(connection, before, {image_id: rest | dict.fromkeys(put_on, PERSON)})
    if not is_ready:
        count_out(connection, [image_id])
    connection.execute(delete(image_tag_removals).where(image_tag_removals.c.image_id == image_id))
    rows = [{"image_id": image_id, "tag_id": tag} for tag in sorted(taken_off)]
    columns = (image_tag_removals.c.image_id, image_tag_removals.c.tag_id)
    insert_ignore(connection, image_tag_removals, rows, returning=columns)


def remove(connection: Connection, image_ids: Collection[int]) -> None:
    """Take all tags off images that were ready until now, for good."""
    _write(connection, rows_of(connection, image_ids), {})
    for part in in_parts(sorted(image_ids), most=AT_ONCE):
        connection.execute(delete(image_tag_removals).where(image_tag_removals.c.image_id.in_(part)))


def count_out(connection: Connection, image_ids: Collection[int]) -> None:
    """Count images out of their tags, because they are ready no longer; they keep their rows."""
    counter = Counter(_numbers(rows_of(connection, image_ids).values()))
    tags.add_counts(connection, {tag: -count for tag, count in counter.items()})


def count_in(connection: Connection, image_ids: Collection[int]) -> None:
    """Count images in again that kept their rows, because they are ready again."""
    tags.add_counts(connection, Counter(_numbers(rows_of(connection, image_ids).values())))


def rows_of(connection: Connection, image_ids: Collection[int]) -> dict[int, OnImage]:
    """Origins by tag number, of each image that has tags."""
    found: dict[int, OnImage] = {}
    for part in in_parts(sorted(image_ids), most=AT_ONCE):
        statement = select(image_tags.c.image_id, image_tags.c.tag_id, image_tags.c.origin)
        for image_id, tag, origin in connection.execute(statement.where(image_tags.c.image_id.in_(part))):
            found.setdefault(image_id, {})[tag] = origin
    return found


def carrying(
    connection: Connection, tag_ids: Collection[int], *, first: int, last: int, limit: int
) -> list[int]:
    """The first images in this range of numbers that have one of these tags, and are ready."""
    found: set[int] = set()
    for part in in_parts(sorted(tag_ids), most=AT_ONCE):
        within = _carrying(part).where(image_tags.c.image_id.between(first, last))
        found.update(connection.scalars(within.order_by(image_tags.c.image_id).limit(limit)))
    return sorted(found)[:limit]


def number_carrying(connection: Connection, tag_ids: Collection[int]) -> int:
    """How many images that are ready have one of these tags."""
    found: set[int] = set()
    for part in in_parts(sorted(tag_ids), most=AT_ONCE):
        found.update(connection.scalars(_carrying(part)))
    return len(found)


def _carrying(tag_ids: Collection[int]) -> Select[tuple[int]]:
    """Asks for the images that are ready and have one of these tags."""
    return (
        select(image_tags.c.image_id)
        .distinct()
        .join_from(image_tags, images, images.c.id == image_tags.c.image_id)
        .where(image_tags.c.tag_id.in_(tag_ids), images.c.state == "ready")
    )


def _told(connection: Connection, image_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """What the posts of each image say: namespaces by name, a specific one before general."""
    found: dict[int, dict[str, str]] = {}
    for part in in_parts(sorted(image_ids), most=AT_ONCE):
        statement = (
            select(post_images.c.image_id, posts.c.tags)
            .join_from(post_images, posts, posts.c.id == post_images.c.post_id)
            .where(post_images.c.image_id.in_(part), posts.c.tags.is_not(None))
            .order_by(posts.c.id)
        )
        for image_id, text in connection.execute(statement):
            known = found.setdefault(image_id, {})
            for one in map(tags.parsed, text.split()):
                if one is not None and (len(known) < MOST_OF_AN_IMAGE or one[0] in known):
                    name, namespace = one
                    if known.setdefault(name, namespace) == tags.GENERAL:
                        known[name] = namespace
    return found


def _ready(connection: Connection, image_ids: Collection[int]) -> list[int]:
    found: list[int] = []
    for part in in_parts(sorted(image_ids), most=AT_ONCE):
        statement = select(images.c.id).where(images.c.id.in_(part), images.c.state == "ready")
        found += connection.scalars(statement)
    return sorted(found)


def _removals(connection: Connection, image_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for part in in_parts(sorted(image_ids), most=AT_ONCE):
        statement = select(image_tag_removals).where(image_tag_removals.c.image_id.in_(part))
        for row in connection.execute(statement):
            found.setdefault(row.image_id, set()).add(row.tag_id)
    return found


def _remember(
    connection: Connection, image_id: int, *, put_on: Collection[int], taken_off: Collection[int]
) -> None:
    of_image = image_tag_removals.c.image_id == image_id
    for part in in_parts(sorted(put_on), most=AT_ONCE):
        # under whatever name they were taken off
        named = select(tags_table.c.id).where(tags_table.c.alias_of.in_(part))
        connection.execute(delete(image_tag_removals).where(of_image, image_tag_removals.c.tag_id.in_(part)))
        connection.execute(delete(image_tag_removals).where(of_image, image_tag_removals.c.tag_id.in_(named)))
    rows = [{"image_id": image_id, "tag_id": tag} for tag in sorted(taken_off)]
    columns = (image_tag_removals.c.image_id, image_tag_removals.c.tag_id)
    insert_ignore(connection, image_tag_removals, rows, returning=columns)


def _meanings(connection: Connection, tag_ids: Collection[int]) -> dict[int, int]:
    """What each of these tags means: the tag that it is another name of, or itself."""
    found: Mapping[int, Tag] = tags.get_many(connection, tag_ids)
    return {tag: found[tag].means for tag in tag_ids}


def _numbers(several: Iterable[Iterable[int]]) -> list[int]:
    return [tag for on in several for tag in on]


def _write(connection: Connection, before: Mapping[int, OnImage], after: Mapping[int, OnImage]) -> None:
    """Make rows and counts as `after` has it, of all images that either names."""
    counter: Counter[int] = Counter()
    gone: dict[tuple[int, ...], list[int]] = {}
    changed: list[tuple[int, int, int]] = []
    for image_id in sorted(before.keys() | after.keys()):
        had, has = before.get(image_id, {}), after.get(image_id, {})
        counter.subtract(left := sorted(had.keys() - has.keys()))
        counter.update(has.keys() - had.keys())
        if left:
            gone.setdefault(tuple(left), []).append(image_id)
        changed += [(image_id, tag, has[tag]) for tag in sorted(has) if had.get(tag) != has[tag]]
    # Images that lose the same tags, as when one of them becomes an alias, lose them together.
    for tag_ids, image_ids in gone.items():
        for part in in_parts(image_ids, most=AT_ONCE):
            for several in in_parts(tag_ids, most=AT_ONCE):
                among = image_tags.c.image_id.in_(part), image_tags.c.tag_id.in_(several)
                connection.execute(delete(image_tags).where(*among))
    bulk.insert(connection, image_tags, ("image_id", "tag_id", "origin"), changed, update=("origin",))
    tags.add_counts(connection, counter)
