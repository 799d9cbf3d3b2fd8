"""What processes tell of themselves, in a cache of the test's own."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import redis
from fakeredis import FakeRedis

from fovea import metrics, presence
from fovea.metrics import recorder
from fovea.presence import activity, registry
from fovea.presence.memory import children, resident_bytes
from fovea.presence.registry import FORGOTTEN_AFTER_SECONDS, Registry
from fovea.presence.stacks import stacks
from fovea.presence.teller import Teller, begin
from fovea.settings import CommonSettings


@pytest.fixture
def cache() -> FakeRedis:
    return FakeRedis()


@pytest.fixture(autouse=True)
def _measured_nothing_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(recorder, "_totals", {})
    monkeypatch.setattr(recorder, "_values", {})
    yield
    activity.end_doing()


def test_a_process_tells_who_it_is_and_what_it_does(cache: FakeRedis) -> None:
    teller = Teller(cache, "puller", seconds=60)
    with presence.doing("puller: PullJob danbooru/posts/blue_sky"):
        teller.tell()
    [process] = Registry(cache).processes()
    assert (process.service, process.name) == ("puller", teller.name)
    assert process.memory_bytes > 1_000_000
    assert process.threads >= 1
    assert process.since <= process.heard_at
    assert [one.what for one in process.doing] == ["puller: PullJob danbooru/posts/blue_sky"]
    teller.tell()
    assert Registry(cache).processes()[0].doing == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells")
def test_processes_that_were_started_count_with_their_memory(cache: FakeRedis) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in children()
        teller = Teller(cache, "image-ingester", seconds=60)
        teller.tell()
        assert child.stdin is not None
        child.stdin.close()
    [process] = Registry(cache).processes()
    assert process.children >= 1
    assert process.children_bytes > 0
    assert child.pid not in children()
    assert resident_bytes(child.pid) == 0


def test_what_is_done_within_something_ends_before_it() -> None:
    with presence.doing("outer"):
        with presence.doing("inner"):
            assert [one.what for one in activity.under_way()] == ["inner"]
        assert [one.what for one in activity.under_way()] == ["outer"]
    assert activity.under_way() == []


def test_a_thread_that_has_ended_does_nothing_any_more() -> None:
    thread = threading.Thread(target=lambda: presence.begin_doing("something endless"))
    thread.start()
    thread.join()
    assert activity.under_way() == []


def test_an_entry_goes_when_its_process_ends(cache: FakeRedis) -> None:
    teller = Teller(cache, "puller", seconds=60)
    teller.start()
    teller.stop()
    assert Registry(cache).processes() == []


def test_a_killed_process_stays_for_a_while_with_the_moment_when_it_was_last_heard_of(
    cache: FakeRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    Teller(cache, "puller", seconds=60).tell()
    now = registry.moment()
    monkeypatch.setattr(registry, "moment", lambda: now + 60_000)
    [process] = Registry(cache).processes()
    assert process.silent_seconds(registry.moment()) == pytest.approx(60, abs=5)
    monkeypatch.setattr(registry, "moment", lambda: now + FORGOTTEN_AFTER_SECONDS * 1_000 + 5_000)
    assert Registry(cache).processes() == []
    monkeypatch.undo()
    assert Registry(cache).processes() == []


def test_what_another_version_told_is_passed_over(cache: FakeRedis) -> None:
    Teller(cache, "puller", seconds=60).tell()
    cache.hset("presence:processes", "another", b'{"name": 7}')
    assert [process.service for process in Registry(cache).processes()] == ["puller"]


def test_processes_are_asked_for_their_stacks_once(cache: FakeRedis) -> None:
    teller, other = (Teller(cache, service, seconds=60) for service in ("puller", "ingester"))
    teller._since += 1  # two of one process, which only a test has
    wanted = Registry(cache).want_stacks([teller.name])
    teller.tell()
    other.tell()
    given = Registry(cache).given_stacks(wanted)
    assert given.keys() == {teller.name}
    assert "test_processes_are_asked_for_their_stacks_once" in given[teller.name]
    cache.delete(f"presence:stacks:{wanted.id}")
    teller.tell()
    assert Registry(cache).given_stacks(wanted) == {}


def test_stacks_show_every_thread_by_its_name() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait_for_the_test() -> None:
        begun.set()
        go_on.wait()

    thread = threading.Thread(target=wait_for_the_test, name="the-one-that-waits")
    thread.start()
    begun.wait()
    told = stacks()
    go_on.set()
    thread.join()
    assert "the-one-that-waits:" in told
    assert "in wait_for_the_test" in told
    assert "MainThread:" in told


def test_nothing_fails_without_a_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away(FakeRedis):
        def execute_command(self, *_: object, **__: object) -> object:
            raise redis.ConnectionError("away")

        def pipeline(self, *_: object, **__: object) -> object:  # type: ignore[override]
            raise redis.ConnectionError("away")

    teller = Teller(Away(), "puller", seconds=0.01)
    counted = threading.Event()
    monkeypatch.setattr(metrics, "count", lambda *_: counted.set())
    teller.start()
    assert counted.wait(5)
    teller.stop()


def test_nobody_is_told_when_the_settings_say_so() -> None:
    assert begin(CommonSettings(presence_seconds=0), "puller") is None


def test_measurements_since_the_beginning_are_told_too(cache: FakeRedis) -> None:
    metrics.count("messages_handled", 3, Queue="puller")
    metrics.count("messages_handled", 2, Queue="puller")
    metrics.record("message_handling_seconds", 0.5, Queue="puller")
    teller = Teller(cache, "puller", seconds=60)
    teller.tell()
    told = {one.name: one for one in Registry(cache).totals()[teller.name]}
    assert (told["messages_handled"].sum, told["messages_handled"].dimension) == (5, "puller")
    assert told["messages_handled"].percentile(0.5) is None
    assert told["message_handling_seconds"].percentile(0.5) == 0.5
