"""The sources that pullers know, one file each.

A source has a `name` (the `source` of a pull job), the `kinds` of items that it can pull, and `pull(job)`,
which gives the item page by page (see `contract`). Those that list posts are written as `listing_source`
says: to add one, write its file, and name it in `every_listing_source`.
"""

import threading

from fovea.flickr.calls import CallBudget
from puller.politeness import Politeness, Web
from puller.settings import PullerSettings
from puller.sources.any_site import AnySite
from puller.sources.bluesky import Bluesky
from puller.sources.contract import Page, Pull, Source
from puller.sources.danbooru import Danbooru
from puller.sources.deviantart import DeviantArt
from puller.sources.e621 import E621
from puller.sources.flickr import FlickrSource
from puller.sources.flickr_listings import FlickrListings
from puller.sources.gelbooru import Gelbooru
from puller.sources.imgur import Imgur
from puller.sources.listing_source import ListingSource, SiteSource
from puller.sources.mastodon import Mastodon
from puller.sources.moebooru import Moebooru
from puller.sources.philomena import Philomena
from puller.sources.pixiv import Pixiv
from puller.sources.reddit import Reddit
from puller.sources.search_engines import Baidu, Brave, Commons, Google, Openverse
from puller.sources.tumblr import Tumblr
from puller.sources.web import WebFeeds
from puller.sources.x import X

__all__ = ["Page", "Pull", "Source", "every_listing_source", "every_source"]


def every_source(
    settings: PullerSettings, *, budget: CallBudget, politeness: Politeness | None = None
) -> dict[str, Source]:
    """All sources by name. Together they have at most `puller_threads` calls to Flickr under way at once."""
    gate = threading.BoundedSemaphore(settings.puller_threads)
    health = politeness.health if politeness is not None else None
    flickr = FlickrSource(settings, budget, gate=gate, health=health)
    sources: list[Source] = [flickr]
    if politeness is not None:
        from puller.artists.source import ArtistsSource  # they need the sources, too
        from puller.links.resolving import LinksSource

        web = Web(settings, simulator_url=settings.sources_base_url)
        listing_sources = every_listing_source(settings.keys(), flickr=flickr.listings)
        sources += [
            SiteSource(source, site, politeness=politeness, web=web)
            for source in listing_sources
            if source is not flickr.listings
            for site in source.sites
        ]
        sources.append(AnySite(listing_sources, politeness=politeness, web=web))
        sources.append(LinksSource(listing_sources, politeness=politeness, web=web))
        sources.append(ArtistsSource(settings.keys(), politeness=politeness, web=web))
    return {source.name: source for source in sources}


def every_listing_source(
    keys: dict[str, str], *, flickr: FlickrListings | None = None
) -> list[ListingSource]:
    """All sources of listings, in the order in which they are asked what an address means. `keys`: those that
    are set, by the names of their settings. Those that take addresses of any host come last. Flickr, which is
    asked through a client of its own, is among them if it is given.
    """
    known: list[ListingSource] = [
        Danbooru(keys),
        Gelbooru(keys),
        Moebooru(),
        E621(keys),
        Philomena(keys),
        Reddit(keys),
        Imgur(keys),
        Bluesky(),
        Tumblr(keys),
        Pixiv(keys),
        DeviantArt(keys),
        X(keys),
        Google(keys),
        Baidu(),
        Brave(keys),
        Openverse(keys),
        Commons(),
        *([flickr] if flickr is not None else []),
    ]
    elsewhere = {host for source in known for site in source.sites for host in site.hosts}
    return [*known, Mastodon(elsewhere=elsewhere), WebFeeds()]
