"""One transaction: many batches, all that is in them, and the receipts that say so."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from fovea import metrics
from fovea.database import runs, staging
from fovea.database.engine import in_transaction
from fovea.database.staging import Key, OvertakenError
from fovea.messages import Receipt
from ingester import crawled, details, lists, records, shown_images
from ingester.arrivals import Arrival
from ingester.memory import Learned, Memories
from ingester.readings import Readings

_TRIES = 8


@dataclass(frozen=True, slots=True)
class _Written:
    learned: list[Learned]
    dropped: set[Key]
    new: int
    rows: int
    links: list[int] = field(default_factory=list)


def leave_to_the_sweep(_: list[int]) -> None:
    """Links that nobody sends now become due a little later."""


def write(
    engine: Engine,
    batches: Sequence[Arrival],
    *,
    memories: Memories,
    readings: Readings | None = None,
    take_links: Callable[[list[int]], object] = leave_to_the_sweep,
) -> list[Receipt]:
    """Write batches in one transaction; gives the receipts of all of them, also of those written before.
    `take_links` gets the links to images that came with them, after the commit.

    A batch that is in the database already changes nothing, nor does one whose run was deleted, with its
    user or because it is old: what was forgotten does not come back. `readings` are what was
    read of their records already. Raises `DatabaseUnavailable`.
    """
    by_key = {batch.key: batch for batch in batches}
    begun = time.perf_counter()
    written = _write(engine, list(by_key.values()), memories, readings or Readings())
    _note_time(batches, time.perf_counter() - begun)
    for learned in written.learned:
        learned.teach(memories)
    metrics.count("ingest_rows", written.rows)
    if written.links:
        take_links(written.links)
    if written.dropped:
        metrics.count("ingest_batches_dropped", len(written.dropped))
    if len(batches) > written.new + len(written.dropped):
        metrics.count("ingest_duplicates", len(batches) - written.new - len(written.dropped))
    return [
        Receipt(
            run_id=one.run_id,
            item_id=one.key[0],
            execution=one.key[1],
            number=one.key[2],
            rows=one.rows,
        )
        for one in by_key.values()
        if one.key not in written.dropped
    ]


def _write(engine: Engine, batches: Sequence[Arrival], memories: Memories, readings: Readings) -> _Written:
    for attempt in range(_TRIES):
        try:
            return in_transaction(
                engine, lambda connection: _all(connection, batches, memories, readings), idempotent=True
            )
        except OvertakenError:
            continue
        except IntegrityError:
            # An account that we remember may have been deleted since. Look everything up anew, once.
            if attempt:
                raise
            memories.forget()
    raise OvertakenError


def _note_time(batches: Sequence[Arrival], seconds: float) -> None:
    metrics.record("ingest_transaction_seconds", seconds)
    for kind in {one.kind for one in batches} & {"favorites", "contacts"}:
        metrics.record(f"ingest_{kind}_seconds", seconds)


def _all(
    connection: Connection, batches: Sequence[Arrival], memories: Memories, readings: Readings
) -> _Written:
    run_ids = {batch.run_id for batch in batches}
    there = runs.existing(connection, run_ids)
    wanted = [batch for batch in batches if batch.run_id in there]
    dropped = {batch.key for batch in batches} - {batch.key for batch in wanted}
    received = staging.received(connection, [batch.key for batch in wanted])
    new = [batch for batch in wanted if batch.key not in received]
    if not new:
        return _Written([], dropped, 0, 0)
    crawling = crawled.readers(connection, new)
    numbered, learned = records.store(connection, new, memories, readings)
    told = details.write(connection, learned)
    held = crawled.note(connection, crawling, numbered, fresh=told.fresh)
    lists.put_in(connection, numbered)
    # Whoever deletes a run's user waits for the rows that we hold by now, or was waited for by us.
    if runs.existing(connection, there) != there:
        raise OvertakenError
    links = [link for link in details.follow(connection, told) if link not in held]
    shown_images.refresh(connection, learned)
    return _Written(learned, dropped, len(new), sum(batch.rows for batch in new), links)
