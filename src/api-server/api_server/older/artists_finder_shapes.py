"""A search in the shape of Artists on Twitter Finder, with its words.

Its accounts are those of X; where the artist has none there, or none that can be read, those of the other
networks stand beside or in place of them, which its clients show by names and ids all the same. Results are
those of the accounts that are shown.
"""

import base64
from typing import Any

from api_server.artists.whole import AccountTold, Whole, whole
from api_server.artists.words import ENDED
from api_server.context import Context
from fovea.database import artist_search_accounts, artist_searches, posts
from fovea.database.engine import read

STATUSES = (
    "WAIT_LINK_FINDER",
    "LINK_FINDER",
    "WAIT_INDEX_ACCOUNTS_TWEETS",
    "INDEX_ACCOUNTS_TWEETS",
    "WAIT_IMAGE_REVERSE_SEARCH",
    "IMAGE_REVERSE_SEARCH",
    "END",
)
END = STATUSES[-1]
_OF_STATE = {
    "waiting": "WAIT_LINK_FINDER",
    "resolving": "LINK_FINDER",
    "finding_accounts": "LINK_FINDER",
    "scanning": "INDEX_ACCOUNTS_TWEETS",
    "searching": "IMAGE_REVERSE_SEARCH",
    "verifying": "IMAGE_REVERSE_SEARCH",
    "done": END,
    "failed": END,
}

# Our codes in its words.
ERRORS = {
    "url_too_long": "URL_TOO_LONG",
    "not_an_url": "NOT_AN_URL",
    "unsupported_website": "UNSUPPORTED_WEBSITE",
    "not_an_artwork_page": "NOT_AN_ARTWORK_PAGE",
    "no_account_found": "NO_TWITTER_ACCOUNT_FOUND",
    "no_valid_account_found": "NO_VALID_TWITTER_ACCOUNT_FOUND",
    "blocked_by_account": "BLOCKED_BY_TWITTER_ACCOUNT",
    "cannot_get_image": "CANNOT_GET_IMAGE",
    "query_image_too_big": "QUERY_IMAGE_TOO_BIG",
    "picture_too_large": "QUERY_IMAGE_TOO_BIG",
    "not_a_picture": "ERROR_DURING_REVERSE_SEARCH",
    "picture_too_simple": "ERROR_DURING_REVERSE_SEARCH",
    "reverse_search_failed": "ERROR_DURING_REVERSE_SEARCH",
    "processing_error": "PROCESSING_ERROR",
    "account_not_found": "INVALID_TWITTER_ACCOUNT",
    "account_not_indexed": "TWITTER_ACCOUNT_NOT_INDEXED",
    "too_many_searches": "YOUR_IP_HAS_MAX_PROCESSING_REQUESTS",
}
WORDS = (
    *dict.fromkeys(ERRORS.values()),
    "NO_URL_FIELD",
    "IDENTIFIER_MISSING",
    "IMAGE_MISSING",
    "NO_SUCH_REQUEST",
)
_X = "x"
_READ = frozenset(artist_search_accounts.COMPARED)
_BYTES = 16  # of a search's id: 22 characters of ours, 32 of its


def refused(word: str | None, **more: Any) -> dict[str, Any]:
    """The shape OlderSearch of what was not begun, and why."""
    return {
        "status": None,
        "has_first_time_scan": False,
        "twitter_accounts": [],
        "results": [],
        "error": word,
        **more,
    }


def identifier_of(public_id: str) -> str:
    """A search's id as the older system writes it: in hexadecimal."""
    return base64.urlsafe_b64decode(public_id + "==").hex()


def of_identifier(identifier: str) -> str | None:
    """The search's id of an identifier; None for what is none."""
    try:
        raw = bytes.fromhex(identifier)
    except ValueError:
        return None
    if len(raw) != _BYTES or len(identifier) != 2 * _BYTES:
        return None
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def of_search(context: Context, public_id: str, *, by_picture: bool) -> dict[str, Any] | None:
    """The shape OlderSearch of the search with this id; None when there is none. A search by a picture tells
    its identifier, too.
    """
    with read(context.engine) as connection:
        search = artist_searches.by_public_id(connection, public_id)
        if search is None:
            return None
        told = whole(context, connection, search)
        rows = posts.get_many(connection, [one.post_id for one in told.results])
    shown = _shown(told)
    ids = {one.account.account_key: _account_id(one) for one in shown}
    return {
        "status": _status(told),
        "has_first_time_scan": search.first_scan,
        "twitter_accounts": [
            {"account_name": _name(one), "account_id": ids[one.account.account_key]} for one in shown
        ],
        "results": [
            {
                "tweet_id": rows[one.post_id].external_id,
                "account_id": ids[one.account_key],
                "image_position": f"{one.position + 1}/{one.count}",
                "distance": one.distance,
            }
            for one in told.results
            if one.account_key in ids and one.post_id in rows
        ],
        "error": _error(told, by_picture=by_picture),
        **({"identifier": identifier_of(public_id)} if by_picture else {}),
    }


def _shown(told: Whole) -> list[AccountTold]:
    """The accepted accounts of X; when there are none, or none of them could be read, also those of the other
    networks, the likeliest first.
    """
    accepted = [one for one in told.accounts if one.account.accepted]
    of_x = [one for one in accepted if one.account.found.account.network == _X]
    if of_x and (not told.search.ended or any(one.scan.state in _READ for one in of_x)):
        return of_x
    return [*of_x, *(one for one in accepted if one not in of_x)]


def _name(told: AccountTold) -> str:
    account = told.account.found.account
    return account.handle or account.external_id or account.url


def _account_id(told: AccountTold) -> str:
    """The network's number, or the name where nobody has told it."""
    return told.account.found.account.external_id or _name(told)


def _status(told: Whole) -> str:
    states = {one.scan.state for one in told.accounts} & set(artist_search_accounts.UNFINISHED)
    if told.state == "scanning" and states == {artist_search_accounts.WAITING}:
        return "WAIT_INDEX_ACCOUNTS_TWEETS"
    if told.state == "searching" and told.position is not None:
        return "WAIT_IMAGE_REVERSE_SEARCH"
    return _OF_STATE[told.state]


def _error(told: Whole, *, by_picture: bool) -> str | None:
    if told.state not in ENDED or told.search.code is None or told.state == "done":
        return None
    word = ERRORS.get(told.search.code, "PROCESSING_ERROR")
    # Only searches by a picture knew this one.
    return word if by_picture or word != "CANNOT_GET_IMAGE" else "ERROR_DURING_REVERSE_SEARCH"
