"""The boards of the simulated world: their APIs as documented, their files, and pages of posts."""

from simulator.boards import danbooru, e621, gelbooru, moebooru, philomena
from simulator.boards.remembering import remembering
from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """All hosts of boards."""
    keys = settings.source_keys
    every = {
        **danbooru.hosts(gallery, keys),
        **moebooru.hosts(gallery),
        **e621.hosts(gallery, keys),
        **philomena.hosts(gallery, keys),
        **gelbooru.hosts(gallery, keys),
    }
    return remembering(gallery, every)
