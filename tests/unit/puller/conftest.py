"""A Flickr of a few people, in memory, and queues that keep what they are given."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import pytest
from requests.auth import AuthBase

from fovea import messages
from fovea.flickr import transport
from fovea.messages import AnyMessage, Batch, PullJob, PullResponse
from puller.jobs import Jobs
from puller.settings import PullerSettings
from puller.sources import every_source
from tests.unit.flickr import recorded, virtual_time

SUBJECT = "1000@N00"

Interfere = Callable[[dict[str, str], dict[str, Any]], dict[str, Any]]


class SmallFlickr:
    """Answers favorites.getPublicList, contacts.getPublicList and people.getInfo from lists that a test
    fills.

    `interfere` may change (or raise instead of) any answer, as a Flickr on a bad day does.
    """

    def __init__(self) -> None:
        self.favorites: dict[str, list[dict[str, Any]]] = {}
        self.contacts: dict[str, list[str]] = {}
        self.asked: list[dict[str, str]] = []
        self.interfere: Interfere = lambda _asked, answer: answer

    def post(
        self, _url: str, parameters: Mapping[str, Any] | None, *, auth: AuthBase, timeout_seconds: float
    ) -> bytes:
        """Stands for `transport.post`."""
        assert auth is not None
        assert timeout_seconds
        asked = {name: str(value) for name, value in (parameters or {}).items()}
        self.asked.append(asked)
        return msgspec.json.encode(self.interfere(asked, self._answer(asked)))

    def _answer(self, asked: dict[str, str]) -> dict[str, Any]:
        nsid, method = asked["user_id"], asked["method"]
        if method == "flickr.people.getInfo":
            return {"person": {"nsid": nsid, "username": {"_content": f"name of {nsid}"}}, "stat": "ok"}
        page, size = int(asked["page"]), int(asked["per_page"])
        if method == "flickr.contacts.getPublicList":
            people = self.contacts.get(nsid, [])
            cut = [
                {"nsid": one, "username": f"name of {one}"} for one in people[(page - 1) * size : page * size]
            ]
            return {"contacts": {**_counts(page, size, len(people)), "contact": cut}, "stat": "ok"}
        if nsid not in self.favorites:
            return recorded.failure(1, "User not found")
        earliest = int(asked.get("min_fave_date", 0))
        photos = [photo for photo in self.favorites[nsid] if int(photo["date_faved"]) >= earliest]
        cut = photos[(page - 1) * size : page * size]
        return {"photos": {**_counts(page, size, len(photos)), "photo": cut}, "stat": "ok"}


def _counts(page: int, size: int, total: int) -> dict[str, Any]:
    return {"page": page, "pages": -(-total // size), "perpage": size, "total": str(total)}


def photo(number: int, *, owner: str, faved: int = 1_700_000_000, title: str = "") -> dict[str, Any]:
    """A photo as Flickr lists it."""
    return {
        "id": str(number),
        "owner": owner,
        "title": title,
        "ownername": f"name of {owner}",
        "date_faved": str(faved),
        "url_m": f"https://live.staticflickr.com/2/{number}_secret.jpg",
        "width_m": 500,
        "height_m": 333,
    }


class Shelf:
    """A queue's entrance that keeps messages in order, next to the other queue's."""

    def __init__(self, sent: list[AnyMessage]) -> None:
        self.sent = sent

    def send(self, to_send: Sequence[AnyMessage]) -> None:
        """Keeps them, as the queue would: in their wire form."""
        for message in to_send:
            body = messages.encode(message)
            assert messages.fits(body)
            self.sent.append(messages.decode(body))


class Bench:
    """A puller's jobs on a small Flickr, with all that they send."""

    def __init__(self, jobs: Jobs, sent: list[AnyMessage], flickr: SmallFlickr) -> None:
        self.jobs = jobs
        self.sent = sent
        self.flickr = flickr

    def pull(self, **fields: Any) -> PullResponse:
        """Carries out a job and gives the response that closes it."""
        kind = fields.pop("kind", "favorites")
        external_id = fields.pop("external_id", SUBJECT)
        job = PullJob(
            run_id=7, item_id=8, key=f"flickr/{kind}/{external_id}", kind=kind, external_id=external_id,
            **{"source": "flickr", **fields},
        )  # fmt: skip
        self.sent.clear()
        self.jobs.carry_out(job)
        last = self.sent[-1]
        assert isinstance(last, PullResponse)
        assert last.final
        return last

    @property
    def batches(self) -> list[Batch]:
        """The batches that were sent, in order."""
        return [message for message in self.sent if isinstance(message, Batch)]

    @property
    def responses(self) -> list[PullResponse]:
        """The responses that were sent, in order."""
        return [message for message in self.sent if isinstance(message, PullResponse)]

    @property
    def pages_asked(self) -> list[str]:
        """The numbers of the pages that were asked for."""
        return [asked["page"] for asked in self.flickr.asked]


class OpenBudget:
    """A budget without an end."""

    def take(self, *, background: bool = False) -> None:
        """Takes one call."""


@pytest.fixture
def flickr(monkeypatch: pytest.MonkeyPatch) -> SmallFlickr:
    virtual_time.install(monkeypatch)
    flickr = SmallFlickr()
    monkeypatch.setattr(transport, "post", flickr.post)
    return flickr


@pytest.fixture
def settings() -> PullerSettings:
    return PullerSettings(flickr_api_key="key", flickr_api_secret="secret", puller_most_contact_pages=3)


@pytest.fixture
def bench(flickr: SmallFlickr, settings: PullerSettings) -> Bench:
    sent: list[AnyMessage] = []
    jobs = Jobs(
        every_source(settings, budget=OpenBudget()),
        send_batches=Shelf(sent).send,
        send_responses=Shelf(sent).send,
    )
    return Bench(jobs, sent, flickr)


@pytest.fixture
def stopping() -> threading.Event:
    return threading.Event()
