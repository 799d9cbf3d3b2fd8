"""The ingester keeps the counts of favourites up to date as it goes."""

import pytest
from sqlalchemy import Engine

from fovea import metrics
from fovea.database import favorite_folding
from fovea.errors import DatabaseUnavailable
from ingester.memory import Memories
from ingester.service import Ingester
from tests.integration.database.counted import assert_exact
from tests.integration.ingester.arriving import batch, favorites_of, received


@pytest.fixture
def ingester(engine: Engine) -> Ingester:
    return Ingester(engine, send=lambda _: None, memories=Memories(1_000))


def test_changes_are_folded_whenever_many_are_left(
    ingester: Ingester, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(favorite_folding, "DUE_ROWS", 3)
    left = []
    for number in range(1, 8):
        ingester.handle([received(batch(["1", str(number)], execution=number, of=f"admirer{number}@N01"))])
        left.append(favorite_folding.pending(engine)[0])
    assert left == [1, 2, 0, 1, 2, 0, 1]
    assert_exact(engine)


def test_batches_that_come_twice_are_counted_once(ingester: Ingester, engine: Engine) -> None:
    same = [received(batch(["1", "2"])), received(batch(["1", "2"])), received(batch(["2", "3"], of="b@N01"))]
    for one in (*same, *same):
        ingester.handle([one])
    assert_exact(engine)
    assert favorite_folding.repair(engine) == 0


def test_batches_are_written_though_folding_fails(
    ingester: Ingester, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Engine) -> int:
        raise DatabaseUnavailable("gone for a moment")

    monkeypatch.setattr(favorite_folding, "fold_if_due", fail)
    metrics.flush()
    assert ingester.handle([received(batch(["1"]))]) == {}
    assert favorites_of(engine, "admirer@N01") == {"1"}
    assert "ingest_errors" not in metrics.snapshot()
