"""Tumblr: its API and the hosts of its pictures and blogs."""

from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings
from simulator.social.tumblr.api import Api
from simulator.social.tumblr.pages import pages, pictures


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """Tumblr's hosts."""
    shown, media = pages(gallery), pictures(gallery)
    api = Api(gallery, settings.source_keys["TUMBLR_API_KEY"], limited=settings.source_limits)
    return {
        "api.tumblr.com": api.handler(),
        "64.media.tumblr.com": media,
        "www.tumblr.com": shown,
        "*.tumblr.com": shown,
    }
