"""Batches of listings: posts with details and links, as pullers send them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine

from fovea.database import links, listings, post_details, posts
from fovea.database.engine import read, write
from fovea.database.links import Link
from fovea.database.post_details import Details
from fovea.messages import (
    AccountRecord,
    Batch,
    CheckedListing,
    LinkRecord,
    ListingName,
    PostDetails,
    PostRecord,
)
from ingester.arrivals import Arrival
from ingester.memory import Memories
from ingester.writing import write as write_batches
from tests.integration.ingester.arriving import NOON, arrive, batch

SOURCE = "danbooru"
UPLOADER = "7"


def begin_listing(engine: Engine, query: str = "cat") -> int:
    """Something whose posts are listed; its number."""
    checked = CheckedListing(source=SOURCE, listing=ListingName(kind="tags", query=query))
    with write(engine) as connection:
        return listings.put(connection, checked, now=NOON).id


def post(
    name: str, *urls: str | LinkRecord, tags: Sequence[str] = ("artist:ada", "cat"), **more: Any
) -> PostRecord:
    """A post with links, the addresses of pictures unless they are records."""
    records = [
        LinkRecord(url=one, position=place) if isinstance(one, str) else one for place, one in enumerate(urls)
    ]
    title = more.pop("title", f"Post {name}")
    fields: dict[str, Any] = {"rating": 1, "score": 3, "links": records, **more}
    details = PostDetails(**fields)
    return PostRecord(external_id=name, owner=UPLOADER, title=title, tags=list(tags), details=details)


def page(
    listed: Sequence[PostRecord], *, listing: int | str = 1, execution: int = 1, at: int = NOON, **more: Any
) -> Batch:
    """A page of a listing. Unless said otherwise it is all that its execution has."""
    fields: dict[str, Any] = {
        "source": SOURCE,
        "kind": "posts",
        "pulled_at": at,
        "accounts": [AccountRecord(external_id=UPLOADER, username="uploader")],
        **more,
    }
    return batch(listed, of=f"{listing}#0", execution=execution, **fields)


class Written:
    """An ingester of a test: what it remembers, and the links that it would send."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.memories = Memories(1_000)
        self.sent: list[int] = []

    def write(self, *batches: Batch | Arrival) -> list[int]:
        """Writes batches in one transaction; the links to be sent."""
        arrivals = [one if isinstance(one, Arrival) else arrive(one) for one in batches]
        fresh: list[int] = []
        write_batches(self.engine, arrivals, memories=self.memories, take_links=fresh.extend)
        self.sent += fresh
        return fresh

    def number(self, name: str) -> int:
        """The number of a post."""
        with read(self.engine) as connection:
            return posts.ids_of(connection, SOURCE, [name])[name]

    def details(self, name: str) -> Details:
        """The details of a post."""
        number = self.number(name)
        with read(self.engine) as connection:
            return post_details.get(connection, number)

    def links(self, name: str) -> list[Link]:
        """The links of a post, in their order."""
        number = self.number(name)
        with read(self.engine) as connection:
            return links.of_posts(connection, [number]).get(number, [])
