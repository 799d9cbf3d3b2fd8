"""A first scan of an artist's account with tens of thousands of posts, for a search that somebody began,
while any process is killed at any moment: every post is there exactly once, the search ends with the right
one, and who searches for an artist of a few posts meanwhile does not wait for the many.
"""

import random
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from sqlalchemy import Connection, Engine, func, select

from fovea.database import links as links_of_posts
from fovea.database import runs
from fovea.database.engine import connect, read
from fovea.database.library_tables import images, links, post_details, post_images
from fovea.database.listing_tables import listing_posts, listing_subscriptions, listings
from fovea.database.tables import posts, subscriptions
from fovea.database.tables import runs as runs_table
from fovea.settings import DatabaseSettings
from simulator.gallery import prolific
from simulator.gallery.addresses import tid
from simulator.social.bluesky.telling import did_of
from tests.harness.processes import wait_until
from tests.harness.stack import IMAGES, KILLABLE, Stack, running_stack
from tests.integration.system.test_killed_processes import let_the_others_work

# How many posts the account has that is read while processes are killed, and how many times ten calls a
# second are allowed: at 100 posts a call, reading takes fifteen seconds and more on any machine.
SIZES = [("sqlite", 50_000, 3), ("mariadb", 15_000, 1)]
# The posts of who is searched for meanwhile, and of who is searched for afterwards and is not to wait.
SOME, FEW = 200, 60
# So many pictures of the many may come before the few are read, looked at, compared and told: usually a
# thousand do, on a machine that has much else to do some more.
HEAD_START = 10_000
KILLS = 14
SETTINGS = {
    "FOVEA_SIMULATOR_USERS": "20",
    "FOVEA_SIMULATOR_GALLERY_WORKS": "400",
    "FOVEA_SIMULATOR_GALLERY_DIGESTS": "false",
    "FOVEA_SIMULATOR_SOURCE_LIMITS": "false",
    "FOVEA_IMAGE_HOST_REQUESTS_PER_SECOND": "5000",
    "FOVEA_PULLER_THREADS": "4",
    "FOVEA_ITEM_DEADLINE_SECONDS": "15",
    "FOVEA_ITEM_STORING_SECONDS": "15",
}
# Whoever waits for so many pictures waits long; with this, nobody does.
IMPATIENT = {"FOVEA_ARTIST_SEARCH_LIMIT_SECONDS": "1"}
_AWAY = (requests.ConnectionError, requests.Timeout, requests.HTTPError)


@dataclass(frozen=True)
class Artist:
    """An artist with so many posts, as the simulator tells of them."""

    size: int
    artworks: list[str]
    same: list[dict[str, str]]

    @property
    def handle(self) -> str:
        return f"prolific{self.size}.bsky.social"

    def posts(self) -> set[str]:
        """All posts of the account, as its source calls them."""
        account = prolific.named(f"prolific{self.size}")
        assert account is not None
        did = did_of(account)
        return {f"{did}/{tid(prolific.number_of(self.size, place))}" for place in range(self.size)}


