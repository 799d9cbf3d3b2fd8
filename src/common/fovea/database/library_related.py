"""Images that are alike by their tags."""

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from fovea.database import blocked_tags, image_tags
from fovea.database.images import READY
from fovea.database.library_tables import image_tags as table
from fovea.database.library_tables import images, tags

# Tags of half the library tell nothing, and counting their images takes long.
MOST_OF_A_TAG = 20_000
TELLING_TAGS = 12


def sharing_tags(
    connection: Connection, image_id: int, *, rating: int, without: Collection[int], limit: int
) -> dict[int, int]:
    """The images that share most of this one's rarest tags, those of most and rarest first, and how many they
    share. None with a stronger rating than this, none with a blocked tag, and none of `without`.
    """
    own = image_tags.of(connection, [image_id]).get(image_id, [])
    telling = sorted((tag.count, tag.id) for tag in own if 1 < tag.count <= MOST_OF_A_TAG)
    numbers = [number for _, number in telling[:TELLING_TAGS]]
    if not numbers:
        return {}
    blocked = select(table.c.image_id).where(table.c.tag_id.in_(sorted(blocked_tags.ids(connection))))
    count = func.count().label("shared")
    statement = (
        select(table.c.image_id, count)
        .join(images, images.c.id == table.c.image_id)
        .join(tags, tags.c.id == table.c.tag_id)
        .where(
            table.c.tag_id.in_(numbers),
            images.c.state == READY,
            images.c.rating <= rating,
            table.c.image_id.not_in(sorted(without)),
            table.c.image_id.not_in(blocked),
        )
        .group_by(table.c.image_id)
        .order_by(count.desc(), func.sum(1.0 / tags.c.count).desc(), table.c.image_id.desc())
        .limit(limit)
    )
    return {int(number): int(shared) for number, shared in connection.execute(statement)}
