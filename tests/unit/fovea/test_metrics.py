import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from fovea import metrics, unhandled
from fovea.metrics import recorder
from fovea.metrics.older_names import OLDER_NAMES
from fovea.settings import CommonSettings


@pytest.fixture(autouse=True)
def _metrics_as_they_were(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(recorder, "_enabled", False)
    monkeypatch.setattr(recorder, "_start_thread", lambda: None)
    recorder._values.clear()
    yield
    recorder._values.clear()
    recorder._base.update(Environment="local", Process="unnamed")


@pytest.fixture
def flushed(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    metrics.configure(CommonSettings(environment="dev"), "puller")
    capsys.readouterr()

    def flush() -> list[dict[str, Any]]:
        metrics.flush()
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    yield flush
    recorder._enabled = False


def test_every_metric_is_described() -> None:
    for name, metric in metrics.METRICS.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]+", name)
        assert metric.meaning.endswith(".")
        assert metric.processes
        assert (metric.unit == "Seconds") == (name.endswith("_seconds") or name.startswith("time_to_")), name


def test_a_metric_that_is_not_in_the_table_cannot_be_sent() -> None:
    for send in (metrics.count, metrics.gauge, metrics.record):
        with pytest.raises(KeyError, match="made_up"):
            send("made_up", 1)
    with pytest.raises(KeyError, match="dimension Queue, not Colour"):
        metrics.count("messages_handled", Colour="blue")
    with pytest.raises(KeyError):
        metrics.count("unhandled_exceptions", Queue="puller")


def test_what_the_older_system_measured_is_measured_here() -> None:
    """All that it sent, though three of them never arrived: the code that sent them failed before."""
    theirs = {
        *("duration_to_get_favorites_from_flickr", "duration_to_get_contacts_from_flickr"),
        *("duration_to_process_user", "MaxBatchSizeExceeded", "MaxNeighborsExceeded"),
        *("flickr_api_retries", "FlickrApiException"),
        *("database_favorites_write_duration", "database_contacts_write_duration"),
        *("DatabaseBatchWriterException", "time_to_get_all_data", "UsersStoreException"),
        *("FavoritesStoreException", "Exception", "QueueReaderError", "QueueWriterError"),
        "UnhandledException",
    }
    assert OLDER_NAMES.keys() == theirs
    assert set(OLDER_NAMES.values()) <= metrics.METRICS.keys()


def test_a_line_is_in_the_embedded_metric_format(flushed: Any) -> None:
    metrics.count("unhandled_exceptions")
    metrics.count("unhandled_exceptions", 2)
    (line,) = flushed()
    about = line.pop("_aws")
    assert abs(about["Timestamp"] / 1000 - time.time()) < 60
    assert about["CloudWatchMetrics"] == [
        {
            "Namespace": "Fovea",
            "Dimensions": [["Environment", "Process"]],
            "Metrics": [{"Name": "unhandled_exceptions", "Unit": "Count"}],
        }
    ]
    assert line == {"Environment": "dev", "Process": "puller", "unhandled_exceptions": [3.0]}


def test_a_dimension_of_its_own_comes_besides_the_whole(flushed: Any) -> None:
    metrics.count("source_errors", Code="105")
    metrics.count("source_errors", Code="105")
    metrics.count("source_errors", Code="201")
    lines = {line["Code"]: line for line in flushed()}
    assert lines["105"]["source_errors"] == [2.0]
    assert lines["201"]["source_errors"] == [1.0]
    assert lines["105"]["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [
        ["Environment", "Process"],
        ["Environment", "Process", "Code"],
    ]


def test_durations_are_kept_one_by_one_and_a_gauge_keeps_its_last(flushed: Any) -> None:
    metrics.record("pull_job_seconds", 1.5)
    metrics.record("pull_job_seconds", 2.5)
    metrics.gauge("source_budget_left", 10)
    metrics.gauge("source_budget_left", 7)
    (line,) = flushed()
    assert line["pull_job_seconds"] == [1.5, 2.5]
    assert line["source_budget_left"] == [7.0]


def test_a_block_is_timed_even_when_it_fails(flushed: Any) -> None:
    with pytest.raises(ValueError, match="broken"), metrics.time("pull_job_seconds"):
        raise ValueError("broken")
    (line,) = flushed()
    assert 0 <= line["pull_job_seconds"][0] < 1


def test_no_line_holds_more_values_than_the_format_allows(flushed: Any) -> None:
    for number in range(250):
        metrics.record("pull_job_seconds", number)
    metrics.count("pulls_truncated")
    lines = flushed()
    assert [len(line["pull_job_seconds"]) for line in lines] == [100, 100, 50]
    assert [value for line in lines for value in line["pull_job_seconds"]] == list(range(250))
    assert [line["pulls_truncated"] for line in lines if "pulls_truncated" in line] == [[1.0]]


def test_what_was_written_is_not_written_again(flushed: Any) -> None:
    metrics.count("unhandled_exceptions")
    assert len(flushed()) == 1
    assert flushed() == []


def test_memory_is_bounded_however_much_is_measured() -> None:
    for number in range(recorder.MOST_VALUES + 10):
        metrics.record("pull_job_seconds", number)
    assert len(recorder._values["pull_job_seconds", None]) == recorder.MOST_VALUES


def test_nothing_is_lost_when_many_threads_count() -> None:
    def count() -> None:
        for _ in range(2_000):
            metrics.count("cache_errors")

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert metrics.snapshot() == {"cache_errors": 16_000}


def test_metrics_that_are_off_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    metrics.configure(CommonSettings(metrics="off"), "puller")
    metrics.count("unhandled_exceptions")
    metrics.flush()
    assert capsys.readouterr().out == ""


def test_a_closed_output_does_not_break_the_process(flushed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull, "w") as closed:  # noqa: PTH123
        pass
    metrics.count("unhandled_exceptions")
    monkeypatch.setattr(sys, "stdout", closed)
    metrics.flush()


def test_a_forked_child_does_not_repeat_its_parents_numbers(flushed: Any) -> None:
    metrics.count("unhandled_exceptions")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, json.dumps(metrics.snapshot()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert json.loads(os.read(reading, 1_000)) == {}
    assert metrics.snapshot() == {"unhandled_exceptions": 1}


def test_an_exception_that_ends_a_thread_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    unhandled.watch()

    def fail() -> None:
        raise RuntimeError("nobody caught this")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert metrics.snapshot()["unhandled_exceptions"] == 1


def test_an_exception_that_ends_the_process_is_counted_but_an_interrupt_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(metrics, "flush", lambda: None)
    unhandled.watch()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert metrics.snapshot() == {}
    sys.excepthook(RuntimeError, RuntimeError("nobody caught this"), None)
    assert metrics.snapshot()["unhandled_exceptions"] == 1
