"""Crawls: from keywords to pictures that engines find, sorted by whether they show writing."""

from datetime import datetime

import msgspec

from fovea_client.records.base import Record
from fovea_client.records.images import LibraryImage
from fovea_client.records.posts import Account

ACTIVE = "active"


class CrawlEngine(Record, frozen=True, kw_only=True):
    """A site that can be searched for pictures. `takes`: words or tags. `most`: a search never gives more.
    `licences`: whether it tells on what terms a picture may be used. `usable`: whether it can be asked; one
    that is `keyed` wants the settings `key_names`, and `key` says whether they are there.
    """

    name: str
    title: str
    takes: str
    page_size: int
    keyed: bool
    auth: str
    key: str
    usable: bool
    documentation: str
    most: int | None = None
    licences: bool = False
    key_names: tuple[str, ...] = ()
    paused_until: datetime | None = None
    reason: str | None = None
    simulated: bool = False


class CrawlFilters(Record, frozen=True, kw_only=True):
    """Which pictures are wanted: sides in pixels; `licensed`: only those whose licence the engine tells."""

    least_width: int = 0
    least_height: int = 0
    licensed: bool = False


class CrawlProgress(Record, frozen=True, kw_only=True):
    """Results by what became of them. `pictures` show one; `different` are those that no earlier result
    shows, beside duplicates of the same bytes and of nearly the same look.
    """

    listed: int = 0
    pending: int = 0
    pictures: int = 0
    different: int = 0
    duplicates_bytes: int = 0
    duplicates_looks: int = 0
    dead: int = 0
    not_pictures: int = 0
    filtered: int = 0
    removed: int = 0
    cancelled: int = 0


class CrawlClasses(Record, frozen=True, kw_only=True):
    """Different pictures by whether they show writing. Those `unsure` are among the others, but for those of
    which nothing could be told; nobody has looked yet at those `pending`.
    """

    text: int = 0
    nontext: int = 0
    unsure: int = 0
    pending: int = 0


class CrawlSearch(Record, frozen=True, kw_only=True):
    """One engine asked for one keyword. `url`: the same search for people. `deferred_until`: enough was asked
    for now; it goes on by itself then.
    """

    engine: str
    keyword: str
    url: str
    state: str
    code: str | None = None
    reason: str | None = None
    deferred_until: datetime | None = None
    progress: CrawlProgress = CrawlProgress()


class CrawlFailure(Record, frozen=True, kw_only=True):
    """Why `count` results show no picture; `reason` is that of one of them."""

    state: str
    count: int
    code: str | None = None
    reason: str | None = None


class Crawl(Record, frozen=True, kw_only=True):
    """A crawl, and how far it is. `owner` is None for the operator's."""

    id: int
    state: str
    keywords: tuple[str, ...]
    engines: tuple[str, ...]
    limit: int
    created_at: datetime
    run_id: int | None = None
    owner: Account | None = None
    limit_in_all: int | None = None
    filters: CrawlFilters = CrawlFilters()
    again_of: int | None = None
    finished_at: datetime | None = None
    progress: CrawlProgress = CrawlProgress()
    classes: CrawlClasses = CrawlClasses()

    @property
    def under_way(self) -> bool:
        """Whether it goes on by itself: neither ended nor paused."""
        return self.state == ACTIVE


class WholeCrawl(Crawl, frozen=True, kw_only=True):
    """A crawl with its searches, and why results show no picture."""

    searches: tuple[CrawlSearch, ...] = ()
    failures: tuple[CrawlFailure, ...] = ()


class CrawlImage(Record, frozen=True, kw_only=True):
    """A picture that a crawl has found. `shows` is text, nontext, unsure (nothing could be told) or pending;
    not `sure`: a person should look. `label` is what a person said, `score` how likely a program holds
    writing. `duplicates`: how many other results show the same.
    """

    image: LibraryImage
    shows: str = msgspec.field(name="class")
    engine: str
    keyword: str
    page_url: str
    original_url: str
    title: str = ""
    sure: bool = False
    label: str | None = None
    score: float | None = None
    file_url: str | None = None
    licence: str | None = None
    licence_url: str | None = None
    creator: str | None = None
    duplicates: int = 0


class CrawlDuplicate(Record, frozen=True, kw_only=True):
    """A result that shows what an earlier one does: by bytes (the same file) or by looks."""

    image: LibraryImage
    alike_by: str
    engine: str
    keyword: str
    page_url: str
    original_url: str
    title: str = ""
