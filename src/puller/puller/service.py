"""A puller, put together."""

import redis

from fovea import cache
from fovea.decoding import Decoder
from fovea.fetching import Fetcher, Gate
from fovea.flickr.site import Site
from fovea.messages import PictureJob, PullJob
from fovea.queues import QueueClient
from fovea.rate_limits import Budget
from fovea.worker import Worker
from puller.jobs import Jobs
from puller.outbox import Outbox
from puller.pictures import Pictures
from puller.politeness import Politeness
from puller.settings import PullerSettings
from puller.sources import every_source

BUDGET_SECONDS = 3_600
PICTURE_BUDGET_SECONDS = 10


def build(settings: PullerSettings, *, decoder: Decoder) -> Worker:
    """The worker that carries out pull jobs, those that a person waits for first, and looks at pictures.

    It has twice as many jobs in hand as calls may be under way: while one waits for its source, another talks
    to the queues.
    """
    queues = QueueClient(settings)
    shared = cache.connect(settings.redis_url)
    budget = Budget(
        shared,
        "flickr",
        settings.flickr_calls_per_hour,
        BUDGET_SECONDS,
        background_share=settings.flickr_background_share,
    )
    worker = Worker(
        "puller",
        queues=[queues.queue("puller"), queues.queue("puller-background")],
        # One message at a time; what handles it needs the worker first.
        handle=lambda received: (
            pictures.handle(received)
            if isinstance(received[0].message, PictureJob)
            else jobs.handle(received)
        ),
        settings=settings,
        most=1,
        accepts=(PullJob, PictureJob),
        concurrency=2 * settings.puller_threads,
    )
    ingester = Outbox(queues.queue("ingester"), stopping=worker.stopping)
    times = settings.simulated_rates_times if settings.sources_base_url else 1
    politeness = Politeness(
        shared,
        times=times,
        calls_a_day={"google": settings.google_calls_per_day},
        dollars_a_day={"x": times * settings.x_dollars_per_day},
    )
    politeness.health.began(settings.keys(), simulated=settings.sources_base_url is not None)
    jobs = Jobs(
        every_source(settings, budget=budget, politeness=politeness),
        send_batches=ingester.send,
        send_responses=Outbox(queues.queue("puller-response"), stopping=worker.stopping).send,
    )
    pictures = Pictures(
        picture_fetcher(settings, shared),
        shared,
        decoder=decoder,
        send=ingester.send,
        most=settings.puller_picture_threads,
        most_bytes=settings.puller_picture_bytes,
    )
    return worker


def picture_fetcher(settings: PullerSettings, shared: redis.Redis) -> Fetcher:
    """Fetches pictures within the budget that all pullers share. A simulator's pictures are where it is."""
    budget = Budget(
        shared,
        "flickr-pictures",
        settings.pictures_per_second * PICTURE_BUDGET_SECONDS,
        PICTURE_BUDGET_SECONDS,
        background_share=1.0,
    )
    site = Site(settings.flickr_base_url)
    allowed = settings.fetch_allowed_hosts.split(",") + ([] if site.is_real else [site.host])
    return Fetcher(settings, gate=Gate(allowed), before=lambda: budget.take(background=True))
