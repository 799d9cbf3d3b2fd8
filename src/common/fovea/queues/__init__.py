"""The queues: SQS, or whatever speaks its protocol at AWS_ENDPOINT_URL."""

from fovea.queues.client import DEAD_LETTER_SUFFIX, MOST_RECEIVES, QUEUES, QueueClient
from fovea.queues.queue import Queue
from fovea.queues.received import Received

__all__ = ["DEAD_LETTER_SUFFIX", "MOST_RECEIVES", "QUEUES", "Queue", "QueueClient", "Received"]
