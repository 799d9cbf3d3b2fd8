"""Groups for somebody who has too few favourites yet."""

from typing import Any

import structlog

from api_server.context import Context
from api_server.groups.pool import PHOTOS_A_CALL, Pool
from api_server.library_links import shown_photos
from api_server.posts import shapes
from fovea.database.engine import read
from fovea.database.users import User
from fovea.errors import FoveaError, NotFound
from fovea.flickr.answers import Group

_log = structlog.get_logger()


def groups(context: Context) -> dict[str, Any]:
    """The shape Groups. A group that Flickr refuses (closed, renamed) is left out; raises SourceError when
    all are.
    """
    pool, shown, failure = Pool(context), [], None
    for external_id in context.settings.groups:
        try:
            shown.append(_shape(pool.group(external_id)))
        except FoveaError as error:
            _log.warning("group_left_out", group=external_id, code=error.code)
            failure = error
    if failure is not None and not shown:
        raise failure
    return {"groups": shown}


def photos(
    context: Context, viewer: User | None, source: str, external_id: str, *, limit: int, page: int
) -> dict[str, Any]:
    """The shape GroupPhotos. Raises NotFound for a group that is not one of ours, or SourceError."""
    if source != "flickr" or external_id not in context.settings.groups:
        raise NotFound("This group is not one of those shown here; /api/groups lists them.")
    pool = Pool(context)
    post_ids, more = _slice(pool, external_id, start=(page - 1) * limit, end=page * limit)
    with read(context.engine) as connection:
        posts = shapes(context, connection, post_ids, viewer=viewer)
    shown_photos.take_in(context, post_ids)
    return {
        "group": _shape(pool.group(external_id)),
        "photos": [post for post in posts if not post["favorited"]],
        "next_page": page + 1 if more else None,
    }


def _slice(pool: Pool, external_id: str, *, start: int, end: int) -> tuple[list[int], bool]:
    """The posts from `start` to `end` of a group, and whether there are more behind them."""
    numbers: list[int] = []
    first = start // PHOTOS_A_CALL
    for at in range(first, (end - 1) // PHOTOS_A_CALL + 1):
        page = pool.page(external_id, at + 1)
        # Flickr leaves out what it may not show, so a page may be short without being the last.
        numbers += page.post_ids + [0] * (0 if page.last else PHOTOS_A_CALL - len(page.post_ids))
        if page.last:
            offset = start - first * PHOTOS_A_CALL
            wanted = numbers[offset : offset + end - start]
            return [number for number in wanted if number], len(numbers) > offset + end - start
    offset = start - first * PHOTOS_A_CALL
    return [number for number in numbers[offset : offset + end - start] if number], True


def _shape(group: Group) -> dict[str, Any]:
    return {
        "external_id": group.external_id,
        "name": group.name,
        "members": group.members,
        "photos": group.photos,
        "url": group.url,
        "icon_url": group.icon_url,
    }
