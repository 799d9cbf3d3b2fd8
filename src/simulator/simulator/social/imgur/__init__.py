"""Imgur: its API, its files, its pages."""

from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """Imgur's hosts."""
    from simulator.social.imgur import pages  # Reddit, which leads there, needs its names
    from simulator.social.imgur.api import Api

    api = Api(gallery, settings.source_keys["IMGUR_CLIENT_ID"], limited=settings.source_limits)
    shown = pages.pages(gallery)
    return {
        "api.imgur.com": api.handler(),
        "i.imgur.com": pages.files(gallery),
        **dict.fromkeys(("imgur.com", "www.imgur.com", "m.imgur.com", "imgur.io"), shown),
    }
