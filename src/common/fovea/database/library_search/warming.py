"""Reading what searches need before the first one asks for it."""

import threading

import structlog
from sqlalchemy import Engine

from fovea.database.library_search import memory
from fovea.database.library_search.columns import EXTRAS
from fovea.errors import DatabaseUnavailable

_log = structlog.get_logger(__name__)


def read_ahead(engine: Engine) -> threading.Thread:
    """Begin to read the columns of all images, in a thread of its own; searches need not wait for the rarer
    ones.
    """
    thread = threading.Thread(target=_read, args=(engine,), name="library-read-ahead", daemon=True)
    thread.start()
    return thread


def _read(engine: Engine) -> None:
    kept = memory.of(engine)
    try:
        kept.load(engine)
        for name in EXTRAS:
            kept.ensure_extra(engine, name)
    except (DatabaseUnavailable, memory.Outdated) as error:
        _log.warning("library_not_read_ahead", error=str(error))  # the first search will read what it needs
