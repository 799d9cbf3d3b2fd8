"""A site of artworks on a web that answers as a test says."""

import fakeredis

from fovea.artists.records import Artwork
from puller.artists.artworks.contract import ArtworkSite
from puller.politeness import Asker, Politeness
from puller.sources.sites import Site
from tests.unit.puller.sources.answering import Answering, AnsweringWeb, Asked


class ArtworkDesk:
    """Reads artworks of one site."""

    def __init__(self, site: ArtworkSite, answer: Answering) -> None:
        self.web = AnsweringWeb(answer)
        self._site = site

    @property
    def asked(self) -> list[Asked]:
        """All that was asked so far."""
        return self.web.asked

    def read(self, url: str) -> Artwork:
        """The artwork of an address."""
        address = self._site.understand(url)
        assert address is not None
        site: Site = next(one for one in self._site.sites if one.name == address.site)
        politeness = Politeness(fakeredis.FakeRedis())
        return self._site.read(address, Asker(site, politeness, self.web, refusal=self._site.refusal))
