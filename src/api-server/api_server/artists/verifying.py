"""Whether the posts that were found are still there: their pages are asked for, the best posts first. In a
transaction whose caller holds the lock of the search's run.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from api_server.artists.settings import ArtistSettings
from api_server.artists.walking import origin_of
from fovea.artists.posts import post_of
from fovea.artists.records import Artwork, Unread
from fovea.clock import SECOND
from fovea.database import artist_search_pages, artist_search_results, artist_searches
from fovea.database.artist_search_pages import VERIFY, Page, digest_of
from fovea.database.artist_searches import Search

# Each question costs money there: their posts are taken to be where they were.
COSTLY = frozenset({"x"})
_NOT_THERE = frozenset({"not_found", "account_gone", "account_not_found", "account_suspended", "removed"})


def begin(
    connection: Connection, search: Search, urls: Mapping[int, str], *, now: int, settings: ArtistSettings
) -> None:
    """Ask for the pages of the first of these posts (by number, the best first)."""
    wanted = {}
    for post_id, url in list(urls.items())[: settings.artist_verified_most]:
        post = post_of(url)
        if post is not None and post.network not in COSTLY:
            wanted[post_id] = origin_of(url)
    artist_search_pages.ask(
        connection, search.id, search.run_id or 0, list(wanted.values()), purpose=VERIFY, now=now
    )
    digests = {post_id: digest_of(page) for post_id, page in wanted.items()}
    artist_search_results.note_pages(connection, search.id, digests)


def go_on(connection: Connection, search: Search, *, now: int, settings: ArtistSettings) -> None:
    """Note which posts are there and which are not; when all is known, or it takes too long, the search is
    done. Done twice, it does nothing more.
    """
    pages = artist_search_pages.of_search(connection, search.id)
    wanted = {
        found.page_digest
        for found in artist_search_results.of_search(connection, search.id)
        if found.page_digest is not None
    }
    there = {digest: _is_there(pages[digest]) for digest in wanted if digest in pages}
    known = {digest: is_there for digest, is_there in there.items() if is_there is not None}
    artist_search_results.note_there(connection, search.id, known)
    waits = any(pages[digest].answer is None and not pages[digest].failed for digest in there)
    if not waits or now - search.stage_at >= settings.artist_verify_seconds * SECOND:
        artist_searches.enter(connection, search, artist_searches.DONE, now=now)


def _is_there(page: Page) -> bool | None:
    answer = page.answer.answer if page.answer is not None else None
    if isinstance(answer, Artwork):
        return not answer.removed
    code = answer.code if isinstance(answer, Unread) else page.code
    return False if code in _NOT_THERE else None
