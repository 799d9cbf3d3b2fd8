"""Looking at pictures: a rendition is fetched, its fingerprint is made and sent on. Nobody waits for it."""

import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import structlog
from redis import Redis, RedisError

from fovea import clock, metrics
from fovea.backoff import delay_seconds
from fovea.decoding import Decoder, PictureRefused, Wanted
from fovea.errors import MessageRefused, SourceBudgetUsedUp, SourceUnavailable
from fovea.fetching import Fetcher, FetchRefused
from fovea.messages import AnyMessage, Fingerprint, Fingerprints, PictureJob, PictureRequest
from fovea.pictures import markers
from fovea.queues import MOST_RECEIVES, Received
from fovea.worker import Outcomes
from fovea.worker.outcomes import Bury, Retry

# Flickr answers for a photo that was removed with a redirect to a picture that says so: the same for all.
_PLACEHOLDER = "photo_unavailable"

_WANTED = Wanted(phash_only=True)
_FIRST_WAIT_SECONDS = 8.0
_LONGEST_WAIT_SECONDS = 120.0

Send = Callable[[Sequence[AnyMessage]], None]

log = structlog.get_logger(__name__)


class Pictures:
    """Carries out picture jobs, `most` at once: with all threads at pictures, people would wait.

    What cannot be done now (the host is away, its budget is used up, all is busy) comes again with growing
    pauses. What cannot be done then either is given up, and may be asked for again after an hour.
    """

    def __init__(
        self, fetcher: Fetcher, cache: Redis, *, decoder: Decoder, send: Send, most: int, most_bytes: int
    ) -> None:
        self._fetcher = fetcher
        self._decoder = decoder
        self._cache = cache
        self._send = send
        self._slots = threading.BoundedSemaphore(most)
        self._most_bytes = most_bytes

    def handle(self, received: Sequence[Received]) -> Outcomes:
        """Carries out each job. Only failures of a queue, or of what decodes pictures, are raised."""
        outcomes: dict[Received, Retry | Bury] = {}
        for one in received:
            if isinstance(one.message, PictureJob):
                left = self._carry_out(one.message)
                if left and one.receive_count >= MOST_RECEIVES:
                    self._give_up(left)
                elif left:
                    wait = delay_seconds(
                        one.receive_count - 1, first=_FIRST_WAIT_SECONDS, longest=_LONGEST_WAIT_SECONDS
                    )
                    outcomes[one] = Retry(wait)
        return outcomes

    def _carry_out(self, job: PictureJob) -> list[PictureRequest]:
        """Sends the fingerprints of all pictures that can be fetched; gives the others."""
        if not self._slots.acquire(blocking=False):
            return job.pictures
        try:
            wanted = self._without_told(job.pictures)
            made, left = self._look_at(wanted)
        finally:
            self._slots.release()
        if made:
            try:
                self._send([Fingerprints(fingerprints=made)])
            except MessageRefused:
                log.exception("fingerprints_refused", pictures=len(made))
            self._note_told([one.post_id for one in made])
        return left

    def _look_at(self, wanted: Sequence[PictureRequest]) -> tuple[list[Fingerprint], list[PictureRequest]]:
        made: list[Fingerprint] = []
        left: list[PictureRequest] = []
        away: set[str] = set()
        for one in wanted:
            host = _host_of(one.url)
            if host in away:
                left.append(one)
                continue
            try:
                made.append(self._fingerprint_of(one))
            except SourceUnavailable as error:
                # One host that is slow to fail would keep this thread from people for minutes.
                away.add(host)
                left.append(one)
                if not isinstance(error, SourceBudgetUsedUp):
                    log.info("picture_unavailable", post_id=one.post_id, code=error.code, host=host)
        return made, left

    def _fingerprint_of(self, request: PictureRequest) -> Fingerprint:
        phash, code = None, None
        with metrics.time("picture_seconds"):
            try:
                fetched = self._fetcher.get(request.url, types=("image/",), most_bytes=self._most_bytes)
                if _PLACEHOLDER in fetched.url.rpartition("/")[2]:
                    raise PictureRefused("The photo was removed", code="picture_removed")
                with metrics.time("fingerprint_seconds"):
                    phash = self._decoder.look(fetched.body, _WANTED).fingerprints.phash
            except (FetchRefused, PictureRefused) as error:
                code = error.code
        metrics.count("pictures", Outcome=code or "ok")
        return Fingerprint(post_id=request.post_id, made_at=clock.now(), phash=phash, code=code)

    def _give_up(self, left: Sequence[PictureRequest]) -> None:
        metrics.count("pictures", len(left), Outcome="given_up")
        log.warning("pictures_given_up", pictures=len(left))
        try:
            markers.mark_put_off(self._cache, [one.post_id for one in left])
        except RedisError:
            metrics.count("cache_errors")

    def _without_told(self, pictures: Sequence[PictureRequest]) -> list[PictureRequest]:
        """Without those that an earlier delivery of the job has done."""
        try:
            done = markers.told(self._cache, [one.post_id for one in pictures])
        except RedisError:
            metrics.count("cache_errors")
            done = set()
        return [one for one in pictures if one.post_id not in done]

    def _note_told(self, post_ids: Sequence[int]) -> None:
        try:
            markers.mark_told(self._cache, post_ids)
        except RedisError:
            metrics.count("cache_errors")


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""
