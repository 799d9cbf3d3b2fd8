"""A puller, put together."""

from fovea import cache
from fovea.messages import PullJob
from fovea.queues import QueueClient
from fovea.rate_limits import Budget
from fovea.worker import Worker
from puller.jobs import Jobs
from puller.outbox import Outbox
from puller.settings import PullerSettings
from puller.sources import every_source

BUDGET_SECONDS = 3_600


def build(settings: PullerSettings) -> Worker:
    """The worker that carries out pull jobs, those that a person waits for first.

    It has twice as many jobs in hand as calls may be under way: while one waits for its source, another talks
    to the queues.
    """
    queues = QueueClient(settings)
    budget = Budget(
        cache.connect(settings.redis_url),
        "flickr",
        settings.flickr_calls_per_hour,
        BUDGET_SECONDS,
        background_share=settings.flickr_background_share,
    )
    worker = Worker(
        "puller",
        queues=[queues.queue("puller"), queues.queue("puller-background")],
        handle=lambda received: jobs.handle(received),  # noqa: PLW0108 - the jobs need the worker first
        settings=settings,
        most=1,
        accepts=PullJob,
        concurrency=2 * settings.puller_threads,
    )
    jobs = Jobs(
        every_source(settings, budget=budget),
        send_batches=Outbox(queues.queue("ingester"), stopping=worker.stopping).send,
        send_responses=Outbox(queues.queue("puller-response"), stopping=worker.stopping).send,
    )
    return worker
