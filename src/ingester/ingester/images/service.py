"""The image ingester, put together: from its queue over strangers' hosts to the storage and the database."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine

from fovea import cache, clock, metrics, writing
from fovea.database import engine as database
from fovea.database import link_dispatch, links, readiness, variants
from fovea.database.engine import in_transaction
from fovea.database.link_dispatch import Ended
from fovea.database.links import Link
from fovea.decoding import Decoder
from fovea.errors import FoveaError
from fovea.fetching import Fetcher, Gate
from fovea.flickr.site import Site
from fovea.library.keys import stored_at
from fovea.library.sending import BACKGROUND_QUEUE, QUEUE
from fovea.messages import CleanupJob, ImageJob
from fovea.queues import QueueClient, Received
from fovea.storage import Storage, StorageUnavailable, open_storage
from fovea.worker import Worker
from ingester.images.classifying import NICENESS, Classifying, Trailing
from ingester.images.cleanup import ANSWERS, Cleanups
from ingester.images.hosts import Hosts
from ingester.images.outcomes import Outcome
from ingester.images.settings import ImageIngesterSettings
from ingester.images.taking import OURS_IS_AWAY, Taking
from ingester.images.tidying import Tidying
from ingester.images.writing import Written, write

log = structlog.get_logger(__name__)


@dataclass(kw_only=True)
class ImageIngester:
    """Carries out image jobs: all links of a bulk are fetched side by side and written together.

    The files of new images are in the storage before the transaction. Killed before it, the links are sent
    again by the sweep and the same files written again; killed behind it, the job comes again and finds
    nothing left to do.
    """

    engine: Engine
    storage: Storage
    taking: Taking
    pool: ThreadPoolExecutor
    most_attempts: int
    on_new: Callable[[], None] = lambda: None  # told when there are new images

    def __post_init__(self) -> None:
        self._turn = threading.Lock()
        self._index = variants.new_index()

    def handle(self, received: Sequence[Received]) -> None:
        """Take in what all jobs ask for. Raises `OURS_IS_AWAY`."""
        wanted = {
            number for one in received if isinstance(one.message, ImageJob) for number in one.message.links
        }
        taken_up = in_transaction(
            self.engine, lambda connection: link_dispatch.take_up(connection, wanted, now=clock.now())
        )
        if not taken_up:
            return
        try:
            outcomes = self._take(taken_up)
            variants.fill(self.engine, self._index)
            with self._turn:
                written = write(self.engine, outcomes, index=self._index, most_attempts=self.most_attempts)
        except OURS_IS_AWAY:
            self._give_back(taken_up)
            raise
        if written.new:
            self.on_new()
        self._clean_up(written, {link.id: link for link in taken_up})
        self._measure(written)

    def _take(self, taken_up: Sequence[Link]) -> list[Outcome]:
        futures = [self.pool.submit(self.taking.take, link) for link in taken_up]
        wait(futures)
        return [one.result() for one in futures]

    def _give_back(self, taken_up: Sequence[Link]) -> None:
        """What is away on our side is no fault of these links: this was no try."""
        uncounted = [
            Ended(link.id, links.WAITING, next_at=clock.now() + links.SENT_WITHIN, counts=False)
            for link in taken_up
        ]
        try:
            in_transaction(
                self.engine, lambda connection: link_dispatch.end(connection, uncounted, now=clock.now())
            )
        except FoveaError as error:
            log.warning("links_not_given_back", links=len(taken_up), error=error.detail)

    def _clean_up(self, written: Written, taken_up: dict[int, Link]) -> None:
        """Delete files that nobody needs any more. What cannot be deleted now is left to the clean-up."""
        uploads = [
            stored_at(taken_up[one.link_id].url)
            for one in written.ended
            if one.state != links.WAITING and one.link_id in taken_up
        ]
        try:
            for key in [*written.files, *(key for key in uploads if key is not None)]:
                self.storage.delete(key)
        except StorageUnavailable as error:
            log.warning("files_not_deleted", error=error.detail)

    def _measure(self, written: Written) -> None:
        ends = Counter(one.state for one in written.ended)
        metrics.count("images_ingested", written.new)
        metrics.count("image_links_done", ends[links.DONE])
        for code, count in Counter(one.code for one in written.ended if one.code).items():
            metrics.count("image_failures", count, Code=code)
        log.info("links_written", new=written.new, **ends)


def build(settings: ImageIngesterSettings) -> Worker:
    """The worker of the queues of images: first those that somebody waits for, then those of the background
    and parts of clean-ups.
    """
    engine = database.connect(settings)
    queues = QueueClient(settings)
    storage = open_storage(settings)
    decoder = Decoder(
        processes=settings.image_decoders,
        most_seconds=settings.image_decoding_seconds,
        most_pixels=settings.image_most_pixels,
    )
    site = Site(settings.flickr_base_url)
    simulator = None if site.is_real else site.host
    hosts = Hosts(
        cache.connect(settings.redis_url),
        per_second=settings.image_host_requests_per_second,
        simulator=simulator,
    )
    # Fetches from the open internet. A simulator's pictures are where it is.
    allowed = [*settings.fetch_allowed_hosts.split(","), *filter(None, [simulator])]
    fetcher = Fetcher(settings, gate=Gate(allowed))
    taking = Taking(engine, storage, fetcher=fetcher, decoder=decoder, hosts=hosts)
    ingester = ImageIngester(
        engine=engine,
        storage=storage,
        taking=taking,
        pool=ThreadPoolExecutor(settings.image_threads, thread_name_prefix="picture"),
        most_attempts=settings.link_attempts,
    )
    classifying = _classifying(settings, engine, storage)
    cleanups = Cleanups(
        engine,
        storage,
        Tidying(engine, storage, decoder=decoder, fetch=taking.body),
        classifying,
        send=queues.queue(ANSWERS).send,
    )

    def handle(received: Sequence[Received]) -> None:
        ingester.handle(received)
        cleanups.handle(received)

    worker = Worker(
        "image-ingester",
        queues=[queues.queue(QUEUE), queues.queue(BACKGROUND_QUEUE)],
        handle=handle,
        settings=settings,
        most=settings.image_jobs,
        accepts=(ImageJob, CleanupJob),
        concurrency=settings.image_bulks,
        transient=OURS_IS_AWAY,
        checks={"database": lambda: readiness.ask(engine)},
    )
    trailing = Trailing(classifying, stopping=worker.stopping)
    ingester.on_new = trailing.note_new
    trailing.start()
    return worker


def _classifying(settings: ImageIngesterSettings, engine: Engine, storage: Storage) -> Classifying:
    """With a process of its own, that gives way to those that decode. Raises `ModelMissing`."""
    classifier = writing.arguments(
        settings.image_text_classifier, writing.find_models(settings.image_text_models)
    )
    version = writing.version_of(classifier)
    log.info("text_classifier", version=version)
    decoder = Decoder(niceness=NICENESS, classifier=classifier, most_seconds=settings.image_decoding_seconds)
    return Classifying(engine, storage, decoder=decoder, version=version)
