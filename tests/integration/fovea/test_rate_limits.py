"""Budgets and limits that processes share through the cache."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from fovea.cache import connect
from fovea.errors import SourceBudgetUsedUp
from fovea.rate_limits import Budget, RequestLimiter
from tests.harness.ports import free_port
from tests.integration.fovea.gate import gate_before
from tests.integration.fovea.jobs import counted


def takes(budget: Budget, times: int, *, background: bool = False) -> int:
    """How many of so many calls the budget allows."""
    allowed = 0
    for _ in range(times):
        try:
            budget.take(background=background)
            allowed += 1
        except SourceBudgetUsedUp:
            continue
    return allowed


def moments_around(act: Callable[[], None]) -> tuple[float, float]:
    """When something began, and when it was done."""
    before = time.time()
    act()
    return before, time.time()


def test_no_more_calls_are_made_than_the_budget_has(cache: Redis) -> None:
    budget = Budget(cache, "flickr", 10, 60)
    assert budget.left() == 10
    assert takes(budget, 15) == 10
    assert budget.left() == 0
    assert counted("source_budget_refusals") == 5
    assert counted("source_budget_left") == 9  # measured at the first call, and then each ten seconds


def test_all_processes_share_one_budget(redis_url: str) -> None:
    budgets = [Budget(connect(redis_url), "flickr", 50, 60) for _ in range(5)]
    with ThreadPoolExecutor(5) as threads:
        assert sum(threads.map(lambda budget: takes(budget, 30), budgets)) == 50


def test_sources_have_budgets_of_their_own(cache: Redis) -> None:
    assert takes(Budget(cache, "flickr", 3, 60), 5) == 3
    assert takes(Budget(cache, "danbooru", 4, 60), 5) == 4


def test_background_work_leaves_a_share_for_people(cache: Redis) -> None:
    budget = Budget(cache, "flickr", 10, 60, background_share=0.7)
    assert takes(budget, 10, background=True) == 7
    assert takes(budget, 10) == 3


def test_what_people_use_counts_for_the_background_too(cache: Redis) -> None:
    budget = Budget(cache, "flickr", 10, 60, background_share=0.7)
    assert takes(budget, 6) == 6
    assert takes(budget, 10, background=True) == 1
    assert takes(budget, 10) == 3


def test_background_work_does_not_make_the_budget_forget(cache: Redis) -> None:
    """The list of moments is cut to the share when background work is let through; nothing may be lost."""
    budget = Budget(cache, "flickr", 10, 60, background_share=0.5)
    assert takes(budget, 4) == 4
    assert takes(budget, 1, background=True) == 1
    assert takes(budget, 20) == 5
    assert takes(budget, 1, background=True) == 0
    assert budget.left() == 0


def test_a_refusal_says_when_there_is_a_call_again(cache: Redis) -> None:
    budget = Budget(cache, "flickr", 2, 2, background_share=0.5)
    budget.left()  # the cache learns the scripts
    first = moments_around(budget.take)
    time.sleep(0.3)
    second = moments_around(budget.take)
    with pytest.raises(SourceBudgetUsedUp) as interactive:
        budget.take()
    with pytest.raises(SourceBudgetUsedUp) as background:
        budget.take(background=True)
    # A person goes on when the first call is two seconds old; the background, which may use one call,
    # when the second is. Up to a sixtieth of the window is added.
    assert first[0] + 2 <= interactive.value.retry_at / 1000 <= first[1] + 2.04
    assert second[0] + 2 <= background.value.retry_at / 1000 <= second[1] + 2.04
    time.sleep(max(0.0, interactive.value.retry_at / 1000 - time.time()))
    budget.take()


def test_those_who_wait_do_not_all_come_back_at_once(cache: Redis) -> None:
    budget = Budget(cache, "flickr", 1, 3_600)
    budget.take()
    moments = set()
    for _ in range(20):
        with pytest.raises(SourceBudgetUsedUp) as refused:
            budget.take()
        moments.add(refused.value.retry_at)
    assert len(moments) > 15
    assert max(moments) - min(moments) <= 60_000


def test_without_the_cache_calls_go_on_and_are_counted_without_long_waits() -> None:
    cache = connect(f"redis://127.0.0.1:{free_port()}/0", timeout_seconds=1, retries=0)
    budget = Budget(cache, "flickr", 1, 60)
    begun = time.monotonic()
    for _ in range(50):
        budget.take()
    assert budget.left() == 1
    assert RequestLimiter(cache).hit("somebody", "1/minute").allowed
    assert time.monotonic() - begun < 5
    assert counted("cache_errors") >= 51


def test_the_budget_counts_again_when_the_cache_is_back(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fovea.rate_limits.CACHE_AWAY_SECONDS", 0.2)
    with gate_before(redis_url.removesuffix("/0")) as (gate, address):
        budget = Budget(connect(f"{address}/0", timeout_seconds=1, retries=1), "flickr", 2, 60)
        assert takes(budget, 1) == 1
        gate.shut()
        assert takes(budget, 5) == 5
        gate.open()
        time.sleep(0.3)
        assert takes(budget, 5) == 1


def test_requests_are_limited_by_whose_they_are(cache: Redis) -> None:
    limiter = RequestLimiter(cache)
    first = limiter.hit("address:1", "2/minute")
    assert (first.allowed, first.limit, first.remaining) == (True, 2, 1)
    assert 55 < first.reset_seconds <= 60
    assert limiter.hit("address:1", "2/minute").remaining == 0
    refused = limiter.hit("address:1", "2/minute")
    assert (refused.allowed, refused.remaining) == (False, 0)
    assert 55 < refused.reset_seconds <= 60
    assert limiter.hit("address:2", "2/minute").allowed


def test_a_request_is_allowed_again_when_the_window_has_moved_on(cache: Redis) -> None:
    limiter = RequestLimiter(cache)
    assert limiter.hit("somebody", "1/second").allowed
    assert not limiter.hit("somebody", "1/second").allowed
    time.sleep(1.05)
    assert limiter.hit("somebody", "1/second").allowed


def test_a_limit_that_makes_no_sense_is_a_mistake_of_ours(cache: Redis) -> None:
    with pytest.raises(ValueError, match="couldn't parse"):
        RequestLimiter(cache).hit("somebody", "many")
