"""Hosts of social sites, asked without a server between."""

import base64
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import msgspec
from werkzeug import Request, Response
from werkzeug.test import EnvironBuilder

from simulator.gallery import Gallery
from simulator.hosts.calls import Call
from simulator.settings import DEMO_SOURCE_KEYS, SimulatorSettings
from simulator.social import hosts

ADDRESS = "http://sim"
ENDS_AT = 1_795_000_000


@cache
def gallery() -> Gallery:
    """A small world, the same for all tests: they change nothing in it."""
    return Gallery(seed=1, works=2_500, ends_at=ENDS_AT, digests_told=False)


class Sites:
    """All social sites, with limits of their own."""

    def __init__(self) -> None:
        self.gallery = gallery()
        self._hosts = hosts(self.gallery, SimulatorSettings())

    def ask(
        self,
        url: str,
        query: dict[str, Any] | None = None,
        *,
        headers: dict[str, str] | None = None,
        form: dict[str, str] | None = None,
    ) -> Response:
        """The answer of a host to a GET, or to the POST of a form."""
        parts = urlsplit(url)
        builder = EnvironBuilder(
            path=parts.path,
            query_string=query or parts.query,
            method="POST" if form is not None else "GET",
            headers=list((headers or {}).items()),
            data=form,
            environ_base={"REMOTE_ADDR": "192.0.2.1"},
        )
        request = Request(builder.get_environ())
        named = request.args.to_dict(flat=False)
        call = Call(
            host=parts.netloc,
            method=request.method,
            path=parts.path,
            query={name: values[-1] for name, values in named.items()},
            request=request,
            address=ADDRESS,
        )
        handler = self._hosts.get(parts.netloc) or self._hosts[f"*.{parts.netloc.partition('.')[2]}"]
        return handler(call)

    def told(self, url: str, query: dict[str, Any] | None = None, **more: Any) -> Any:
        """What a good answer says in JSON."""
        answer = self.ask(url, query, **more)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return msgspec.json.decode(answer.get_data())

    def reddit(self, path: str, query: dict[str, Any] | None = None) -> Any:
        """What Reddit's API tells to who has a token."""
        return self.told(f"https://oauth.reddit.com{path}", query, headers=self.bearer())

    def bearer(self) -> dict[str, str]:
        """The header of a new token."""
        told = self.told(
            "https://www.reddit.com/api/v1/access_token",
            form={"grant_type": "client_credentials"},
            headers={"Authorization": basic()},
        )
        return {"Authorization": f"Bearer {told['access_token']}"}

    def imgur(self, path: str) -> Any:
        """The data that Imgur's API tells."""
        headers = {"Authorization": f"Client-ID {DEMO_SOURCE_KEYS['IMGUR_CLIENT_ID']}"}
        return self.told(f"https://api.imgur.com/3{path}", headers=headers)["data"]

    def bluesky(self, method: str, **query: Any) -> Any:
        """What a method of the AppView tells."""
        return self.told(f"https://public.api.bsky.app/xrpc/{method}", query)

    def tumblr(self, path: str, **query: Any) -> Any:
        """What Tumblr's API tells."""
        query["api_key"] = DEMO_SOURCE_KEYS["TUMBLR_API_KEY"]
        return self.told(f"https://api.tumblr.com/v2{path}", query)["response"]


def basic(secret: str = DEMO_SOURCE_KEYS["REDDIT_CLIENT_SECRET"]) -> str:
    """The header that names an application of Reddit's."""
    pair = f"{DEMO_SOURCE_KEYS['REDDIT_CLIENT_ID']}:{secret}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
