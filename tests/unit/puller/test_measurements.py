"""What a puller measures is measured."""

import random
from collections.abc import Iterator

import pytest

from fovea import metrics
from fovea.flickr.transport import TransportError
from tests.unit.puller.conftest import SUBJECT, Bench, photo


@pytest.fixture(autouse=True)
def _metrics_begin_at_nothing() -> Iterator[None]:
    metrics.flush()
    yield
    metrics.flush()


@pytest.mark.parametrize("kind", ["favorites", "contacts", "profile"])
def test_pulling_is_timed_by_its_kind(kind: str, bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = [photo(1, owner="2@N00")]
    bench.pull(kind=kind)
    measured = metrics.snapshot()
    assert measured["pull_job_seconds"] >= measured[f"pull_{kind}_seconds"] > 0
    assert measured["pull_outcomes"] == 1
    assert [name for name in measured if name.startswith("pull_")] == [
        f"pull_{kind}_seconds",
        "pull_job_seconds",
        "pull_outcomes",
    ]


def test_a_pull_that_fails_is_timed_too(bench: Bench) -> None:
    bench.pull(external_id="9@N00")
    assert {"pull_favorites_seconds", "pull_job_seconds"} <= metrics.snapshot().keys()


def test_lists_that_are_cut_off_are_counted(bench: Bench) -> None:
    bench.flickr.favorites[SUBJECT] = [photo(number, owner="2@N00") for number in range(501)]
    bench.pull(max_pages=2)
    assert "pulls_truncated" not in metrics.snapshot()
    bench.pull(max_pages=1)
    bench.flickr.contacts[SUBJECT] = [f"{number + 1}@N00" for number in range(3_500)]
    bench.pull(kind="contacts")
    assert metrics.snapshot()["pulls_truncated"] == 2


def test_a_page_that_does_not_fit_into_a_message_is_counted(bench: Bench) -> None:
    chance = random.Random(1)  # what is random cannot be compressed
    rows = [photo(number, owner="2@N00", title=chance.randbytes(700).hex()) for number in range(500)]
    bench.flickr.favorites[SUBJECT] = rows
    bench.pull()
    assert len(bench.batches) > 1
    assert metrics.snapshot()["pages_split"] >= 1


def test_tries_and_failures_of_flickr_are_counted(bench: Bench) -> None:
    def fail(_asked: object, _answer: object) -> dict[str, object]:
        raise TransportError("it broke", status=502)

    bench.flickr.interfere = fail
    bench.pull()
    measured = metrics.snapshot()
    assert measured["source_retries"] == measured["source_calls"] - 1 > 0
    assert measured["source_errors"] > 0
