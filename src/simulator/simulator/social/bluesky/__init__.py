"""Bluesky: the public AppView and the hosts of its pictures."""

from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings
from simulator.social.bluesky.appview import AppView
from simulator.social.bluesky.pages import pages, pictures, videos


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """Bluesky's hosts."""
    del settings
    return {
        "public.api.bsky.app": AppView(gallery).handler(),
        "cdn.bsky.app": pictures(gallery),
        "video.bsky.app": videos(gallery),
        "bsky.app": pages(gallery),
    }
