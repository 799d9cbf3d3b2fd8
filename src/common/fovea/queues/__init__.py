"""The queues: SQS, or whatever speaks its protocol at AWS_ENDPOINT_URL."""

from fovea.queues.client import QueueClient
from fovea.queues.names import DEAD_LETTER_SUFFIX, MOST_RECEIVES, QUEUES
from fovea.queues.queue import Queue
from fovea.queues.received import Received

__all__ = ["DEAD_LETTER_SUFFIX", "MOST_RECEIVES", "QUEUES", "Queue", "QueueClient", "Received"]
