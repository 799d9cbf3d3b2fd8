"""Photos that are shown come into the library, in the background: nobody waits for it, and nothing fails."""

import contextlib
import os
import threading
from collections.abc import Sequence
from queue import Empty, Full, SimpleQueue
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock, library, metrics, pictures
from fovea.database import link_dispatch, links, posts
from fovea.database.engine import in_transaction, read
from fovea.database.known import Known
from fovea.database.links import NewLink
from fovea.errors import DatabaseUnavailable, QueueUnavailable

_MOST_WAITING = 50
_REMEMBERED = 100_000
_REMEMBERED_SECONDS = 6 * 3_600.0

log = structlog.get_logger(__name__)


class _Page(NamedTuple):
    context: Context
    post_ids: list[int]


class _Taker:
    """One thread of the process, begun with the first page that is shown."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[_Page] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.met: Known[int, bool] = Known(most=_REMEMBERED, seconds=_REMEMBERED_SECONDS)

    def put(self, page: _Page) -> None:
        """Takes a page on. Raises `Full`."""
        if self._waiting.qsize() >= _MOST_WAITING:
            raise Full
        self._waiting.put(page)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="shown-photos", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            page = self._waiting.get()
            try:
                take_in_now(page.context, page.post_ids)
                self.met.learn(dict.fromkeys(page.post_ids, True))
            except (DatabaseUnavailable, QueueUnavailable) as error:
                log.warning("shown_photos_not_taken_in", error=error.detail)
                self._forget()
            except Exception:
                metrics.count("unhandled_exceptions")
                log.exception("shown_photos_not_taken_in")

    def _forget(self) -> None:
        """Drops what waits: they will be shown again."""
        with contextlib.suppress(Empty):
            while True:
                self._waiting.get_nowait()


_taker = _Taker()


def _begin_anew() -> None:
    """A forked process has none of its parent's threads."""
    global _taker  # noqa: PLW0603 - one a process is the point
    _taker = _Taker()


os.register_at_fork(after_in_child=_begin_anew)


def take_in(context: Context, post_ids: Sequence[int]) -> None:
    """Have these photos, which are being shown, taken in, if that is wanted here. Returns at once and never
    raises; when too much is waiting, or something is away, they are taken in another time.
    """
    if not context.settings.library_from_recommendations:
        return
    fresh = [number for number in post_ids if _taker.met.get(number) is None]
    if fresh:
        with contextlib.suppress(Full):
            _taker.put(_Page(context, fresh))


def take_in_now(context: Context, post_ids: Sequence[int]) -> list[int]:
    """As `take_in`, but returns when it is done, and raises: the links that were sent.

    A post that has any link is left alone, whatever became of that.
    """
    with read(context.engine) as connection:
        linked = links.of_posts(connection, post_ids)
        rows = posts.get_many(connection, [number for number in post_ids if number not in linked])
    edge = context.settings.library_rendition_edge
    wanted = [
        NewLink(post_id=number, url=url, background=True)
        for number, row in rows.items()
        if (url := pictures.largest_within(row.sizes, edge)) is not None and links.is_address(url)
    ]
    if not wanted:
        return []

    def add(connection: Connection) -> list[int]:
        return links.add(connection, wanted, now=clock.now()).fresh

    fresh = in_transaction(context.engine, add, idempotent=True)
    send(context, fresh)
    return fresh


def send(context: Context, link_ids: Sequence[int]) -> None:
    """Put links whose rows are committed on the queue of the background, and note that they are. Raises
    `QueueUnavailable`: the sweep will send them then.
    """
    if not link_ids:
        return
    library.send(context.queues, link_ids, background=True)
    in_transaction(
        context.engine,
        lambda connection: link_dispatch.mark_sent(connection, link_ids, now=clock.now(), background=True),
        idempotent=True,
    )
