"""Plain HTTP to sources: connections kept, limits on time and size, no way into private networks."""

from collections.abc import Mapping
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec
import urllib3

from fovea.errors import SourceRefused, SourceUnavailable
from fovea.fetching import Gate
from fovea.fetching.connections import ending_within, pool_of
from fovea.settings import FetchSettings

LARGEST_ANSWER_BYTES = 10_000_000
_CHUNK_BYTES = 65_536
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class RawAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a site answered. `headers` have lower-case names; `url` is where the answer came from."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


class Web:
    """The way to sources. In a simulated system every host is at `simulator_url` under `/-/<host>`, and
    sources need not know.
    """

    def __init__(self, settings: FetchSettings, *, simulator_url: str | None = None) -> None:
        self._settings = settings
        self._simulator_url = simulator_url.rstrip("/") if simulator_url else None
        allowed = settings.fetch_allowed_hosts.split(",")
        if self._simulator_url:
            allowed.append(urlsplit(self._simulator_url).netloc)
        self._gate = Gate(allowed)
        self._pool = pool_of(self._gate)

    def address(self, url: str) -> str:
        """Where an address is reached."""
        if self._simulator_url is None or url.startswith(f"{self._simulator_url}/"):
            return url
        parts = urlsplit(url)
        rest = f"?{parts.query}" if parts.query else ""
        return f"{self._simulator_url}/-/{parts.netloc.lower()}{parts.path or '/'}{rest}"

    def ask(  # noqa: PLR0913 - a request has so many parts
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, object] | None = None,
        form: Mapping[str, object] | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
        enough_bytes: int | None = None,
    ) -> RawAnswer:
        """The answer, whatever its status. What is sent along is a `form` or a `json` value. Raises
        `SourceUnavailable` when there is no answer, and `FetchRefused` for an address that nobody may send us
        to. Redirects are followed to the same host only: keys go along with a request. Of a longer answer, no
        more is read than `enough_bytes`.
        """
        if query:
            url += ("&" if "?" in url else "?") + urlencode({k: v for k, v in query.items() if v is not None})
        host = urlsplit(url).netloc.lower()
        body, kind = _body(form, json)
        sent = {**({"Content-Type": kind} if kind else {}), **(headers or {})}
        with ending_within(self._settings.fetch_longest_seconds) as over:
            for _ in range(_MOST_REDIRECTS + 1):
                address = self.address(url)
                self._gate.check_url(address)
                try:
                    answer = self._once(method, address, body, sent, enough_bytes)
                except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                    slow = over.is_set() or isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError)
                    raise SourceUnavailable(
                        "did not answer in time"
                        if slow
                        else f"could not be reached ({type(error).__name__})",
                        source_code="timeout" if slow else "unreachable",
                    ) from error
                if over.is_set():  # an answer of no told length that was broken off looks like a whole one
                    raise SourceUnavailable("did not answer in time", source_code="timeout")
                location = answer.headers.get("location")
                if not (follow and answer.status in _REDIRECTS and location):
                    return answer
                url = urljoin(url, location)
                if urlsplit(url).netloc.lower() != host:
                    return answer
        raise SourceRefused("redirects again and again", source_code="too_many_redirects")

    def _once(
        self, method: str, address: str, body: bytes | None, headers: dict[str, str], enough_bytes: int | None
    ) -> RawAnswer:
        headers = {
            "User-Agent": self._settings.fetch_user_agent,
            "Accept-Encoding": "gzip, deflate",
            **headers,
        }
        answer = self._pool.request(
            method,
            address,
            body=body,
            headers=headers,
            timeout=urllib3.Timeout(self._settings.fetch_timeout_seconds),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        complete = False
        try:
            content = bytearray()
            while chunk := answer.read1(_CHUNK_BYTES, decode_content=True):
                content += chunk
                if enough_bytes is not None and len(content) >= enough_bytes:
                    break
                if len(content) > LARGEST_ANSWER_BYTES:
                    raise SourceRefused(
                        f"answered with more than {LARGEST_ANSWER_BYTES:,} bytes", source_code="too_large"
                    )
            complete = enough_bytes is None or len(content) < enough_bytes
            names = {name.lower(): value for name, value in answer.headers.items()}
            return RawAnswer(url=address, status=answer.status, headers=names, body=bytes(content))
        finally:
            if complete:
                answer.release_conn()
            else:
                answer.close()


def _body(form: Mapping[str, object] | None, json: object) -> tuple[bytes | None, str | None]:
    """(the body of a question, of what type it is)."""
    if form is not None:
        return urlencode(dict(form)).encode(), "application/x-www-form-urlencoded"
    return (None, None) if json is None else (msgspec.json.encode(json), "application/json")
