"""A request to one of the hosts that the simulator stands for, and what answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson
from werkzeug import Request, Response

PREFIX = "/-/"


@dataclass(frozen=True)
class Call:
    """A request as the real host would see it. `query` has the last value of each name; `request` has all."""

    host: str
    method: str
    path: str
    query: Mapping[str, str]
    request: Request
    address: str
    """The simulator's own address, without a slash at its end."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the request, whatever the case of their names."""
        return self.request.headers  # type: ignore[return-value]  # it is one, but for its type

    @property
    def form(self) -> Mapping[str, str]:
        """The form of a POST."""
        return self.request.form

    def reached(self, url: str) -> str:
        """Where a real address (`https://host/path`) is reached: `<simulator>/-/host/path`."""
        return f"{self.address}{PREFIX}{url.partition('://')[2]}"

    def number(self, name: str, usual: int, *, least: int = 0, most: int | None = None) -> int:
        """A whole number of the query, within limits; the usual one when it is none."""
        try:
            found = int(self.query.get(name, ""))
        except ValueError:
            return usual
        return max(least, found if most is None else min(found, most))


Handler = Callable[[Call], Response]


def json_answer(document: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(
        orjson.dumps(document),
        status=status,
        headers=dict(headers or {}),
        content_type="application/json; charset=utf-8",
    )


def text_answer(
    text: str, status: int = 200, *, content_type: str = "text/html", headers: Mapping[str, str] | None = None
) -> Response:
    """A page, a feed, or plain words."""
    return Response(
        text, status=status, headers=dict(headers or {}), content_type=f"{content_type}; charset=utf-8"
    )


def picture_answer(body: bytes, mime: str, name: str) -> Response:
    """A picture; `name` is what tells it from others for caches."""
    headers = {"ETag": f'"{name}"', "Cache-Control": "public, max-age=604800"}
    return Response(body, headers=headers, content_type=mime)
