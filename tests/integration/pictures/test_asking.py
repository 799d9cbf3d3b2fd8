"""Asking for pictures holds nobody up, fails nobody, and asks for none twice."""

import os
import threading
import time

import pytest
import redis

from fovea import pictures
from fovea.pictures import asking, markers
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from tests.harness.ports import free_port
from tests.harness.processes import wait_until
from tests.integration.pictures.conftest import asked_for


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    """Begin without what an earlier test left waiting."""
    asking._begin_anew()


def some(count: int, *, first: int = 1) -> list[tuple[int, str]]:
    return [(number, f"https://live.example.com/{number}.jpg") for number in range(first, first + count)]


def test_pictures_are_asked_for_ten_a_job(queues: QueueClient, cache: redis.Redis) -> None:
    assert pictures.ask_now(queues, cache, some(25)) == 25
    jobs = asked_for(queues)
    assert sorted(len(job) for job in jobs) == [5, 10, 10]
    assert sorted((one.post_id, one.url) for job in jobs for one in job) == some(25)


def test_nothing_is_asked_for_twice_within_a_day(queues: QueueClient, cache: redis.Redis) -> None:
    assert pictures.ask_now(queues, cache, some(5)) == 5
    assert pictures.ask_now(queues, cache, some(7)) == 2
    assert pictures.ask_now(queues, cache, some(7)) == 0
    assert sum(len(job) for job in asked_for(queues)) == 7
    assert 86_000 < int(str(cache.ttl("picture:1"))) <= 86_400


def test_of_one_post_the_first_address_counts_and_empty_ones_do_not(
    queues: QueueClient, cache: redis.Redis
) -> None:
    wanted = [(1, ""), (2, "https://a.example.com/2.jpg"), (2, "https://b.example.com/2.jpg")]
    assert pictures.ask_now(queues, cache, wanted) == 1
    assert [one.url for job in asked_for(queues) for one in job] == ["https://a.example.com/2.jpg"]


def test_a_call_asks_for_so_many_at_most(queues: QueueClient, cache: redis.Redis) -> None:
    assert pictures.ask_now(queues, cache, some(2_000)) == asking.MOST_AT_ONCE
    assert {one.post_id for job in asked_for(queues) for one in job} == set(range(1, 501))


def test_asking_at_once_from_many_threads_asks_once(queues: QueueClient, cache: redis.Redis) -> None:
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(pictures.ask_now(queues, cache, some(50))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 50
    assert sum(len(job) for job in asked_for(queues)) == 50


def test_whoever_asks_goes_on_at_once(queues: QueueClient, cache: redis.Redis) -> None:
    pictures.ask(queues, cache, some(100))
    found: list[int] = []

    def come() -> bool:
        found.extend(one.post_id for job in asked_for(queues) for one in job)
        return len(found) == 100

    assert wait_until(come, what="a hundred pictures to be asked for")


def away() -> tuple[QueueClient, redis.Redis]:
    """Queues and a cache that are not there."""
    settings = QueueSettings(aws_endpoint_url=f"http://127.0.0.1:{free_port()}")
    return QueueClient(settings), redis.Redis(port=free_port())


def test_without_cache_or_queue_nothing_is_asked_for_and_nothing_is_raised(
    queues: QueueClient, cache: redis.Redis
) -> None:
    no_queues, no_cache = away()
    assert pictures.ask_now(queues, no_cache, some(5)) == 0
    assert asked_for(queues) == []
    assert pictures.ask_now(no_queues, cache, some(5)) == 0
    assert cache.keys("picture:*") == []
    assert pictures.ask_now(queues, cache, some(5)) == 5


def test_a_request_does_not_wait_for_what_is_away(queues: QueueClient) -> None:
    no_queues, no_cache = away()
    begun = time.perf_counter()
    for number in range(200):
        pictures.ask(no_queues, no_cache, some(5, first=number))
    assert time.perf_counter() - begun < 0.5
    # What waits for what is away is dropped, not worked off one by one.
    wait_until(lambda: asking._asker._waiting.qsize() == 0, what="the questions to be dropped")


def test_a_forked_process_asks_by_a_thread_of_its_own(queues: QueueClient, cache: redis.Redis) -> None:
    pictures.ask(queues, cache, some(1))
    wait_until(lambda: asked_for(queues), what="the parent's question")
    child = os.fork()
    if child == 0:
        try:
            asking.ask(QueueClient(QueueSettings()), cache, some(1, first=7))
            deadline = time.monotonic() + 10
            while not asked_for(queues) and time.monotonic() < deadline:
                time.sleep(0.05)
            os._exit(0 if time.monotonic() < deadline else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("count", [0, 3])
def test_markers_tell_what_was_done(cache: redis.Redis, count: int) -> None:
    numbers = list(range(count))
    assert markers.mark_asked(cache, numbers) == numbers
    assert markers.told(cache, numbers) == set()
    markers.mark_told(cache, numbers)
    assert markers.told(cache, numbers) == set(numbers)
    assert markers.mark_asked(cache, numbers) == []
    markers.unmark(cache, numbers)
    assert markers.mark_asked(cache, numbers) == numbers
