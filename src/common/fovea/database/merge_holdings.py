"""What an image has by itself, and what it has when others were merged into it.

An image that was merged keeps all that it had: its rows of tags and posts stay, uncounted. What its merging
adds to the other image is computed from that, and so is what undoing takes away again: the difference
between what the other should have with it and without it is applied to what that has now. So merges can be
undone in any order, and what people and sources changed in between stays.
"""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Connection, delete, select, update

from fovea.database import image_tags, images, post_images, tags
from fovea.database.library_tables import image_tag_removals
from fovea.database.library_tables import images as table
from fovea.database.library_tables import post_images as showings
from fovea.database.post_images import Showing
from fovea.database.upsert import in_parts

_AT_ONCE = 900


class Holdings(msgspec.Struct, frozen=True, kw_only=True):
    """What an image has: places in its posts, tags (all, those that a person put on, and those that a person
    took off, by number), and its rating, which counts when a person `rated` it.
    """

    posts: dict[int, int]
    tags: frozenset[int]
    put_on: frozenset[int]
    taken_off: frozenset[int]
    rating: int
    rated: bool


def of(connection: Connection, image_ids: Collection[int]) -> dict[int, Holdings]:
    """What these images have now."""
    shown: dict[int, dict[int, int]] = {number: {} for number in image_ids}
    off: dict[int, set[int]] = {number: set() for number in image_ids}
    for part in in_parts(sorted(image_ids), most=_AT_ONCE):
        for row in connection.execute(select(showings).where(showings.c.image_id.in_(part))):
            shown[row.image_id][row.post_id] = row.position
        removals = select(image_tag_removals).where(image_tag_removals.c.image_id.in_(part))
        for row in connection.execute(removals):
            off[row.image_id].add(row.tag_id)
    on = image_tags.rows_of(connection, image_ids)
    there = images.get_many(connection, image_ids)
    return {
        number: Holdings(
            posts=shown[number],
            tags=frozenset(on.get(number, ())),
            put_on=frozenset(
                tag for tag, origin in on.get(number, {}).items() if origin == image_tags.PERSON
            ),
            taken_off=frozenset(off[number]),
            rating=image.rating,
            rated=image.rating_set,
        )
        for number, image in there.items()
    }


def meant(connection: Connection, holdings: Holdings) -> Holdings:
    """The same, with the tags that its tags mean by now: some may have become other names."""
    numbers = holdings.tags | holdings.put_on | holdings.taken_off
    known = tags.get_many(connection, numbers)

    def now(before: Collection[int]) -> frozenset[int]:
        return frozenset(known[tag].means for tag in before if tag in known)

    return msgspec.structs.replace(
        holdings,
        tags=now(holdings.tags),
        put_on=now(holdings.put_on),
        taken_off=now(holdings.taken_off),
    )


def combined(own: Holdings, others: Sequence[Holdings]) -> Holdings:
    """What an image has when others are merged into it: nothing is lost.

    What a person took off stays off, unless another of them has it; the highest rating counts, unless a
    person rated this image.
    """
    if not others:
        return own
    put_on = own.put_on.union(*(one.put_on for one in others)) - own.taken_off
    there = own.tags.union(*(one.tags for one in others)) - own.taken_off
    taken_off = own.taken_off.union(*(one.taken_off for one in others)) - (there - own.taken_off) - put_on
    posts: dict[int, int] = {}
    for one in reversed([own, *others]):
        posts |= one.posts
    rated = own.rated or any(one.rated for one in others)
    highest = max(one.rating for one in (own, *others))
    return Holdings(
        posts=posts,
        tags=there,
        put_on=put_on,
        taken_off=taken_off,
        rating=own.rating if own.rated else highest,
        rated=rated,
    )


def changed(now: Holdings, before: Holdings, after: Holdings) -> Holdings:
    """What somebody has who has `now`, when what they should have changes from `before` to `after`."""
    posts = {
        post: place for post, place in now.posts.items() if post in after.posts or post not in before.posts
    }
    new = {post: place for post, place in after.posts.items() if post not in before.posts}
    somebody_rated = now.rated != before.rated or (now.rated and now.rating != before.rating)
    return Holdings(
        posts=new | posts,
        tags=now.tags,
        put_on=_changed(now.put_on, before.put_on, after.put_on) - now.taken_off,
        taken_off=_changed(now.taken_off, before.taken_off, after.taken_off),
        rating=now.rating if somebody_rated else after.rating,
        rated=now.rated if somebody_rated else after.rated,
    )


def put(connection: Connection, image_id: int, now: Holdings, after: Holdings) -> None:
    """Give an image that has `now` what it shall have. Derive its tags and facts afterwards."""
    gone = sorted(now.posts.keys() - after.posts.keys())
    for part in in_parts(gone, most=_AT_ONCE):
        those = showings.c.image_id == image_id, showings.c.post_id.in_(part)
        connection.execute(delete(showings).where(*those))
    new = after.posts.keys() - now.posts.keys()
    post_images.add(connection, [Showing(post, image_id, after.posts[post]) for post in sorted(new)])
    if (now.put_on, now.taken_off) != (after.put_on, after.taken_off):
        image_tags.hold(connection, image_id, put_on=after.put_on, taken_off=after.taken_off)
    if (now.rating, now.rated) != (after.rating, after.rated):
        values = {"rating": after.rating, "rating_set": after.rated}
        connection.execute(update(table).where(table.c.id == image_id).values(values))


def _changed(now: frozenset[int], before: frozenset[int], after: frozenset[int]) -> frozenset[int]:
    return (now - (before - after)) | (after - before)
