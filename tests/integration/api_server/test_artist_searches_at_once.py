"""Many who let artist searches go on at the same moment: threads, processes, answers on their way."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import msgspec
import pytest

from api_server.app import create_internal_app
from api_server.artists import advancing
from api_server.artists.advancer import Advancer
from api_server.runs.service import RunService
from fovea.database import artist_searches
from fovea.database.engine import read
from fovea.internal_api import IngesterResponses, PullerResponses
from fovea.messages import PullResponse, Receipt
from tests.integration.api_server.artist_world import (
    BLUESKY,
    GALLERY,
    ArtistWorld,
    artists,
    settings,
    shared_decoder,
)
from tests.integration.api_server.resolving import TOKEN
from tests.integration.fetching.conftest import server

__all__ = ["artists", "server", "settings", "shared_decoder"]


@pytest.fixture
def finch(artists: ArtistWorld) -> ArtistWorld:
    artists.artwork(seed=1, about=f"My Bluesky: {BLUESKY}")
    artists.account(BLUESKY, 3, 1, source="bluesky", query="did:plc:finch")
    artists.person(BLUESKY, f"I also draw at {GALLERY}")
    return artists


def test_answers_and_looks_at_the_same_moment_come_to_one_result(finch: ArtistWorld) -> None:
    public_ids = [finch.begin(), finch.begin(picture=finch.picture(1), account=BLUESKY)]
    with read(finch.context.engine) as connection:
        found = [artist_searches.by_public_id(connection, one) for one in public_ids]
    numbers = [one.id for one in found if one is not None]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(40):
            if all(finch.found(one).search.ended for one in public_ids):
                break
            jobs = finch.pullers.jobs()
            looks = [pool.submit(advancing.go_on, finch.context, one) for one in numbers * 2]
            for job in jobs:
                finch.answer(job)
            wait(looks)
            assert [one.exception() for one in looks] == [None] * len(looks)
            finch.advance()
    for public_id in public_ids:
        whole = finch.found(public_id)
        assert (whole.state, whole.search.code) == ("done", None)
        assert [one.post_id for one in whole.results] == [finch.posts["did:plc:finch"][1]]


def kept_in(taken: list[Any]) -> Callable[[RunService, list[Any]], None]:
    def keep(_: RunService, some: list[Any]) -> None:
        taken.extend(some)

    return keep


def test_reports_let_searches_go_on_and_so_does_the_scheduler(
    finch: ArtistWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    internal = create_internal_app(finch.context).test_client()

    def report_responses(responses: list[PullResponse]) -> None:
        body = msgspec.json.encode(PullerResponses(responses))
        answer = internal.post("/internal/puller-responses", data=body, headers=TOKEN)
        assert answer.get_json() == {"accepted": len(responses)}

    def report_receipts(receipts: list[Receipt]) -> None:
        body = msgspec.json.encode(IngesterResponses(receipts))
        answer = internal.post("/internal/ingester-responses", data=body, headers=TOKEN)
        assert answer.get_json() == {"accepted": len(receipts)}

    public_id = finch.begin()
    while not finch.found(public_id).search.ended:
        jobs = finch.pullers.jobs()
        assert jobs, finch.found(public_id)  # nobody needs to look at the clock for it to go on
        for job in jobs:
            told: list[Any] = []
            receipts: list[Any] = []
            with monkeypatch.context() as patched:
                patched.setattr(RunService, "record_puller_responses", kept_in(told))
                patched.setattr(RunService, "record_receipts", kept_in(receipts))
                finch.answer(job)
            report_responses(told)
            report_receipts(receipts)
    assert finch.found(public_id).state == "done"
    advanced = internal.post("/internal/artist-searches/advance", json={"limit": 5}, headers=TOKEN)
    assert advanced.get_json() == {"advanced": 0, "next_due_seconds": None}
    finch.begin(again=True)
    advanced = internal.post("/internal/artist-searches/advance", json={"limit": 5}, headers=TOKEN)
    assert advanced.status_code == 200
    assert 0 < advanced.get_json()["next_due_seconds"] <= 5


def test_one_search_is_carried_on_by_one_thread_and_again_when_something_has_happened() -> None:
    advancer, carried, at_work = Advancer(4), [], threading.Semaphore(0)
    begun, may_end = threading.Event(), threading.Event()

    def go_on(search_id: int) -> None:
        carried.append(search_id)
        begun.set()
        assert may_end.wait(10)
        at_work.release()

    advancer.advance([1], go_on)
    assert begun.wait(10)
    advancer.advance([1], go_on)
    advancer.advance([1], go_on)
    assert carried == [1]
    may_end.set()
    assert at_work.acquire(timeout=10)
    assert at_work.acquire(timeout=10)  # once more for all that has happened meanwhile
    advancer.advance([2], go_on)
    assert at_work.acquire(timeout=10)
    assert sorted(carried) == [1, 1, 2]
    advancer.stop()


def test_a_search_that_is_carried_on_is_not_so_again_because_it_is_time_and_news_wait_their_turn() -> None:
    """Where looks take long, the clock would keep a thread at one search, and others would never go on."""
    advancer, carried, at_work = Advancer(1), [], threading.Semaphore(0)
    begun, may_end = threading.Event(), threading.Event()

    def go_on(search_id: int) -> None:
        carried.append(search_id)
        begun.set()
        assert may_end.wait(10)
        at_work.release()

    advancer.advance([1, 2], go_on)
    assert begun.wait(10)
    advancer.advance([1, 2], go_on, news=False)
    advancer.advance([1], go_on)
    advancer.advance([2], go_on)  # it has not begun: it will see what has happened
    advancer.advance([3], go_on)
    may_end.set()
    for _ in range(4):
        assert at_work.acquire(timeout=10)
    assert carried == [1, 2, 3, 1]
    advancer.advance([9], go_on)
    assert at_work.acquire(timeout=10)
    assert carried[-1] == 9
    advancer.stop()


def test_without_threads_whoever_asks_does_it() -> None:
    carried: list[int] = []
    Advancer(0).advance([3, 4], carried.append)
    assert carried == [3, 4]
