"""What Flickr's error codes mean, in one table: which error of ours, and whether asking again may help.

Source: the page of each method under https://www.flickr.com/services/api/ (its "Error Codes"), and code 5 of
flickr.people.getInfo, which Flickr sends for deleted people without documenting it. A code that is in no
table is a permanent refusal that keeps the code.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    Conflict,
    FoveaError,
    InvalidInput,
    NotFound,
    NotLoggedIn,
    SourceRefused,
    SourceUnavailable,
    TooManyRequests,
)
from fovea.flickr.transport import TransportError


@dataclass(frozen=True)
class Meaning:
    """What a code stands for: the error that is raised, with the sentence that a person reads."""

    error: Callable[..., FoveaError]
    detail: str


ALREADY_SO = Meaning(Conflict, "It is so already")  # the client takes this as success

_BUSY = Meaning(SourceUnavailable, "Flickr is busy at the moment; try again later")
_USER_NOT_FOUND = Meaning(AccountNotFound, "Flickr knows no such person")
_PHOTO_NOT_FOUND = Meaning(NotFound, "Flickr has no such photo, or it is not public")
_GROUP_NOT_FOUND = Meaning(NotFound, "Flickr has no such group, or it is not public")
_GONE = Meaning(AccountGone, "This person has deleted their Flickr account")
_LOGIN = Meaning(NotLoggedIn, "Flickr no longer accepts this login; log in with Flickr again")


def _refused(detail: str) -> Meaning:
    return Meaning(SourceRefused, detail)


_ANY_METHOD: dict[int, Meaning] = {
    0: _BUSY,
    95: _refused("Flickr wants SSL: check FOVEA_FLICKR_BASE_URL"),
    96: _refused("Flickr refused the signature: check FLICKR_API_SECRET"),
    97: _refused("Flickr missed a signature: check FLICKR_API_SECRET"),
    98: _LOGIN,
    99: _LOGIN,
    100: _refused("Flickr refused the API key: check FLICKR_API_KEY"),
    105: _BUSY,
    106: _BUSY,
    111: _refused("Flickr does not know the answer format"),
    112: _refused("Flickr does not know the method"),
    114: _refused("Flickr could not read the request"),
    115: _refused("Flickr could not read the request"),
    116: _refused("Flickr refused a web address in the request, which has been used for abuse"),
}

_OF_METHOD: dict[str, dict[int, Meaning]] = {
    "flickr.favorites.getPublicList": {
        1: _USER_NOT_FOUND,
        2: Meaning(AccountPrivate, "This person's favourites are private"),
        5: _GONE,
    },
    "flickr.contacts.getPublicList": {
        1: _USER_NOT_FOUND,
        2: Meaning(AccountPrivate, "This person's contacts are private"),
        5: _GONE,
    },
    "flickr.urls.lookupUser": {1: _USER_NOT_FOUND, 5: _GONE},
    "flickr.people.findByUsername": {1: _USER_NOT_FOUND, 5: _GONE},
    "flickr.people.getInfo": {
        1: _USER_NOT_FOUND,
        2: Meaning(AccountPrivate, "This person's profile is private"),
        5: _GONE,
    },
    "flickr.photos.getInfo": {
        1: _PHOTO_NOT_FOUND,
        2: Meaning(AccountPrivate, "This photo is private"),
    },
    "flickr.photos.getAllContexts": {1: _PHOTO_NOT_FOUND},
    "flickr.groups.getInfo": {1: _GROUP_NOT_FOUND, 2: Meaning(AccountPrivate, "This group is private")},
    "flickr.groups.pools.getPhotos": {
        1: _GROUP_NOT_FOUND,
        2: Meaning(AccountPrivate, "The photos of this group are private"),
        3: _USER_NOT_FOUND,
        4: Meaning(AccountPrivate, "The photos of this group are for members only"),
    },
    "flickr.urls.lookupGroup": {1: _GROUP_NOT_FOUND},
    "flickr.photos.search": {
        1: _refused("Flickr searches for 20 tags at most"),
        2: _USER_NOT_FOUND,
        3: _refused("Flickr wants to know what to search for"),
        5: _GONE,
        10: _BUSY,
        11: _refused("Flickr finds no machine tag in this search"),
        12: _refused("Flickr searches for fewer machine tags than these"),
        18: _refused("Flickr cannot make sense of this search"),
    },
    "flickr.interestingness.getList": {
        1: Meaning(NotFound, "Flickr has not chosen interesting photos for this day"),
    },
    "flickr.favorites.add": {
        1: _PHOTO_NOT_FOUND,
        2: Meaning(Conflict, "This photo is your own, and Flickr does not let you fave it"),
        3: ALREADY_SO,
        4: Meaning(AccountPrivate, "Flickr does not let you see this photo"),
    },
    "flickr.favorites.remove": {
        1: ALREADY_SO,
        2: _refused("Flickr does not let you remove this photo from these favourites"),
        3: _USER_NOT_FOUND,
    },
    "flickr.photos.comments.addComment": {
        1: _PHOTO_NOT_FOUND,
        8: Meaning(InvalidInput, "Write something: the comment is empty"),
        9: Meaning(TooManyRequests, "Flickr takes only so many comments in a row; wait a little"),
    },
    "flickr.test.login": {},
}

# What an OAuth endpoint, or a method whose signature failed, answers: oauth_problem=... (OAuth Problem
# Reporting).
_OAUTH_PROBLEMS: dict[str, Meaning] = {
    "nonce_used": _BUSY,
    "signature_invalid": _ANY_METHOD[96],
    "consumer_key_unknown": _ANY_METHOD[100],
    "consumer_key_rejected": _ANY_METHOD[100],
    "token_rejected": _LOGIN,
    "token_revoked": _LOGIN,
    "token_expired": _LOGIN,
    "token_used": _LOGIN,
    "permission_denied": _LOGIN,
    "permission_unknown": _LOGIN,
    "verifier_invalid": _LOGIN,
    "timestamp_refused": _refused("Flickr refused the time of the request: check this machine's clock"),
}


def is_success(method: str, code: int) -> bool:
    """Whether the code says that what was asked for is so already (faved already, not faved any more)."""
    return _OF_METHOD.get(method, {}).get(code) is ALREADY_SO


def error_of_code(method: str, code: int, message: str) -> FoveaError:
    """The error for a failure that a method answered, with Flickr's code and message kept in `extra`."""
    meaning = _OF_METHOD.get(method, {}).get(code) or _ANY_METHOD.get(code)
    if meaning is None:
        meaning = _refused(f"Flickr refused the request: {message or 'no reason given'} (code {code})")
    return meaning.error(meaning.detail, source_code=code, source_message=message)


def error_of_transport(failure: TransportError) -> FoveaError:
    """The error for a call without an answer: OAuth problems, HTTP failures, broken connections."""
    problem = _oauth_problem(failure.body)
    if problem is not None:
        meaning = _OAUTH_PROBLEMS.get(problem, _refused(f"Flickr refused the login: {problem}"))
        return meaning.error(meaning.detail, source_code=problem)
    if is_transient(failure.status):
        return SourceUnavailable(
            f"{failure.detail}; try again later",
            source_code=f"http_{failure.status}" if failure.status else "no_answer",
            retry_after_seconds=failure.retry_after_seconds,
        )
    return SourceRefused(failure.detail, source_code=f"http_{failure.status}")


def is_transient(status: int) -> bool:
    """Whether an HTTP status (0: none) may be another one soon: no answer, redirects of maintenance, too
    early, busy, 5xx.
    """
    return status == 0 or 300 <= status < 400 or status in {408, 425, 429} or status >= 500


def _oauth_problem(body: bytes) -> str | None:
    if b"oauth_problem=" not in body[:2_000]:
        return None
    return parse_qs(body[:2_000].decode("utf-8", "replace").strip()).get("oauth_problem", [None])[0]
