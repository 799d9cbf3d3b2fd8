"""Starting artist searches: a search, its run and its first items, in one transaction. Nothing is sent
here.
"""

import msgspec
from sqlalchemy import Connection

from api_server.artists import walking
from api_server.artists.pictures import KeptPicture, to_json
from api_server.runs.settings import RunSettings
from fovea.artists.addresses import unwrapped
from fovea.artists.posts import post_of
from fovea.artists.records import AccountAddress
from fovea.clock import SECOND
from fovea.database import accounts, artist_searches, runs
from fovea.database.artist_searches import (
    ARTWORK,
    CHECKING,
    FINDING,
    LOOKING,
    OF_ACCOUNT,
    RESOLVING,
    NewSearch,
    Search,
)
from fovea.database.listings import ACCOUNT_SOURCE
from fovea.database.runs import NewRun
from fovea.errors import TooManyRequests

RETRY_SECONDS = 10.0


class TooManySearches(TooManyRequests):
    """Somebody has as many unfinished searches as they may have."""

    code, title = "too_many_searches", "Too many of your searches are under way"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: an artwork's page (`url`); or a picture, given as `body`'s or lying at `image_url`,
    perhaps in one account; or an account alone. `kind` says which.
    """

    kind: str
    url: str | None = None
    image_url: str | None = None
    account: AccountAddress | None = None
    picture: KeptPicture | None = None
    thumbnail: bytes | None = None

    @property
    def digest(self) -> str:
        """Equal for what asks the same, however it is written."""
        key = "" if self.account is None else self.account.key
        picture = "" if self.picture is None else self.picture.sha256.hex()
        return artist_searches.digest_of(self.kind, _named(self.url), self.image_url or "", key, picture)


def begin(  # noqa: PLR0913 - all by keyword but what is asked
    connection: Connection,
    asked: Asked,
    *,
    asker: str | None,
    most_unfinished: int | None,
    again: bool,
    now: int,
    settings: RunSettings,
) -> tuple[Search, bool]:
    """The search for what is asked, and whether it begins now: else one is under way, or has ended lately
    (and it is not asked for `again`). Raises TooManySearches when it would be one too many of the asker's.
    """
    account_id = accounts.upsert_many(connection, ACCOUNT_SOURCE, [artist_searches.ACCOUNT], at=now)[
        artist_searches.ACCOUNT.external_id
    ]
    runs.lock_accounts(connection, [account_id])
    known = artist_searches.known(
        connection,
        asked.digest,
        since=now + 1 if again else now - settings.artist_search_fresh_seconds * SECOND,
        failed_since=now + 1 if again else now - settings.artist_failure_fresh_seconds * SECOND,
    )
    if known is not None:
        return known, False
    if asker is not None and most_unfinished is not None:
        unfinished = artist_searches.unfinished(connection, asker)
        if unfinished >= most_unfinished:
            raise TooManySearches(
                f"{unfinished} of your searches are under way: wait until one has ended.",
                retry_after_seconds=RETRY_SECONDS,
            )
    new = [NewRun(account_id=account_id)]
    made = runs.insert_many(connection, new, kind=runs.ARTIST_SEARCH, background=False, now=now)
    search = artist_searches.add(connection, _new(asked, made[account_id], asker=asker), now=now)
    if search.stage == CHECKING and search.account is not None:
        walking.take_accounts(connection, search, [walking.given(search.account)], now=now, settings=settings)
    return search, True


def _new(asked: Asked, run_id: int, *, asker: str | None) -> NewSearch:
    stages = {ARTWORK: RESOLVING, OF_ACCOUNT: FINDING}
    stage = stages.get(asked.kind, CHECKING if asked.account is not None else LOOKING)
    return NewSearch(
        run_id=run_id,
        kind=asked.kind,
        stage=stage,
        asked=asked.url or asked.image_url or "",
        origin=asked.url if asked.kind == ARTWORK else None,
        digest=asked.digest,
        account=asked.account,
        asker=asker,
        picture=None if asked.picture is None else to_json(asked.picture),
        thumbnail=asked.thumbnail,
    )


def _named(url: str | None) -> str:
    """One name for all addresses of an artwork."""
    if url is None:
        return ""
    post = post_of(url)
    if post is None:
        return unwrapped(url)
    return f"{post.network} {post.external_id} {post.page or ''}"
