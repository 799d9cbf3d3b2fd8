"""What is done before the first request asks for it: compiling the inner loops (or loading them from numba's
cache), and reading the facts of photos.
"""

import threading

import numpy as np
import structlog
from sqlalchemy import Engine

from api_server.recommendations import photo_facts
from api_server.recommendations.methods import METHODS, Parameters
from api_server.recommendations.supporting import Supporters
from api_server.recommendations.taste import Photos, Taste
from fovea.database.engine import read
from fovea.errors import DatabaseUnavailable

_log = structlog.get_logger(__name__)


def warm_up() -> None:
    """Scores a tiny made-up taste with every method."""
    numbers = np.array([1, 2], dtype=np.uint32)
    nothing = np.zeros(2, dtype=np.bool_)
    taste = Taste(
        favorites=numbers,
        favorite_owners=np.array([7, 8], dtype=np.uint32),
        favorite_counts=np.array([1, 1], dtype=np.int64),
        neighbours=np.array([7, 8], dtype=np.uint32),
        owned=np.array([1, 1], dtype=np.int64),
        followed=nothing,
        silenced=nothing,
        lists=np.array([1, 3, 2, 3], dtype=np.uint32),
        offsets=np.array([0, 2, 4], dtype=np.int64),
        left_out=numbers,
        hidden_owners=np.array([9], dtype=np.uint32),
        dismissed=np.array([4], dtype=np.uint32),
        dismissed_owners=np.array([9], dtype=np.uint32),
        photos=Photos(
            owners=np.array([0, 7, 8, 10, 9], dtype=np.uint32),
            keys=np.arange(5, dtype=np.uint64),
            days=np.zeros(5, dtype=np.uint16),
        ),
        today=20_000,
    )
    for score in METHODS.values():
        Supporters(taste, score(taste, Parameters())).table(numbers)


def read_ahead(engine: Engine) -> threading.Thread:
    """Begin to read the facts of all photos, in a thread of its own; requests need not wait for it."""
    thread = threading.Thread(target=_read_facts, args=(engine,), name="read-ahead", daemon=True)
    thread.start()
    return thread


def _read_facts(engine: Engine) -> None:
    try:
        with read(engine) as connection:
            photo_facts.of(connection).warm_up(connection)
    except DatabaseUnavailable as error:
        _log.warning("facts_not_read_ahead", error=error.detail)  # the first request will read what it needs