@dataclass(frozen=True)
class Searches:
    """Artist searches in a running system, and what is stored of the accounts that they read."""

    stack: Stack
    engine: Engine

    def artist(self, size: int) -> Artist:
        url = f"{self.stack.simulator_url}/_simulator/artists/prolific/{size}"
        told = requests.get(url, timeout=30).json()
        return Artist(size, told["artworks"], told["same"])

    def begin(self, url: str) -> str:
        """A search for who made an artwork; its identifier."""
        found: list[str] = []

        def begun() -> bool:
            try:
                found.append(str(self.stack.post("/api/artist-searches", {"url": url})["id"]))
            except _AWAY:
                return False
            return True

        wait_until(begun, timeout_seconds=60, pause_seconds=0.3, what="the API server to take a search")
        return found[0]

    def ended(self, identifier: str) -> Any:
        """A search that has ended; None for one that has not, and while the API server is away."""
        try:
            told = self.stack.get(f"/api/artist-searches/{identifier}")
        except _AWAY:
            return None
        return told if told["state"] in {"done", "failed"} else None

    def wait_for(self, identifier: str, *, timeout_seconds: float) -> Any:
        """A search when it has ended."""
        wait_until(
            lambda: self.ended(identifier) is not None,
            timeout_seconds=timeout_seconds,
            pause_seconds=0.5,
            what="an artist search to end",
        )
        return self.ended(identifier)

    def posts_of(self, artist: Artist) -> int:
        """How many posts of an account are stored so far."""
        with read(self.engine) as connection:
            number = listing_of(connection, artist)
            counted = select(func.count()).where(listing_posts.c.listing_id == number)
            return (connection.scalar(counted) or 0) if number is not None else 0

    def pictures_of(self, artist: Artist) -> int:
        """How many pictures of an account are in the library so far."""
        with read(self.engine) as connection:
            return pictures_of(connection, artist)

    def has_read_all_of(self, artist: Artist) -> bool:
        """Whether no run of the account's listing is under way, and everything was read."""
        with read(self.engine) as connection:
            number = listing_of(connection, artist)
            back_fill = select(
                listing_subscriptions.c.back_fill_since, listing_subscriptions.c.back_fill_wanted
            ).where(listing_subscriptions.c.listing_id == number)
            row = connection.execute(back_fill).one_or_none()
        return row is not None and row.back_fill_since is not None and row.back_fill_wanted is None


def listing_of(connection: Connection, artist: Artist) -> int | None:
    """The number of the listing of an account."""
    of_account = listings.c.url.contains(artist.handle)
    return connection.scalar(select(listings.c.id).where(listings.c.source == "bluesky", of_account))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("database_dialect", "size", "rates_times"), SIZES)
@pytest.mark.usefixtures("database_dialect")
def test_whoever_is_killed_all_posts_of_an_artist_are_there_once_and_nobody_else_waits(
    size: int, rates_times: int, database_url: str, redis_url: str, aws_endpoint: str
) -> None:
    with running_stack(
        database_url=database_url,
        redis_url=redis_url,
        aws_endpoint=aws_endpoint,
        settings=SETTINGS | {"FOVEA_SIMULATED_RATES_TIMES": str(rates_times)},
        more=IMAGES,
    ) as stack:
        engine = connect(DatabaseSettings(database_url=database_url))
        searches = Searches(stack, engine)
        many, some, few = (searches.artist(posts) for posts in (size, SOME, FEW))
        of_many = searches.begin(many.artworks[-1])
        wait_until(
            lambda: searches.posts_of(many) >= 1_000,
            timeout_seconds=60,
            pause_seconds=0.2,
            what="the first posts of many",
        )
        of_some = searches.begin(some.artworks[-1])
        killed = kill_at_random(stack, searches, many, random.Random(1))
        wait_until(
            lambda: searches.has_read_all_of(many), timeout_seconds=300, what="all of the many to be read"
        )
        assert len(killed) >= 5, "all was read before much could be killed"
        assert_it_is_right(searches.wait_for(of_some, timeout_seconds=180), some)
        assert_the_few_do_not_wait_for_the_many(searches, few, many)
        with read(engine) as connection:
            for artist in (many, some, few):
                assert stored_posts(connection, artist) == artist.posts()
                assert_its_listing_is_well(connection, artist)
            for artist in (some, few):
                assert pictures_of(connection, artist) == artist.size
            assert_nothing_is_there_twice_or_half(connection, many.size + some.size + few.size)
        assert searches.ended(of_many) is None, "its pictures were looked at sooner than can be"
        stack.begin_anew(IMPATIENT)
        told = searches.wait_for(of_many, timeout_seconds=90)
        assert_it_is_right(told, many)
        assert told["note"]
        engine.dispose()


