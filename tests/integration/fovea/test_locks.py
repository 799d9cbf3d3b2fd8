"""Locks on each cache that the product runs on: a real server, and the one that `fovea up` embeds."""

import threading

import pytest
from redis import ConnectionError as CacheConnectionError
from redis import Redis

from fovea.cache import Lock, connect
from tests.harness.ports import free_port
from tests.harness.processes import wait_until


def test_only_one_holds_a_lock(cache: Redis) -> None:
    ours, theirs = Lock(cache, "scheduler", "a", 30), Lock(cache, "scheduler", "b", 30)
    assert ours.acquire()
    assert not theirs.acquire()
    assert theirs.holder() == "a"
    ours.release()
    assert theirs.acquire()
    assert ours.holder() == "b"


def test_a_lock_is_not_given_to_a_namesake(cache: Redis) -> None:
    assert Lock(cache, "scheduler", "same name", 30).acquire()
    assert not Lock(cache, "scheduler", "same name", 30).acquire()


def test_locks_of_other_names_are_others(cache: Redis) -> None:
    assert Lock(cache, "scheduler", "a", 30).acquire()
    assert Lock(cache, "sweeper", "b", 30).acquire()


def test_tokens_rise_with_each_holder(cache: Redis) -> None:
    tokens = []
    for holder in ("a", "b", "c"):
        lock = Lock(cache, "scheduler", holder, 30)
        assert lock.acquire()
        tokens.append(lock.token)
        lock.release()
        assert lock.token is None
    assert tokens == [1, 2, 3]


def test_the_dead_hold_a_lock_no_longer_than_its_time(cache: Redis) -> None:
    dead, heir = Lock(cache, "scheduler", "dead", 0.4), Lock(cache, "scheduler", "heir", 30)
    assert dead.acquire()
    assert not heir.acquire()
    wait_until(heir.acquire, timeout_seconds=5)
    assert (heir.token or 0) > (dead.token or 0)


def test_a_renewed_lock_is_held_on(cache: Redis) -> None:
    ours, theirs = Lock(cache, "scheduler", "a", 0.6), Lock(cache, "scheduler", "b", 30)
    assert ours.acquire()
    for _ in range(8):
        threading.Event().wait(0.2)
        assert ours.renew()
        assert not theirs.acquire()


def test_one_who_slept_too_long_learns_it_and_does_not_touch_the_heirs_lock(cache: Redis) -> None:
    sleeper, heir = Lock(cache, "scheduler", "sleeper", 0.3), Lock(cache, "scheduler", "heir", 30)
    assert sleeper.acquire()
    wait_until(heir.acquire, timeout_seconds=5)
    sleeper.release()  # believes to have it still
    assert heir.renew()
    sleeper.token = 1
    assert not sleeper.renew()
    assert sleeper.token is None
    assert heir.holder() == "heir"


def test_acquiring_what_one_has_renews_it(cache: Redis) -> None:
    lock = Lock(cache, "scheduler", "a", 30)
    assert lock.acquire()
    assert lock.acquire()
    assert lock.token == 1


def test_of_many_who_ask_at_once_one_gets_it(cache: Redis) -> None:
    locks = [Lock(cache, "scheduler", str(number), 30) for number in range(12)]
    threads = [threading.Thread(target=lock.acquire) for lock in locks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [lock.token for lock in locks if lock.token] == [1]


def test_a_cache_that_is_away_is_an_error_soon() -> None:
    client = connect(f"redis://127.0.0.1:{free_port()}/0", timeout_seconds=1)
    with pytest.raises(CacheConnectionError):
        Lock(client, "scheduler", "a", 30).acquire()
