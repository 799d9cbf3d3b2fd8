"""Keeping an index on OpenSearch fresh: one process among all feeds it, the others see how far it is."""

import contextlib
import os
import socket

import redis
import structlog
from sqlalchemy import Engine

from api_server.image_index.feeding import NoLongerOurs, feed
from api_server.image_index.settings import IndexSettings
from fovea.cache import Lock
from fovea.cache import connect as connect_cache
from fovea.database import versions
from fovea.database.engine import read
from fovea.image_index import ImageIndex
from fovea.image_index.opensearch import Conflict, OpenSearchIndex, Present, Store, connect
from fovea.image_index.opensearch.store import NEVER

FORMAT = 1  # of the documents; another one is another index
_HELD_SECONDS = 60.0  # more than a page of a walk takes

_log = structlog.get_logger(__name__)


class ClusterKeeper:
    """Feeds the index when nobody else does. For one thread."""

    def __init__(self, engine: Engine, store: Store, lock: Lock) -> None:
        self._engine = engine
        self._store = store
        self._lock = lock

    @classmethod
    def of(cls, engine: Engine, settings: IndexSettings) -> "ClusterKeeper":
        """That of these settings. Nothing is contacted yet."""
        assert settings.opensearch_url is not None  # noqa: S101 - the settings see to it
        cluster = connect(settings.opensearch_url.get_secret_value())
        name = f"fovea-images-{FORMAT}-{settings.index_origin}"
        holder = f"{socket.gethostname()}-{os.getpid()}"
        lock = Lock(connect_cache(settings.redis_url), f"feeding-{name}", holder, _HELD_SECONDS)
        return cls(engine, Store(cluster, name=name), lock)

    def refreshed(self, last: ImageIndex | None) -> ImageIndex | None:
        """The index as it is when all has been brought to it that is new; None when it is not whole yet.
        Raises IndexUnavailable, IndexRefused, DatabaseUnavailable.
        """
        present = self._fed()
        if present.version == NEVER:
            return None
        if last is not None and last.version == present.version:
            return last
        return OpenSearchIndex(self._store, version=present.version, size=self._store.count())

    def _fed(self) -> Present:
        present = self._store.present()
        with read(self._engine) as connection:
            version = versions.present(connection)
        if present.version == version and not present.is_walking:
            return present
        try:
            if not self._lock.acquire():
                return present
            may_go_on = self._lock.renew
        except redis.RedisError as error:  # who feeds beside us does no harm, only work
            _log.warning("image_index_fed_without_lock", error=str(error))
            may_go_on = _always
        try:
            return feed(self._engine, self._store, may_go_on=may_go_on)
        except (Conflict, NoLongerOurs, redis.RedisError) as error:
            _log.info("image_index_left_to_others", error=str(error))
            return self._store.present()
        finally:
            with contextlib.suppress(redis.RedisError):  # it ends by itself
                self._lock.release()


def _always() -> bool:
    return True
