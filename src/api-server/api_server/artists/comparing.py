"""Comparing the picture of a search: with all that its accounts have posted, exactly, and with the whole
library as a second answer. Nothing is locked meanwhile: a search that is compared twice comes to the same.
"""

from collections.abc import Mapping, Sequence

import msgspec
import structlog
from sqlalchemy import Connection

from api_server.artists import pictures, verifying
from api_server.artists.pictures import KeptPicture, NoPicture
from api_server.artists.whole import Elsewhere
from api_server.context import Context
from api_server.image_index.handle import IndexNotReady
from api_server.image_search import answering
from api_server.runs import service as runs_service
from fovea import clock, metrics, presence, ratings
from fovea.artists.evidence import Evidence, together
from fovea.artists.posts import post_of
from fovea.artists.records import ImageLink
from fovea.clock import SECOND
from fovea.database import (
    artist_pictures,
    artist_search_accounts,
    artist_search_results,
    artist_searches,
    index_rows,
    listing_numbers,
    post_images,
    posts,
)
from fovea.database.artist_search_results import Found, Showing
from fovea.database.artist_searches import (
    ARTWORK,
    DONE,
    FAILED,
    LOOKING,
    PICTURE,
    RESOLVING,
    SEARCHING,
    VERIFYING,
    Search,
)
from fovea.database.engine import in_transaction, read
from fovea.image_index import ImageIndex
from fovea.image_index.simple import SimpleIndex
from fovea.image_matches import Match, best, searched
from fovea.image_matches.bands import PERHAPS, SAME_FILE, SAME_PICTURE

MOST_ELSEWHERE = 20
MOST_ORIGINS = 5  # posts at which a walk begins
MOST_TRIES = 3
# So long nobody else takes up a search that somebody compares.
TAKEN_SECONDS = 180
_ALL_RATINGS = range(len(ratings.WORDS))
_NOT_READY = "The index of the whole library is being made: only the accounts were looked through."
_SIMPLE = "The picture is nearly of one tone, or so plain that it looks like thousands of others."

log = structlog.get_logger(__name__)


def take_up(context: Context, search_id: int) -> Search | None:
    """The search, for its picture to be compared; None when somebody else is at it, or it was tried too
    often, and has failed now.
    """

    def take(connection: Connection) -> Search | None:
        now = clock.now()
        search = artist_searches.lock(connection, search_id)
        if search is None or search.stage not in {LOOKING, SEARCHING} or search.next_at > now:
            return None
        artist_searches.change(
            connection, search.id, tries=search.tries + 1, next_at=now + TAKEN_SECONDS * SECOND
        )
        return search

    search = in_transaction(context.engine, take)
    if search is not None and search.tries >= MOST_TRIES:
        fail(context, search, code="reverse_search_failed", message=None)
        return None
    return search


def look_everywhere(context: Context, search: Search) -> None:
    """Look for the picture in the whole library, to learn whose it is: the search goes on with the artwork's
    page at which it was seen, if it was.
    """
    with presence.doing("artist search: looking for a picture everywhere"):
        try:
            picture, thumbnail = _picture(context, search)
        except NoPicture as error:
            # An address that is no page of ours may have been a picture's.
            unknown = search.kind == ARTWORK
            code = "unsupported_website" if unknown else error.code
            message = "Artworks of this website cannot be read." if unknown else error.detail
            fail(context, search, code=code, message=message)
            return
        elsewhere = _elsewhere(context, picture)
        origins = _origins(context, elsewhere.matches)

    def go_on(connection: Connection, now: int) -> None:
        present = artist_searches.lock(connection, search.id)
        if present is None or present.stage != LOOKING:
            return
        artist_searches.change(
            connection,
            search.id,
            kind=PICTURE,
            picture=pictures.to_json(picture),
            thumbnail=thumbnail,
            elsewhere=_json(elsewhere),
        )
        if not origins:
            artist_searches.enter(connection, present, DONE, now=now, note=elsewhere.note)
        else:
            artist_searches.enter(connection, present, RESOLVING, now=now, origin=" ".join(origins))

    runs_service.of(context).within(search.run_id or 0, go_on)


