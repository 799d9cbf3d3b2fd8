"""Crawls as people are shown them."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from api_server.context import Context
from api_server.runs.answers import BUDGET_USED_UP
from fovea import clock
from fovea.clock import as_iso
from fovea.database import (
    accounts,
    crawl_counts,
    crawl_images,
    crawl_listings,
    listings,
    run_reports,
    users,
)
from fovea.database.crawl_counts import Progress, together
from fovea.database.crawl_listings import READING, CrawlListing
from fovea.database.crawls import Crawl


def shapes(context: Context, connection: Connection, found: Sequence[Crawl]) -> list[dict[str, Any]]:
    """The shapes Crawl."""
    numbers = [crawl.id for crawl in found]
    progress = crawl_counts.progress(connection, numbers)
    classes = crawl_counts.classes(connection, numbers)
    owners = _owners(context, connection, {crawl.owner_id for crawl in found if crawl.owner_id is not None})
    return [
        {
            "id": crawl.id,
            "run_id": crawl.run_id,
            "owner": owners.get(crawl.owner_id or 0),
            "state": crawl.state,
            "keywords": list(crawl.keywords),
            "engines": list(crawl.engines),
            "limit": crawl.most_each,
            "limit_in_all": crawl.most,
            "filters": {
                "least_width": crawl.least_width,
                "least_height": crawl.least_height,
                "licensed": crawl.licensed,
            },
            "again_of": crawl.again_of,
            "created_at": as_iso(crawl.created_at),
            "finished_at": as_iso(crawl.finished_at),
            "progress": _progress(together(progress[crawl.id].values())),
            "classes": msgspec.structs.asdict(classes[crawl.id]),
        }
        for crawl in found
    ]


def whole(context: Context, connection: Connection, crawl: Crawl) -> dict[str, Any]:
    """The shape WholeCrawl."""
    searches = crawl_listings.of_crawl(connection, crawl.id)
    progress = crawl_counts.progress(connection, [crawl.id])[crawl.id]
    known = listings.get_many(connection, {one.listing_id for one in searches})
    failures = crawl_images.reasons(connection, crawl.id)
    return shapes(context, connection, [crawl])[0] | {
        "searches": [
            {
                "engine": one.engine,
                "keyword": one.keyword,
                "url": known[one.listing_id].url,
                "state": one.state,
                "code": one.code,
                "reason": one.reason,
                "deferred_until": as_iso(_deferred_until(connection, one)),
                "progress": _progress(progress.get(one.id, Progress())),
            }
            for one in searches
        ],
        "failures": [
            {"state": state, "code": code, "reason": reason, "count": count}
            for state, code, reason, count in failures
        ],
    }


def _progress(counted: Progress) -> dict[str, int]:
    return msgspec.structs.asdict(counted) | {"different": counted.different}


def _deferred_until(connection: Connection, one: CrawlListing) -> int | None:
    if one.state != READING or one.run_id is None:
        return None
    return run_reports.deferred_until(connection, one.run_id, code=BUDGET_USED_UP, now=clock.now())


def _owners(context: Context, connection: Connection, user_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    of_users = users.account_ids_of(connection, sorted(user_ids))
    found = accounts.get_many(connection, set(of_users.values()))
    return {
        user_id: context.presenters.account(found[account_id])
        for user_id, account_id in of_users.items()
        if account_id in found
    }
