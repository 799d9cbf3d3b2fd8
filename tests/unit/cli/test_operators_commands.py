"""`fovea workers`, `queues`, `metrics` and `stacks`, with a cache of the test's own."""

import json
import os
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fakeredis import FakeRedis

from fovea import metrics as measuring
from fovea import presence
from fovea.errors import QueueUnavailable
from fovea.metrics import recorder
from fovea.presence import registry
from fovea.presence.teller import Teller
from fovea.queues import QueueClient
from fovea_cli import queue_view, stacks
from fovea_cli.amounts import seconds_in_words, size_in_words
from fovea_cli.main import main

NOW = registry.moment()


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRedis]:
    """The cache of a system, which is found."""
    cache = FakeRedis()
    monkeypatch.setenv("FOVEA_REDIS_URL", "redis://elsewhere.test/0")
    monkeypatch.setenv("FOVEA_DATA_DIR", "/nonexistent/nowhere")
    monkeypatch.setattr("fovea.cache.connect", lambda *_: cache)
    monkeypatch.setattr(recorder, "_totals", {})
    monkeypatch.setattr(recorder, "_values", {})
    monkeypatch.setattr(stacks, "POLL_SECONDS", 0.01)
    yield cache
    presence.end_doing()


def teller(cache: FakeRedis, service: str, *, since: int = NOW) -> Teller:
    made = Teller(cache, service, seconds=60)
    made._since = since
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"COLUMNS": "240"})


def test_workers_are_shown_with_what_they_do(cache: FakeRedis) -> None:
    with presence.doing("puller: PullJob danbooru/posts/\x1b[31mred"):
        teller(cache, "puller", since=NOW - 3_600_000).tell()
    teller(cache, "scheduler").tell()
    shown = run("workers")
    assert shown.exit_code == 0, shown.output
    line = next(line for line in shown.stdout.splitlines() if "puller" in line)
    assert str(os.getpid()) in line
    assert "1 h" in line
    assert "MB" in line
    assert "danbooru/posts/" in line
    assert "\x1b[31m" not in shown.stdout
    assert "nothing" in next(line for line in shown.stdout.splitlines() if "scheduler" in line)


def test_workers_are_told_to_programs(cache: FakeRedis) -> None:
    with presence.doing("sweep"):
        teller(cache, "scheduler").tell()
    teller(cache, "puller", since=NOW - 1).tell()
    [told] = json.loads(run("workers", "--json", "--service", "scheduler").stdout)
    assert (told["service"], told["process_id"], told["silent"]) == ("scheduler", os.getpid(), False)
    assert [one["what"] for one in told["doing"]] == ["sweep"]
    assert told["since"].endswith("Z")


def test_a_process_that_fell_silent_is_shown_as_such(
    cache: FakeRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    teller(cache, "puller").tell()
    later = registry.moment() + 120_000
    monkeypatch.setattr("fovea_cli.workers.moment", lambda: later)
    [told] = json.loads(run("workers", "--json").stdout)
    assert told["silent"]
    assert told["silent_seconds"] == pytest.approx(120, abs=30)


def test_no_workers_are_a_failure_that_says_what_to_do(cache: FakeRedis) -> None:
    none = run("workers")
    assert (none.exit_code, "fovea status" in none.stderr) == (1, True)
    teller(cache, "puller").tell()
    other = run("workers", "--service", "pullers")
    assert (other.exit_code, "There are puller." in other.stderr) == (1, True)


def test_without_a_system_it_is_told_how_to_reach_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOVEA_REDIS_URL", raising=False)
    monkeypatch.setenv("FOVEA_DATA_DIR", "/nonexistent/nowhere")
    for command in ("workers", "queues", "metrics", "stacks"):
        result = run(command)
        assert result.exit_code == 1
        assert "fovea up" in result.stderr
        assert "FOVEA_REDIS_URL" in result.stderr


def test_a_cache_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch, cache: FakeRedis) -> None:
    import redis

    def away(*_: object, **__: object) -> object:
        raise redis.ConnectionError("refused")

    monkeypatch.setattr(cache, "hgetall", away)
    for command in ("workers", "metrics", "stacks"):
        assert "The cache does not answer (refused)" in run(command).stderr


def test_metrics_of_all_processes_are_added_up(cache: FakeRedis) -> None:
    for number in range(2):
        for _ in range(10):
            measuring.record("message_handling_seconds", 0.1, Queue="puller")
        measuring.count("messages_handled", 10, Queue="puller")
        teller(cache, "puller", since=NOW + number).tell()
        recorder._totals.clear()
    told = {one["name"]: one for one in json.loads(run("metrics", "message", "--json").stdout)}
    handling = told["message_handling_seconds"]
    assert (handling["count"], handling["dimension"]) == (20, {"Queue": "puller"})
    assert handling["mean"] == pytest.approx(0.1)
    assert handling["p95"] == pytest.approx(0.1)
    assert (told["messages_handled"]["sum"], told["messages_handled"]["p95"]) == (20, None)
    shown = run("metrics", "handling").stdout
    assert "100 ms" in shown
    assert "messages_handled" not in shown


