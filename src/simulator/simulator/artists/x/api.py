"""api.x.com/2 (https://docs.x.com/x-api): posts and people, for applications with a bearer token, so often in
a quarter of an hour. Of somebody's posts the newest 3,200 are told.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug import Response

from simulator.artists.people import Cast
from simulator.artists.x import telling
from simulator.artists.x.pages import post_of
from simulator.gallery import Account, Post, Where
from simulator.hosts.calls import Call, Handler, json_answer
from simulator.social.limits import Window
from simulator.social.routes import routed

_QUARTER_SECONDS, _NO_END = 900, 10**9
_LIMITS = {"tweets": 450, "user": 300, "timeline": 1_500}
_MOST_POSTS, _MOST_A_CALL, _LEAST_A_CALL, _USUAL = 3_200, 100, 5, 10
_PROBLEMS = "https://api.x.com/2/problems"
_POST_FIELDS = frozenset({"id", "text", "edit_history_tweet_ids"})
_USER_FIELDS = frozenset({"id", "name", "username"})
_MEDIA_FIELDS = frozenset({"media_key", "type"})


class Api:
    """The methods. `read` is how many posts and people were told of: what one pays for."""

    def __init__(self, cast: Cast, token: str, *, limited: bool) -> None:
        self._cast, self._shelf, self._token = cast, cast.gallery.shelf("x"), token
        self.windows = {
            name: Window(calls if limited else _NO_END, _QUARTER_SECONDS) for name, calls in _LIMITS.items()
        }
        self.read = {"posts": 0, "people": 0}

    def handler(self) -> Handler:
        """Answers those who have the token and are within their limits."""
        return routed(
            (
                (r"/2/tweets/([0-9]{1,20})", self._limited("tweets", self.post)),
                (r"/2/tweets", self._limited("tweets", self.posts)),
                (r"/2/users/by/username/([A-Za-z0-9_]+)", self._limited("user", self.by_name)),
                (r"/2/users/([0-9]{1,20})", self._limited("user", self.by_number)),
                (r"/2/users/([0-9]{1,20})/tweets", self._limited("timeline", self.timeline)),
                (r"/2/usage/tweets", self._limited("user", self.usage)),
            ),
            lambda _: json_answer({"title": "Not Found", "type": "about:blank", "status": 404}, 404),
        )

    def post(self, call: Call, number: str) -> dict[str, Any]:
        """GET /2/tweets/:id."""
        post, problem = self._there(number)
        return {"errors": [problem]} if post is None else self._told(call, [post], single=True)

    def posts(self, call: Call) -> dict[str, Any]:
        """GET /2/tweets?ids=: 100 at most."""
        asked = [one for one in call.query.get("ids", "").split(",") if one.isdecimal()]
        if not asked or len(asked) > _MOST_A_CALL:
            raise _RefusedError("The `ids` query parameter value is not valid", parameter="ids")
        found = [self._there(one) for one in asked]
        told = self._told(call, [post for post, _ in found if post is not None])
        problems = [problem for post, problem in found if post is None]
        return told | ({"errors": problems} if problems else {})

    def by_name(self, call: Call, name: str) -> dict[str, Any]:
        """GET /2/users/by/username/:username."""
        return self._user(call, self._shelf.account(name), "username", name)

    def by_number(self, call: Call, number: str) -> dict[str, Any]:
        """GET /2/users/:id."""
        return self._user(call, self._of_number(number), "id", number)

    def timeline(self, call: Call, number: str) -> dict[str, Any]:
        """GET /2/users/:id/tweets: newest first, a page behind `pagination_token`; among the newest 3,200."""
        account = self._of_number(number)
        state = self._state(account)
        if account is None or state in {"suspended", "deactivated"}:
            return {"errors": [_not_found("user", "id", number, suspended=state == "suspended")]}
        if state == "hidden":
            return {"errors": [_not_authorized("user", "id", number)]}
        limit = call.number("max_results", _USUAL)
        if not _LEAST_A_CALL <= limit <= _MOST_A_CALL:
            words = f"The `max_results` query parameter value [{limit}] is not between 5 and 100"
            raise _RefusedError(words, parameter="max_results")
        repeats = "retweets" not in call.query.get("exclude", "")
        every = [
            post
            for post in self._shelf.posts(Where(account=account.name), limit=_MOST_POSTS)
            if repeats or not telling.is_repeat(post)
        ]
        since, until = (call.query.get(name, "") for name in ("since_id", "until_id"))
        within = [
            post
            for post in every
            if (not since.isdecimal() or int(telling.identifier(post)) > int(since))
            and (not until.isdecimal() or int(telling.identifier(post)) < int(until))
        ]
        begin = self._begin(call.query.get("pagination_token"))
        shown = within[begin : begin + limit]
        told = self._told(call, shown)
        meta: dict[str, Any] = {"result_count": len(shown)}
        if shown:
            meta |= {"newest_id": telling.identifier(shown[0]), "oldest_id": telling.identifier(shown[-1])}
        if begin + limit < len(within):
            meta["next_token"] = f"7140dibdnow9c7btw{begin + limit:08d}"
        if begin:
            meta["previous_token"] = f"77qp8btw{max(0, begin - limit):08d}"
        return told | {"meta": meta}

    def usage(self, call: Call) -> dict[str, Any]:
        """GET /2/usage/tweets."""
        del call
        return {
            "data": {"project_usage": str(self.read["posts"]), "project_cap": "2000000", "cap_reset_day": 1}
        }

    def _limited(self, name: str, method: Callable[..., dict[str, Any]]) -> Callable[..., Response]:
        window = self.windows[name]

        def answer(call: Call, *parts: str) -> Response:
            given = call.headers.get("Authorization", "")
            if not self._token or given != f"Bearer {self._token}":
                return json_answer(
                    {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"},
                    401,
                )
            left = window.take(name)
            if left.over:
                told: dict[str, Any] = {"title": "Too Many Requests", "detail": "Too Many Requests"}
                response = json_answer(told | {"type": "about:blank", "status": 429}, 429)
            else:
                try:
                    response = json_answer(method(call, *parts))
                except _RefusedError as refused:
                    response = refused.response
            response.headers.update(
                {
                    "x-rate-limit-limit": str(window.calls),
                    "x-rate-limit-remaining": str(left.remaining),
                    "x-rate-limit-reset": str(int(time.time() + left.seconds) + 1),
                }
            )
            return response

        return answer

    def _told(self, call: Call, posts: list[Post], *, single: bool = False) -> dict[str, Any]:
        """Posts with the fields and the expansions that were asked for."""
        self.read["posts"] += len(posts)
        wanted, expansions = _asked(call, "tweet.fields"), _asked(call, "expansions")
        data = []
        includes: dict[str, dict[str, dict[str, Any]]] = {"users": {}, "media": {}, "tweets": {}}
        for post in posts:
            told = telling.post_data(post)
            extra = {"author_id"} if "author_id" in expansions else set()
            data.append(_only(told, _POST_FIELDS | wanted | extra))
            if "author_id" in expansions:
                self._include_user(call, includes, post.account)
            if "attachments.media_keys" in expansions and "attachments" in told:
                for one in telling.media_data(call, self._cast.gallery, post):
                    fields = _MEDIA_FIELDS | _asked(call, "media.fields")
                    includes["media"][one["media_key"]] = _only(one, fields)
            for other in told.get("referenced_tweets", []) if "referenced_tweets.id" in expansions else []:
                original = post_of(self._cast, other["id"])
                if original is not None:
                    shown = telling.post_data(original)
                    includes["tweets"][other["id"]] = _only(shown, _POST_FIELDS | wanted | {"author_id"})
                    if "referenced_tweets.id.author_id" in expansions:
                        self._include_user(call, includes, original.account)
        found = {name: list(several.values()) for name, several in includes.items() if several}
        told_data: dict[str, Any] = {"data": data[0] if single else data} if data else {}
        return told_data | ({"includes": found} if found else {})

    def _include_user(
        self, call: Call, includes: dict[str, dict[str, dict[str, Any]]], account: Account
    ) -> None:
        told = telling.user_data(self._cast, account)
        includes["users"][told["id"]] = _only(told, _USER_FIELDS | _asked(call, "user.fields"))

    def _user(self, call: Call, account: Account | None, by: str, value: str) -> dict[str, Any]:
        state = self._state(account)
        if account is None or state in {"suspended", "deactivated"}:
            return {"errors": [_not_found("user", by, value, suspended=state == "suspended")]}
        self.read["people"] += 1
        told = telling.user_data(self._cast, account)
        told["public_metrics"] |= {"tweet_count": self._shelf.count(Where(account=account.name))}
        newest = self._shelf.posts(Where(account=account.name), limit=1)
        if newest:
            told["most_recent_tweet_id"] = telling.identifier(newest[0])
        return {"data": _only(told, _USER_FIELDS | _asked(call, "user.fields"))}

    def _there(self, number: str) -> tuple[Post | None, dict[str, Any]]:
        """(a post that is shown, or why not)."""
        post = post_of(self._cast, number)
        state = self._state(post.account) if post is not None else "deactivated"
        if post is None or state in {"deactivated", "suspended"}:
            return None, _not_found("tweet", "id", number, suspended=state == "suspended")
        if state == "hidden":
            return None, _not_authorized("tweet", "id", number)
        return post, {}

    def _of_number(self, number: str) -> Account | None:
        return self._shelf.account_of_number(
            int(number) - telling.number_of_user(Account("", 0, is_artist=True))
        )

    def _state(self, account: Account | None) -> str:
        person = self._cast.person(account.number) if account is not None and account.is_artist else None
        return person.state if person is not None else "open"

    @staticmethod
    def _begin(token: str | None) -> int:
        if not token:
            return 0
        if not token[-8:].isdecimal():
            words = f"The `pagination_token` query parameter value [{token}] is not valid"
            raise _RefusedError(words, parameter="pagination_token")
        return int(token[-8:])


class _RefusedError(Exception):
    def __init__(self, words: str, *, parameter: str) -> None:
        super().__init__(words)
        errors = [{"parameters": {parameter: []}, "message": words}]
        self.response = json_answer(
            {
                "errors": errors,
                "title": "Invalid Request",
                "detail": "One or more parameters to your request was invalid.",
                "type": f"{_PROBLEMS}/invalid-request",
            },
            400,
        )


def _not_found(kind: str, by: str, value: str, *, suspended: bool) -> dict[str, Any]:
    words = (
        f"User has been suspended: [{value}]."
        if suspended
        else f"Could not find {kind} with {by}: [{value}]."
    )
    return {
        "value": value,
        "detail": words,
        "title": "Forbidden" if suspended else "Not Found Error",
        "resource_type": kind,
        "parameter": by,
        "resource_id": value,
        "type": f"{_PROBLEMS}/resource-not-found",
    }


def _not_authorized(kind: str, by: str, value: str) -> dict[str, Any]:
    return {
        "value": value,
        "detail": f"Sorry, you are not authorized to see the {kind} with {by}: [{value}].",
        "title": "Authorization Error",
        "resource_type": kind,
        "parameter": by,
        "resource_id": value,
        "type": f"{_PROBLEMS}/not-authorized-for-resource",
    }


def _asked(call: Call, name: str) -> frozenset[str]:
    return frozenset(one for one in call.query.get(name, "").split(",") if one)


def _only(told: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    wanted = set(fields)
    return {name: value for name, value in told.items() if name in wanted}
