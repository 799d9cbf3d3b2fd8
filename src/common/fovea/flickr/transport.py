"""How bytes go to Flickr and come back: connections kept by each thread, limits on time and size.

flickrapi keeps one session for the whole process, waits for ever and forgets status and headers of a failure;
this takes its place, without cookies and redirects. What goes wrong on the way is raised as `TransportError`,
which `fovea.flickr.error_codes` explains.
"""

import threading
import time
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from fovea.retry_after import retry_after_seconds

LARGEST_ANSWER_BYTES = 32_000_000
_LONGEST_ANSWER_TIMEOUTS = 4  # a trickling answer may take this many timeouts in all
_CHUNK_BYTES = 65_536

# What requests raises, and what reaches us from below it while a body is read.
_BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError, OSError)

_of_thread = threading.local()


class TransportError(Exception):
    """Flickr was not reached, or did not answer as its API does. `status` is 0 when there was no answer."""

    def __init__(
        self, detail: str, *, status: int = 0, body: bytes = b"", retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status
        self.body = body
        self.retry_after_seconds = retry_after_seconds


def session() -> requests.Session:
    """This thread's session: connections are kept open between calls and never shared between threads."""
    found: requests.Session | None = getattr(_of_thread, "session", None)
    if found is None:
        found = requests.Session()
        found.trust_env = False  # no proxies or .netrc of the machine
        found.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        found.headers["User-Agent"] = "Fovea/0.1"
        adapter = HTTPAdapter(pool_connections=4, pool_maxsize=4, max_retries=0)
        found.mount("https://", adapter)
        found.mount("http://", adapter)
        _of_thread.session = found
    return found


def post(url: str, parameters: Mapping[str, Any] | None, *, auth: AuthBase, timeout_seconds: float) -> bytes:
    """The body of a 200 answer to a signed POST. Raises `TransportError` for everything else."""
    try:
        with session().post(
            url, data=parameters, auth=auth, timeout=timeout_seconds, allow_redirects=False, stream=True
        ) as answer:
            body = _read(answer, deadline=time.monotonic() + timeout_seconds * _LONGEST_ANSWER_TIMEOUTS)
    except _BROKEN as error:
        raise TransportError(_in_words(error)) from error
    if answer.status_code != 200:
        raise TransportError(
            f"Flickr answered with HTTP status {answer.status_code}",
            status=answer.status_code,
            body=body,
            retry_after_seconds=retry_after_seconds(answer.headers.get("Retry-After")),
        )
    return body


def redirect_of(url: str, *, timeout_seconds: float) -> str | None:
    """Where an address redirects to, or None when it does not. Nothing of the target is fetched."""
    try:
        with session().head(url, timeout=timeout_seconds, allow_redirects=False) as answer:
            return answer.headers.get("Location") if answer.is_redirect else None
    except _BROKEN as error:
        raise TransportError(_in_words(error)) from error


def _read(answer: requests.Response, *, deadline: float) -> bytes:
    body = bytearray()
    while chunk := answer.raw.read1(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > LARGEST_ANSWER_BYTES:
            raise requests.exceptions.ContentDecodingError(f"more than {LARGEST_ANSWER_BYTES} bytes")
        if time.monotonic() > deadline:
            raise requests.exceptions.ReadTimeout("the answer trickles")
    return bytes(body)


def _in_words(error: Exception) -> str:
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return "Flickr did not answer in time"
    if isinstance(error, requests.ConnectionError):
        return "Flickr could not be reached"
    return f"the connection to Flickr failed ({type(error).__name__})"
