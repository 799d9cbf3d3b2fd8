"""Ten listings of ten sources are back-filled while any process is killed at any moment: every post is there
exactly once, none is missing, and the marks are right.
"""

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Connection, exists, func, select

from fovea.database.engine import connect, read
from fovea.database.library_tables import links, post_details
from fovea.database.listing_tables import listing_posts, listings
from fovea.database.tables import accounts, posts
from fovea.settings import DatabaseSettings
from simulator.gallery import Gallery, Where
from tests.harness.processes import wait_until
from tests.harness.stack import KILLABLE, Stack, running_stack
from tests.integration.simulator.social import truth
from tests.integration.system.editor import Editor
from tests.integration.system.test_killed_processes import let_the_others_work

WORKS = 14_000
ENDS_AT = 1_790_000_000
KILLS = 12
SETTINGS = {
    "FOVEA_SIMULATOR_USERS": "20",
    "FOVEA_SIMULATOR_GALLERY_WORKS": str(WORKS),
    "FOVEA_SIMULATOR_GALLERY_ENDS_AT": str(ENDS_AT),
    "FOVEA_SIMULATOR_GALLERY_DIGESTS": "false",
    "FOVEA_SIMULATOR_SOURCE_LIMITS": "false",
    "FOVEA_SIMULATED_RATES_TIMES": "50",
    "FOVEA_PULLER_THREADS": "4",
    "FOVEA_ITEM_DEADLINE_SECONDS": "15",
    "FOVEA_ITEM_STORING_SECONDS": "15",
}


@dataclass(frozen=True)
class Wanted:
    """What is subscribed to, and which posts of the gallery that is."""

    text: str
    site: str
    where: dict[str, Any] = field(default_factory=lambda: {"tags": ("landscape",)})

    def posts(self, gallery: Gallery) -> Collection[str]:
        """The posts' ids, as the source tells them."""
        found = truth.every(gallery, self.site, Where(**self.where))
        by_site = {"reddit": truth.reddit_posts, "tumblr": truth.tumblr_posts, "imgur": truth.imgur_items}
        return set(
            by_site[self.site](found) if self.site in by_site else {str(post.number) for post in found}
        )


BOARDS = ("danbooru", "gelbooru", "safebooru", "tbib", "yandere", "e621", "derpibooru", "konachan")
LISTINGS = (
    *(Wanted(f"{name}: landscape", name) for name in BOARDS),
    Wanted("r/EarthPorn", "reddit", {"community": "EarthPorn"}),
    Wanted("https://imgur.com/t/sunset", "imgur", {"tags": ("sunset",)}),
)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_whoever_is_killed_every_post_of_ten_listings_is_there_once(
    database_url: str, redis_url: str, aws_endpoint: str
) -> None:
    gallery = Gallery(seed=1, works=WORKS, folder=None, ends_at=ENDS_AT, digests_told=False)
    expected = {wanted.text: wanted.posts(gallery) for wanted in LISTINGS}
    assert sum(map(len, expected.values())) >= 20_000
    with running_stack(
        database_url=database_url, redis_url=redis_url, aws_endpoint=aws_endpoint, settings=SETTINGS
    ) as stack:
        editor = Editor(stack)
        checks = {wanted.text: editor.check(wanted.text) for wanted in LISTINGS}
        subscribed = {text: editor.subscribe(editor.checked(run_id)) for text, run_id in checks.items()}
        killed = kill_at_random(stack, editor, random.Random(1))
        wait_until(
            editor.has_read_all, timeout_seconds=240, pause_seconds=0.5, what="all listings to be read"
        )
        assert len(killed) >= 5, "the listings were read before much could be killed"
        found = editor.subscriptions()
        engine = connect(DatabaseSettings(database_url=database_url))
        with read(engine) as connection:
            for text, subscription in subscribed.items():
                assert (
                    stored_posts(connection, subscription["query"], subscription["source"]) == expected[text]
                )
            assert_nothing_is_there_twice_or_half(connection, sum(map(len, expected.values())))
        engine.dispose()
        for text, subscription in subscribed.items():
            now = found[subscription["id"]]
            assert now["posts"] == len(expected[text])
            assert now["state"] == "active"
            assert now["state_reason"] is None
            assert now["back_fill_since"] is not None
            if now["source"] in BOARDS:
                assert int(now["mark"]) == max(map(int, expected[text]))


def kill_at_random(stack: Stack, editor: Editor, chance: random.Random) -> list[str]:
    """Kill a service drawn by lot, start it again, wait a little; until there were enough or all is read."""
    killed: list[str] = []
    while len(killed) < KILLS and not editor.has_read_all():
        name = chance.choice(KILLABLE)
        stack.kill(name)
        killed.append(name)
        stack.start(name)
        let_the_others_work(stack, chance.uniform(0.3, 1.5))
    return killed


def stored_posts(connection: Connection, query: str, source: str) -> set[str]:
    """The posts of a listing, as the source calls them."""
    statement = (
        select(posts.c.external_id)
        .join(listing_posts, listing_posts.c.post_id == posts.c.id)
        .join(listings, listings.c.id == listing_posts.c.listing_id)
        .where(listings.c.query == query, listings.c.source == source)
    )
    found = list(connection.scalars(statement))
    assert len(found) == len(set(found))
    return set(found)


def assert_nothing_is_there_twice_or_half(connection: Connection, posts_in_all: int) -> None:
    """Each post once, with its details and a link to its picture."""
    counted = [
        connection.scalar(select(func.count()).select_from(table))
        for table in (posts, post_details, listing_posts)
    ]
    assert counted == [posts_in_all] * 3
    linkless = (
        select(accounts.c.source, func.count())
        .select_from(posts.join(accounts, accounts.c.id == posts.c.owner_id))
        .where(~exists().where(links.c.post_id == posts.c.id))
        .group_by(accounts.c.source)
    )
    # Some of Reddit's are words alone, and Danbooru hides the files of some.
    without = {row[0]: row[1] for row in connection.execute(linkless)}
    assert set(without) <= {"reddit", "danbooru"}
    assert sum(without.values()) < posts_in_all / 100
