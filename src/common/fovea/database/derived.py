"""All that is derived of an image's posts, in the one order: tags, then rating, score and age, then
which of its variants is the best, then texts.
"""

from collections.abc import Collection

from sqlalchemy import Connection

from fovea.database import image_facts, image_tags, images, post_images, texts, variant_best, versions

BLOCKED = "It carries a blocked tag"


def refresh(connection: Connection, image_ids: Collection[int], *, version: int) -> list[str]:
    """Derive everything about these images anew, as the change `version`.

    Those that carry a blocked tag are removed; gives the keys of their files, which are to be deleted from
    the storage after the commit.
    """
    blocked = image_tags.derive(connection, image_ids)
    image_facts.derive(connection, image_ids)
    variant_best.rerank(connection, image_ids, version=version)
    left = [number for number in sorted(image_ids) if number not in blocked]
    texts.refresh(connection, left)
    images.touch(connection, image_ids, version)
    return images.remove(connection, blocked, reason=BLOCKED, version=version) if blocked else []


def posts_changed(connection: Connection, post_ids: Collection[int]) -> list[str]:
    """Bring images up to date with what their posts say now; gives the keys of files to delete, as `refresh`.

    Costs one look-up when none of these posts has an image. To be called late in a transaction: from here to
    the commit, nobody else changes the library.
    """
    shown = post_images.images_of_posts(connection, post_ids)
    image_ids = {number for numbers in shown.values() for number in numbers}
    if not image_ids:
        return []
    version = versions.next_version(connection)
    ready = {
        number
        for number, image in images.get_many(connection, image_ids).items()
        if image.state == images.READY
    }
    return refresh(connection, ready, version=version)
