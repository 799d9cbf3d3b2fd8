"""The web at large: pages, feeds, files, short addresses."""

from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """The hosts."""
    from simulator.social.web import files, links, pages  # others need its links only

    del settings
    return {
        links.FILES: files.files(gallery),
        links.SHORT: files.short(gallery),
        links.JOURNAL: pages.journal(gallery),
        links.PORTFOLIO: pages.portfolio(gallery),
        links.EXAMPLE: pages.example(gallery),
        links.CLOSED: pages.closed,
        links.UNWELL: pages.unwell,
        "www.flickr.com": pages.photo_pages(gallery),
        "live.staticflickr.com": files.photos(gallery),
    }
