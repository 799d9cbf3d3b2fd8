"""GET, with limits on everything."""

import random
import time
from collections.abc import Callable, Sequence
from urllib.parse import urljoin

import msgspec
import stamina
import urllib3

from fovea import metrics
from fovea.errors import FoveaError, SourceBudgetUsedUp, SourceUnavailable
from fovea.fetching.addresses import Gate
from fovea.fetching.connections import ending_within, pool_of
from fovea.fetching.referer import referer_of
from fovea.fetching.refusals import FetchRefused
from fovea.retry_after import retry_after_seconds
from fovea.settings import FetchSettings

_CHUNK_BYTES = 65_536
_MOST_REDIRECTS = 5
_FIRST_WAIT_SECONDS = 0.3
_LONGEST_WAIT_SECONDS = 5.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429})  # and all from 500 on


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What was there. `url` is where it was found in the end; `content_type` is without parameters."""

    url: str
    body: bytes
    content_type: str


class Fetcher:
    """Fetches for all threads of a process, and keeps connections open.

    Everything that an address leads to is checked by the `gate`: each redirect, and each address that a name
    stands for. `before` is called before each request, retries and redirects included: it may take from a
    budget, and what it raises is raised.
    """

    def __init__(
        self, settings: FetchSettings, *, gate: Gate | None = None, before: Callable[[], None] | None = None
    ) -> None:
        self._settings = settings
        self._gate = gate or Gate(settings.fetch_allowed_hosts.split(","))
        self._before = before
        self._pool = pool_of(self._gate)

    def get(self, url: str, *, types: Sequence[str] = ("",), most_bytes: int | None = None) -> Fetched:
        """What lies at an address. `types` are beginnings of the media types that are wanted.

        Raises `FetchRefused` (never), `SourceUnavailable` (perhaps later; `retry_after_seconds` in `extra`
        when the host said so), and what `before` raises. Passing failures are tried again a few times, with
        growing waits of random length or the one that the host asks for, if that is short.
        """
        attempts = stamina.retry_context(
            on=self._may_try_again,
            attempts=self._settings.fetch_retries + 1,
            timeout=self._settings.fetch_longest_seconds,
            wait_initial=_FIRST_WAIT_SECONDS,
            wait_max=_LONGEST_WAIT_SECONDS,
            wait_jitter=_FIRST_WAIT_SECONDS,
        )
        limit = self._settings.fetch_most_bytes if most_bytes is None else most_bytes
        for attempt in attempts:
            with attempt:
                if attempt.num > 1:
                    metrics.count("fetch_retries")
                return self._measured(url, types, limit)
        raise AssertionError("unreachable")

    def _measured(self, url: str, types: Sequence[str], most_bytes: int) -> Fetched:
        begun = time.perf_counter()
        try:
            fetched = self._follow(url, types, most_bytes)
        except SourceBudgetUsedUp:
            raise
        except FoveaError as error:
            metrics.count("fetches", Outcome=error.code)
            raise
        metrics.record("fetch_seconds", time.perf_counter() - begun)
        metrics.record("fetch_bytes", len(fetched.body))
        metrics.count("fetches", Outcome="ok")
        return fetched

    def _follow(self, url: str, types: Sequence[str], most_bytes: int) -> Fetched:
        with ending_within(self._settings.fetch_longest_seconds) as over:
            for _ in range(_MOST_REDIRECTS + 1):
                self._gate.check_url(url)
                if self._before is not None:
                    self._before()
                try:
                    found = self._ask(url, types, most_bytes)
                except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                    if over.is_set():
                        raise self._too_slow() from error
                    raise _of_transport(error) from error
                if over.is_set():  # an answer of no told length that was broken off looks like a whole one
                    raise self._too_slow()
                if isinstance(found, Fetched):
                    return found
                url = urljoin(url, found)
        raise FetchRefused("The address redirects again and again", code="too_many_redirects")

    def _too_slow(self) -> SourceUnavailable:
        seconds = f"{self._settings.fetch_longest_seconds:g}"
        return SourceUnavailable(f"{seconds} seconds were not enough", code="fetch_too_slow")

    def _ask(self, url: str, types: Sequence[str], most_bytes: int) -> Fetched | str:
        """What lies there, or where it lies instead."""
        headers = {
            "User-Agent": self._settings.fetch_user_agent,
            "Accept": ", ".join(f"{one}*" if one.endswith("/") else one or "*/*" for one in types),
            "Accept-Encoding": "gzip, deflate",
        }
        referer = referer_of(url)
        answer = self._pool.request(
            "GET",
            url,
            headers=headers if referer is None else headers | {"Referer": referer},
            timeout=urllib3.Timeout(self._settings.fetch_timeout_seconds),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        complete = False
        try:
            location = answer.headers.get("Location")
            if answer.status in _REDIRECTS and location:
                return location
            _check_status(answer)
            content_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if not content_type.startswith(tuple(types)):
                raise FetchRefused(f"This is {content_type or 'of no type'}", code="content_type")
            body = _read(answer, most_bytes)
            complete = True
            return Fetched(url=url, body=body, content_type=content_type)
        finally:
            # What was not read to its end leaves a connection that cannot be used again.
            if complete:
                answer.release_conn()
            else:
                answer.close()

    def _may_try_again(self, error: Exception) -> bool | float:
        if not isinstance(error, SourceUnavailable) or isinstance(error, SourceBudgetUsedUp):
            return False
        if error.code == "fetch_too_slow":
            return False
        asked: float | None = error.extra.get("retry_after_seconds")
        if asked is None:
            return True
        return asked + random.uniform(0, _FIRST_WAIT_SECONDS) if asked <= _LONGEST_WAIT_SECONDS else False


def _check_status(answer: urllib3.BaseHTTPResponse) -> None:
    status = answer.status
    if status == 200:
        return
    if status in _PASSING or status >= 500:
        raise SourceUnavailable(
            f"The host answered with HTTP status {status}",
            code=f"http_{status}",
            retry_after_seconds=retry_after_seconds(answer.headers.get("Retry-After")),
        )
    raise FetchRefused(f"The host answered with HTTP status {status}", code=f"http_{status}")


def _read(answer: urllib3.BaseHTTPResponse, most_bytes: int) -> bytes:
    told = answer.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > most_bytes:
        raise _too_large(most_bytes)
    body = bytearray()
    while chunk := answer.read1(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
    return bytes(body)


def _too_large(most_bytes: int) -> FetchRefused:
    return FetchRefused(f"This has more than {most_bytes} bytes", code="content_too_large")


def _of_transport(error: Exception) -> FoveaError:
    if isinstance(error, urllib3.exceptions.DecodeError):
        return FetchRefused("The content is not compressed as it says", code="content_broken")
    if isinstance(error, urllib3.exceptions.LocationParseError | UnicodeError):
        return FetchRefused("The address cannot be read", code="address_unreadable")
    if isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError):
        return SourceUnavailable("The host did not answer in time", code="fetch_timeout")
    return SourceUnavailable(f"The host could not be reached ({type(error).__name__})", code="fetch_failed")
