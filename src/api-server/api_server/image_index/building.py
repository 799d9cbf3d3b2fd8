"""Making a segment: `python -m api_server.image_index`, a child of one worker of the machine.

The order comes through standard input, which the worker keeps open: when it closes, the worker is gone, and
the child ends. Whatever ends it, the right to build goes back, and nothing half-made has a segment's name.
"""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec
import structlog
from sqlalchemy import Engine

from fovea import clock, metrics, process
from fovea.database import index_rows
from fovea.database.engine import open_engine, read
from fovea.image_index import Rows, copies
from fovea.image_index.folder import SegmentFolder
from fovea.image_index.segment_files import Damaged, Segment, opened, write
from fovea.settings import StorageSettings
from fovea.storage import Storage, StorageUnavailable, open_storage

_POLITENESS = 10
_MOST_CHANGED = 500_000  # of what is taken over; more is read anew
_log = structlog.get_logger(__name__)


class Order(msgspec.Struct):
    """What to make: the segment of which database, in which folder; and how old a copy may be (0: none is
    made).
    """

    database_url: str
    folder: str
    origin: str
    storage: dict[str, str | None]
    copy_seconds: float
    log_level: str
    log_format: str
    metrics: str
    environment: str


def main() -> None:
    """Make one, and a copy of it when that is due."""
    os.nice(_POLITENESS)
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    given = {"log_level": order.log_level, "log_format": order.log_format, "metrics": order.metrics}
    settings = StorageSettings.model_validate({**given, "environment": order.environment, **order.storage})
    process.begin(settings, "api-server")
    engine = open_engine(order.database_url, pool_size=1)
    with metrics.time("image_index_build_seconds"):
        made = build(engine, lambda: open_storage(settings), Path(order.folder), order.origin)
    _log.info("image_index_built", images=len(made.part), version=made.version, bytes=made.part.bytes)
    if order.copy_seconds > 0:
        copy_when_due(lambda: open_storage(settings), made, order.origin, seconds=order.copy_seconds)


def build(engine: Engine, storage: Callable[[], Storage], path: Path, origin: str) -> Segment:
    """A new segment in this folder, in place of older ones: of the newest one there and what has changed
    since; else of the copy in storage; else of all rows. With the right to build.
    """
    folder = SegmentFolder(path)
    folder.clean(keep=folder.newest())
    version, count = index_rows.present(engine)
    rows = _of_newest(engine, folder, version, origin)
    if rows is None and count > copies.ROWS_OF_A_PART // 10:
        rows = _of_copy(engine, storage, version, origin)
    if rows is None:
        rows = version, Rows.together(index_rows.pages(engine))
    made = write(path, rows[1], version=rows[0], origin=origin)
    folder.clean(keep=made)
    return opened(made, origin=origin, check=False)


def copy_when_due(storage: Callable[[], Storage], segment: Segment, origin: str, *, seconds: float) -> None:
    """Store a copy unless there is one that is young enough. A storage that does not answer is passed over:
    the next build tries again.
    """
    try:
        opened_storage = storage()
        last = copies.newest(opened_storage, origin)
        if last is None or last.version > segment.version or last.made_at < clock.now() - seconds * 1_000:
            copies.store(opened_storage, segment.part, version=segment.version, origin=origin)
            _log.info("image_index_copied", images=len(segment.part), version=segment.version)
    except (StorageUnavailable, ValueError) as error:
        _log.warning("image_index_not_copied", error=str(error))


def _of_newest(engine: Engine, folder: SegmentFolder, version: int, origin: str) -> tuple[int, Rows] | None:
    path = folder.newest()
    if path is None:
        return None
    try:
        segment = opened(path, origin=origin)
    except (Damaged, OSError) as error:
        _log.warning("image_index_damaged", error=str(error))
        return None
    return _with_changes(engine, segment.part.rows(), segment.version, version)


def _of_copy(
    engine: Engine, storage: Callable[[], Storage], version: int, origin: str
) -> tuple[int, Rows] | None:
    try:
        opened_storage = storage()
        copy = copies.newest(opened_storage, origin)
        if copy is None:
            return None
        rows = Rows.together(copies.fetched(opened_storage, copy))
    except (StorageUnavailable, copies.CopyUnusable, ValueError) as error:
        _log.warning("image_index_copy_unusable", error=str(error))
        return None
    return _with_changes(engine, rows, copy.version, version)


def _with_changes(engine: Engine, rows: Rows, since: int, version: int) -> tuple[int, Rows] | None:
    """(version, rows) with what has changed since; None when too much has, or when they are of another
    database's future.
    """
    if since > version:
        return None
    with read(engine) as connection:
        changes = index_rows.changed(connection, since, most=_MOST_CHANGED)
    if changes is None:
        return None
    if not len(changes.ids):
        return changes.version, rows
    return changes.version, Rows.together([rows.without(changes.ids), changes.rows])


def _end_with_parent() -> NoReturn:
    while os.read(sys.stdin.fileno(), 4096):  # a reader of Python's would be in the way of a normal end
        pass
    os._exit(1)
