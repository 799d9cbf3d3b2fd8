"""Mastodon: three instances that know of each other, one that answers nobody without a login, one that
says so in other words, and one whose people have moved to another.
"""

from simulator.gallery import Gallery
from simulator.gallery.addresses import INSTANCES
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings
from simulator.social.mastodon.closed import alias, closed, limited
from simulator.social.mastodon.instance import Instance, files

CLOSED, LIMITED, ALIAS = "closed.example.org", "limited.example.org", "art.example.com"


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """The instances and the hosts of their files."""
    each = {host: Instance(gallery, host, limited=settings.source_limits).handler() for host in INSTANCES}
    return {
        **each,
        **{f"files.{host}": files(gallery) for host in INSTANCES},
        CLOSED: closed,
        LIMITED: limited,
        ALIAS: alias(gallery),
    }
