"""Artists and where they are known: galleries (DeviantArt, Pixiv, ArtStation, Fur Affinity), X, pages of
links, shops, websites, and entries at boards. What they show is of the one gallery (`simulator.gallery`);
what they say of themselves is planned (`people`, `plans`), and some artworks, of which the answers are known,
are, too (`cases`).
"""

from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """All hosts of artists."""
    from simulator.artists import artstation, cases, deviantart, furaffinity, hubs, pixiv, shops, x
    from simulator.artists.people import Cast

    cast = Cast(gallery)
    cases.put_up(cast)
    return {
        **deviantart.hosts(cast, settings),
        **pixiv.hosts(cast, settings),
        **artstation.hosts(cast),
        **furaffinity.hosts(cast, settings),
        **x.hosts(cast, settings),
        **hubs.hosts(cast),
        **shops.hosts(cast),
    }
