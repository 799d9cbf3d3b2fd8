"""A library of a test: posts with links, an image ingester in this process, and looks at the result."""

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from fovea import clock, library
from fovea.cache import connect
from fovea.database import accounts, images, link_dispatch, links, posts
from fovea.database.engine import read, write
from fovea.database.images import Image
from fovea.database.library_tables import images as images_table
from fovea.database.links import Link, NewLink
from fovea.decoding import Decoder
from fovea.fetching import Fetcher, Gate
from fovea.messages import ImageJob, PostRecord
from fovea.queues import Received
from fovea.settings import FetchSettings
from fovea.storage import FolderStorage
from ingester.images.hosts import Hosts
from ingester.images.service import ImageIngester
from ingester.images.taking import Taking

NOON = 1_800_000_000_000


def job(link_ids: Sequence[int]) -> Received:
    """The message that asks for these links, as it is received."""
    return Received(
        queue="images",
        identifier="m",
        body="",
        handle="h",
        receive_count=1,
        sent_at=0,
        message=ImageJob(links=list(link_ids)),
    )


@dataclass
class Library:
    """A database, a folder for files, and who takes pictures in."""

    engine: Engine
    storage: FolderStorage
    folder: Path
    ingester: ImageIngester
    posts: int = field(default=0)

    def post(self, **told: Any) -> int:
        """A new post."""
        self.posts += 1
        fields = {"external_id": f"p{self.posts}", "owner": "ada@N00", "title": f"Post {self.posts}"}
        record = PostRecord(**{**fields, **told})
        with write(self.engine) as connection:
            owners = accounts.ensure(connection, "flickr", [record.owner])
            numbers = posts.upsert_many(connection, "flickr", [posts.told(record)], owners=owners)
        return numbers[record.external_id]

    def link(self, url: str, *, post_id: int | None = None, **more: Any) -> int:
        """A new link, of a new post unless it is told of which."""
        new = NewLink(post_id=post_id or self.post(), url=url, **more)
        with write(self.engine) as connection:
            return links.add(connection, [new], now=NOON).ids[0]

    def take_in(self, *link_ids: int) -> None:
        """Has links taken in as when they are due, ten to a job, all in one bulk."""
        with write(self.engine) as connection:
            link_dispatch.mark_sent(connection, link_ids, now=clock.now())
        self.ingester.handle([job(one.links) for one in library.jobs_of(link_ids)])

    def of(self, link_id: int) -> Link:
        """A link as it stands."""
        with read(self.engine) as connection:
            found = links.get(connection, link_id)
        assert found is not None
        return found

    def image_of(self, link_id: int) -> Image:
        """The image that a link led to."""
        number = self.of(link_id).image_id
        assert number is not None
        with read(self.engine) as connection:
            found = images.get(connection, number)
        assert found is not None
        return found

    def count(self) -> int:
        """How many images there are, whatever their state."""
        with read(self.engine) as connection:
            return connection.scalar(select(func.count()).select_from(images_table)) or 0

    def files(self) -> set[str]:
        """The keys of all files."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}


def files_of(image: Image, *, thumbnails: int = 1) -> set[str]:
    """The keys that an image should have."""
    widths = library.THUMBNAIL_WIDTHS[:thumbnails]
    return {library.thumbnail(image.sha256, width) for width in widths}


@contextlib.contextmanager
def library_of(
    engine: Engine,
    folder: Path,
    *,
    decoder: Decoder,
    redis_url: str,
    allowed: str = "",
    per_second: int = 1_000,
) -> Iterator[Library]:
    """A library with an image ingester that may reach the host `allowed`."""
    settings = FetchSettings(
        fetch_timeout_seconds=0.4, fetch_longest_seconds=0.6, fetch_retries=0, fetch_most_bytes=200_000
    )
    storage = FolderStorage(folder)
    with connect(redis_url) as cache, ThreadPoolExecutor(4) as pool:
        taking = Taking(
            engine,
            storage,
            fetcher=Fetcher(settings, gate=Gate([allowed])),
            decoder=decoder,
            hosts=Hosts(cache, per_second=per_second),
        )
        ingester = ImageIngester(engine=engine, storage=storage, taking=taking, pool=pool, most_attempts=3)
        yield Library(engine=engine, storage=storage, folder=folder, ingester=ingester)
