"""Removing the posts of subscriptions that were deleted with them, some at a time."""

from api_server import files_gone
from api_server.context import Context
from fovea import clock, metrics
from fovea.database import listing_removal
from fovea.database.engine import in_transaction
from fovea.internal_api import RemovedPosts


def remove_some(context: Context, *, limit: int) -> RemovedPosts:
    """Remove at most `limit` posts, and the files of images that nothing shows any more."""
    removed = in_transaction(
        context.engine,
        lambda connection: listing_removal.remove_some(connection, limit=limit, now=clock.now()),
    )
    files_gone.delete(context, removed.keys)
    if removed.posts:
        metrics.count("listing_posts_removed", removed.posts)
    return RemovedPosts(removed.posts)