def compare(context: Context, search: Search) -> None:
    """Compare the picture with those of the search's accounts."""
    with presence.doing("artist search: comparing a picture"), metrics.time("artist_search_compare_seconds"):
        try:
            picture, thumbnail = _picture(context, search)
        except NoPicture as error:
            # That nobody was found is the first thing to know.
            known = search.code is not None
            message = search.message if known else error.detail
            fail(context, search, code=search.code or error.code, message=message)
            return
        if picture.simple:
            fail(context, search, code="reverse_search_failed", message=_SIMPLE)
            return
        with read(context.engine) as connection:
            found, urls, count = _among_accounts(connection, search, picture)
        elsewhere = _elsewhere(context, picture)
        found = found[: context.settings.artist_results_most]

    def go_on(connection: Connection, now: int) -> None:
        present = artist_searches.lock(connection, search.id)
        if present is None or present.stage != SEARCHING:
            return
        artist_search_results.put(connection, search.id, found)
        _count_accounts(connection, search.id)
        _note_matches(connection, search.id, found, urls)
        artist_searches.change(
            connection,
            search.id,
            picture=pictures.to_json(picture),
            thumbnail=thumbnail,
            elsewhere=_json(elsewhere),
            searched=count,
            note=present.note or elsewhere.note,
        )
        if found:
            artist_searches.enter(connection, present, VERIFYING, now=now, code=None, message=None)
            of = {one.post_id: urls[one.post_id] for one in found}
            verifying.begin(connection, present, of, now=now, settings=context.settings)
        else:
            stage = DONE if present.code is None else FAILED
            artist_searches.enter(connection, present, stage, now=now)

    runs_service.of(context).within(search.run_id or 0, go_on)


def fail(context: Context, search: Search, *, code: str, message: str | None) -> None:
    """End a search that nothing can be found for; what is known of its accounts stays."""

    def end(connection: Connection, now: int) -> None:
        present = artist_searches.lock(connection, search.id)
        if present is not None:
            _count_accounts(connection, search.id)
            artist_searches.enter(connection, present, FAILED, now=now, code=code, message=message)

    runs_service.of(context).within(search.run_id or 0, end)


def in_order(found: Sequence[Found], posted: dict[int, int | None]) -> list[Found]:
    """Results in their order: the nearest first; of equally near ones the post with fewer pictures, then the
    one that was posted first, then the one that was read first.
    """
    latest = 2**63

    def place(one: Found) -> tuple[float, int, int, int]:
        moment = posted.get(one.post_id)
        return one.distance, one.count, latest if moment is None else moment, one.post_id

    return sorted(found, key=place)


def _picture(context: Context, search: Search) -> tuple[KeptPicture, bytes | None]:
    with read(context.engine) as connection:
        kept = artist_searches.kept(connection, search.id)
    if kept.picture is not None:
        return pictures.from_json(kept.picture), kept.thumbnail
    if search.artwork is not None:
        return pictures.of_links(context, search.artwork.images)
    return pictures.of_links(context, [ImageLink(url=search.asked)] if search.asked else [])


def _among_accounts(
    connection: Connection, search: Search, picture: KeptPicture
) -> tuple[list[Found], dict[int, str], int]:
    """The posts of the accounts that show the picture, in their order; their addresses; and how many pictures
    were compared.
    """
    accounts = {
        one.listing_id: one
        for one in artist_search_accounts.of_search(connection, search.id)
        if one.listing_id is not None
    }
    ids = artist_pictures.of_listings(connection, accounts.keys())
    index = SimpleIndex(index_rows.of(connection, ids))
    if not index.size:
        return [], {}, 0
    near = best(index, picture.seen, limit=index.size)
    near = _visible(connection, near, picture)
    matches = {one.image_id: one for one in near}
    showings = artist_search_results.showings(connection, matches.keys(), listing_ids=accounts.keys())
    nearest: dict[int, Found] = {}
    for showing in sorted(showings, key=lambda one: (one.post_id, one.position, one.image_id)):
        account = accounts[showing.listing_id]
        one = _found(showing, matches[showing.image_id], account.account_key)
        known = nearest.get(showing.post_id)
        if known is None or one.distance < known.distance:
            nearest[showing.post_id] = one
    posted = {one.post_id: one.posted_at for one in showings}
    urls = {one.post_id: one.url for one in showings}
    return in_order(list(nearest.values()), posted), urls, index.size


