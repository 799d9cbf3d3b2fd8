"""An artist search with all that there is to tell of it, as it is at this moment."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from api_server.artists import pictures
from api_server.context import Context
from api_server.listings.numbers import numbers_of, pictures_of
from fovea import clock
from fovea.database import (
    artist_search_accounts,
    artist_search_pages,
    artist_search_results,
    artist_searches,
    run_items,
)
from fovea.database.artist_search_accounts import Account
from fovea.database.artist_search_results import Found
from fovea.database.artist_searches import Search
from fovea.database.listing_numbers import Numbers
from fovea.image_matches import Match

LEAST_FOR_PACE = 20  # pictures that must have come before it is told how long the others will take


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """What the whole library has: as image search finds it, among so many images."""

    matches: list[Match] = []
    searched: int = 0
    note: str | None = None


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """How far an account is read: `state` is one of `artist_search_accounts.SCAN_STATES`. `pictures_done` of
    `pictures_total` have come, or will not. `eta_seconds` None: nobody can say.
    """

    state: str
    first: bool = False
    posts_read: int = 0
    pictures_done: int = 0
    pictures_total: int = 0
    code: str | None = None
    reason: str | None = None
    eta_seconds: float | None = None


class AccountTold(msgspec.Struct, frozen=True, kw_only=True):
    """An account that was found, and how far it is read."""

    account: Account
    scan: Scan


class PictureTold(msgspec.Struct, frozen=True, kw_only=True):
    """The picture that is looked for: pixels of it in full, and a small WebP."""

    width: int
    height: int
    thumbnail: bytes | None


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """All of a search. `state` is one of `waiting`, `resolving`, `finding_accounts`, `scanning`, `searching`,
    `verifying`, `done`, `failed`. `results` are the posts that are still there, or of which nobody knows;
    `removed` is how many others were. `position` counts the searches before it that wait for the same.
    """

    search: Search
    state: str
    picture: PictureTold | None
    accounts: list[AccountTold]
    results: list[Found]
    removed: int
    elsewhere: Elsewhere | None
    position: int | None


_STATES = {
    artist_searches.LOOKING: "resolving",
    artist_searches.RESOLVING: "resolving",
    artist_searches.FINDING: "finding_accounts",
    artist_searches.CHECKING: "finding_accounts",
}


def whole(context: Context, connection: Connection, search: Search) -> Whole:
    """All of a search."""
    kept = artist_searches.kept(connection, search.id)
    found = artist_search_results.of_search(connection, search.id)
    elsewhere = kept.elsewhere
    state = _state(connection, search)
    return Whole(
        search=search,
        state=state,
        picture=_picture(kept.picture, kept.thumbnail),
        accounts=_accounts(context, connection, search),
        results=[one for one in found if one.there is not False],
        removed=sum(one.there is False for one in found),
        elsewhere=None if elsewhere is None else msgspec.json.decode(elsewhere, type=Elsewhere),
        position=_position(connection, search, state),
    )


def _state(connection: Connection, search: Search) -> str:
    if search.stage == artist_searches.LOOKING and search.tries == 0:
        return "waiting"
    if search.stage == artist_searches.RESOLVING:
        pages = artist_search_pages.of_search(connection, search.id).values()
        if all(page.state == run_items.WAITING for page in pages):
            return "waiting"
    return _STATES.get(search.stage, search.stage)


def _position(connection: Connection, search: Search, state: str) -> int | None:
    if state == "waiting" or (search.stage == artist_searches.SEARCHING and search.tries == 0):
        return artist_searches.before(connection, search)
    return None


def _picture(kept: str | None, thumbnail: bytes | None) -> PictureTold | None:
    if kept is None:
        return None
    picture = pictures.from_json(kept)
    return PictureTold(width=picture.width, height=picture.height, thumbnail=thumbnail)


def _accounts(context: Context, connection: Connection, search: Search) -> list[AccountTold]:
    accounts = artist_search_accounts.of_search(connection, search.id)
    counted = [
        one.listing_id
        for one in accounts
        if one.listing_id is not None and one.posts is None and one.scan_state != artist_search_accounts.NONE
    ]
    numbers = numbers_of(context, connection, counted) if counted else {}
    expected = pictures_of(context, connection, counted) if counted else {}
    now = clock.now()
    return [AccountTold(account=one, scan=_scan(search, one, numbers, expected, now=now)) for one in accounts]


def _scan(
    search: Search,
    account: Account,
    numbers: Mapping[int, Numbers],
    expected: Mapping[int, int],
    *,
    now: int,
) -> Scan:
    if account.posts is not None or account.listing_id is None:
        posts, done, total = account.posts or 0, account.pictures or 0, account.pictures or 0
    else:
        counted = numbers.get(account.listing_id, Numbers(0, 0, 0))
        posts = counted.posts
        total = max(expected.get(account.listing_id, 0), counted.images)
        done = min(total, counted.images + counted.failed_links)
    return Scan(
        state=account.scan_state,
        first=account.first,
        posts_read=posts,
        pictures_done=done,
        pictures_total=total,
        code=account.code,
        reason=account.reason,
        eta_seconds=_seconds_left(search, account, done, total, now=now),
    )


def _seconds_left(search: Search, account: Account, done: int, total: int, *, now: int) -> float | None:
    """From the pace since the search began to wait for the account's pictures; None while it is not known how
    many they are.
    """
    if account.scan_state != artist_search_accounts.PICTURES or done < LEAST_FOR_PACE:
        return None
    seconds = max(1, now - search.stage_at) / clock.SECOND
    return round((total - done) * seconds / done, 1)


__all__ = ["AccountTold", "Elsewhere", "PictureTold", "Scan", "Whole", "whole"]
