"""What an ingester measures is measured, and few statements write much."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from fovea import metrics
from fovea.database.engine import open_engine
from fovea.errors import DatabaseUnavailable
from ingester.memory import Memories
from ingester.service import Ingester
from tests.integration.ingester.arriving import batch, contacts, photo, received


@pytest.fixture(autouse=True)
def _metrics_begin_at_nothing() -> Iterator[None]:
    metrics.flush()
    yield
    metrics.flush()


def ingester(engine: Engine) -> Ingester:
    return Ingester(engine, send=lambda _messages: None, memories=Memories(0))


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The statements that are executed within the block."""
    executed: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        executed.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield executed
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_writing_is_timed_by_its_kind(engine: Engine) -> None:
    ingester(engine).handle([received(batch(["1"]))])
    assert metrics.snapshot()["ingest_favorites_seconds"] > 0
    assert "ingest_contacts_seconds" not in metrics.snapshot()
    ingester(engine).handle([received(contacts(["friend@N01"], execution=2))])
    assert metrics.snapshot()["ingest_contacts_seconds"] > 0
    assert metrics.snapshot()["ingest_transaction_seconds"] > 0


def test_what_is_written_repeated_and_dropped_is_counted(engine: Engine) -> None:
    arrived = [received(batch(["1", "2"])), received(batch(["3"], run_id=4_711, execution=2))]
    ingester(engine).handle(arrived)
    assert (metrics.snapshot()["ingest_rows"], metrics.snapshot()["ingest_batches_dropped"]) == (2, 1)
    assert "ingest_duplicates" not in metrics.snapshot()
    ingester(engine).handle(arrived)
    assert (metrics.snapshot()["ingest_rows"], metrics.snapshot()["ingest_duplicates"]) == (2, 1)


def test_a_write_that_fails_is_counted() -> None:
    """The older system's count of these never fired: the line that sent it failed itself."""
    engine = open_engine("mysql+pymysql://nobody:nothing@127.0.0.1:9/nowhere")
    with pytest.raises(DatabaseUnavailable):
        ingester(engine).handle([received(batch(["1"]))])
    assert metrics.snapshot()["ingest_errors"] == 1
    assert metrics.snapshot()["database_errors"] == 1


def test_five_hundred_photos_take_no_more_statements_than_fifty(engine: Engine) -> None:
    """The older system sent each row by itself."""
    needed = []
    for execution, many in enumerate((50, 500)):
        photos = [photo(f"{many}x{number}", owner=f"{number}@N0{execution}") for number in range(many)]
        with statements(engine) as executed:
            ingester(engine).handle([received(batch(photos, execution=execution))])
        needed.append(len(executed))
    assert needed[1] <= needed[0] + 4
    assert needed[1] < 40
