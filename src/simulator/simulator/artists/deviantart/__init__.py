"""DeviantArt: pages, oEmbed, the API for applications, and the host of its pictures."""

from simulator.artists.deviantart.api import Api
from simulator.artists.deviantart.pages import Pages, pictures
from simulator.artists.deviantart.telling import PICTURES
from simulator.artists.people import Cast
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings
from simulator.social.routes import routed


def hosts(cast: Cast, settings: SimulatorSettings) -> dict[str, Handler]:
    """Its hosts."""
    keys = settings.source_keys
    api = Api(
        cast,
        (keys.get("DEVIANTART_CLIENT_ID", ""), keys.get("DEVIANTART_CLIENT_SECRET", "")),
        limited=settings.source_limits,
    )
    pages = Pages(cast)
    site = routed((*api.routes, *pages.routes), pages.nothing)
    return {
        "www.deviantart.com": site,
        "deviantart.com": site,
        "backend.deviantart.com": pages.backend(),
        "fav.me": pages.short(),
        PICTURES: pictures(cast.gallery),
    }
