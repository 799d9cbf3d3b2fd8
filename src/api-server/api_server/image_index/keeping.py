"""Keeping a view fresh: the newest segment of the machine, and what has changed since it was made."""

from pathlib import Path

import structlog
from sqlalchemy import Engine

from api_server.image_index.builder import Builder
from fovea.database import index_rows
from fovea.database.engine import read
from fovea.image_index import ImageIndex, Rows, View
from fovea.image_index.folder import SegmentFolder
from fovea.image_index.part import Part
from fovea.image_index.segment_files import Damaged, opened

FEW = 20_000  # images that need no segment: they are read in a moment
MOST_AT_ONCE = 100_000  # changes that are read in one go; with more, a new segment comes first
_BESIDE_LEAST, _BESIDE_PART = 20_000, 64  # so many changes beside a segment have a new one made

_log = structlog.get_logger(__name__)


class Keeper:
    """Makes the next view of the last one. For one thread."""

    def __init__(self, engine: Engine, folder: SegmentFolder, builder: Builder, *, origin: str) -> None:
        self._engine = engine
        self._folder = folder
        self._builder = builder
        self._origin = origin
        self._path: Path | None = None  # of the view's segment

    def refreshed(self, last: ImageIndex | None) -> View | None:
        """A view as fresh as the database, or fresher than the last one, or the last one itself when nothing
        has changed; None when there is no segment yet. Raises DatabaseUnavailable, OSError.
        """
        view = self._of_newest_segment() or (last if isinstance(last, View) else None)
        if view is None:
            view = self._without_segment()
            if view is None:
                return None
        with read(self._engine) as connection:
            changes = index_rows.changed(connection, view.version, most=MOST_AT_ONCE)
        if changes is None:
            self._builder.ask()
            return view
        if changes.version < view.version:
            return self._anew()
        if changes.version != view.version:
            view = view.with_changes(changes.version, changes.ids, changes.rows)
        if len(view.changed) > max(_BESIDE_LEAST, len(view.segment) // _BESIDE_PART):
            self._builder.ask()
        return view

    def _of_newest_segment(self) -> View | None:
        """A view of the newest segment, if that is another one than the last view's."""
        path = self._folder.newest()
        if path is None or path == self._path:
            return None
        try:
            segment = opened(path, origin=self._origin)
        except FileNotFoundError:
            return None  # there is one still newer
        except Damaged as error:
            _log.warning("image_index_damaged", error=str(error))
            path.unlink(missing_ok=True)
            return None
        self._path = path
        return View(segment.part, version=segment.version)

    def _without_segment(self) -> View | None:
        """A view of all images when these are few; else a segment is asked for."""
        version, count = index_rows.present(self._engine)
        if count > FEW:
            self._builder.ask()
            return None
        rows = Rows.together(index_rows.pages(self._engine))
        return View(Part.of(Rows.empty(), tables=True), version=version, rows=rows)

    def _anew(self) -> View | None:
        """Begin anew: the segment knows a version that the database has not reached, as after a backup was
        brought back.
        """
        _log.warning("image_index_of_another_time")
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path = None
        return self._without_segment()
