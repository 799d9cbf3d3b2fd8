"""What the artist finder can do here, and how busy it is."""

from typing import Any

from api_server.artists import quotas
from api_server.artists.sites import ARTWORK_SITES
from api_server.context import Context
from fovea.artists.networks import NETWORKS
from fovea.database import artist_searches
from fovea.database.engine import read
from fovea.database.links import LONGEST_URL


def overview(context: Context) -> dict[str, Any]:
    """The shape ArtistFinder, for whoever asks."""
    totals, busy = context.artist_counts.totals(context.engine), context.artist_counts.busy(context.engine)
    settings = context.settings
    with read(context.engine) as connection:
        unfinished = artist_searches.unfinished(connection, quotas.asker())
    return {
        "posts": totals.posts,
        "accounts": totals.accounts,
        "searches": busy.searches,
        "scans": busy.scans,
        "pictures_waiting": busy.pictures,
        "unfinished": unfinished,
        "unfinished_most": settings.artist_searches_at_once,
        "unlimited": quotas.is_unlimited(),
        "longest_url": LONGEST_URL,
        "largest_picture": settings.upload_most_bytes,
        "update_days": settings.artist_update_days,
        "sites": [
            {"name": site.name, "title": site.title, "example": site.example} for site in ARTWORK_SITES
        ],
        "networks": [
            {"name": one.name, "title": one.title, "lists_posts": one.lists_posts}
            for one in NETWORKS.values()
        ],
    }
