"""This process's way to the index: a view that is a second old at most, and replaced by a thread of its own.

Requests never wait for a segment to be made or read. One that comes when the view is old has it looked at,
and waits a moment for that; when much has changed it goes on with what there is.
"""

import threading
import time

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api_server.image_index.builder import Builder
from api_server.image_index.cluster_keeping import ClusterKeeper
from api_server.image_index.keeping import Keeper
from api_server.image_index.settings import IndexSettings
from fovea import metrics
from fovea.errors import FoveaError
from fovea.image_index import ImageIndex, View, warm_up
from fovea.image_index.folder import SegmentFolder

FRESH_SECONDS = 1.0
PATIENCE_SECONDS = 0.25
FIRST_PATIENCE_SECONDS = 5.0
IDLE_SECONDS = 60.0  # how often a process looks that nobody asks

_log = structlog.get_logger(__name__)


class IndexNotReady(FoveaError):
    """The index is being made or read; that happens once, when a machine begins."""

    status, code, title = 503, "index_not_ready", "The index of images is being made"


class IndexHandle:
    """The index of this process. Any number of threads may use it; make it after forking."""

    def __init__(self, engine: Engine, settings: IndexSettings) -> None:
        folder = SegmentFolder(settings.index_place)
        self._builder = Builder(settings, folder, done=self._look)
        self._keeper: Keeper | ClusterKeeper
        if settings.image_index == "opensearch":
            self._keeper = ClusterKeeper.of(engine, settings)
        else:
            self._keeper = Keeper(engine, folder, self._builder, origin=settings.index_origin)
        self._changed = threading.Condition()
        self._view: ImageIndex | None = None
        self._looked_at = float("-inf")  # when the last look began that has ended
        self._is_asked = False
        self._thread: threading.Thread | None = None

    def now(self) -> ImageIndex:
        """The index as of a second ago, or as fresh as can be had in a quarter of one. Raises
        IndexNotReady.
        """
        with self._changed:
            self._begin()
            asked_at = time.monotonic()
            if asked_at - self._looked_at > FRESH_SECONDS:
                self._is_asked = True
                self._changed.notify_all()
                patience = FIRST_PATIENCE_SECONDS if self._view is None else PATIENCE_SECONDS
                self._changed.wait_for(lambda: self._looked_at >= asked_at, timeout=patience)
            if self._view is None:
                raise IndexNotReady("The index of images is being made: try again in a minute.")
            return self._view

    def begin(self) -> None:
        """Begin to read before somebody asks."""
        with self._changed:
            self._begin()

    def stop(self) -> None:
        """End what we have others do."""
        self._builder.stop()

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._keep, name="image-index", daemon=True)
            self._thread.start()

    def _look(self) -> None:
        with self._changed:
            self._is_asked = True
            self._changed.notify_all()

    def _keep(self) -> None:
        warm_up()
        while True:
            began_at = time.monotonic()
            view = self._refreshed()
            with self._changed:
                self._view = view
                self._looked_at = began_at
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._is_asked, timeout=IDLE_SECONDS)
                self._is_asked = False

    def _refreshed(self) -> ImageIndex | None:
        view: ImageIndex | None
        try:
            with metrics.time("image_index_refresh_seconds"):
                view = self._keeper.refreshed(self._view)
        except (FoveaError, SQLAlchemyError, OSError) as error:
            metrics.count("image_index_refresh_errors")
            _log.warning("image_index_not_refreshed", error=str(error))
            return self._view
        except Exception:  # noqa: BLE001 - a fault of ours; the index must not stay as it is for ever
            metrics.count("image_index_refresh_errors")
            _log.exception("image_index_not_refreshed")
            return self._view
        if view is not None and view is not self._view:
            metrics.gauge("image_index_images", view.size)
            if isinstance(view, View):
                metrics.gauge("image_index_changes_beside", len(view.changed))
                metrics.gauge("image_index_bytes", view.segment.bytes)
        return view