def test_of_a_gauge_the_present_value_is_shown(cache: FakeRedis) -> None:
    for waiting in (70, 7):
        measuring.gauge("messages_waiting", waiting, Queue="puller")
    teller(cache, "scheduler").tell()
    shown = next(line for line in run("metrics").stdout.splitlines() if "messages_waiting" in line)
    assert [cell.strip() for cell in shown.split("│") if cell.strip()] == ["messages_waiting", "puller", "7"]


def test_metrics_may_be_those_of_one_service(cache: FakeRedis) -> None:
    measuring.count("messages_handled", 10, Queue="puller")
    teller(cache, "puller").tell()
    none = run("metrics", "--service", "ingester")
    assert (none.exit_code, "docs/metrics.md" in none.stderr) == (1, True)
    assert run("metrics", "--service", "puller").exit_code == 0


def test_stacks_of_all_who_answer_are_printed(cache: FakeRedis) -> None:
    one = teller(cache, "puller")
    one.tell()
    answering = threading.Thread(target=lambda: _answer_soon(one), name="answers")
    answering.start()
    result = run("stacks", "puller", "--wait", "5")
    answering.join()
    assert result.exit_code == 0, result.output
    assert "=== puller (" in result.stdout
    assert "_answer_soon" in result.stdout


def _answer_soon(one: Teller) -> None:
    for _ in range(500):
        one.tell()
        if one._answered:
            return
        threading.Event().wait(0.01)


def test_a_process_that_does_not_answer_is_named(cache: FakeRedis) -> None:
    teller(cache, "puller").tell()
    result = run("stacks", "--wait", "1", "--json")
    assert result.exit_code == 1
    assert f"process {os.getpid()}" in result.stderr
    assert json.loads(result.stdout)[0]["stacks"] is None


def test_stacks_of_a_process_that_is_not_there_are_refused(cache: FakeRedis) -> None:
    teller(cache, "puller").tell()
    result = run("stacks", "7")
    assert (result.exit_code, f"puller {os.getpid()}" in result.stderr) == (1, True)


class Queues:
    """Queues of which one has something, in place of the real ones."""

    def __init__(self, *_: object) -> None: ...

    def queue(self, name: str) -> Any:
        busy = name == "puller"

        class One:
            def depth(self) -> dict[str, int]:
                return {"waiting": 1_200 * busy, "in_flight": 0, "delayed": 0, "dead_letters": 3 * busy}

            def oldest_seconds(self) -> float:
                return 75.0

        return One()


def test_queues_are_shown_with_the_age_of_what_waits(
    cache: FakeRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://queues.test")
    monkeypatch.setattr(queue_view, "QueueClient", Queues)
    told = {one["name"]: one for one in json.loads(run("queues", "--json").stdout)}
    assert (told["puller"]["waiting"], told["puller"]["oldest_seconds"]) == (1_200, 75.0)
    assert (told["ingester"]["waiting"], told["ingester"]["oldest_seconds"]) == (0, None)
    shown = next(line for line in run("queues").stdout.splitlines() if " puller " in line)
    assert "1,200" in shown
    assert "1 m 15 s" in shown


def test_at_aws_the_ages_are_those_that_cloudwatch_knows(
    cache: FakeRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    class CloudWatch:
        def get_metric_data(self, **question: Any) -> Any:
            asked.extend(question["MetricDataQueries"])
            return {"MetricDataResults": [{"Id": "q0", "Values": [900.0, 1.0]}, {"Id": "q1", "Values": []}]}

    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setattr(queue_view, "QueueClient", Queues)
    monkeypatch.setattr("boto3.client", lambda *_: CloudWatch())
    told = {one["name"]: one["oldest_seconds"] for one in json.loads(run("queues", "--json").stdout)}
    assert told["puller"] == 900.0
    assert asked[0]["MetricStat"]["Metric"]["Dimensions"] == [{"Name": "QueueName", "Value": "fovea-puller"}]


def test_queues_that_do_not_answer_are_a_failure(cache: FakeRedis, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> Any:
        raise QueueUnavailable("refused")

    monkeypatch.setattr(QueueClient, "queue", away)
    result = run("queues")
    assert (result.exit_code, "The queues do not answer" in result.stderr) == (1, True)


def test_amounts_are_told_as_people_read_them() -> None:
    told = [seconds_in_words(each) for each in (0.000_34, 0.012, 3.25, 59.96, 250, 90_000)]
    assert told == ["340 µs", "12 ms", "3.25 s", "60 s", "4 m 10 s", "1 d 1 h"]
    sizes = [size_in_words(each) for each in (480, 1_234, 1_250_000, 250_000_000, 3_200_000_000)]
    assert sizes == ["480 B", "1 kB", "1.2 MB", "250 MB", "3.2 GB"]
