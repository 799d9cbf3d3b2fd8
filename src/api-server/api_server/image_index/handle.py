"""This process's way to the index."""

import threading

from sqlalchemy import Engine

from fovea.database import index_rows
from fovea.database.engine import read
from fovea.errors import FoveaError
from fovea.image_index import ImageIndex, Rows, SimpleIndex


class IndexNotReady(FoveaError):
    """The index is being made; that happens once, when a machine begins."""

    status, code, title = 503, "index_not_ready", "The index of images is being made"


class IndexHandle:
    """Keeps the index fresh."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._rows = Rows.empty()
        self._version = -1

    def now(self) -> ImageIndex:
        """The index as of a moment ago. Raises IndexNotReady."""
        with self._lock:
            if self._version < 0:
                version, _ = index_rows.present(self._engine)
                self._rows = Rows.together(index_rows.pages(self._engine))
                self._version = version
            with read(self._engine) as connection:
                changes = index_rows.changed(connection, self._version, most=2**32)
            if changes is not None and changes.version != self._version:
                self._rows = Rows.together([self._rows.without(changes.ids), changes.rows])
                self._version = changes.version
            return SimpleIndex(self._rows, version=self._version)