def assert_the_few_do_not_wait_for_the_many(searches: Searches, few: Artist, many: Artist) -> None:
    """All of a small account is read, looked at and compared while hardly more of a large one is."""
    before = searches.pictures_of(many)
    told = searches.wait_for(searches.begin(few.artworks[-1]), timeout_seconds=180)
    came_meanwhile = searches.pictures_of(many) - before
    assert_it_is_right(told, few)
    assert came_meanwhile < HEAD_START


def kill_at_random(stack: Stack, searches: Searches, many: Artist, chance: random.Random) -> list[str]:
    """Kill a service drawn by lot, start it again, wait a little; until there were enough or all is read."""
    killed: list[str] = []
    while len(killed) < KILLS and not searches.has_read_all_of(many):
        name = chance.choice((*KILLABLE, *IMAGES))
        stack.kill(name)
        killed.append(name)
        stack.start(name)
        let_the_others_work(stack, chance.uniform(0.3, 2.0))
    return killed


def assert_it_is_right(told: Any, artist: Artist) -> None:
    """A search for the newest artwork of an artist has found the post of the same picture."""
    assert told["state"] == "done", told["error"]
    assert told["first_scan"] is True
    found, right = told["results"][0], artist.same[-1]["bluesky"]
    assert found["post"]["source"] == "bluesky"
    assert found["post"]["url"].rpartition("/")[2] == right.rpartition("/")[2]
    assert found["account"] == f"bluesky:{artist.handle}"
    assert found["similarity"] in {"same_file", "same_picture"}


def stored_posts(connection: Connection, artist: Artist) -> set[str]:
    """The posts of an account's listing, as the source calls them."""
    found = list(
        connection.scalars(
            select(posts.c.external_id)
            .join(listing_posts, listing_posts.c.post_id == posts.c.id)
            .where(listing_posts.c.listing_id == listing_of(connection, artist))
        )
    )
    assert len(found) == len(set(found))
    return set(found)


def pictures_of(connection: Connection, artist: Artist) -> int:
    """How many different pictures of an account are in the library."""
    return (
        connection.scalar(
            select(func.count(post_images.c.image_id.distinct()))
            .join(listing_posts, listing_posts.c.post_id == post_images.c.post_id)
            .join(images, images.c.id == post_images.c.image_id)
            .where(listing_posts.c.listing_id == listing_of(connection, artist))
        )
        or 0
    )


def assert_its_listing_is_well(connection: Connection, artist: Artist) -> None:
    """Everything was read once and for all, for artist searches, and by runs that have ended."""
    number = listing_of(connection, artist)
    row = connection.execute(
        select(listing_subscriptions, subscriptions.c.state, subscriptions.c.last_run_id)
        .join(subscriptions, subscriptions.c.id == listing_subscriptions.c.subscription_id)
        .where(listing_subscriptions.c.listing_id == number)
    ).one()
    assert (row.purpose, row.state, row.code, row.failed_runs) == ("artist", "active", None, 0)
    assert (row.back_fill_wanted, row.back_fill_cursor) == (None, None)
    assert row.back_fill_since == 0
    assert row.mark is not None
    state = select(runs_table.c.state).where(runs_table.c.id == row.last_run_id)
    assert connection.scalar(state) == runs.DONE


def assert_nothing_is_there_twice_or_half(connection: Connection, posts_in_all: int) -> None:
    """Each post once, with its details and one link to its picture, which waits, is on its way or has brought
    it.
    """
    counted = [
        connection.scalar(select(func.count()).select_from(table))
        for table in (posts, post_details, listing_posts)
    ]
    assert counted == [posts_in_all] * 3
    rows = connection.execute(select(links.c.state, func.count()).group_by(links.c.state))
    states: dict[str, int] = {row[0]: row[1] for row in rows}
    assert sum(states.values()) == posts_in_all
    assert set(states) <= {links_of_posts.WAITING, links_of_posts.SENT, links_of_posts.DONE}
    with_pictures = connection.scalar(select(func.count(post_images.c.post_id.distinct())))
    assert with_pictures == states.get(links_of_posts.DONE, 0)
