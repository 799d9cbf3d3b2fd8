"""From an artwork, or an account, to the artist's accounts: pages are asked for, and the walk is told what
stood there. In the transaction that writes an answer down, whose caller holds the lock of the search's run.

The walk itself is not kept: each time a new one is told all answers that there are, in any order, and comes
to the same.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from api_server.artists.settings import ArtistSettings
from fovea.artists.listings import listing_text
from fovea.artists.posts import post_of
from fovea.artists.records import AccountAddress, Artwork, Profile, Unread
from fovea.artists.walk import AccountFound, Answer, PageToRead, Walk
from fovea.clock import SECOND
from fovea.database import (
    artist_search_accounts,
    artist_search_pages,
    artist_searches,
    listing_checks,
)
from fovea.database.artist_search_accounts import NewAccount
from fovea.database.artist_search_pages import WALK, Page, digest_of
from fovea.database.artist_searches import Search

MOST_ACCOUNTS = 60  # of one search that are told of, likely or not
# What a walk leads to is not worth reading a second time when it says that there is nothing.
_GONE = frozenset({"gone", "suspended", "private", "blocked"})
# Codes of a first page at which there may be a picture instead of an artwork's page.
NO_PAGE_OF_OURS = frozenset({"unknown_form", "unknown_site"})
_ANSWERS = {"artwork": Artwork, "profile": Profile, "entry": tuple}
_NOT_OF_THE_PAGE = frozenset(
    {"key_missing", "key_refused", "source_refused", "source_unavailable", "no_answer", "took_too_long"}
)


def origin_of(url: str) -> PageToRead:
    """The first page of a walk from the artwork at an address."""
    post = post_of(url)
    return PageToRead(kind="artwork", url=url, reader=post.network if post is not None else "")


def origins_of(search: Search) -> list[str]:
    """Where a search begins: the addresses of posts that show its picture, the likeliest first, or that of
    the artwork's page.
    """
    return (search.origin or "").split()


def walk_of(search: Search) -> Walk:
    """A walk that nothing is told yet."""
    if search.kind == artist_searches.OF_ACCOUNT and search.account is not None:
        return Walk.from_account(search.account)
    if search.kind == artist_searches.PICTURE:
        return Walk.from_picture(origins_of(search))
    first = origin_of(search.origin or "")
    return Walk.from_artwork(first.url, reader=first.reader)


def told(search: Search, pages: Mapping[str, Page]) -> Walk:
    """The walk after all answers so far. A page that could not be read, whatever the reason, is told so."""
    walk = walk_of(search)
    while known := [page for page in walk.next() if _is_answered(pages.get(digest_of(page)))]:
        for page in known:
            walk.tell(page, _answer(page, pages[digest_of(page)]))
    return walk


def go_on(connection: Connection, search: Search, *, now: int, settings: ArtistSettings) -> None:
    """Ask for the pages that the walk wants now; when it wants none, take what it has found. Done twice, it
    does nothing more.
    """
    while True:
        pages = artist_search_pages.of_search(connection, search.id, purpose=WALK)
        walk = told(search, pages)
        if search.artwork is None and search.origin is not None:
            first = pages.get(digest_of(_first_page(search)))
            if first is not None and not _take_artwork(connection, search, first, now=now):
                return
        wanted = [page for page in walk.next() if digest_of(page) not in pages]
        if not wanted:
            break
        about_people = [page for page in wanted if page.kind != "artwork"]
        since = now - settings.artist_pages_fresh_seconds * SECOND
        known = artist_search_pages.lately(connection, about_people, since=since)
        artist_search_pages.ask(
            connection, search.id, search.run_id or 0, wanted, purpose=WALK, known=known, now=now
        )
        if not known:
            break
    if walk.ended:
        finish(connection, search, walk, now=now, settings=settings)


def finish(connection: Connection, search: Search, walk: Walk, *, now: int, settings: ArtistSettings) -> None:
    """Take what a walk has found so far: the likeliest accounts are to be checked."""
    found = [one for one in walk.accounts() if artist_search_accounts.is_key(one.account.key)][:MOST_ACCOUNTS]
    take_accounts(connection, search, found, now=now, settings=settings)


def take_accounts(
    connection: Connection,
    search: Search,
    found: list[AccountFound],
    *,
    now: int,
    settings: ArtistSettings,
) -> None:
    """Store the accounts of a search, and have those checked whose posts are to be compared."""
    if search.kind == artist_searches.OF_ACCOUNT:
        artist_search_accounts.put(
            connection, search.id, [NewAccount(found=one, scan_state="none") for one in found]
        )
        artist_searches.enter(connection, search, artist_searches.DONE, now=now)
        return
    new: list[NewAccount] = []
    asked: set[str] = set()
    for one in found:
        text = listing_text(one.account) if one.accepted and one.state not in _GONE else None
        digest = None if text is None else artist_searches.digest_of(text)
        if not one.accepted or one.state in _GONE or digest in asked:
            state = artist_search_accounts.NONE
        elif digest is None or text is None:
            state = artist_search_accounts.NOT_LISTABLE
        elif len(asked) >= settings.artist_accounts_most:
            state = artist_search_accounts.NONE
        else:
            state = artist_search_accounts.WAITING
            asked.add(digest)
            listing_checks.add(connection, search.run_id or 0, text, digest=digest, now=now)
        waits = state == artist_search_accounts.WAITING
        new.append(NewAccount(found=one, scan_state=state, check_digest=digest if waits else None))
    artist_search_accounts.put(connection, search.id, new)
    values: dict[str, str | None] = {}
    if not any(one.accepted for one in found):
        values = {"code": "no_account_found", "message": "No account of the artist was found."}
    artist_searches.enter(connection, search, artist_searches.CHECKING, now=now, **values)


def given(account: AccountAddress) -> AccountFound:
    """An account that whoever asks has named."""
    return AccountFound(account=account, confidence=1.0, accepted=True)


def _first_page(search: Search) -> PageToRead:
    """The page that tells of the artwork."""
    if search.kind == artist_searches.PICTURE:
        return walk_of(search).next()[0]
    return origin_of(search.origin or "")


def _take_artwork(connection: Connection, search: Search, first: Page, *, now: int) -> bool:
    """Take what the first page tells; False when the walk does not go on."""
    if not _is_answered(first):
        return True
    answer = _answer(first.page, first)
    if isinstance(answer, Artwork):
        if search.stage == artist_searches.RESOLVING:
            artist_searches.enter(connection, search, artist_searches.FINDING, now=now, artwork=answer)
        else:
            artist_searches.change(connection, search.id, artwork=answer)
        return True
    if search.kind == artist_searches.PICTURE or not isinstance(answer, Unread):
        return True  # the picture is there, whatever became of the page
    if answer.code in NO_PAGE_OF_OURS:
        artist_searches.enter(connection, search, artist_searches.LOOKING, now=now)
        return False
    of_us = answer.state is None and answer.code in _NOT_OF_THE_PAGE
    code = "processing_error" if of_us else "not_an_artwork_page"
    artist_searches.enter(
        connection, search, artist_searches.FAILED, now=now, code=code, message=answer.reason or None
    )
    return False


def _is_answered(page: Page | None) -> bool:
    return page is not None and (page.answer is not None or page.failed)


def _answer(wanted: PageToRead, page: Page) -> Answer:
    """What stood on a page, or that it could not be read: also when the answer is to another question."""
    answer = page.answer.answer if page.answer is not None else None
    if answer is not None and isinstance(answer, (Unread, _ANSWERS[wanted.kind])):
        return answer
    return Unread(url=wanted.url, code=page.code or "no_answer", reason=page.reason or "")
