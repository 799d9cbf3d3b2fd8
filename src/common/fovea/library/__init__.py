"""The library's images outside of the database: where their files are, and asking for new ones.

    added = links.add(connection, [NewLink(post_id=post.id, url=url)], now=clock.now())
    ... commit ...
    library.send(queues, added.fresh)

What could not be sent is found by the scheduler's sweep, because links wait in the database.
"""

from fovea.library.keys import ENDINGS, THUMBNAIL_WIDTHS, incoming, of_image, original, thumbnail
from fovea.library.sending import jobs_of, send

__all__ = [
    "ENDINGS",
    "THUMBNAIL_WIDTHS",
    "incoming",
    "jobs_of",
    "of_image",
    "original",
    "send",
    "thumbnail",
]
