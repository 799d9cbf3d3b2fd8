"""Search engines for pictures: Google, Baidu, Brave, Openverse, Wikimedia Commons.

What they find are works of the gallery, somewhere in the web: each engine knows some of its own, and all know
some in common. Some of what they tell of is gone, some is no picture, and some they tell of twice (see
`index`).
"""

from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """All hosts of search engines, and those where they find pictures."""
    from simulator.search_engines import baidu, brave, commons, google, openverse, pictures
    from simulator.search_engines.index import Index

    index = Index(gallery, settings)
    keys = settings.source_keys
    return {
        **google.hosts(index, keys),
        **baidu.hosts(index),
        **brave.hosts(index, keys),
        **openverse.hosts(index, keys),
        **commons.hosts(index),
        **pictures.hosts(index),
    }
