"""What is done for crawls while nobody asks: what users left who deleted their account is ended."""

from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock
from fovea.database import crawl_links, crawls, runs
from fovea.database.engine import in_transaction


def maintain(context: Context) -> dict[str, int]:
    """End the runs of crawls that are no more, and give up links that wait for these; how many."""

    def end(connection: Connection) -> tuple[int, int]:
        now = clock.now()
        forgotten = crawl_links.give_up_forgotten(connection, now=now)
        locked = runs.lock(connection, crawls.runs_without_one(connection))
        runs.finish(connection, dict.fromkeys(locked, runs.FAILED), now=now)
        return len(locked), forgotten

    ended, forgotten = in_transaction(context.engine, end, idempotent=True)
    return {"crawls_forgotten": ended, "crawl_links_forgotten": forgotten}
