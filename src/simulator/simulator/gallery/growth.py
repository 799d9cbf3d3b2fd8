"""New posts on the sites of the gallery while the simulator runs: off unless the settings give a rate."""

import random
import threading

import structlog

from simulator.gallery import Gallery
from simulator.gallery.sites import SITES

logger = structlog.get_logger()


class GalleryGrowth(threading.Thread):
    """Puts up a new work now and then: on one site first, and soon on others."""

    def __init__(self, gallery: Gallery, *, posts_per_minute: float, seed: int) -> None:
        super().__init__(name="gallery-growth", daemon=True)
        self._gallery, self._pause = gallery, 60.0 / posts_per_minute
        self._random = random.Random(seed)
        self._stopping = threading.Event()
        self._latest: list[tuple[str, int]] = []

    def run(self) -> None:
        """Put up posts until stopped."""
        while not self._stopping.wait(self._pause):
            self.step()

    def stop(self) -> None:
        """Let the thread end."""
        self._stopping.set()

    def step(self) -> tuple[str, int]:
        """One post; gives the site and the number."""
        site = self._random.choices(SITES, weights=[one.share for one in SITES])[0].name
        shelf = self._gallery.shelf(site)
        elsewhere = [
            work
            for name, work in self._latest
            if name != site and shelf.find(work) is None and shelf.would_take(work)
        ]
        works = [self._random.choice(elsewhere)] if elsewhere and self._random.random() < 0.5 else None
        number = self._gallery.publish(site, works=works)[0]
        post = shelf.post(number)
        if post is not None:
            self._latest = [*self._latest[-19:], (site, post.work.number)]
        logger.info("gallery_post_published", site=site, number=number)
        return site, number
