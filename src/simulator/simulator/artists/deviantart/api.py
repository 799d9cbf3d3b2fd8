"""/oauth2/token and /api/v1/oauth2 (https://www.deviantart.com/developers/): for applications with a key."""

import itertools
import threading
import time
from typing import Any

from werkzeug import Response

from simulator.artists.deviantart import telling
from simulator.artists.people import Cast
from simulator.gallery import Account, Where
from simulator.hosts.calls import Call, json_answer
from simulator.social.limits import Window
from simulator.social.people import display_name
from simulator.social.routes import Routes

_LASTS_SECONDS = 3_600
_MOST, _USUAL, _DEEPEST = 24, 10, 50_000
_CALLS, _SECONDS, _NO_END = 100, 60, 10**9  # the threshold is told to nobody; this is about what people see


class Api:
    """What applications ask."""

    def __init__(self, cast: Cast, application: tuple[str, str], *, limited: bool) -> None:
        self._cast, self._shelf, self._application = cast, cast.gallery.shelf("deviantart"), application
        self._lock = threading.Lock()
        self._tokens: dict[str, float] = {}
        self._next = itertools.count(1)
        self.calls = Window(_CALLS if limited else _NO_END, _SECONDS)

    @property
    def routes(self) -> Routes:
        """Paths of www.deviantart.com."""
        base = r"/api/v1/oauth2"
        return (
            (r"/oauth2/token", self.token),
            (rf"{base}/placebo", lambda call: self._for_known(call, lambda: {"status": "success"})),
            (rf"{base}/gallery/all", lambda call: self._for_known(call, lambda: self._gallery(call))),
            (
                rf"{base}/user/profile/([A-Za-z0-9-]+)",
                lambda call, name: self._for_known(call, lambda: self._profile(name)),
            ),
            (
                rf"{base}/deviation/([0-9A-Fa-f-]{{36}})",
                lambda call, identifier: self._for_known(call, lambda: self._deviation(call, identifier)),
            ),
        )

    def token(self, call: Call) -> Response:
        """POST /oauth2/token: for an hour."""
        asked = call.form if call.method == "POST" else call.query
        if asked.get("grant_type") != "client_credentials":
            return _failure(400, "unsupported_grant_type", "The grant type is not supported.")
        given = (asked.get("client_id", ""), asked.get("client_secret", ""))
        if given != self._application or not all(given):
            return _failure(401, "invalid_client", "The client credentials are invalid.")
        token = f"{next(self._next):08x}{int(time.time()):x}deviant"
        with self._lock:
            self._tokens[token] = time.monotonic() + _LASTS_SECONDS
        return json_answer(
            {"access_token": token, "token_type": "Bearer", "expires_in": _LASTS_SECONDS, "status": "success"}
        )

    def forget_tokens(self) -> None:
        """No token holds any longer."""
        with self._lock:
            self._tokens.clear()

    def _for_known(self, call: Call, answering: Any) -> Response:
        kind, _, given = call.headers.get("Authorization", "").partition(" ")
        token = given if kind.lower() == "bearer" else call.query.get("access_token", "")
        with self._lock:
            until = self._tokens.get(token, 0.0)
        if until <= time.monotonic():
            return _failure(
                401, "invalid_token", "Expired oAuth2 user token. The client should request a new one."
            )
        if self.calls.take(token).over:
            return _failure(429, "user_api_threshold", "User API threshold reached.")
        try:
            return json_answer(answering())
        except _RefusedError as refused:
            return refused.response

    def _gallery(self, call: Call) -> dict[str, Any]:
        """gallery/all: newest first; `offset` at most 50,000."""
        account = self._account(call.query.get("username", ""))
        limit = _number(call, "limit", _USUAL, most=_MOST, least=1)
        offset = _number(call, "offset", 0, most=_DEEPEST, least=0)
        ratings = (0, 1, 2, 3) if call.query.get("mature_content") in {"true", "1"} else (0, 1)
        where = Where(account=account.name, ratings=ratings)
        posts = self._shelf.posts(where, limit=limit + 1, skip=offset)
        more = len(posts) > limit
        return {
            "has_more": more,
            "next_offset": offset + limit if more else None,
            "results": [telling.deviation(call, post) for post in posts[:limit]],
        }

    def _profile(self, name: str) -> dict[str, Any]:
        account = self._account(name)
        count = self._shelf.count(Where(account=account.name))
        return {
            "user": telling.author(account),
            "is_watching": False,
            "profile_url": f"https://www.deviantart.com/{account.handle}",
            "user_is_artist": True,
            "artist_level": "Hobbyist",
            "artist_specialty": "Digital Art",
            "real_name": display_name(account),
            "tagline": "I draw",
            "countryid": 1,
            "country": "Elsewhere",
            "website": "",
            "bio": "",
            "cover_photo": None,
            "stats": {
                "user_deviations": count,
                "user_favourites": 12,
                "user_comments": 3,
                "profile_pageviews": 400,
                "profile_comments": 2,
            },
        }

    def _deviation(self, call: Call, identifier: str) -> dict[str, Any]:
        number = telling.number_of(identifier, telling.DEVIATION)
        post = self._shelf.post(number) if number is not None else None
        if post is None or post.removed:
            raise _RefusedError(404, "invalid_request", "Deviation not found.", 0)
        return telling.deviation(call, post)

    def _account(self, name: str) -> Account:
        person = self._cast.called(name, at="deviantart") or self._cast.formerly(name.lower())
        if person is None:
            raise _RefusedError(400, "invalid_request", "User not found.", 2)
        if person.state == "deactivated":
            raise _RefusedError(400, "invalid_request", "Account is inactive.", 1)
        if person.state == "suspended":
            raise _RefusedError(400, "invalid_request", "Account is banned.", 1)
        return self._shelf.account_of_number(person.number) or person.account


class _RefusedError(Exception):
    def __init__(self, status: int, error: str, words: str, code: int) -> None:
        super().__init__(words)
        self.response = _failure(status, error, words, code=code)


def _failure(status: int, error: str, words: str, *, code: int | None = None) -> Response:
    told: dict[str, Any] = {"error": error, "error_description": words, "status": "error"}
    return json_answer(told if code is None else {**told, "error_code": code}, status)


def _number(call: Call, name: str, usual: int, *, least: int, most: int) -> int:
    text = call.query.get(name, str(usual))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise _RefusedError(400, "invalid_request", f"Request field validation failed. {name}", 0)
    return int(text)
