"""Requests to one Fovea: with its key, in time, again where that helps, and answers of the expected shape."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
import requests

from fovea_client import errors
from fovea_client.credentials import Bearer, Credentials, Key
from fovea_client.retrying import ALWAYS, IF_REPEATABLE, Retries, retry_after_seconds

T = TypeVar("T")
USER_AGENT = "fovea-client/0.1"
NOT_MODIFIED = 304
NOT_AUTHORIZED = 401
PIECE_BYTES = 65_536
_REPEATABLE = frozenset({"GET", "PUT", "DELETE"})
_OWN_MEMBERS = frozenset({"type", "status", "code", "title", "detail", "errors"})


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent. `repeatable`: whether it may be done twice; by the method where nothing is said.
    `presents`: whether a key or token goes along.
    """

    method: str
    path: str
    query: Mapping[str, Any] = {}
    json: Any = None
    fields: Mapping[str, Any] | None = None
    picture: bytes | None = None
    headers: Mapping[str, str] = {}
    repeatable: bool | None = None
    presents: bool = True

    @property
    def may_be_repeated(self) -> bool:
        """Whether doing it twice is as good as once."""
        return self.method in _REPEATABLE if self.repeatable is None else self.repeatable


class Transport:
    """The way to the Fovea at `url`. Times in seconds: `connect_seconds` until it is reached, `read_seconds`
    of silence. `credentials` are presented with each request.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None,
        connect_seconds: float,
        read_seconds: float,
        retries: Retries,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{url!r} is no address: it begins with https:// or http://.")
        self.url = url.rstrip("/")
        self.sleep = sleep
        self.credentials: Credentials = Key(key)
        self._retries = retries
        self._timeout = (connect_seconds, read_seconds)
        self._session = requests.Session()
        self._session.headers["User-Agent"] = USER_AGENT
        # A program that is no browser says so, or the API would suspect a foreign page of asking.
        self._session.headers["Sec-Fetch-Site"] = "none"

    def close(self) -> None:
        """End all connections."""
        self._session.close()

    def get(self, path: str, shape: type[T], **query: Any) -> T:
        """What is at a path."""
        return self.ask(Request(method="GET", path=path, query=query), shape)

    def post(self, path: str, body: Any, shape: type[T], *, repeatable: bool = False) -> T:
        """The answer to a request with a body."""
        return self.ask(Request(method="POST", path=path, json=body, repeatable=repeatable), shape)

    def ask(self, request: Request, shape: type[T]) -> T:
        """The answer in its shape. Raises errors.FoveaError."""
        return self.decoded(self.answer(request).content, shape)

    def decoded(self, body: bytes | str, shape: type[T]) -> T:
        """Text in its shape. Raises NotUnderstood."""
        try:
            return msgspec.json.decode(body, type=shape)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            message = f"What answers at {self.url} is no Fovea that this client understands: {error}"
            raise errors.NotUnderstood(message) from error

    def answer(self, request: Request) -> requests.Response:
        """A good answer, or 304; asked for again while that may help. Raises errors.FoveaError."""
        return self._tried(request, retries=self._retries)

    def _tried(self, request: Request, *, retries: Retries | None, stream: bool = False) -> requests.Response:
        attempt = 0
        renewed = False
        while True:
            # Outside of what is tried again: a token is renewed once, or its login would end.
            bearer = self.credentials.bearer() if request.presents else None
            try:
                response = self._send(request, bearer=bearer, stream=stream)
            except errors.Unreachable:
                wait = retries.wait_seconds(attempt) if retries and request.may_be_repeated else None
                if wait is None:
                    raise
            else:
                if _is_good(response):
                    return response
                with response:
                    # Whatever was refused for a token that ended was not begun.
                    ended = response.status_code == NOT_AUTHORIZED and request.presents and not renewed
                    if ended and self.credentials.renewed():
                        renewed = True
                        continue
                    wait = _wait_after(response, request, attempt, retries) if retries else None
                    if wait is None:
                        raise problem_of(response)
            attempt += 1
            self.sleep(wait)

    @contextmanager
    def download(self, request: Request) -> Iterator[Iterator[bytes]]:
        """The bytes of a file as they come: asked for again while that may help, but not once they come.
        Raises errors.FoveaError, also while they are read.
        """
        with self._tried(request, retries=self._retries, stream=True) as response:
            yield self._pieces(response, PIECE_BYTES)

    @contextmanager
    def stream(self, path: str) -> Iterator[Iterator[bytes]]:
        """The bytes of an endless answer as they come. Raises errors.FoveaError, also while it is read."""
        request = Request(method="GET", path=path, headers={"Accept": "text/event-stream"})
        with self._tried(request, retries=None, stream=True) as response:
            if not response.headers.get("Content-Type", "").startswith("text/event-stream"):
                raise errors.NotUnderstood(f"{path} at {self.url} is no stream of events.")
            # Without chunks, requests would wait until the asked-for number of bytes has come.
            chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
            yield self._pieces(response, None if chunked else 1)

    def _pieces(self, response: requests.Response, size: int | None) -> Iterator[bytes]:
        try:
            yield from response.iter_content(chunk_size=size)
        except requests.RequestException as error:
            raise errors.Unreachable(f"{self.url} broke off: {error}") from error

    def _send(self, request: Request, *, bearer: str | None, stream: bool) -> requests.Response:
        picture = request.picture
        try:
            return self._session.request(
                request.method,
                self.url + request.path,
                params={name: value for name, value in request.query.items() if value is not None},
                json=request.json,
                data=request.fields,
                files=None if picture is None else {"file": ("picture", picture)},
                headers=dict(request.headers),
                auth=Bearer(bearer),
                timeout=self._timeout,
                allow_redirects=False,  # the API leads nowhere, and the key is for nobody else
                stream=stream,
            )
        except requests.RequestException as error:
            raise errors.Unreachable(f"{self.url} does not answer: {error}") from error


def _wait_after(
    response: requests.Response, request: Request, attempt: int, retries: Retries
) -> float | None:
    again = ALWAYS | IF_REPEATABLE if request.may_be_repeated else ALWAYS
    if response.status_code not in again:
        return None
    told = retry_after_seconds(response.headers.get("Retry-After"))
    return retries.wait_seconds(attempt, told=told)


def _is_good(response: requests.Response) -> bool:
    return response.status_code < 300 or response.status_code == NOT_MODIFIED


def problem_of(response: requests.Response) -> errors.FoveaError:
    """The exception for an answer that is not good. One in another shape than RFC 9457's comes from something
    in between, and is told by its status.
    """
    status = response.status_code
    if status < 400:
        return errors.NotUnderstood(
            f"{response.url} leads elsewhere ({status}): give the address it leads to."
        )
    try:
        told = response.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        told = {}
    wrong = told.get("errors")
    return errors.of_status(status)(
        status=status,
        code=str(told.get("code") or f"http_{status}"),
        title=str(told.get("title") or f"{response.url} answered {status} {response.reason}"),
        detail=str(told.get("detail") or ""),
        errors=wrong if isinstance(wrong, dict) else None,
        extra={name: value for name, value in told.items() if name not in _OWN_MEMBERS},
        retry_after_seconds=retry_after_seconds(response.headers.get("Retry-After")),
    )
