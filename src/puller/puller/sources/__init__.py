"""The sources that pullers know, one file each.

A source has a `name` (the `source` of a pull job), the `kinds` of items that it can pull, and `pull(job)`,
which gives the item page by page (see `contract`). To add one: write its file, and name it in `every_source`.
"""

import threading

from fovea.flickr.calls import CallBudget
from puller.settings import PullerSettings
from puller.sources.contract import Page, Pull, Source
from puller.sources.flickr import FlickrSource

__all__ = ["Page", "Pull", "Source", "every_source"]


def every_source(settings: PullerSettings, *, budget: CallBudget) -> dict[str, Source]:
    """All sources by name. Together they have at most `puller_threads` calls under way at once."""
    gate = threading.BoundedSemaphore(settings.puller_threads)
    sources: list[Source] = [FlickrSource(settings, budget, gate=gate)]
    return {source.name: source for source in sources}
