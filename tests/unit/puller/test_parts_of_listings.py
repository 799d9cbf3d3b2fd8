"""The responses that close the parts of listings, and those that only say that somebody is at work."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from fovea.messages import AnyMessage, Batch, PullJob, PullResponse
from puller.jobs import STILL_AT_WORK_SECONDS, Jobs
from puller.sources.contract import Page
from tests.unit.puller.conftest import Shelf


class Told:
    """A source that gives these pages, and takes so many seconds for each."""

    name = "board"
    kinds = frozenset({"posts"})
    calls = 3

    def __init__(self, pages: list[Page], *, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
        self._pages = pages
        self._seconds = seconds
        self._now = 1_000.0
        monkeypatch.setattr(time, "monotonic", lambda: self._now)

    def pull(self, _: PullJob) -> "Told":
        """Itself."""
        return self

    def pages(self) -> Iterator[Page]:
        """Each after its time."""
        for page in self._pages:
            self._now += self._seconds
            yield page


def sent_for(source: Told, **fields: Any) -> list[AnyMessage]:
    sent: list[AnyMessage] = []
    jobs = Jobs({"board": source}, send_batches=Shelf(sent).send, send_responses=Shelf(sent).send)
    job = PullJob(run_id=7, item_id=8, key="board/posts/1#0", source="board", kind="posts", external_id="1#0")
    jobs.carry_out(job)
    return sent


def pages(count: int, **last: Any) -> list[Page]:
    return [Page(last=False) for _ in range(count - 1)] + [Page(last=True, **last)]


def test_a_part_says_where_to_go_on_and_what_was_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    *batches, final = sent_for(Told(pages(3, cursor="41", newest=99), seconds=1, monkeypatch=monkeypatch))
    assert [isinstance(one, Batch) for one in batches] == [True] * 3
    assert isinstance(final, PullResponse)
    told = (final.final, final.outcome, final.batches, final.more, final.cursor, final.newest, final.code)
    assert told == (True, "ok", 3, True, "41", 99, None)


def test_a_listing_that_begins_anew_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    *_, final = sent_for(Told(pages(2, truncated=True), seconds=1, monkeypatch=monkeypatch))
    assert isinstance(final, PullResponse)
    assert (final.outcome, final.more, final.code) == ("ok", False, "listing_repeats")


def test_whoever_needs_long_says_so_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the part would be taken for lost, and a slow site be asked for the same by two at once."""
    sent = sent_for(Told(pages(10), seconds=STILL_AT_WORK_SECONDS / 2 + 1, monkeypatch=monkeypatch))
    responses = [one for one in sent if isinstance(one, PullResponse)]
    assert [one.final for one in responses] == [False] * 4 + [True]
    assert len({one.execution for one in responses}) == 1
