"""Whether what the API server depends on answers: the database, the cache, the queues."""

import threading
import time
from collections.abc import Callable

import redis
import structlog
from botocore.exceptions import BotoCoreError, ClientError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from fovea.database import readiness
from fovea.errors import FoveaError
from fovea.queues import QueueClient

KEEP_SECONDS = 1.0

_log = structlog.get_logger()


class Readiness:
    """Asks what we depend on, at most once a second whoever asks."""

    def __init__(self, *, engine: Engine, cache: redis.Redis, queues: QueueClient) -> None:
        self._questions: dict[str, Callable[[], object]] = {
            "database": lambda: readiness.ask_for_tables(engine),
            "cache": cache.ping,
            "queues": lambda: queues.queue("puller").depth(),
        }
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._checks: dict[str, str] = {}

    def checks(self) -> dict[str, str]:
        """What was asked: "ok", or the kind of what is wrong."""
        with self._lock:
            if time.monotonic() - self._asked_at > KEEP_SECONDS:
                self._checks = {name: _ask(name, question) for name, question in self._questions.items()}
                self._asked_at = time.monotonic()
            return self._checks


def _ask(name: str, question: Callable[[], object]) -> str:
    try:
        question()
    except (SQLAlchemyError, redis.RedisError, FoveaError, BotoCoreError, ClientError) as error:
        _log.warning("not_ready", what=name, error=str(error))
        return type(error).__name__
    return "ok"
