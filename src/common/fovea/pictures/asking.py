"""Asking the pullers to look at pictures, without ever holding up or failing whoever asks."""

import contextlib
import os
import threading
from collections.abc import Iterable
from queue import Empty, Full, SimpleQueue
from typing import NamedTuple

import structlog
from redis import Redis, RedisError

from fovea import metrics
from fovea.errors import MessageRefused, QueueUnavailable
from fovea.messages import PictureJob, PictureRequest
from fovea.pictures import markers
from fovea.queues import QueueClient

MOST_AT_ONCE = 500
PICTURES_A_JOB = 10  # a puller works about a second on so many
_MOST_WAITING = 50

Pictures = list[tuple[int, str]]

log = structlog.get_logger(__name__)


class _Question(NamedTuple):
    queues: QueueClient
    cache: Redis
    pictures: Pictures


class _Asker:
    """One thread of the process that asks, begun with the first question."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[_Question] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, question: _Question) -> None:
        """Takes a question on. Raises `Full`."""
        if self._waiting.qsize() >= _MOST_WAITING:
            raise Full
        self._waiting.put(question)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            question = self._waiting.get()
            try:
                _ask(question.queues, question.cache, question.pictures)
            except (RedisError, QueueUnavailable) as error:
                _note_failure(error)
                self._forget()
            except Exception:
                metrics.count("unhandled_exceptions")
                log.exception("pictures_not_asked_for")

    def _forget(self) -> None:
        """Drops what waits: each would wait in vain for what is away, and by then be old."""
        with contextlib.suppress(Empty):
            while True:
                metrics.count("pictures_not_asked", len(self._waiting.get_nowait().pictures))


_asker = _Asker()


def _begin_anew() -> None:
    """A forked process has none of its parent's threads."""
    global _asker  # noqa: PLW0603 - one a process is the point
    _asker = _Asker()


os.register_at_fork(after_in_child=_begin_anew)


def ask(queues: QueueClient, cache: Redis, pictures: Iterable[tuple[int, str]]) -> None:
    """Have these pictures looked at: (post number, address of a rendition), the most wanted first.

    Returns at once and never raises. About each post the pullers are asked once a day at most, and about
    `MOST_AT_ONCE` of a call. When too much is waiting already, or the cache or the queue is away, nothing
    happens: ask again another time.
    """
    wanted = _first_ones(pictures)
    if wanted:
        try:
            _asker.put(_Question(queues, cache, wanted))
        except Full:
            metrics.count("pictures_not_asked", len(wanted))


def ask_now(queues: QueueClient, cache: Redis, pictures: Iterable[tuple[int, str]]) -> int:
    """As `ask`, but returns when it is done: how many pictures the pullers were asked for."""
    try:
        return _ask(queues, cache, _first_ones(pictures))
    except (RedisError, QueueUnavailable) as error:
        _note_failure(error)
        return 0


def _ask(queues: QueueClient, cache: Redis, pictures: Pictures) -> int:
    """Raises what is away, with nothing marked that was not sent."""
    wanted = dict(pictures)
    fresh = markers.mark_asked(cache, list(wanted)) if wanted else []
    requests = [PictureRequest(post_id=post_id, url=wanted[post_id]) for post_id in fresh]
    jobs = [
        PictureJob(pictures=requests[start : start + PICTURES_A_JOB])
        for start in range(0, len(requests), PICTURES_A_JOB)
    ]
    unsent: list[object] = []
    try:
        queues.queue("puller-background").send(jobs)
    except QueueUnavailable as error:
        unsent = error.unsent
        raise
    except MessageRefused as error:  # an address that no queue takes, and its neighbours
        unsent = error.refused
        log.warning("pictures_refused", jobs=len(unsent))
    finally:
        not_asked = [one.post_id for job in unsent if isinstance(job, PictureJob) for one in job.pictures]
        if not_asked:
            metrics.count("pictures_not_asked", len(not_asked))
            markers.unmark(cache, not_asked)
        metrics.count("pictures_asked", len(fresh) - len(not_asked))
    return len(fresh) - len(not_asked)


def _note_failure(error: Exception) -> None:
    if isinstance(error, RedisError):
        metrics.count("cache_errors")
    log.warning("pictures_not_asked_for", error=str(error))


def _first_ones(pictures: Iterable[tuple[int, str]]) -> Pictures:
    wanted: dict[int, str] = {}
    for post_id, url in pictures:
        if url and len(wanted) < MOST_AT_ONCE:
            wanted.setdefault(int(post_id), url)
    return list(wanted.items())
