"""Artist searches: begin one, and tell how it is going."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from api_server.artists import advancing, pictures, starting
from api_server.artists.pictures import NoPicture
from api_server.artists.starting import Asked
from api_server.artists.whole import Whole
from api_server.artists.whole import whole as whole_of
from api_server.context import Context
from api_server.runs import service as runs_service
from fovea import metrics
from fovea.artists import networks
from fovea.artists.addresses import account as account_named
from fovea.artists.addresses import account_of
from fovea.artists.posts import post_of
from fovea.artists.records import AccountAddress
from fovea.database import artist_searches, runs
from fovea.database.artist_searches import ARTWORK, OF_ACCOUNT, PICTURE, SCAN, Search
from fovea.database.engine import read
from fovea.errors import AccountNotFound, InvalidInput, NotFound


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A search, and whether it began by this call: else it was under way, or has ended lately."""

    public_id: str
    begun: bool


@dataclass(frozen=True, kw_only=True)
class ScanBegun:
    """The run that reads an account, and whether it began by this call."""

    run: Row[Any]
    begun: bool
    account: AccountAddress
    public_id: str


def begin(  # noqa: PLR0913 - all by keyword but the context
    context: Context,
    *,
    url: str | None = None,
    account: str | None = None,
    image_url: str | None = None,
    picture: bytes | None = None,
    asker: str | None = None,
    most_unfinished: int | None = None,
    again: bool = False,
) -> Begun:
    """Search for the artist of the artwork at `url`; or for the picture given as `picture` or lying at
    `image_url`, everywhere or among the posts of `account`; or, of an `account` alone, for the artist's
    others.

    Raises InvalidInput (`unsupported_website`), AccountNotFound, NoPicture (`not_a_picture`,
    `query_image_too_big`), TooBusy, TooManySearches.
    """
    asked = _asked(context, url=url, account=account, image_url=image_url, picture=picture)
    search, begun = _start(context, asked, asker=asker, most_unfinished=most_unfinished, again=again)
    return Begun(public_id=search.public_id, begun=begun)


def scan(
    context: Context,
    *,
    account: str,
    asker: str | None = None,
    most_unfinished: int | None = None,
) -> ScanBegun:
    """Read what an account has posted, if that is not known yet. Raises AccountNotFound, TooManySearches."""
    named = named_account(account)
    search, begun = _start(
        context,
        Asked(kind=SCAN, account=named),
        asker=asker,
        most_unfinished=most_unfinished,
        again=True,
    )
    with read(context.engine) as connection:
        run = runs.get(connection, search.run_id or 0)
    if run is None:
        raise NotFound("The run has just been deleted.")
    return ScanBegun(run=run, begun=begun, account=named, public_id=search.public_id)


def whole(context: Context, public_id: str) -> Whole | None:
    """All of a search; None when there is none of this name."""
    with read(context.engine) as connection:
        search = artist_searches.by_public_id(connection, public_id)
        return None if search is None else whole_of(context, connection, search)


def named_account(text: str) -> AccountAddress:
    """The account that an address, or `network:handle`, stands for. Raises AccountNotFound."""
    wanted = text.strip()
    found = account_of(wanted)
    if found is not None:
        return found
    post = post_of(wanted)
    if post is not None and post.account is not None:
        return post.account
    network, colon, handle = wanted.partition(":")
    if colon and network.strip().lower() in networks.NETWORKS:
        of, name = network.strip().lower(), handle.strip()
        try:
            if name.startswith("#") and name[1:].isdecimal():
                return account_named(of, external_id=name[1:])
            return account_named(of, name.removeprefix("@"))
        except ValueError as error:
            raise AccountNotFound(f"{name[:80]} is no name of an account there.") from error
    raise AccountNotFound(
        "Give the address of the account's page, or the network and the name: bluesky: name."
    )


def _asked(
    context: Context,
    *,
    url: str | None,
    account: str | None,
    image_url: str | None,
    picture: bytes | None,
) -> Asked:
    if sum(one is not None for one in (url, image_url, picture)) > 1 or (url and account):
        raise InvalidInput("Ask for one thing: a page, or a picture, or an account.")
    if url is not None:
        return Asked(kind=ARTWORK, url=url)
    named = None if account is None else named_account(account)
    if picture is not None:
        kept, thumbnail = pictures.of_body(context, picture)
        return Asked(kind=PICTURE, account=named, picture=kept, thumbnail=thumbnail)
    if image_url is not None:
        return Asked(kind=PICTURE, account=named, image_url=image_url)
    if named is None:
        raise InvalidInput("Ask for something: a page, or a picture, or an account.")
    return Asked(kind=OF_ACCOUNT, account=named)


def _start(
    context: Context, asked: Asked, *, asker: str | None, most_unfinished: int | None, again: bool
) -> tuple[Search, bool]:
    service = runs_service.of(context)
    found: list[Search] = []

    def begin_run(connection: Connection, now: int) -> tuple[int | None, bool]:
        search, begun = starting.begin(
            connection,
            asked,
            asker=asker,
            most_unfinished=most_unfinished,
            again=again,
            now=now,
            settings=context.settings,
        )
        found[:] = [search]
        return search.run_id, begun

    begun = service.start_search(begin_run)
    if begun:
        metrics.count("artist_searches", Kind=asked.kind)
        context.artist_advancer.advance([found[0].id], partial(advancing.go_on, context))
    return found[0], begun


__all__ = ["Begun", "NoPicture", "ScanBegun", "begin", "named_account", "scan", "whole"]
