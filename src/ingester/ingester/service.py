"""The ingester, put together: from its queue to the database, and the receipts back."""

from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import Engine

from fovea import messages, metrics
from fovea.database import engine as database
from fovea.database import favorite_folding, fitting, link_sending, readiness
from fovea.database.dialects import is_sqlite
from fovea.errors import DatabaseUnavailable
from fovea.messages import AnyMessage, Fingerprints, Receipt, Receipts
from fovea.queues import Queue, QueueClient, Received
from fovea.worker import Bury, Outcomes, Worker
from ingester import arrivals, fingerprints, turns
from ingester.arrivals import Arrival
from ingester.memory import Memories
from ingester.readings import Readings, SpoiledError, read_ahead
from ingester.settings import IngesterSettings
from ingester.turns import Turns
from ingester.writing import leave_to_the_sweep, write

RECEIPTS_A_MESSAGE = 1_000

log = structlog.get_logger(__name__)


class Ingester:
    """Writes what it is handed, and sends the receipts. Both are done when `handle` returns.

    When the receipts cannot be sent after the commit, the batches come again, are found to be written, and
    their receipts are sent then. Threads take turns with the database; while one writes, another receives and
    decodes.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        send: Callable[[Sequence[AnyMessage]], None],
        send_links: Callable[[list[int]], object] = leave_to_the_sweep,
        memories: Memories,
        turns: Turns | None = None,
    ) -> None:
        self._engine = engine
        self._send = send
        self._send_links = send_links
        self._memories = memories
        self._turns = turns or Turns()

    def handle(self, received: Sequence[Received]) -> Outcomes:
        """Writes all batches in one transaction. Raises `DatabaseUnavailable` and `QueueUnavailable`."""
        fingerprints.write(self._engine, received)
        of_batch: dict[int, Received] = {}
        batches: list[Arrival] = []
        unusable: dict[Received, Bury] = {}
        for one in received:
            if isinstance(one.message, Arrival):  # the worker lets nothing else through
                reason = _why_unusable(one.message)
                if reason is None:
                    batches.append(one.message)
                    of_batch[id(one.message)] = one
                else:
                    unusable[one] = Bury(reason)
        while batches:
            try:
                readings = read_ahead(batches, self._memories, write_out=not is_sqlite(self._engine))
            except SpoiledError as error:
                spoiled = {id(batch): reason for batch, reason in error.reasons}
                unusable |= {of_batch[name]: Bury(f"undecodable: {why}") for name, why in spoiled.items()}
                batches = [batch for batch in batches if id(batch) not in spoiled]
            else:
                self._write(batches, readings)
                break
        return unusable

    def _write(self, batches: Sequence[Arrival], readings: Readings) -> None:
        links: list[int] = []
        try:
            with self._turns.one():
                receipts = write(
                    self._engine,
                    batches,
                    memories=self._memories,
                    readings=readings,
                    take_links=links.extend,
                )
        except Exception:
            metrics.count("ingest_errors")
            raise
        self._send(list(_in_messages(receipts)))
        if links:
            self._send_links(links)
        self._fold()
        log.info("batches_written", batches=len(batches), records=sum(batch.rows for batch in batches))

    def _fold(self) -> None:
        """Bring the counts of favourites up to date, if many changes are left. The batches are written
        whether that works or not, and the next bulk comes soon.
        """
        try:
            favorite_folding.fold_if_due(self._engine)
        except DatabaseUnavailable as error:
            log.warning("counts_not_folded", error=error.detail)


def build(settings: IngesterSettings) -> Worker:
    """The worker of the ingester's queue."""
    engine = database.connect(settings)
    queues = QueueClient(settings)
    answers = queues.queue("ingester-response")

    def send_links(fresh: list[int]) -> None:
        link_sending.send(engine, queues, {True: fresh}, most_sent=settings.links_under_way)

    ingester = Ingester(
        engine,
        send=answers.send,
        send_links=send_links,
        memories=Memories(
            settings.ingester_known_records,
            folder=settings.ingester_memory_folder,
            database=settings.database_url.get_secret_value(),
        ),
        turns=turns.with_the_database(settings.ingester_memory_folder),
    )
    return Worker(
        "ingester",
        queues=[Queue("ingester", connection=queues, decode=arrivals.decode)],
        handle=ingester.handle,
        settings=settings,
        most=settings.ingester_most,
        accepts=(Arrival, Fingerprints),
        concurrency=settings.ingester_threads,
        transient=(DatabaseUnavailable,),
        checks={"database": lambda: readiness.ask(engine)},
    )


def _why_unusable(batch: Arrival) -> str | None:
    if not fitting.is_identifier(batch.external_id):
        return "the outside id of its account cannot be stored"
    if not (fitting.is_identifier(batch.source) and len(batch.source) <= fitting.LONGEST_SOURCE):
        return "the name of its source cannot be stored"
    return None


def _in_messages(receipts: Sequence[Receipt]) -> Sequence[messages.Receipts]:
    return [
        Receipts(receipts=list(receipts[start : start + RECEIPTS_A_MESSAGE]))
        for start in range(0, len(receipts), RECEIPTS_A_MESSAGE)
    ]
