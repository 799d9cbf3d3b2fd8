"""What Fovea shows as examples of each site works in the simulated world, too, when somebody clicks on it."""

from collections.abc import Iterator
from typing import Any

import pytest

from fovea.messages import PullJob
from fovea.sources.catalogue import known_sources
from puller.settings import PullerSettings
from puller.sources import every_listing_source, every_source
from puller.sources.contract import Page
from puller.sources.flickr import FlickrSource
from puller.sources.sites import Listing, Understood
from puller.sources.understanding import understand
from simulator.settings import DEMO_API_KEY, DEMO_API_SECRET, DEMO_SOURCE_KEYS, SimulatorSettings
from tests.integration.simulator.social.society import Society, running
from tests.unit.puller.conftest import OpenBudget

EXAMPLES = [(site.name, form.example) for site in known_sources().values() for form in site.examples]


class World:
    """All sources, Flickr's among them, at a simulator such as people start."""

    def __init__(self, society: Society) -> None:
        settings = PullerSettings(
            flickr_base_url=society.url, flickr_api_key=DEMO_API_KEY, flickr_api_secret=DEMO_API_SECRET
        )
        flickr = every_source(settings, budget=OpenBudget())["flickr"]
        assert isinstance(flickr, FlickrSource)
        self._society, self._flickr = society, flickr
        self._sources = every_listing_source(DEMO_SOURCE_KEYS, flickr=flickr.listings)

    def understood(self, text: str) -> Understood:
        """What a text stands for."""
        return understand(text, self._sources)

    def pages(self, source: str, **fields: Any) -> list[Page]:
        """The pages of a job."""
        if source != "flickr":
            return self._society._pull(source, **fields)
        job = PullJob(run_id=1, item_id=2, key="test", source=source, external_id="3", **fields)
        return list(self._flickr.pull(job).pages())


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    usual = SimulatorSettings()
    # It ends today: the example of a week's best posts wants posts of this week.
    with running(
        source_limits=False, gallery_works=usual.gallery_works, gallery_ends_at=None, users=usual.users
    ) as society:
        yield World(society)


@pytest.mark.parametrize(("site", "example"), EXAMPLES)
def test_an_example_is_of_its_site_and_one_of_a_listing_has_posts(
    world: World, site: str, example: str
) -> None:
    understood = world.understood(example)
    if not isinstance(understood, Listing):
        return
    assert understood.source == site
    checked = world.pages(site, kind="check", text=example)[0].checked
    assert checked is not None
    listing = checked.listing
    posts = [
        post for page in world.pages(site, kind="posts", listing=listing, max_pages=1) for post in page.posts
    ]
    assert posts
    assert any(post.sizes or (post.details is not None and post.details.links) for post in posts)


def test_every_site_has_examples_of_listings(world: World) -> None:
    listed = {site for site, example in EXAMPLES if isinstance(world.understood(example), Listing)}
    assert listed == set(known_sources())
