"""X: its API for applications with a key, what it tells to embed posts, and the host of its pictures."""

from simulator.artists.people import Cast
from simulator.artists.x.api import Api
from simulator.artists.x.pages import pages, pictures, publish
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings


def hosts(cast: Cast, settings: SimulatorSettings) -> dict[str, Handler]:
    """Its hosts."""
    api = Api(cast, settings.source_keys.get("X_BEARER_TOKEN", ""), limited=settings.source_limits)
    shown, embedded = pages(cast), publish(cast)
    return {
        "api.x.com": api.handler(),
        "api.twitter.com": api.handler(),
        "publish.x.com": embedded,
        "publish.twitter.com": embedded,
        "x.com": shown,
        "twitter.com": shown,
        "pbs.twimg.com": pictures(cast.gallery),
        "t.co": shown,
    }
