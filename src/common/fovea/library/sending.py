"""Putting links on the queues of the image ingesters."""

from collections.abc import Iterable

from fovea.messages import LINKS_A_JOB, ImageJob
from fovea.queues import QueueClient

QUEUE = "images"
BACKGROUND_QUEUE = "images-background"


def send(queues: QueueClient, link_ids: Iterable[int], *, background: bool = False) -> None:
    """Ask the image ingesters for what these links lead to; those of the background are looked at when
    nobody waits for any others.

    Their rows must be committed. Raises `QueueUnavailable` with the jobs that were not sent: the sweep will
    send them, so that whoever asks may go on.
    """
    queues.queue(BACKGROUND_QUEUE if background else QUEUE).send(jobs_of(link_ids))


def jobs_of(link_ids: Iterable[int]) -> list[ImageJob]:
    """The messages that ask for these links."""
    numbers = list(dict.fromkeys(link_ids))
    starts = range(0, len(numbers), LINKS_A_JOB)
    return [ImageJob(links=numbers[start : start + LINKS_A_JOB]) for start in starts]
