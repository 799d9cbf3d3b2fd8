"""Flickr's listings, read by the client that Fovea has for it: every photo exactly once."""

from collections.abc import Iterator
from typing import Any

import pytest

from fovea.messages import ListingName, PullJob
from puller.settings import PullerSettings
from puller.sources import every_source
from puller.sources.contract import Page, Source
from simulator.directory import Directory
from simulator.settings import DEMO_API_KEY, DEMO_API_SECRET
from simulator.world import generate
from tests.integration.simulator.simulated import ADA, GONE
from tests.integration.simulator.social.society import Society
from tests.unit.puller.conftest import OpenBudget

pytestmark = pytest.mark.usefixtures("society")


@pytest.fixture(scope="module")
def flickr(society: Society) -> Source:
    settings = PullerSettings(
        flickr_base_url=society.url, flickr_api_key=DEMO_API_KEY, flickr_api_secret=DEMO_API_SECRET
    )
    return every_source(settings, budget=OpenBudget())["flickr"]


@pytest.fixture(scope="module")
def directory() -> Directory:
    """The same world as the simulator's."""
    return Directory(generate(seed=1, users=20))


def pages(flickr: Source, **job: Any) -> Iterator[Page]:
    usual: dict[str, Any] = {
        "run_id": 1,
        "item_id": 2,
        "key": "test",
        "source": "flickr",
        "external_id": "3",
        "max_pages": 100,
    }
    return flickr.pull(PullJob(**(usual | job))).pages()


def ids(flickr: Source, kind: str, query: str) -> list[str]:
    listing = ListingName(kind=kind, query=query)
    return [post.external_id for page in pages(flickr, kind="posts", listing=listing) for post in page.posts]


def numbers(directory: Directory, photos: Any) -> list[str]:
    """The ids of photos whose owners are there."""
    gone = directory.account_of_nsid(GONE)
    world = directory.world
    return [str(world.photo_id[photo]) for photo in photos.tolist() if world.photo_owner[photo] != gone]


def test_somebodys_photos(flickr: Source, directory: Directory) -> None:
    account = directory.account_of_nsid(ADA)
    assert account is not None
    assert ids(flickr, "account", ADA) == numbers(directory, directory.photos_of(account))


@pytest.mark.parametrize("query", ["mountains", "mountains,mist"])
def test_tags(flickr: Source, directory: Directory, query: str) -> None:
    wanted = numbers(directory, directory.index.tagged(query.split(","), every=True))
    assert len(wanted) > 10
    assert ids(flickr, "tags", query) == wanted


def test_words(flickr: Source, directory: Directory) -> None:
    wanted = numbers(directory, directory.index.with_words("morning mist"))
    assert wanted
    assert ids(flickr, "tags", "text:morning mist") == wanted


def test_the_pool_of_a_group(flickr: Source, directory: Directory) -> None:
    group = directory.world.groups[0]
    wanted = numbers(directory, group.photos)
    assert sorted(ids(flickr, "group", group.nsid)) == sorted(wanted)
    checked = next(pages(flickr, kind="check", text=f"https://www.flickr.com/groups/{group.alias}/")).checked
    assert checked is not None
    assert (checked.listing.query, checked.posts) == (group.nsid, len(wanted))


def test_what_was_interesting_day_by_day(flickr: Source) -> None:
    listing = ListingName(kind="interesting", query="explore")
    found = [
        post.external_id
        for page in pages(flickr, kind="posts", listing=listing, max_pages=30)
        for post in page.posts
    ]
    assert len(found) == len(set(found)) > 60
