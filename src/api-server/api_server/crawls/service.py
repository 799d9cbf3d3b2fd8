"""Crawls: begin one, tell how it is going, pause, resume, cancel, repeat it."""

from typing import Any

import structlog
from sqlalchemy import Connection

from api_server import ownership, paging
from api_server.context import Context
from api_server.crawls import advancing, ending, shapes, starting
from api_server.permissions import NotAllowed, is_administrator
from api_server.sessions import viewer
from fovea import clock, metrics
from fovea.database import crawl_links, crawls, runs
from fovea.database.crawls import ACTIVE, CANCELLED, PAUSED, Crawl, Wish
from fovea.database.engine import in_transaction, read
from fovea.errors import Conflict, InvalidInput, NotFound
from fovea.sources.engines import keyword_listing

_log = structlog.get_logger(__name__)


def begin(context: Context, wish: Wish, *, again_of: int | None = None) -> Crawl:
    """Begin a crawl of whoever asks. Raises InvalidInput (also unknown_engine, no_keyword, keyword_too_long,
    too_many_searches), TooManyCrawls.
    """
    wish = _tidied(wish)
    settings = context.settings
    if wish.most_each > settings.crawl_most:
        told = f"A crawl may want {settings.crawl_most:,} results of each engine at most."
        raise InvalidInput(told, errors={"limit": [told]})
    searches = [
        (engine, keyword, keyword_listing(engine, keyword))
        for keyword in wish.keywords
        for engine in wish.engines
    ]
    if len(searches) > settings.crawl_listings_most:
        told = f"A crawl may have {settings.crawl_listings_most} searches: keywords times engines."
        raise InvalidInput(told, code="too_many_searches", errors={"keywords": [told]})
    owner = viewer()

    def write(connection: Connection) -> Crawl:
        return starting.begin(
            connection,
            wish,
            searches,
            owner_id=None if owner is None else owner.id,
            again_of=again_of,
            most_unfinished=settings.crawls_at_once,
            now=clock.now(),
        )

    crawl = in_transaction(context.engine, write)
    metrics.count("runs_started", Kind=runs.CRAWL)
    _log.info("crawl_begun", crawl_id=crawl.id, searches=len(searches))
    advancing.wake(context, crawl.id)
    return crawl


def page(context: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The shape Crawls: of whoever asks, or for administrators everybody's."""
    if query["everybodys"] and not is_administrator():
        raise NotAllowed("Only administrators see the crawls of others.", code="not_an_administrator")
    owner, limit = viewer(), query["limit"]
    with read(context.engine) as connection:
        found = crawls.page(
            connection,
            owner_id=None if owner is None else owner.id,
            everybodys=query["everybodys"],
            state=query["state"],
            before_id=paging.before(query["cursor"]),
            limit=limit,
        )
        told = shapes.shapes(context, connection, found)
    return {"crawls": told, "next_cursor": paging.next_cursor([one.id for one in found], limit=limit)}


def one(context: Context, crawl_id: int) -> dict[str, Any]:
    """The shape WholeCrawl. Raises NotFound."""
    with read(context.engine) as connection:
        return shapes.whole(context, connection, require(connection, crawl_id))


def change(context: Context, crawl_id: int, state: str) -> dict[str, Any]:
    """Pause, resume or cancel. The shape WholeCrawl. Raises NotFound, Conflict (crawl_ended)."""

    def write(connection: Connection) -> bool:
        require(connection, crawl_id)
        crawl = crawls.lock(connection, crawl_id)
        if crawl is None or crawl.state == state:
            return False
        if crawl.ended:
            raise Conflict("This crawl has ended. Begin it again.", code="crawl_ended")
        now = clock.now()
        if state == CANCELLED:
            ending.cancel(connection, crawl, now=now)
            return True
        crawls.change(connection, crawl_id, state=state, next_at=now)
        if state == PAUSED:
            crawl_links.hold_all(connection, crawl_id, now=now)
        return False

    if in_transaction(context.engine, write):
        ending.count(context, crawl_id)
    _log.info("crawl_changed", crawl_id=crawl_id, state=state)
    if state == ACTIVE:
        advancing.wake(context, crawl_id)
    return one(context, crawl_id)


def again(context: Context, crawl_id: int) -> dict[str, Any]:
    """Begin a new crawl with the same wish. The shape WholeCrawl. Raises NotFound, TooManyCrawls."""
    with read(context.engine) as connection:
        crawl = require(connection, crawl_id)
    wish = Wish(**{name: getattr(crawl, name) for name in Wish.__struct_fields__})
    return one(context, begin(context, wish, again_of=crawl.id).id)


def wish_of(told: dict[str, Any]) -> Wish:
    """What a body asks for."""
    return Wish(
        keywords=tuple(told["keywords"]),
        engines=tuple(told["engines"]),
        most_each=told["limit"],
        most=told["limit_in_all"],
        **told["filters"],
    )


def require(connection: Connection, crawl_id: int) -> Crawl:
    """A crawl that whoever asks may see. Raises NotFound."""
    crawl = crawls.get(connection, crawl_id)
    if crawl is None:
        raise NotFound("There is no such crawl.")
    if not is_operators(crawl):
        ownership.require(crawl.owner_id, what="crawl")
    return crawl


def is_operators(crawl: Crawl) -> bool:
    """Whether a crawl is the operator's, and a key of the operator's asks: nobody else comes here without
    being a user.
    """
    return crawl.owner_id is None and viewer() is None


def _tidied(wish: Wish) -> Wish:
    """The wish with each keyword and each engine once."""
    keywords = dict.fromkeys(" ".join(keyword.split()) for keyword in wish.keywords)
    values = {name: getattr(wish, name) for name in Wish.__struct_fields__}
    return Wish(**(values | {"keywords": tuple(keywords), "engines": tuple(dict.fromkeys(wish.engines))}))
