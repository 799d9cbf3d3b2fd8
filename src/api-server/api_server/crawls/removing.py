"""Deleting crawls: first they end, so that nothing more comes, then their results go some at a time, then all
the rest. Killed in between, it is a crawl that was cancelled, and can be deleted again.
"""

import structlog
from sqlalchemy import Connection

from api_server.context import Context
from api_server.crawls import ending, service
from api_server.permissions import NotAllowed, is_editor
from fovea import clock
from fovea.database import crawl_removal, crawls
from fovea.database.engine import in_transaction

_RESULTS_AT_ONCE = 5_000

_log = structlog.get_logger(__name__)


def remove(context: Context, crawl_id: int, *, remove_pictures: bool) -> None:
    """Delete a crawl. Its pictures stay in the library; with `remove_pictures` those go that nothing else has
    listed, in the background. Raises NotFound, NotAllowed (not_an_editor).
    """

    def end(connection: Connection) -> bool:
        service.require(connection, crawl_id)
        if remove_pictures and not is_editor():
            raise NotAllowed(
                "Only editors and administrators may remove pictures from the library.", code="not_an_editor"
            )
        crawl = crawls.lock(connection, crawl_id)
        if crawl is None or crawl.ended:
            return False
        ending.cancel(connection, crawl, now=clock.now())
        return True

    def remove_some(connection: Connection) -> int:
        if crawls.lock(connection, crawl_id) is None:
            return 0
        return crawl_removal.remove_some_results(connection, crawl_id, limit=_RESULTS_AT_ONCE)

    def remove_rest(connection: Connection) -> None:
        if crawls.lock(connection, crawl_id) is None:
            return
        if remove_pictures:
            crawl_removal.remove_pictures(connection, crawl_id, now=clock.now())
        crawl_removal.remove(connection, [crawl_id])

    if in_transaction(context.engine, end):
        ending.count(context, crawl_id)
    while in_transaction(context.engine, remove_some, idempotent=True):
        pass
    in_transaction(context.engine, remove_rest, idempotent=True)
    _log.info("crawl_removed", crawl_id=crawl_id, pictures=remove_pictures)