def _found(showing: Showing, match: Match, account_key: str) -> Found:
    return Found(
        post_id=showing.post_id,
        account_key=account_key,
        image_id=showing.image_id,
        position=showing.position,
        count=showing.images,
        distance=match.distance,
        similarity=match.similarity,
        orientation=match.orientation,
        in_trimmed=match.in_trimmed,
    )


def _elsewhere(context: Context, picture: KeptPicture) -> Elsewhere:
    """What the whole library has."""
    if picture.simple:
        return Elsewhere(note=_SIMPLE)
    try:
        index: ImageIndex = context.image_index.now()
    except IndexNotReady:
        return Elsewhere(note=_NOT_READY)
    near = best(index, picture.seen, limit=4 * MOST_ELSEWHERE)
    with read(context.engine) as connection:
        near = _visible(connection, near, picture)[:MOST_ELSEWHERE]
    return Elsewhere(matches=near, searched=searched(index, None))


def _visible(connection: Connection, near: list[Match], picture: KeptPicture) -> list[Match]:
    """The matches that may be shown to anybody, the very same file first."""
    named = answering.with_the_file_first(connection, near, picture.sha256 or None)
    shown, _ = answering.visible(connection, named, ratings=_ALL_RATINGS)
    return shown


def _origins(context: Context, near: list[Match]) -> list[str]:
    """The posts that show the picture, by their addresses: those of the nearest images, and of each the
    first.
    """
    sure = [one.image_id for one in near if one.similarity not in {PERHAPS, None}]
    with read(context.engine) as connection:
        shown = post_images.posts_of(connection, sure)
        known = posts.get_many(connection, {number for numbers in shown.values() for number in numbers})
    urls = [known[number].url for image_id in sure for number in shown.get(image_id, []) if number in known]
    return [url for url in dict.fromkeys(urls) if post_of(url) is not None][:MOST_ORIGINS]


def _note_matches(
    connection: Connection, search_id: int, found: Sequence[Found], urls: Mapping[int, str]
) -> None:
    """That an account shows the picture speaks for it, too."""
    nearest: dict[str, Found] = {}
    for one in found:
        if one.similarity in {SAME_FILE, SAME_PICTURE}:
            nearest.setdefault(one.account_key, one)
    for account in artist_search_accounts.of_search(connection, search_id):
        match = nearest.get(account.account_key)
        if match is None or not account.accepted:
            continue
        seen = Evidence(kind="image_match", url=urls[match.post_id], to=account.found.account.key)
        chains = (*account.found.chains, (seen,))
        sure = max(account.found.confidence, round(together(chains), 6))
        known = msgspec.structs.replace(account.found, chains=chains, confidence=sure)
        artist_search_accounts.change(connection, account, found=known)


def _count_accounts(connection: Connection, search_id: int) -> None:
    """Keep how much was read of the accounts: later there will be more."""
    accounts = artist_search_accounts.of_search(connection, search_id)
    numbers = listing_numbers.of(
        connection, {one.listing_id for one in accounts if one.listing_id is not None}
    )
    for one in accounts:
        if one.listing_id is not None:
            counted = numbers[one.listing_id]
            artist_search_accounts.change(connection, one, posts=counted.posts, pictures=counted.images)


def _json(elsewhere: Elsewhere) -> str:
    return msgspec.json.encode(elsewhere).decode()


__all__ = ["compare", "fail", "in_order", "look_everywhere", "take_up"]
