"""The connection to SQS: where the queues are, and making them where nobody else does."""

import json
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

import boto3
import structlog
from botocore.config import Config

from fovea.queues.batching import LARGEST_REQUEST_BYTES
from fovea.queues.calls import translated
from fovea.queues.names import DEAD_LETTER_SUFFIX, MOST_RECEIVES, QUEUES
from fovea.queues.queue import Queue
from fovea.settings import QueueSettings

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient

RETENTION_SECONDS = 14 * 24 * 3600
LONGEST_POLL_SECONDS = 20

log = structlog.get_logger(__name__)


def _connection(settings: QueueSettings, *, read_timeout_seconds: float) -> "SQSClient":
    client: SQSClient = boto3.client(
        "sqs",
        endpoint_url=settings.aws_endpoint_url,
        config=Config(
            connect_timeout=3,
            read_timeout=read_timeout_seconds,
            retries={"mode": "standard", "max_attempts": 3},
            max_pool_connections=64,
            tcp_keepalive=True,
        ),
    )
    return client


class QueueClient:
    """All queues of one installation. Safe to share between threads; after a fork, make a new one.

    The endpoint, region and credentials are those that boto3 finds (`AWS_ENDPOINT_URL`, ...).
    """

    def __init__(self, settings: QueueSettings, client: "SQSClient | None" = None) -> None:
        self._settings = settings
        # A send must fail soon, because a person may be waiting for it; a long poll is silent for up to 20
        # seconds.
        self.sending = client or _connection(settings, read_timeout_seconds=10)
        self.receiving = client or _connection(settings, read_timeout_seconds=LONGEST_POLL_SECONDS + 10)
        self._addresses: dict[str, str] = {}
        self._lock = threading.Lock()

    def queue(self, name: str) -> Queue:
        """The queue of that name (one of `QUEUES`, or one of those with `DEAD_LETTER_SUFFIX`)."""
        if name.removesuffix(DEAD_LETTER_SUFFIX) not in QUEUES:
            raise ValueError(f"there is no queue named {name!r}; there are {', '.join(QUEUES)}")
        return Queue(name, connection=self)

    def address(self, name: str) -> str:
        """The URL of a queue; asked of SQS once. Raises botocore's errors."""
        known = self._addresses.get(name)
        if known is None:
            known = self.sending.get_queue_url(QueueName=self._settings.queue_prefix + name)["QueueUrl"]
            self._addresses[name] = known
        return known

    def recover(self, name: str) -> None:
        """Forgets the address of a queue that has vanished and, where we may, makes it again."""
        self._addresses.pop(name, None)
        if self._settings.creates_queues:
            log.warning("queue_vanished", queue=name)
            self._create(name.removesuffix(DEAD_LETTER_SUFFIX))

    def ensure(self) -> None:
        """Makes all missing queues with their dead-letter queues. Raises `QueueUnavailable`.

        For local runs and tests; at AWS, Terraform makes them. Safe to call often and from several processes.
        """
        with translated(queue="all", reading=False):
            for name in QUEUES:
                self._create(name)

    def _create(self, name: str) -> None:
        with self._lock:
            dead_letter = self._create_one(name + DEAD_LETTER_SUFFIX, {})
            arn = self.sending.get_queue_attributes(QueueUrl=dead_letter, AttributeNames=["QueueArn"])
            redrive = {"deadLetterTargetArn": arn["Attributes"]["QueueArn"], "maxReceiveCount": MOST_RECEIVES}
            self._create_one(name, {"RedrivePolicy": json.dumps(redrive)})

    def _create_one(self, name: str, more: Mapping[str, str]) -> str:
        attributes = {
            "MessageRetentionPeriod": str(RETENTION_SECONDS),
            "ReceiveMessageWaitTimeSeconds": str(LONGEST_POLL_SECONDS),
            "VisibilityTimeout": "60",
            "MaximumMessageSize": str(LARGEST_REQUEST_BYTES),
            **more,
        }
        full_name = self._settings.queue_prefix + name
        try:
            url = self.sending.get_queue_url(QueueName=full_name)["QueueUrl"]
            self.sending.set_queue_attributes(QueueUrl=url, Attributes=attributes)  # type: ignore[arg-type]
        except self.sending.exceptions.QueueDoesNotExist:
            made = self.sending.create_queue(QueueName=full_name, Attributes=attributes)  # type: ignore[arg-type]
            url = made["QueueUrl"]
        self._addresses[name] = url
        return url
