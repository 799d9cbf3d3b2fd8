"""The newest photos of muted groups: read when a group is muted, and again once a day."""

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import structlog
from sqlalchemy import Connection

from api_server import limits
from api_server.context import Context
from api_server.groups.pool import Pool, store
from fovea import clock
from fovea.database import group_pools
from fovea.database.engine import in_transaction, read
from fovea.errors import FoveaError, SourceUnavailable
from fovea.flickr.client import LARGEST_PHOTOS_PAGE, FlickrClient
from fovea.packing import Numbers, sorted_numbers

PHOTOS_KEPT = 2_000
REFRESHED_AFTER = clock.DAY
MOST_AT_ONCE = 20  # groups that one round of maintenance takes up ...
LONGEST_ROUND_SECONDS = 15.0  # ... within so much time: its caller waits

_log = structlog.get_logger(__name__)


def ensure(context: Context, source: str, external_id: str) -> str:
    """A group's name. Its pool is stored afterwards: read now, unless that was done within the last day.

    Raises NotFound for a group that there is not, TooManyRequests, or what Flickr refuses it with.
    """
    name = Pool(context).group(external_id).name
    with read(context.engine) as connection:
        pulled_at = group_pools.pulled_at(connection, source, external_id)
    if pulled_at is None or pulled_at < clock.now() - REFRESHED_AFTER:
        _pull(
            context,
            context.flickr(None),
            (source, external_id),
            name=name,
            before_call=lambda: limits.spend("groups", by="address"),
        )
    return name


def refresh_due(context: Context) -> int:
    """Read the pools anew that were read a day ago, as far as time and Flickr's budget allow; how many."""
    with read(context.engine) as connection:
        groups = group_pools.due(connection, before=clock.now() - REFRESHED_AFTER, limit=MOST_AT_ONCE)
    until = time.monotonic() + LONGEST_ROUND_SECONDS
    pulled = 0
    for group in groups:
        if time.monotonic() > until:
            break
        try:
            client = context.flickr(None, background=True)
            _pull(context, client, group, name=client.group(group[1]).name)
            pulled += 1
        except SourceUnavailable as error:
            _log.info("group_pool_put_off", group=group[1], code=error.code)
            break
        except FoveaError as error:
            _log.warning("group_pool_refused", group=group[1], code=error.code)
            _note_refused(context, group)
    return pulled


def _pull(
    context: Context,
    client: FlickrClient,
    group: group_pools.Group,
    *,
    name: str,
    before_call: Callable[[], None] = lambda: None,
) -> None:
    """Read a pool and store it. When Flickr stops answering on the way, what was read by then is stored, to
    be read in full soon.
    """
    began_at = clock.now()
    found: dict[int, None] = {}
    complete = True
    for number in range(1, PHOTOS_KEPT // LARGEST_PHOTOS_PAGE + 1):
        try:
            before_call()
            page = client.group_photos(group[1], number, LARGEST_PHOTOS_PAGE)
        except FoveaError:
            if number == 1:
                raise
            complete = False
            break
        if page.page != number:  # behind the end Flickr shows its last page once more
            break
        numbers = in_transaction(
            context.engine, partial(store, page=page, asked_at=began_at), idempotent=True
        )
        found |= dict.fromkeys(numbers.values())
        if page.received < LARGEST_PHOTOS_PAGE if page.pages is None else number >= page.pages:
            break
    _keep(context, group, name=name, numbers=sorted_numbers(list(found)), at=began_at if complete else 0)


def _keep(context: Context, group: group_pools.Group, *, name: str, numbers: Numbers, at: int) -> None:
    def write(connection: Connection) -> None:
        kept = numbers
        if not at:  # read in part: what was known besides stays until it is read in full
            kept = np.union1d(numbers, group_pools.numbers_of(connection, [group]))
        group_pools.put(connection, *group, name=name, numbers=kept, at=at)

    in_transaction(context.engine, write, idempotent=True)


def _note_refused(context: Context, group: group_pools.Group) -> None:
    at = clock.now()
    in_transaction(
        context.engine,
        lambda connection: group_pools.note_pulled(connection, *group, at=at),
        idempotent=True,
    )
