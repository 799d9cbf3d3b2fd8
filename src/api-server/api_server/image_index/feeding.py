"""Feeding a cluster from the database: what has changed, in the order of versions; all images in a walk that
goes on where it was left, when there is no whole index yet or too much has changed.
"""

from collections.abc import Callable

import numpy as np
import structlog
from sqlalchemy import Engine

from fovea.database import index_rows
from fovea.database.engine import read
from fovea.image_index.opensearch import Present, Store
from fovea.image_index.opensearch.store import NEVER

MOST_CHANGED = 100_000  # images that are brought one by one; with more, all are walked through

_log = structlog.get_logger(__name__)


class NoLongerOurs(Exception):
    """Another process feeds by now."""


def feed(
    engine: Engine, store: Store, *, may_go_on: Callable[[], bool] = lambda: True, most: int = MOST_CHANGED
) -> Present:
    """Bring the index to where the database is; how far it came. `may_go_on` is asked before each step of a
    walk. Whatever ends this, the next one goes on, and nothing that is brought twice changes anything. Raises
    NoLongerOurs, Conflict, IndexUnavailable, IndexRefused, DatabaseUnavailable.
    """
    store.make()
    present = store.present()
    version, _ = index_rows.present(engine)
    if max(present.version, present.walk_version) > version:
        _log.warning("image_index_of_another_time")  # as after a backup was brought back
        store.begin_anew()
        present = store.present()
    if present.is_walking or present.version == NEVER:
        present = _walk(engine, store, present, version, may_go_on)
    return _follow(engine, store, present, may_go_on, most)


def _follow(
    engine: Engine, store: Store, present: Present, may_go_on: Callable[[], bool], most: int
) -> Present:
    with read(engine) as connection:
        changes = index_rows.changed(connection, present.version, most=most)
    if changes is None:
        return _walk(engine, store, present, index_rows.present(engine)[0], may_go_on)
    if changes.version == present.version:
        return present
    store.remove(np.setdiff1d(changes.ids, changes.rows.ids, assume_unique=True), version=changes.version)
    store.bring(changes.rows, version=changes.version)
    store.show()
    return store.advance(present, Present(changes.version))


def _walk(
    engine: Engine, store: Store, present: Present, version: int, may_go_on: Callable[[], bool]
) -> Present:
    """Bring every image. What was not brought by then is gone."""
    if not present.is_walking:
        present = store.advance(present, Present(present.version, walk_version=version))
    for rows in index_rows.pages(engine, after=present.walked_to):
        if not may_go_on():
            raise NoLongerOurs
        store.bring(rows, version=present.walk_version)
        present = store.advance(present, present._replace(walked_to=int(rows.ids[-1])))
    store.show()
    store.remove_not_fed_since(present.walk_version)
    _log.info("image_index_walked", version=present.walk_version)
    return store.advance(present, Present(present.walk_version))
