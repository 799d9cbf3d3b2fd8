"""The response readers, put together: one worker a queue, side by side in one process."""

import signal
import threading
from queue import SimpleQueue
from types import FrameType

import structlog

from fovea import metrics
from fovea.health import Checks, HealthServer
from fovea.internal_api import InternalApi, InternalApiUnavailable
from fovea.messages import Message, PullResponse, Receipts
from fovea.queues import QueueClient
from fovea.worker import Worker
from response_readers.gathering import GatheringQueue
from response_readers.reporting import Handle, report_pulls, report_receipts
from response_readers.settings import ResponseReadersSettings

log = structlog.get_logger(__name__)


class ResponseReaders:
    """Both readers. `run()` returns after `stop()`, SIGTERM or SIGINT, with what was in hand reported or
    given back.
    """

    def __init__(self, settings: ResponseReadersSettings, workers: list[Worker]) -> None:
        self._workers = workers
        self._asked_to_stop: SimpleQueue[str] = SimpleQueue()
        self.health = HealthServer(
            settings.health_host, settings.health_port, live=self.live, ready=self.ready
        )

    def run(self) -> bool:
        """Work until asked to stop. True when all work in hand was finished in time."""
        self._listen_to_signals()
        self.health.start()
        drained: list[bool] = []
        threads = [
            threading.Thread(target=lambda worker=worker: drained.append(worker.run()), name=worker.name)
            for worker in self._workers
        ]
        for thread in threads:
            thread.start()
        reason = self._asked_to_stop.get()
        log.info("readers_stopping", reason=reason)
        for worker in self._workers:
            worker.stop()
        for thread in threads:
            thread.join()
        self.health.stop()
        metrics.flush()
        return all(drained) and len(drained) == len(threads)

    def stop(self) -> None:
        """Ask the readers to end."""
        self._asked_to_stop.put("asked")

    def live(self) -> Checks:
        """Whether both come round."""
        return {
            f"{worker.name}.{name}": wrong
            for worker in self._workers
            for name, wrong in worker.live().items()
        }

    def ready(self) -> Checks:
        """Whether both are well, with all that they depend on."""
        return {
            f"{worker.name}.{name}": wrong
            for worker in self._workers
            for name, wrong in worker.ready().items()
        }

    def _listen_to_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        self._asked_to_stop.put(signal.Signals(number).name)


def build(settings: ResponseReadersSettings) -> ResponseReaders:
    """The readers of both queues."""
    queues = QueueClient(settings)
    pulls = _worker(
        "puller-response",
        report_pulls(InternalApi(settings)),
        accepts=PullResponse,
        queues=queues,
        settings=settings,
    )
    receipts = _worker(
        "ingester-response",
        report_receipts(InternalApi(settings)),
        accepts=Receipts,
        queues=queues,
        settings=settings,
    )
    return ResponseReaders(settings, [pulls, receipts])


def _worker(
    name: str,
    handle: Handle,
    *,
    accepts: type[Message],
    queues: QueueClient,
    settings: ResponseReadersSettings,
) -> Worker:
    """A reader of one queue. While the API server is away, it waits with the messages in hand."""
    queue = GatheringQueue(name, connection=queues, seconds=settings.reader_gather_seconds)
    # The health of both is told at one address; a worker's own is for this machine only.
    own = settings.model_copy(update={"health_host": "127.0.0.1", "health_port": 0})
    return Worker(
        f"{name}-reader",
        queues=[queue],
        handle=handle,
        settings=own,
        most=settings.reader_most,
        accepts=accepts,
        transient=(InternalApiUnavailable,),
        checks={"internal_api": InternalApi(settings, answer_seconds=5).check},
    )
