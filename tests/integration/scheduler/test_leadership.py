"""One scheduler leads; when it dies another does, soon."""

import uuid
from collections.abc import Iterator

import pytest
import redis

from fovea.cache import connect
from scheduler.leadership import Leadership
from tests.harness.ports import free_port
from tests.harness.processes import wait_until

SECONDS = 0.6


@pytest.fixture
def cache(redis_url: str) -> Iterator[redis.Redis]:
    with connect(redis_url) as client:
        yield client


def die(leadership: Leadership) -> None:
    """End a leadership as SIGKILL would: without giving the lock back."""
    leadership._lock.token = None
    leadership.stop()


def test_one_of_several_leads(cache: redis.Redis) -> None:
    several = [Leadership(cache, seconds=SECONDS) for _ in range(4)]
    for one in several:
        one.start()
    assert [one.leads for one in several] == [True, False, False, False]
    for one in several:
        one.stop()


def test_schedulers_that_believe_to_have_the_same_name_are_still_two(
    cache: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older fault 9: all tasks read the same id out of their names, and the lock granted to everyone."""
    same = uuid.uuid4()
    monkeypatch.setattr(uuid, "uuid4", lambda: same)
    first, second = Leadership(cache, seconds=SECONDS), Leadership(cache, seconds=SECONDS)
    first.start()
    second.start()
    assert (first.leads, second.leads) == (True, False)
    assert first.holder == second.holder
    first.stop()
    second.stop()


def test_a_dead_leader_is_replaced_within_its_lock_s_short_life(cache: redis.Redis) -> None:
    """Older fault 10: the lock was held for the whole sleep, and a dead scheduler blocked the others for
    two hours.
    """
    first, second = Leadership(cache, seconds=SECONDS), Leadership(cache, seconds=SECONDS)
    first.start()
    second.start()
    die(first)
    wait_until(lambda: second.leads, timeout_seconds=5, what="the second to lead")
    second.stop()


def test_a_leader_goes_on_leading_for_as_long_as_it_lives(cache: redis.Redis) -> None:
    first, second = Leadership(cache, seconds=SECONDS), Leadership(cache, seconds=SECONDS)
    first.start()
    second.start()
    with pytest.raises(TimeoutError):
        wait_until(lambda: second.leads or not first.leads, timeout_seconds=3 * SECONDS)
    first.stop()
    second.stop()


def test_a_leader_that_ends_in_order_gives_the_lead_back_at_once(cache: redis.Redis) -> None:
    first, second = Leadership(cache, seconds=60), Leadership(cache, seconds=60)
    first.start()
    first.stop()
    assert not first.leads
    second.start()
    assert second.leads
    second.stop()


def test_a_leader_whose_lock_was_taken_stops_leading(cache: redis.Redis) -> None:
    first = Leadership(cache, seconds=SECONDS)
    first.start()
    cache.set(first._lock._key, b"99:somebody else", px=60_000)
    wait_until(lambda: not first.leads, timeout_seconds=5, what="the first to notice")
    first.stop()


def test_while_the_cache_is_away_work_goes_on(redis_url: str) -> None:
    """Nothing becomes wrong when two lead, because the API server gives each piece of work to one of them
    only.
    """
    away = connect(f"redis://127.0.0.1:{free_port()}/0", timeout_seconds=0.2, retries=0)
    leadership = Leadership(away, seconds=SECONDS)
    leadership.start()
    assert leadership.leads
    leadership.stop()
