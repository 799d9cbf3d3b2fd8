"""Whoever deletes their account is forgotten: what was read for them and arrives late is dropped."""

import threading
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from fovea.database import accounts, follows, personal_data, users
from fovea.database.engine import in_transaction, read
from fovea.database.tables import favorite_lists, receipts, runs
from fovea.messages import AccountRecord, Batch, Receipt
from ingester import records
from ingester.memory import Memories
from ingester.writing import write
from tests.integration.ingester.arriving import (
    NOON,
    PHOTOGRAPHER,
    VIEWER,
    arrive,
    batch,
    begin_run,
    contacts,
    favorites_of,
)


def ingest(engine: Engine, *sent: Batch) -> list[Receipt]:
    return write(engine, [arrive(one) for one in sent], memories=Memories(1_000))


def delete_run(engine: Engine, run_id: int) -> None:
    with engine.begin() as connection:
        connection.execute(runs.delete().where(runs.c.id == run_id))


def account(engine: Engine, external_id: str) -> accounts.Account:
    with read(engine) as connection:
        found = accounts.find(connection, "flickr", external_id)
    assert found is not None
    return found


def followees(engine: Engine, external_id: str) -> list[int]:
    number = account(engine, external_id).id
    with read(engine) as connection:
        return follows.followees_of(connection, number)


def read_for(name: str, *, execution: int, run_id: int = 1) -> list[Batch]:
    """All that a refresh reads of an account, pulled later than what else there is."""
    more: dict[str, Any] = {"of": name, "run_id": run_id, "pulled_at": NOON + execution}
    named = [AccountRecord(external_id=name, username="a name to forget")]
    return [
        batch(["7", "8"], execution=execution, **more),
        contacts(["friend@N01"], execution=execution + 1, **more),
        batch(kind="profile", execution=execution + 2, accounts=named, **more),
    ]


def test_what_was_read_for_a_deleted_run_does_not_come_back(engine: Engine) -> None:
    begin_run(engine, 2)
    ingest(engine, batch(["1"], of=PHOTOGRAPHER))
    delete_run(engine, 1)
    of_another = batch(["4"], of="somebody@N01", run_id=2, item_id=2, execution=5)
    receipts_sent = ingest(engine, *read_for(PHOTOGRAPHER, execution=2), of_another)
    assert [receipt.run_id for receipt in receipts_sent] == [2]
    assert favorites_of(engine, PHOTOGRAPHER) == {"1"}
    assert favorites_of(engine, "somebody@N01") == {"4"}
    assert followees(engine, PHOTOGRAPHER) == []
    assert account(engine, PHOTOGRAPHER).username == "harbours"
    with read(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(receipts)) == 2


@pytest.mark.parametrize("database_dialect", ["mariadb"])  # SQLite has one writer at a time
def test_a_run_deleted_while_its_batch_is_written_keeps_nothing_of_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deletion is committed after the ingester has looked for the run, and before it has locked a row."""
    store = records.store

    def delete_then_store(*arguments: Any) -> Any:
        monkeypatch.undo()
        delete_run(engine, 1)
        return store(*arguments)

    monkeypatch.setattr(records, "store", delete_then_store)
    assert ingest(engine, batch(["1"])) == []
    assert favorites_of(engine, "admirer@N01") == set()


@pytest.mark.parametrize("round_number", range(4))
def test_a_deletion_that_races_the_ingester_leaves_nothing_of_the_user(
    engine: Engine, round_number: int
) -> None:
    me = f"{VIEWER}1"
    number = account(engine, me).id
    user = in_transaction(engine, lambda connection: users.log_in(connection, number, at=NOON))
    begin = threading.Barrier(2)
    failed: list[BaseException] = []

    def live() -> None:
        begin.wait()
        try:
            for execution in range(10, 40, 10):
                ingest(engine, *read_for(me, execution=execution))
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failed.append(error)

    thread = threading.Thread(target=live)
    thread.start()
    begin.wait()
    in_transaction(engine, lambda connection: personal_data.erase(connection, user), idempotent=True)
    thread.join(60)
    assert failed == []
    assert favorites_of(engine, me) == set()
    assert followees(engine, me) == []
    assert account(engine, me).username is None
    with read(engine) as connection:
        rows = select(func.count()).select_from(favorite_lists).where(favorite_lists.c.account_id == number)
        assert connection.scalar(rows) == 0
        assert connection.scalar(select(func.count()).select_from(receipts)) == 0
