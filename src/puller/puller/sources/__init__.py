"""The sources that pullers know, one file each.

A source has a `name` (the `source` of a pull job), the `kinds` of items that it can pull, and `pull(job)`,
which gives the item page by page (see `contract`). Those that list posts are written as `listing_source`
says: to add one, write its file, and name it in `every_listing_source`.
"""

import threading

from fovea.flickr.calls import CallBudget
from puller.politeness import Politeness, Web
from puller.settings import PullerSettings
from puller.sources.contract import Page, Pull, Source
from puller.sources.danbooru import Danbooru
from puller.sources.e621 import E621
from puller.sources.flickr import FlickrSource
from puller.sources.gelbooru import Gelbooru
from puller.sources.imgur import Imgur
from puller.sources.listing_source import ListingSource, SiteSource
from puller.sources.moebooru import Moebooru
from puller.sources.philomena import Philomena
from puller.sources.reddit import Reddit

__all__ = ["Page", "Pull", "Source", "every_listing_source", "every_source"]


def every_source(
    settings: PullerSettings, *, budget: CallBudget, politeness: Politeness | None = None
) -> dict[str, Source]:
    """All sources by name. Together they have at most `puller_threads` calls to Flickr under way at once."""
    gate = threading.BoundedSemaphore(settings.puller_threads)
    sources: list[Source] = [FlickrSource(settings, budget, gate=gate)]
    if politeness is not None:
        from puller.links.resolving import LinksSource  # it needs the sources, too

        web = Web(settings, simulator_url=settings.sources_base_url)
        listing_sources = every_listing_source(settings.keys())
        sources += [
            SiteSource(source, site, politeness=politeness, web=web)
            for source in listing_sources
            for site in source.sites
        ]
        sources.append(LinksSource(listing_sources, politeness=politeness, web=web))
    return {source.name: source for source in sources}


def every_listing_source(keys: dict[str, str]) -> list[ListingSource]:
    """All sources of listings, in the order in which they are asked what an address means. `keys`: those that
    are set, by the names of their settings.
    """
    return [
        Danbooru(keys),
        Gelbooru(keys),
        Moebooru(),
        E621(keys),
        Philomena(keys),
        Reddit(keys),
        Imgur(keys),
    ]
