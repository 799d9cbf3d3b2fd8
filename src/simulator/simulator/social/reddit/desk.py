"""What Reddit's ways have in common: which posts there are, and how refusals are told."""

import math
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from werkzeug import Response

from simulator.drawing.recent import Recent
from simulator.gallery import Account, Community, Gallery, Post, Where, addresses
from simulator.hosts.calls import json_answer
from simulator.social.limits import Left, Window
from simulator.social.reddit.forms import author_of, name_of
from simulator.social.reddit.tokens import Tokens

MOST_LISTED = 1_000
_NO_END = 10**9
_KEPT_SECONDS = 60
SUSPENDED = "suspended_sam"
_SPANS = {"hour": 3_600, "day": 86_400, "week": 7 * 86_400, "month": 30 * 86_400, "year": 365 * 86_400}


class Reddit:
    """The posts, the tokens and the limits of Reddit."""

    def __init__(self, gallery: Gallery, clients: Mapping[str, str], *, limited: bool = True) -> None:
        self.gallery, self.shelf = gallery, gallery.shelf("reddit")
        self.tokens = Tokens(clients)
        # 100 a minute, averaged over ten; the same for feeds, by address.
        self.api_calls = Window(1_000 if limited else _NO_END, 600)
        self._lists: Recent[tuple[object, ...], list[Post]] = Recent(64, lambda _: 1)
        self.feed_calls = Window(100 if limited else _NO_END, 600)

    @cached_property
    def _names(self) -> dict[str, Account]:
        return {name_of(one.name, one.handle).lower(): one for one in self.shelf.accounts()}

    def account(self, name: str) -> Account | None:
        """A user."""
        return self._names.get(name.lower()) or self.shelf.account(name)

    def post(self, number: str) -> Post | None:
        """A post by its number, or by its full name."""
        found = addresses.of_base36(number.lower().removeprefix("t3_"))
        return None if found is None else self.shelf.post(found)

    def of_communities(self, names: list[str], order: str, time: str, now: float) -> list[Post]:
        """The posts of some communities, as far as listings go: a thousand, in an order."""
        key = (self.shelf.rows.version, tuple(names), order, time, int(now) // _KEPT_SECONDS)
        known = self._lists.get(key)
        if known is None:
            posts = [post for name in names for post in self._of(Where(community=name), order, time, now)]
            known = sorted(posts, key=_KEYS[order], reverse=True)[:MOST_LISTED]
            self._lists.put(key, known)
        return known

    def of_user(self, name: str) -> list[Post]:
        """What a user put up, newest first; what moderators removed is still on this list."""
        account = self.account(name)
        if account is None:
            return []
        posts = self.shelf.posts(Where(account=account.name, removed=None), limit=MOST_LISTED)
        return [post for post in posts if author_of(post) != "[deleted]"]

    def _of(self, where: Where, order: str, time: str, now: float) -> list[Post]:
        if order == "new":
            return self.shelf.posts(where, limit=MOST_LISTED)
        since = int(now) - _SPANS[time] if order in {"top", "controversial"} and time in _SPANS else None
        return self.shelf.posts(Where(community=where.community, since=since), limit=4 * MOST_LISTED)


def _controversial(post: Post) -> float:
    return float(post.number % 7_919)


_KEYS: dict[str, Callable[[Post], float]] = {
    "new": lambda post: float(post.number),
    "top": lambda post: post.score + 1 / (1 + post.number),
    "controversial": _controversial,
    # https://github.com/reddit-archive/reddit: what is liked counts by its logarithm, 12.5 hours ten times.
    "hot": lambda post: math.log10(max(1, post.score)) + post.moment / 45_000,
    "rising": lambda post: math.log10(max(1, post.score)) + post.moment / 4_500,
}
ORDERS = tuple(_KEYS)


def refused(community: Community | None) -> Response | None:
    """Why a community is not shown; None for one that is."""
    if community is None or community.state == "open":
        return None
    if community.state == "banned":
        return json_answer({"reason": "banned", "message": "Not Found", "error": 404}, 404)
    told: dict[str, Any] = {"reason": community.state, "message": "Forbidden", "error": 403}
    if community.state == "quarantined":
        told["quarantine_message"] = "It is restricted due to its content"
    return json_answer(told, 403)


def not_found() -> Response:
    """There is nothing."""
    return json_answer({"message": "Not Found", "error": 404}, 404)


def too_many(left: Left) -> Response:
    """A client has used up what it may ask."""
    headers = {**limit_headers(left), "Retry-After": str(math.ceil(left.seconds))}
    return json_answer({"message": "Too Many Requests", "error": 429}, 429, headers)


def limit_headers(left: Left) -> dict[str, str]:
    """What Reddit says of a client's limits."""
    return {
        "X-Ratelimit-Used": str(left.used),
        "X-Ratelimit-Remaining": f"{left.remaining:.1f}",
        "X-Ratelimit-Reset": str(math.ceil(left.seconds)),
    }
