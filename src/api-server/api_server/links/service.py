"""Adding, listing, trying again and deleting links."""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server import paging
from api_server.context import Context
from api_server.links.shapes import shape
from fovea import clock, library
from fovea.database import links, listing_subscriptions, posts
from fovea.database.engine import in_transaction, read
from fovea.database.links import Link, NewLink
from fovea.errors import Conflict, InvalidInput, NotFound, QueueUnavailable
from fovea.library.keys import stored_at

_log = structlog.get_logger(__name__)


def page(context: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The shape Links."""
    limit, listing_id = query["limit"], None
    with read(context.engine) as connection:
        if query["subscription"] is not None:
            subscription = listing_subscriptions.get(connection, query["subscription"])
            if subscription is None:
                return {"links": [], "next_cursor": None}
            listing_id = subscription.listing_id
        found = links.page(
            connection,
            state=query["state"],
            kind=query["kind"],
            source=query["source"],
            listing_id=listing_id,
            batch=query["batch"],
            before_id=paging.before(query["cursor"]),
            limit=limit,
        )
    numbers = [link.id for link in found]
    return {"links": [shape(link) for link in found], "next_cursor": paging.next_cursor(numbers, limit=limit)}


def counts(context: Context, batch: str | None) -> dict[str, Any]:
    """The shape LinkCounts."""
    with read(context.engine) as connection:
        states = links.counts(connection, batch=batch)
    return {"states": states, "total": sum(states.values())}


def one(context: Context, link_id: int) -> dict[str, Any]:
    """The shape Link. Raises NotFound."""
    with read(context.engine) as connection:
        return shape(_require(connection, link_id))


def add(context: Context, wanted: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Add links, all of them or none. The shape AddedLinks. Raises InvalidInput, which names those whose post
    there is not.
    """

    def write(connection: Connection) -> tuple[list[int], list[int], int]:
        numbers = _posts_of(connection, wanted)
        new = [
            NewLink(
                post_id=number,
                url=one["url"],
                kind=one["kind"],
                keep=one["keep"],
                batch=one["batch"],
            )
            for number, one in zip(numbers, wanted, strict=True)
        ]
        known = sum(map(len, links.of_posts(connection, set(numbers)).values()))
        added = links.add(connection, new, now=clock.now())
        after = sum(map(len, links.of_posts(connection, set(numbers)).values()))
        return added.ids, added.fresh, after - known

    ids, fresh, count = in_transaction(context.engine, write, idempotent=True)
    send(context, fresh)
    return {"links": [shape(link) for link in stored(context, ids)], "added": count}


def retry(context: Context, link_id: int) -> dict[str, Any]:
    """Let a link of any kind that failed, or whose image or post was removed, begin anew. The shape Link.
    Raises NotFound, Conflict.
    """

    def write(connection: Connection) -> tuple[list[int], list[int]]:
        _require(connection, link_id)
        again = links.retry(connection, [link_id], now=clock.now())
        return again, links.of_images(connection, again)

    again, fresh = in_transaction(context.engine, write, idempotent=True)
    if not again:
        raise Conflict(
            "Only a link that failed, or whose image or post was removed, is tried again.",
            code="link_not_failed",
        )
    send(context, fresh)
    return one(context, link_id)


def delete(context: Context, link_id: int) -> None:
    """Forget a link. What it led to stays. Raises NotFound."""

    def write(connection: Connection) -> Link:
        link = _require(connection, link_id)
        links.remove(connection, [link_id])
        return link

    link = in_transaction(context.engine, write)
    key = stored_at(link.url)
    if key is not None:
        context.storage.delete(key)


def send(context: Context, link_ids: Sequence[int]) -> None:
    """Have links fetched that somebody waits for. What cannot be sent now is found by the sweep."""
    if not link_ids:
        return
    try:
        library.send(context.queues, link_ids)
    except QueueUnavailable as error:
        _log.warning("image_jobs_not_sent", links=len(link_ids), error=error.detail)


def stored(context: Context, link_ids: Sequence[int]) -> list[Link]:
    """These links, in this order."""
    with read(context.engine) as connection:
        found = links.get_many(connection, set(link_ids))
    return [found[number] for number in link_ids if number in found]


def _require(connection: Connection, link_id: int) -> Link:
    link = links.get(connection, link_id)
    if link is None:
        raise NotFound("There is no such link.")
    return link


def _posts_of(connection: Connection, wanted: Sequence[dict[str, Any]]) -> list[int]:
    """The number of each one's post. Raises InvalidInput with the places of those that have none."""
    by_source: dict[str, set[str]] = {}
    for one in wanted:
        if "source" in one:
            by_source.setdefault(one["source"], set()).add(one["external_id"])
    found = {source: posts.ids_of(connection, source, names) for source, names in by_source.items()}
    there = posts.get_many(connection, {one["post_id"] for one in wanted if "post_id" in one})
    numbers = [
        found[one["source"]].get(one["external_id"]) if "source" in one else one["post_id"] for one in wanted
    ]
    missing = [
        place
        for place, number in enumerate(numbers)
        if number is None or ("post_id" in wanted[place] and number not in there)
    ]
    if missing:
        errors = {place: {"post_id": ["There is no such post."]} for place in missing}
        raise InvalidInput("Nothing was added. Correct the elements that `errors` names.", errors=errors)
    return [number for number in numbers if number is not None]
