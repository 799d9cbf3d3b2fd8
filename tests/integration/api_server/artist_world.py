"""A small world of artists for tests of their searches: pages, listings, posts and pictures, and pullers that
are played by it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, update

from api_server.artists import advancing, service
from api_server.artists.whole import Whole
from api_server.context import Context
from api_server.settings import ApiServerSettings
from fovea import clock
from fovea.artists.listings import listing_text
from fovea.artists.records import Artwork, ImageLink, Profile, Unread
from fovea.database import accounts, artist_searches, post_images, posts, runs
from fovea.database.artist_tables import artist_searches as searches_table
from fovea.database.engine import in_transaction, read
from fovea.database.post_images import Showing
from fovea.decoding import Decoder, Wanted
from fovea.messages import AccountRecord, CheckedListing, ListingName, PageRead, PostRecord, PullJob
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.listing_world import Pullers
from tests.integration.api_server.pictures import wait_for_the_index
from tests.integration.fetching.conftest import Server, response
from tests.unit.artists.worlds import address, gallery_piece, profile
from tests.unit.fingerprints.pictures import encoded, scene

ARTWORK = "https://www.deviantart.com/finch/art/Sunrise-1234"
GALLERY = "https://www.deviantart.com/finch"
BLUESKY = "https://bsky.app/profile/finch.bsky.social"
MASTODON = "https://mastodon.art/@finch"
TUMBLR = "https://finch.tumblr.com/"
LATE = "unavailable"

Refusal = dict[str, Any]


@dataclass
class ArtistWorld:
    """Whoever is asked for something that it does not hold finds nothing."""

    context: Context
    library: LibraryWorld
    decoder: Decoder
    server: Server
    pages: dict[str, Artwork | Profile | tuple[Profile, ...] | Unread] = field(default_factory=dict)
    listings: dict[str, CheckedListing | Refusal] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)  # of listings, by query
    posts: dict[str, list[int]] = field(default_factory=dict)  # by query
    images: dict[int, int] = field(default_factory=dict)  # by seed
    urls: dict[int, str] = field(default_factory=dict)  # of posts
    asked: list[PullJob] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    twice: bool = False  # every answer comes twice

    def __post_init__(self) -> None:
        self.pullers = Pullers(self.context)

    def picture(self, seed: int, *, small: bool = False) -> bytes:
        return encoded(scene(seed, size=(320, 240) if small else (640, 480)), quality=92)

    def artwork(self, url: str = ARTWORK, *, seed: int = 1, about: str = "", **more: Any) -> None:
        """An artwork in a gallery of artists, whose artist tells of accounts."""
        link = self.server.says(f"/{seed}.jpg", response(self.picture(seed)))
        links = more.pop("images", (ImageLink(url=link),))
        piece = gallery_piece(url, more.pop("by", GALLERY), **{"title": "Sunrise", **more})
        self.pages[url] = msgspec.structs.replace(piece, images=links)
        if about:
            self.person(GALLERY, about)

    def person(self, url: str, text: str = "", **more: Any) -> None:
        self.pages[url] = profile(url, text, **more)

    def account(self, url: str, *seeds: int, source: str, query: str, name: str | None = None) -> list[int]:
        """An account whose posts can be listed, one with the picture of each seed; their numbers."""
        account = address(url)
        listing = ListingName(kind="account", query=query, title=name or query, url=url)
        text = listing_text(account)
        assert text is not None
        self.listings[text] = CheckedListing(source=source, listing=listing)
        made = [self.post(url, seed, source=source, number=place) for place, seed in enumerate(seeds)]
        self.posts[query] = made
        return made

    def post(self, url: str, *seeds: int, source: str, number: int = 0, at: int | None = None) -> int:
        """A post that shows pictures."""
        external_id = f"{url} {number} {seeds}"[-60:]
        page = f"{url.rstrip('/')}/post/{'abcdefghijk'[number % 11]}{number}{len(self.posts)}{seeds[0]}"
        record = PostRecord(
            external_id=external_id,
            owner=url[-60:],
            title="A post",
            url=page,
            posted_at=at or clock.now() - number * clock.MINUTE,
        )

        def write(connection: Connection) -> int:
            owners = accounts.upsert_many(
                connection, source, [AccountRecord(external_id=url[-60:])], at=clock.now()
            )
            made = posts.upsert_many(connection, source, [posts.told(record)], owners=owners)
            return made[external_id]

        post_id = in_transaction(self.context.engine, write)
        self.urls[post_id] = page
        self.pages[page] = Artwork(site=source, external_id=str(post_id), url=page, own=False)
        for place, seed in enumerate(seeds):
            self.show(post_id, seed, place)
        return post_id

    def show(self, post_id: int, seed: int, place: int = 0) -> None:
        """Have a post show a picture, which others may show, too."""
        if seed not in self.images:
            body = self.picture(seed)
            looked = self.decoder.look(body, Wanted(thumbnails=(256, 512)))
            self.images[seed] = self.library.image(posts=[], body=body, looked=looked)
        showing = Showing(post_id, self.images[seed], place)
        self.library.write(lambda connection: post_images.add(connection, [showing]))

    def wait_for_the_index(self) -> None:
        wait_for_the_index(self.context, size=len(self.images))

    def begin(self, url: str = ARTWORK, **told: Any) -> str:
        if not told.keys() & {"picture", "image_url", "account"}:
            told["url"] = url
        return service.begin(self.context, **told).public_id

    def found(self, public_id: str) -> Whole:
        whole = service.whole(self.context, public_id)
        assert whole is not None
        return whole

    def search(self, url: str = ARTWORK, **told: Any) -> Whole:
        """A search from its beginning to its end."""
        return self.finished(self.begin(url, **told))

    def finished(self, public_id: str) -> Whole:
        for _ in range(60):
            if self.found(public_id).search.ended:
                return self.found(public_id)
            self.turn()
        raise AssertionError(f"the search stays as it is: {self.found(public_id)}")

    def turn(self) -> list[PullJob]:
        """Answer all that is asked, in any order, and let what is due go on."""
        jobs = self.pullers.jobs()
        self.chance.shuffle(jobs)
        for job in jobs:
            for _ in range(2 if self.twice else 1):
                self.answer(job)
        self.asked += jobs
        self.advance()
        return jobs

    def advance(self) -> None:
        """As the scheduler does, as if the moment had come."""

        def wake(connection: Connection) -> None:
            connection.execute(update(searches_table).values(next_at=0))

        in_transaction(self.context.engine, wake)
        advancing.advance_due(self.context, limit=50)

    def hurry(self, public_id: str, seconds: int = 10_000) -> None:
        """As if a search had begun, and come to its stage, so long ago."""

        def put_back(connection: Connection) -> None:
            back = seconds * clock.SECOND
            at = searches_table.c
            values = {"created_at": at.created_at - back, "stage_at": at.stage_at - back}
            connection.execute(update(searches_table).where(at.public_id == public_id).values(values))

        in_transaction(self.context.engine, put_back)

    def answer(self, job: PullJob) -> None:
        if job.kind == "page":
            assert job.page is not None
            self._answer_page(job)
        elif job.kind == "check":
            known = self.listings.get(job.text or "", {"outcome": "gone", "code": "account_not_found"})
            self.pullers.answer(job, **(known if isinstance(known, dict) else {"checked": known}))
        else:
            assert job.listing is not None
            query = job.listing.query
            if query in self.refused:
                self.pullers.answer(job, **self.refused[query])
                return
            self.pullers.note_posts(job, self.posts[query])
            self.pullers.answer(job, posts=len(self.posts[query]), newest=len(self.posts[query]))

    def _answer_page(self, job: PullJob) -> None:
        page = job.page
        assert page is not None
        usual: Any = (
            () if page.kind == "entry" else Unread(url=page.url, code="not_found", reason="None here")
        )
        told = usual if page.kind == "entry" else self.pages.get(page.url, usual)
        if told == LATE:
            self.pullers.answer(job, outcome="unavailable", code="source_unavailable", reason="Nobody there")
            return
        fields = {Artwork: "artwork", Profile: "profile", tuple: "profiles", Unread: "unread"}
        self.pullers.answer(job, page_read=PageRead(**{fields[type(told)]: told}))

    def stage(self, public_id: str) -> str:
        with read(self.context.engine) as connection:
            search = artist_searches.by_public_id(connection, public_id)
        assert search is not None
        return search.stage

    def run_state(self, public_id: str) -> str:
        with read(self.context.engine) as connection:
            search = artist_searches.by_public_id(connection, public_id)
            assert search is not None
            run = runs.get(connection, search.run_id or 0)
        assert run is not None
        return str(run.state)


@pytest.fixture(scope="session")
def shared_decoder() -> Iterator[Decoder]:
    decoder = Decoder()
    yield decoder
    decoder.close()


@pytest.fixture
def settings(settings: ApiServerSettings, server: Server) -> ApiServerSettings:
    """Whoever reports carries searches on, and the test's own server may be reached."""
    return settings.model_copy(
        update={"artist_threads": 0, "fetch_allowed_hosts": server.authority, "fetch_retries": 0}
    )


@pytest.fixture
def artists(
    context: Context, library_world: LibraryWorld, shared_decoder: Decoder, server: Server
) -> ArtistWorld:
    context.__dict__["decoder"] = shared_decoder
    return ArtistWorld(context, library_world, shared_decoder, server)
