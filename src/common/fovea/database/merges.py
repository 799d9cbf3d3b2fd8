"""Images put into others by a person, and taken out of them again.

The image that is kept gets all tags, posts and words of the dropped one; that is ready no longer (its state
is merged, and `merged_into` says where it went), but its file and all that it had stay, so that the merge can
be undone: `fovea.database.merge_holdings` says how.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from fovea.database import derived, image_tags, images, merge_holdings, texts, variants
from fovea.database.images import MERGED, READY, Image
from fovea.database.library_tables import images as table
from fovea.database.library_tables import merges
from fovea.database.merge_holdings import Holdings, combined
from fovea.errors import Conflict, NotFound
from fovea.hamming import HashIndex


class CannotMerge(Conflict):
    """One of the images is not, or no longer, what could be merged."""

    code, title = "cannot_merge", "These images cannot be merged"


class CannotUndo(Conflict):
    """What was merged cannot be brought back as things are."""

    code, title = "cannot_undo", "This merge cannot be undone now"


class Merge(NamedTuple):
    """One image put into another; times in milliseconds."""

    id: int
    kept_id: int
    dropped_id: int
    user_id: int | None
    made_at: int
    undone_at: int | None


class Done(NamedTuple):
    """What a change gives: the merges, and the keys of files to delete from the storage after the commit
    (of images that turned out to carry a blocked tag).
    """

    merges: list[Merge]
    files: list[str]


def merge(
    connection: Connection,
    kept_id: int,
    dropped_ids: Collection[int],
    *,
    user_id: int | None,
    at: int,
    version: int,
) -> Done:
    """Put images into another, as the change `version`, which the caller holds. One that is in it already
    stays there. Raises NotFound, CannotMerge.
    """
    wanted = sorted(set(dropped_ids) - {kept_id})
    there = images.get_many(connection, [kept_id, *wanted])
    _check(there, kept_id, wanted)
    made = []
    for dropped_id in wanted:
        if there[dropped_id].state == READY:
            made.append(_put_in(connection, kept_id, dropped_id, user_id=user_id, at=at, version=version))
        else:
            made.append(_active(connection, kept_id)[dropped_id])
    dropped = [one.dropped_id for one in made]
    files = derived.refresh(connection, [kept_id], version=version)
    variants.regroup(connection, dropped)
    return Done(made, files)


def undo(
    connection: Connection, merge_id: int, *, at: int, version: int, index: HashIndex | None = None
) -> Done:
    """Take an image out of the one that it was put into, and of all that this one was put into since.
    Undoing it once more changes nothing. Raises NotFound, CannotUndo.
    """
    row = connection.execute(select(merges).where(merges.c.id == merge_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such merge.")
    if row.undone_at is not None:
        return Done([_merge(row)], [])
    holders = _holders(connection, row.dropped_id, row.kept_id)
    _take_out(connection, row.dropped_id, holders)
    connection.execute(update(merges).where(merges.c.id == merge_id).values(undone_at=at))
    values = {"state": READY, "merged_into": None, "state_at": at, "version": version}
    connection.execute(update(table).where(table.c.id == row.dropped_id).values(values))
    image_tags.count_in(connection, [row.dropped_id])
    files = derived.refresh(connection, [row.dropped_id, holders[-1]], version=version)
    variants.regroup(connection, [row.dropped_id], index)
    return Done([_merge(row)._replace(undone_at=at)], files)


def get_many(
    connection: Connection, *, before: int | None = None, limit: int, undone: bool = True
) -> list[Merge]:
    """Merges, the newest first: those with smaller numbers than `before`."""
    statement = select(*_COLUMNS).order_by(merges.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(merges.c.id < before)
    if not undone:
        statement = statement.where(merges.c.undone_at.is_(None))
    return [_merge(row) for row in connection.execute(statement)]


def into(connection: Connection, image_id: int) -> list[Merge]:
    """The merges into an image that are not undone, the oldest first."""
    return list(_active(connection, image_id).values())


def _check(there: Mapping[int, Image], kept_id: int, dropped_ids: Collection[int]) -> None:
    missing = [number for number in (kept_id, *dropped_ids) if number not in there]
    if missing:
        raise NotFound(f"There is no image {missing[0]} here.")
    if not dropped_ids:
        raise CannotMerge("Name at least one other image to put into this one.")
    if there[kept_id].state != READY:
        raise CannotMerge(f"Image {kept_id} is {there[kept_id].state}: keep one that is there.")
    for number in dropped_ids:
        image = there[number]
        if image.state != READY and not (image.state == MERGED and image.merged_into == kept_id):
            raise CannotMerge(f"Image {number} is {image.state} already: look at the group again.")


def _put_in(
    connection: Connection, kept_id: int, dropped_id: int, *, user_id: int | None, at: int, version: int
) -> Merge:
    here = _contributors(connection, kept_id)
    own = _own(connection, kept_id)
    has = merge_holdings.of(connection, [kept_id, dropped_id])
    after = {**here, dropped_id: has[dropped_id]}
    _recompose(connection, kept_id, own, (list(here.values()), list(after.values())))
    row = {
        "kept_id": kept_id,
        "dropped_id": dropped_id,
        "user_id": user_id,
        "made_at": at,
        "undo": msgspec.json.encode(own),
    }
    key = connection.execute(insert(merges).values(row)).inserted_primary_key
    assert key is not None  # noqa: S101 -- an insert of one row has a key
    image_tags.count_out(connection, [dropped_id])
    texts.remove(connection, [dropped_id])
    values = {"state": MERGED, "merged_into": kept_id, "state_at": at, "version": version}
    connection.execute(update(table).where(table.c.id == dropped_id).values(values))
    return Merge(int(key[0]), kept_id, dropped_id, user_id, at, None)


def _take_out(connection: Connection, dropped_id: int, holders: list[int]) -> None:
    """Take from each of these images, of which each is in the next one, what the dropped one gave them."""
    before: Holdings | None = merge_holdings.of(connection, [dropped_id])[dropped_id]
    after: Holdings | None = None
    through = dropped_id
    for holder in holders:
        here = _contributors(connection, holder)
        had = [before if number == through else has for number, has in here.items()]
        keeps = [after if number == through else has for number, has in here.items()]
        before, after = _recompose(
            connection,
            holder,
            _own(connection, holder),
            ([one for one in had if one is not None], [one for one in keeps if one is not None]),
        )
        through = holder


def _recompose(
    connection: Connection, image_id: int, own: Holdings, others: tuple[list[Holdings], list[Holdings]]
) -> tuple[Holdings, Holdings]:
    """Give an image what it has when what is merged into it changes; (what it had, what it has)."""
    own = merge_holdings.meant(connection, own)
    now = merge_holdings.of(connection, [image_id])[image_id]
    should_have = combined(own, others[0]), combined(own, others[1])
    after = merge_holdings.changed(now, *should_have)
    merge_holdings.put(connection, image_id, now, after)
    return now, after


def _holders(connection: Connection, dropped_id: int, kept_id: int) -> list[int]:
    """The image that another was put into, the one that this was put into, and so on to the one that is
    there. Raises CannotUndo.
    """
    dropped = images.get(connection, dropped_id)
    if dropped is None or dropped.state != MERGED or dropped.merged_into != kept_id:
        raise CannotUndo(f"Image {dropped_id} is not in image {kept_id} any more.")
    holders: list[int] = []
    following: int | None = kept_id
    while following is not None:
        holder = images.get(connection, following)
        if holder is None or holder.state not in (READY, MERGED):
            raise CannotUndo(f"Image {following}, which it went into, was removed: restore that first.")
        holders.append(following)
        following = holder.merged_into if holder.state == MERGED else None
    return holders


def _contributors(connection: Connection, image_id: int) -> dict[int, Holdings]:
    """What the images have that are merged into this one, in the order of merging."""
    numbers = list(_active(connection, image_id))
    has = merge_holdings.of(connection, numbers)
    return {number: has[number] for number in numbers}


def _own(connection: Connection, image_id: int) -> Holdings:
    """What an image had before anything was merged into it."""
    statement = select(merges.c.undo).where(merges.c.kept_id == image_id, merges.c.undone_at.is_(None))
    stored = connection.scalar(statement.order_by(merges.c.id).limit(1))
    if stored is None:
        return merge_holdings.of(connection, [image_id])[image_id]
    return msgspec.json.decode(stored, type=Holdings)


def _active(connection: Connection, image_id: int) -> dict[int, Merge]:
    statement = select(*_COLUMNS).where(merges.c.kept_id == image_id, merges.c.undone_at.is_(None))
    return {row.dropped_id: _merge(row) for row in connection.execute(statement.order_by(merges.c.id))}


_COLUMNS = tuple(merges.c[name] for name in Merge._fields)


def _merge(row: Row[*tuple[Any, ...]]) -> Merge:
    return Merge(*(getattr(row, name) for name in Merge._fields))
