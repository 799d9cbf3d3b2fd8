"""Where people show pictures to each other: Reddit, Imgur, Bluesky, Mastodon, Tumblr, and pages and feeds of
the web at large. All of them show pictures of the one gallery (`simulator.gallery`).
"""

from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """All hosts of social sites."""
    from simulator.social import bluesky, imgur, mastodon, reddit, tumblr, web

    each = (reddit, imgur, bluesky, mastodon, tumblr, web)
    return {name: handler for site in each for name, handler in site.hosts(gallery, settings).items()}
