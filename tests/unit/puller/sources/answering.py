"""A web that answers from what a test says, and an asker that is polite to it without a cache to wait for."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import fakeredis
import msgspec

from fovea.messages import CheckedListing, ListingName, PostRecord, PullJob
from puller.politeness import Asker, Politeness
from puller.politeness.web import RawAnswer, Web
from puller.sources.contract import Page
from puller.sources.listing_source import ListingPull, ListingSource
from puller.sources.sites import Listing, Site

Answering = Callable[["Asked"], Any]


class Asked(msgspec.Struct, frozen=True):
    """What a source asked for: the address without its query, the query (the last value of each name, and all
    of them in order), the form of a POST, the headers.
    """

    url: str
    query: dict[str, str]
    form: dict[str, str]
    headers: dict[str, str]
    json: Any = None
    pairs: tuple[tuple[str, str], ...] = ()


class AnsweringWeb(Web):
    """Stands for the way to a site: `answer` gives a JSON value (status 200), bytes, or a `RawAnswer`."""

    def __init__(self, answer: Answering) -> None:
        self._answer = answer
        self.asked: list[Asked] = []

    def ask(
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
        """Notes what was asked."""
        assert method in {"GET", "POST"}
        assert isinstance(follow, bool)
        assert enough_bytes is None or enough_bytes > 0
        parts = urlsplit(url)
        wanted = urlencode({k: v for k, v in (query or {}).items() if v is not None})
        pairs = parse_qsl(f"{parts.query}&{wanted}", keep_blank_values=True)
        asked = Asked(
            url=f"{parts.scheme}://{parts.netloc}{parts.path}",
            query=dict(pairs),
            form={name: str(value) for name, value in (form or {}).items()},
            headers=dict(headers or {}),
            json=json,
            pairs=tuple(pairs),
        )
        self.asked.append(asked)
        found = self._answer(asked)
        if isinstance(found, RawAnswer):
            return found
        body = found if isinstance(found, bytes) else msgspec.json.encode(found)
        return RawAnswer(url=url, status=200, headers={"content-type": "application/json"}, body=body)


def status(number: int, body: Any = b"", **headers: str) -> RawAnswer:
    """An answer of another status; headers by names with underscores."""
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RawAnswer(url="", status=number, headers=named, body=content)


class Desk:
    """A source of listings on a web that answers as a test says."""

    def __init__(self, source: ListingSource, answer: Answering, *, site: str | None = None) -> None:
        self.web = AnsweringWeb(answer)
        self.source = source
        self.site: Site = next(one for one in source.sites if site in {None, one.name})
        self.politeness = Politeness(fakeredis.FakeRedis())

    @property
    def asked(self) -> list[Asked]:
        """All that was asked so far."""
        return self.web.asked

    def asker(self) -> Asker:
        """An asker for the site."""
        return Asker(self.site, self.politeness, self.web, refusal=self.source.refusal)

    def pages(self, listing: Listing, **job: Any) -> list[Page]:
        """The pages of a job that lists posts."""
        name = ListingName(kind=listing.kind, query=listing.query, title=listing.title, url=listing.url)
        return self._pull(kind="posts", listing=name, source=listing.source, **{"max_pages": 10, **job})

    def posts(self, listing: Listing, **job: Any) -> list[PostRecord]:
        """All posts that a job brings."""
        return [post for page in self.pages(listing, **job) for post in page.posts]

    def check(self, text: str) -> CheckedListing:
        """What the site says of a text that somebody pasted."""
        checked = self._pull(kind="check", text=text, source=self.site.name)[0].checked
        assert checked is not None
        return checked

    def _pull(self, **fields: Any) -> list[Page]:
        job = PullJob(run_id=1, item_id=2, key="test", external_id="3", **fields)
        pull = ListingPull(self.source, self.site, job, politeness=self.politeness, web=self.web)
        return list(pull.pages())
