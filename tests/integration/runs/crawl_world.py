"""A world with search engines: pullers walk through their results as pullers do, ingesters are the real ones,
and image ingesters are played: at each address is a picture, something else, or nothing.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, Engine, select

from api_server.artists.advancer import Advancer
from api_server.context import Context
from api_server.crawls import advancing, starting
from api_server.runs.service import RunService, of
from api_server.runs.settings import RunSettings
from fovea import clock, messages
from fovea.database import (
    crawl_counts,
    crawl_listings,
    crawls,
    image_labels,
    images,
    link_dispatch,
    links,
    post_images,
    versions,
)
from fovea.database.crawl_counts import Progress
from fovea.database.crawl_listings import CrawlListing
from fovea.database.crawls import Crawl, Wish
from fovea.database.engine import in_transaction, read
from fovea.database.image_labels import Classification
from fovea.database.images import NewImage
from fovea.database.library_tables import links as links_table
from fovea.database.link_dispatch import Ended
from fovea.database.links import Link
from fovea.database.post_images import Showing
from fovea.errors import FoveaError
from fovea.fingerprints import ImageFingerprints
from fovea.messages import LinkRecord, PostDetails, PostRecord, PullJob
from fovea.sources.engines import engines, keyword_listing
from ingester import arrivals, writing
from ingester.memory import Memories
from puller.batches import Batches
from puller.responses import Responses
from puller.sources.walking import ListingPage, walk
from tests.integration.runs.world import ListQueues


@dataclass(frozen=True)
class Medium:
    """What is at an address: a picture of some bytes and a look, or why there is none."""

    content: str = ""
    phash: int = 0
    code: str | None = None
    text: bool | None = None
    score: float | None = None
    width: int = 640


@dataclass
class SearchEngine:
    """The results of an engine: addresses, in its order."""

    addresses: list[str]
    page_size: int
    licence: str | None = None
    trouble: dict[str | None, list[FoveaError]] = field(default_factory=dict)  # by cursor, said once each

    def read(self, cursor: str | None) -> ListingPage:
        """A page of results."""
        if self.trouble.get(cursor):
            raise self.trouble[cursor].pop(0)
        at = int(cursor or 0)
        following = at + self.page_size
        found = self.addresses[at:following]
        more = following < len(self.addresses)
        return ListingPage(
            posts=[self._post(url) for url in found], marks=[], cursor=str(following) if more else None
        )

    def _post(self, url: str) -> PostRecord:
        return PostRecord(
            external_id=hashlib.sha256(url.encode()).hexdigest()[:40],
            owner="example.org",
            title=f"title of {url}",
            url=f"{url}.html",
            details=PostDetails(links=[LinkRecord(url=url)], licence=self.licence),
        )


class CrawlWorld:
    """Crawls on a real database."""

    def __init__(self, engine: Engine, **settings: Any) -> None:
        self.engine = engine
        self.queues = ListQueues()
        self.engines: dict[str, SearchEngine] = {}
        self.media: dict[str, Medium] = {}
        self.fetched: list[str] = []
        self._memories = Memories(10_000)
        self._random = random.Random(7)
        self.context = cast(
            Context,
            SimpleNamespace(
                engine=engine,
                queues=self.queues,
                settings=RunSettings(**settings),
                crawl_advancer=Advancer(0),
            ),
        )

    @property
    def service(self) -> RunService:
        """The verbs about runs."""
        return of(self.context)

    def looks(self) -> int:
        """A perceptual hash that nothing else has nearly."""
        bits = self._random.sample(range(64), 32)
        return sum(1 << bit for bit in bits)

    def picture(self, url: str, **what: Any) -> Medium:
        """Put a picture at an address, of bytes of its own unless told."""
        self.media[url] = Medium(**{"content": url, "phash": self.looks(), **what})
        return self.media[url]

    def results(self, engine: str, addresses: Sequence[str], **what: Any) -> None:
        """Let an engine have these results, with pictures where nothing is said to be."""
        search = engines()[engine].search
        assert search is not None
        self.engines[engine] = SearchEngine(list(addresses), search.page_size, **what)
        for url in addresses:
            if url not in self.media:
                self.picture(url)

    def begin(self, *names: str, keywords: Sequence[str] = ("cat",), **wish: Any) -> int:
        """The number of a new crawl of the operator."""
        wanted = Wish(**{"keywords": tuple(keywords), "engines": names, "most_each": 1_000, **wish})
        searches = [(one, word, keyword_listing(one, word)) for word in keywords for one in names]

        def write(connection: Connection) -> int:
            return starting.begin(
                connection,
                wanted,
                searches,
                owner_id=None,
                again_of=None,
                most_unfinished=5,
                now=clock.now(),
            ).id

        return in_transaction(self.engine, write)

    def go_on(self, crawl_id: int) -> None:
        """Let a crawl go on, as the scheduler does."""
        advancing.go_on(self.context, crawl_id)

    def jobs(self) -> list[PullJob]:
        """Take all jobs from the pullers' queue."""
        queue = self.queues.queue("puller")
        taken, queue.sent = queue.sent, []
        return taken

    def pull(self, *jobs: PullJob, times: int = 1) -> None:
        """Have jobs carried out, and what comes of them stored and reported, each message so many times."""
        for job in jobs:
            response, batches = self._pulled(job)
            for _ in range(times):
                arrived = [cast(arrivals.Arrival, arrivals.decode(messages.encode(one))) for one in batches]
                if arrived:
                    self.service.record_receipts(
                        writing.write(self.engine, arrived, memories=self._memories, take_links=self._sent)
                    )
                self.service.record_puller_responses([response])

    def fetch(self, most: int = 1_000, times: int = 1) -> int:
        """Have links followed that are due; how many those were."""

        def sweep(connection: Connection) -> list[int]:
            return link_dispatch.sweep(
                connection, limit=most, now=clock.now(), most_attempts=5, most_sent=most
            ).links

        due = in_transaction(self.engine, sweep)
        with read(self.engine) as connection:
            found = list(links.get_many(connection, due).values())
        for _ in range(times):
            in_transaction(self.engine, lambda connection: self._follow(connection, found))
        self.fetched += [link.url for link in found]
        return len(found)

    def until_ended(self, crawl_id: int, *, times: int = 1, rounds: int = 200) -> Crawl:
        """Have all work done until the crawl has ended."""
        for _ in range(rounds):
            crawl = self.crawl(crawl_id)
            if crawl.ended:
                return crawl
            self.go_on(crawl_id)
            self.pull(*self.jobs(), times=times)
            self.fetch(most=37, times=times)
        raise AssertionError(f"the crawl did not end: {self.searches(crawl_id)}, {self.progress(crawl_id)}")

    def crawl(self, crawl_id: int) -> Crawl:
        """A crawl as it is."""
        with read(self.engine) as connection:
            found = crawls.get(connection, crawl_id)
        assert found is not None
        return found

    def searches(self, crawl_id: int) -> list[CrawlListing]:
        """What a crawl asks."""
        with read(self.engine) as connection:
            return crawl_listings.of_crawl(connection, crawl_id)

    def progress(self, crawl_id: int) -> Progress:
        """How far a crawl is."""
        with read(self.engine) as connection:
            return crawl_counts.together(crawl_counts.progress(connection, [crawl_id])[crawl_id].values())

    def link_states(self) -> dict[str, str]:
        """The state of each link, by address."""
        with read(self.engine) as connection:
            rows = connection.execute(select(links_table.c.url, links_table.c.state))
            return {row.url: row.state for row in rows}

    def _sent(self, numbers: list[int]) -> None:
        raise AssertionError(f"links of a crawl were sent by whoever stored them: {numbers}")

    def _pulled(self, job: PullJob) -> tuple[messages.PullResponse, list[messages.Batch]]:
        execution = messages.new_execution()
        responses = Responses(job, execution=execution)
        batches = Batches(job, execution=execution, pulled_at=clock.now())
        sent: list[messages.Batch] = []
        page = None
        try:
            for page in walk(job, self.engines[job.source].read):
                sent += batches.of(page)
        except FoveaError as error:
            return responses.failure(error, calls=1), sent
        return responses.success(batches=batches.count, calls=1, discovered={}, last=page)[-1], sent  # type: ignore[arg-type]

    def _follow(self, connection: Connection, found: Sequence[Link]) -> None:
        version = versions.next_version(connection)
        ended = []
        for link in found:
            medium = self.media[link.url]
            if medium.code is not None:
                ended.append(Ended(link.id, links.FAILED, code=medium.code, reason="so it is"))
                continue
            new = _image(medium)
            known = images.by_sha256(connection, [new.sha256])
            if known:
                number = known[new.sha256].id
            else:
                (number,) = images.insert(connection, [new], version=version, now=clock.now()).values()
                if medium.text is not None and medium.score is not None:
                    told = Classification(text=medium.text, score=medium.score, version="detector-1")
                    image_labels.classified(connection, {number: told}, version=version)
            post_images.add(connection, [Showing(link.post_id, number)])
            ended.append(Ended(link.id, links.DONE, image_id=number))
        link_dispatch.end(connection, ended, now=clock.now())


def _image(medium: Medium) -> NewImage:
    content = medium.content.encode()
    return NewImage(
        sha256=hashlib.sha256(content).digest(),
        md5=hashlib.md5(content, usedforsecurity=False).digest(),
        format="png",
        bytes=len(content),
        width=medium.width,
        height=480,
        frames=1,
        thumbhash=None,
        colors=None,
        kept=True,
        fingerprints=ImageFingerprints(
            phash=medium.phash, dhash=(1, 2, 3), histogram=(0,) * 12, pdq=bytes(32), pdq_quality=77
        ),
    )
