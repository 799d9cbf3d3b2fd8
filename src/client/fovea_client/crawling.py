"""Crawls: having engines asked for pictures of keywords, sorting these, and taking them home."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from fovea_client.downloads import save_archive
from fovea_client.records import Crawl, CrawlDuplicate, CrawlEngine, CrawlFilters, CrawlImage, WholeCrawl
from fovea_client.records.base import Record
from fovea_client.transport import Request, Transport
from fovea_client.waiting import Patience, until_ended

PATH = "/api/crawls"
PAGE = 100
MOST_LABELS = 500  # at once
OnCrawl = Callable[[WholeCrawl], object]


class _Engines(Record, frozen=True, kw_only=True):
    engines: tuple[CrawlEngine, ...]


class _Crawls(Record, frozen=True, kw_only=True):
    crawls: tuple[Crawl, ...]
    next_cursor: str | None = None


class _Images(Record, frozen=True, kw_only=True):
    images: tuple[CrawlImage, ...]
    next_cursor: str | None = None


class _Duplicates(Record, frozen=True, kw_only=True):
    duplicates: tuple[CrawlDuplicate, ...]


class Crawling:
    """Crawls. They belong to whoever begins them: log in, or give a key with the scope library:write."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def engines(self) -> tuple[CrawlEngine, ...]:
        """All sites that can be searched; only those that are `usable` can be asked."""
        return self._transport.get("/api/crawl-engines", _Engines).engines

    def begin(
        self,
        keywords: str | Sequence[str],
        engines: str | Sequence[str],
        *,
        limit: int = 100,
        limit_in_all: int | None = None,
        filters: CrawlFilters | None = None,
    ) -> WholeCrawl:
        """Begin a crawl. `limit`: results of each engine for each keyword; `limit_in_all`: of all together.
        Raises InvalidRequest (unknown engines, keys that are missing), TooManyRequests (too_many_crawls),
        NotAllowed.
        """
        wanted = filters or CrawlFilters()
        body = {
            "keywords": _several(keywords),
            "engines": _several(engines),
            "limit": limit,
            "limit_in_all": limit_in_all,
            "filters": {
                "least_width": wanted.least_width,
                "least_height": wanted.least_height,
                "licensed": wanted.licensed,
            },
        }
        return self._transport.post(PATH, body, WholeCrawl)

    def all(self, *, state: str | None = None, everybodys: bool = False) -> Iterator[Crawl]:
        """Your crawls, the newest first, asked for page by page; `everybodys` for administrators."""
        cursor: str | None = None
        while True:
            page = self._transport.get(
                PATH,
                _Crawls,
                state=state,
                everybodys="true" if everybodys else None,
                cursor=cursor,
                limit=PAGE,
            )
            yield from page.crawls
            cursor = page.next_cursor
            if cursor is None:
                return

    def get(self, crawl_id: int) -> WholeCrawl:
        """A crawl as it is now. Raises NotFound."""
        return self._transport.get(f"{PATH}/{crawl_id}", WholeCrawl)

    def wait(
        self, crawl: Crawl, *, on_progress: OnCrawl | None = None, timeout_seconds: float | None = None
    ) -> WholeCrawl:
        """The crawl at its end, however it ended, or when somebody has paused it. `on_progress` is called
        whenever something has changed. Raises WaitedTooLong behind `timeout_seconds`; it goes on by itself.
        """
        patience = Patience(timeout_seconds, sleep=self._transport.sleep)
        now = crawl if isinstance(crawl, WholeCrawl) else self.get(crawl.id)
        return until_ended(now, self.get, patience, what="Crawl", on_progress=on_progress)

    def pause(self, crawl_id: int) -> WholeCrawl:
        """Ask and fetch no more until it is resumed. Raises Conflict (crawl_ended)."""
        return self._change(crawl_id, "paused")

    def resume(self, crawl_id: int) -> WholeCrawl:
        """Go on. Raises Conflict (crawl_ended)."""
        return self._change(crawl_id, "active")

    def cancel(self, crawl_id: int) -> WholeCrawl:
        """End it with what it has. Raises Conflict (crawl_ended)."""
        return self._change(crawl_id, "cancelled")

    def again(self, crawl_id: int) -> WholeCrawl:
        """Begin a new crawl that wants the same. Raises what `begin` raises, and NotFound."""
        return self._transport.post(f"{PATH}/{crawl_id}/again", None, WholeCrawl)

    def remove(self, crawl_id: int, *, pictures: bool = False) -> None:
        """Delete a crawl. Its pictures stay in the library; with `pictures`, those go, too, that nothing else
        has listed.
        """
        query = {"pictures": "remove" if pictures else "keep"}
        self._transport.answer(Request(method="DELETE", path=f"{PATH}/{crawl_id}", query=query))

    def images(self, crawl_id: int, *, shows: str | None = None) -> Iterator[CrawlImage]:
        """The pictures of a crawl, each once, in the order of its searches, asked for page by page. `shows`:
        text, nontext, unsure or pending; all without it.
        """
        cursor: str | None = None
        while True:
            query: dict[str, Any] = {"class": shows, "cursor": cursor, "limit": PAGE}
            page = self._transport.get(f"{PATH}/{crawl_id}/images", _Images, **query)
            yield from page.images
            cursor = page.next_cursor
            if cursor is None:
                return

    def duplicates(self, crawl_id: int, image_id: int) -> tuple[CrawlDuplicate, ...]:
        """Where else a crawl has found a picture, and what looks nearly like it."""
        return self._transport.get(f"{PATH}/{crawl_id}/images/{image_id}/duplicates", _Duplicates).duplicates

    def label(self, crawl_id: int, image_ids: int | Iterable[int], label: str | None) -> None:
        """Say yourself whether pictures show writing: text, nontext, or None to take your word back. It
        counts more than what programs say, now and later.
        """
        images = [image_ids] if isinstance(image_ids, int) else list(image_ids)
        for start in range(0, len(images), MOST_LABELS):
            body = {"images": images[start : start + MOST_LABELS], "label": label}
            self._transport.answer(Request(method="PUT", path=f"{PATH}/{crawl_id}/labels", json=body))

    def download(self, crawl_id: int, to: str | Path, *, shows: str | None = None) -> Path:
        """Write the pictures of a crawl, or of one class of it, into a ZIP file, with manifest.json and
        manifest.csv that tell what is known of each. `to`: the file, or a folder. Gives the file. Raises
        Unreachable when it breaks off: nothing is left of it then.
        """
        kind = f"-{shows}" if shows else ""
        place = Path(to)
        file = place / f"crawl-{crawl_id}{kind}.zip" if place.is_dir() else place
        request = Request(method="GET", path=f"{PATH}/{crawl_id}/zip", query={"class": shows})
        return save_archive(self._transport, request, file)

    def _change(self, crawl_id: int, state: str) -> WholeCrawl:
        request = Request(method="PATCH", path=f"{PATH}/{crawl_id}", json={"state": state}, repeatable=True)
        return self._transport.ask(request, WholeCrawl)


def _several(given: str | Sequence[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)
