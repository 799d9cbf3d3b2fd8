"""Hosts of artists, asked without a server between."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import msgspec
from werkzeug import Request, Response
from werkzeug.test import EnvironBuilder

from simulator.artists.people import Cast, Person
from simulator.gallery import Gallery, Post, Where
from simulator.hosts.calls import Call
from simulator.hosts.table import every_host
from simulator.settings import DEMO_SOURCE_KEYS, SimulatorSettings

ADDRESS = "http://sim"
ENDS_AT = 1_795_000_000
BEARER = {"Authorization": f"Bearer {DEMO_SOURCE_KEYS['X_BEARER_TOKEN']}"}
X = "https://api.x.com/2"
DEVIANTART = "https://www.deviantart.com"
PIXIV = "https://www.pixiv.net"
SESSION = {"Cookie": f"PHPSESSID={DEMO_SOURCE_KEYS['PIXIV_SESSION']}"}


@cache
def gallery() -> Gallery:
    """A small world, the same for all tests: they change nothing in it."""
    return Gallery(seed=1, works=1_500, ends_at=ENDS_AT, digests_told=False)


class ArtistSites:
    """All hosts, with limits of their own."""

    def __init__(self, world: Gallery | None = None) -> None:
        self.gallery = world or gallery()
        self.cast = Cast(self.gallery)
        self._hosts = every_host(self.gallery, SimulatorSettings(data_folder=None))

    def ask(
        self,
        url: str,
        query: dict[str, Any] | None = None,
        *,
        headers: dict[str, str] | None = None,
        form: dict[str, str] | None = None,
        json: Any = None,
    ) -> Response:
        """The answer of a host; with a form or a JSON value to a POST."""
        parts = urlsplit(url.replace(f"{ADDRESS}/-/", "https://"))
        builder = EnvironBuilder(
            path=parts.path or "/",
            query_string=query or parts.query,
            method="GET" if form is None and json is None else "POST",
            headers=list({"User-Agent": "Fovea (test)", **(headers or {})}.items()),
            data=form,
            json=json,
            environ_base={"REMOTE_ADDR": "192.0.2.1"},
        )
        request = Request(builder.get_environ())
        named = request.args.to_dict(flat=False)
        call = Call(
            host=parts.netloc,
            method=request.method,
            path=parts.path or "/",
            query={name: values[-1] for name, values in named.items()},
            request=request,
            address=ADDRESS,
        )
        handler = self._hosts.get(parts.netloc) or self._hosts[f"*.{parts.netloc.partition('.')[2]}"]
        return handler(call)

    def told(self, url: str, query: dict[str, Any] | None = None, *, status: int = 200, **more: Any) -> Any:
        """What an answer says in JSON."""
        answer = self.ask(url, query, **more)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return msgspec.json.decode(answer.get_data())

    def page(self, url: str, *, status: int = 200, **more: Any) -> str:
        """The text of a page."""
        answer = self.ask(url, **more)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def person(self, number: int) -> Person:
        """An artist."""
        return self.cast.known(number)

    def posts(self, site: str, number: int, **where: Any) -> list[Post]:
        """An artist's posts, newest first."""
        shelf = self.gallery.shelf(site)
        account = shelf.account_of_number(number)
        assert account is not None
        return shelf.posts(Where(account=account.name, **where), limit=100_000)

    def deviantart_token(self) -> dict[str, str]:
        """The header of a new token."""
        told = self.told(
            f"{DEVIANTART}/oauth2/token",
            form={
                "grant_type": "client_credentials",
                "client_id": DEMO_SOURCE_KEYS["DEVIANTART_CLIENT_ID"],
                "client_secret": DEMO_SOURCE_KEYS["DEVIANTART_CLIENT_SECRET"],
            },
        )
        return {"Authorization": f"Bearer {told['access_token']}"}
