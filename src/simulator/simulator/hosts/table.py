"""The one table of hosts: who stands for which, and how much each of them takes."""

from simulator import artists, boards, search_engines, social
from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.hosts.desk import Limit
from simulator.settings import SimulatorSettings


def every_host(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """Each host by name; `*.domain` stands for all within it that have no entry of their own."""
    return {
        **boards.hosts(gallery, settings),
        **social.hosts(gallery, settings),
        **artists.hosts(gallery, settings),
        **search_engines.hosts(gallery, settings),
    }


def limits() -> dict[str, Limit]:
    """How many calls hosts take, where that is known, and how they refuse more."""
    return {
        "danbooru.donmai.us": Limit(10, 1),  # anonymous reads, as clients found out
        "gelbooru.com": Limit(10, 1),  # "throttled", by no number that is told
        "api.rule34.xxx": Limit(5, 1),
        "e621.net": Limit(2, 1, status=503),  # https://e621.net/help/api: a hard limit of two a second
        "e926.net": Limit(2, 1, status=503),
        "yande.re": Limit(5, 1, status=421),  # https://konachan.com/help/api: 421 User Throttled
        "konachan.com": Limit(5, 1, status=421),
        "www.sakugabooru.com": Limit(5, 1, status=421),
        # "Back off exponentially": from what, they do not say.
        "derpibooru.org": Limit(20, 10),
        "furbooru.org": Limit(20, 10),
        "ponybooru.org": Limit(20, 10),
    }
