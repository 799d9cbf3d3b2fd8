"""Images with posts and tags, for tests of the library's tags."""

from collections.abc import Collection

from sqlalchemy import Connection, Engine, func, insert, select, update

from fovea.database import accounts, image_tags, images, posts, tags
from fovea.database import tag_aliases as aliases
from fovea.database import tag_implications as implications
from fovea.database.engine import read
from fovea.database.library_tables import image_tags as image_tags_table
from fovea.database.library_tables import images as images_table
from fovea.database.library_tables import post_images
from fovea.database.library_tables import tags as tags_table
from fovea.database.tags import Tag
from fovea.messages import AccountRecord, PostRecord
from tests.integration.database.bare_images import bare_image, changing


def post(connection: Connection, name: str, told: Collection[str], *shown: int) -> int:
    """The number of a post, new or told of anew, that has these tags and shows these images."""
    owners = accounts.upsert_many(connection, "flickr", [AccountRecord(external_id="owner")], at=0)
    record = PostRecord(external_id=name, owner="owner", tags=list(told))
    number = posts.upsert_many(connection, "flickr", [posts.told(record)], owners=owners)[name]
    known = set(connection.scalars(select(post_images.c.image_id).where(post_images.c.post_id == number)))
    for image_id in set(shown) - known:
        connection.execute(insert(post_images).values(post_id=number, image_id=image_id))
    return number


def pictured(engine: Engine, name: str, *told: str) -> int:
    """The number of a new image, shown by one post that has these tags, which are derived."""

    def make(connection: Connection) -> int:
        number = bare_image(connection, name)
        post(connection, name, told, number)
        image_tags.derive(connection, [number])
        return number

    return changing(engine, make)


def derive(engine: Engine, *image_ids: int) -> set[int]:
    """Which of these images carry a blocked tag, when their tags are derived anew."""
    return changing(engine, lambda connection: image_tags.derive(connection, image_ids))


def edit(
    engine: Engine, image_id: int, *, add: Collection[str] = (), remove: Collection[str] = ()
) -> set[int]:
    """Put tags on an image and take tags off it."""
    return changing(engine, lambda connection: image_tags.edit(connection, image_id, add, remove))


def on(engine: Engine, image_id: int) -> dict[str, str]:
    """Where each tag of an image comes from, by name."""
    with read(engine) as connection:
        return {tag.name: tag.origin for tag in image_tags.of(connection, [image_id]).get(image_id, [])}


def tag(engine: Engine, name: str) -> Tag:
    """A tag that there is."""
    with read(engine) as connection:
        found = tags.get(connection, name)
    assert found is not None, name
    return found


def alias(engine: Engine, name: str, of: str) -> None:
    """Make a name an alias of another; both are made if they are new."""

    def write(connection: Connection) -> None:
        known = tags.ensure(connection, dict.fromkeys((name, of), tags.GENERAL))
        aliases.put(connection, known[name], known[of])

    changing(engine, write)


def imply(engine: Engine, name: str, implied: str) -> None:
    """Let a tag imply another; both are made if they are new."""

    def write(connection: Connection) -> None:
        known = tags.ensure(connection, dict.fromkeys((name, implied), tags.GENERAL))
        implications.put(connection, known[name], known[implied])

    changing(engine, write)


def removed(engine: Engine, *image_ids: int) -> None:
    """Remove images."""

    def write(connection: Connection) -> None:
        states = update(images_table).where(images_table.c.id.in_(image_ids))
        connection.execute(states.values(state=images.REMOVED))
        image_tags.remove(connection, image_ids)

    changing(engine, write)


def counts(connection: Connection) -> dict[str, int]:
    """The counts of tags that are not 0, by name."""
    rows = connection.execute(select(tags_table.c.name, tags_table.c["count"]))
    return {name: count for name, count in rows if count}


def recounted(connection: Connection) -> dict[str, int]:
    """What the counts of tags should be, by name."""
    statement = (
        select(tags_table.c.name, func.count())
        .join_from(image_tags_table, tags_table, tags_table.c.id == image_tags_table.c.tag_id)
        .join(images_table, images_table.c.id == image_tags_table.c.image_id)
        .where(images_table.c.state == "ready")
        .group_by(tags_table.c.name)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}
