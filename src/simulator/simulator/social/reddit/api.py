"""oauth.reddit.com: the API for applications that have a token."""

import time
from collections.abc import Callable
from typing import Any

from werkzeug import Response

from simulator.gallery import Post, addresses
from simulator.hosts.calls import Call, Handler, json_answer
from simulator.social.reddit.desk import (
    ORDERS,
    SUSPENDED,
    Reddit,
    limit_headers,
    not_found,
    refused,
    too_many,
)
from simulator.social.reddit.forms import VIDEOS, name_of
from simulator.social.reddit.telling import community_data, escaped, post_data
from simulator.social.routes import moved, routed

_MOST, _USUAL = 100, 25
_NAMES = r"([A-Za-z0-9_+-]+)"


class Api:
    """The API's answers."""

    def __init__(self, reddit: Reddit) -> None:
        self._reddit = reddit

    def handler(self) -> Handler:
        """Answers those who have a token and are within their limits."""
        routes = routed(
            (
                (rf"/r/{_NAMES}/({'|'.join(ORDERS)})(?:\.json)?", self.community),
                (rf"/r/{_NAMES}", self.community),
                (r"/r/([A-Za-z0-9_]+)/about(?:\.json)?", self.about),
                (r"/r/([A-Za-z0-9_]+)/comments/([a-z0-9]+)(?:/.*)?", self.of_community),
                (r"/user/([A-Za-z0-9_-]+)/submitted(?:\.json)?", self.submitted),
                (r"/user/([A-Za-z0-9_-]+)/about(?:\.json)?", self.user),
                (r"/comments/([a-z0-9]+)(?:/.*)?", self.comments),
                (r"/api/info(?:\.json)?", self.info),
                (r"/subreddits/search(?:\.json)?", self.search),
            ),
            lambda _: not_found(),
        )

        def answer(call: Call) -> Response:
            client = self._reddit.tokens.client(call.headers.get("Authorization", ""))
            if client is None:
                return json_answer({"message": "Unauthorized", "error": 401}, 401)
            left = self._reddit.api_calls.take(client)
            if left.over:
                return too_many(left)
            response = routes(call)
            response.headers.update(limit_headers(left))
            return response

        return answer

    def community(self, call: Call, names: str, order: str = "hot") -> Response:
        """/r/X/new and so on, of one community or of several."""
        wanted = [self._reddit.shelf.community(name) for name in names.split("+")]
        known = [one for one in wanted if one is not None]
        if not known:
            # Reddit then searches for something of this name.
            return moved(call.reached(f"https://oauth.reddit.com/subreddits/search?q={names}"))
        if len(wanted) == 1 and (refusal := refused(known[0])) is not None:
            return refusal
        shown = [one.name for one in known if one.state == "open"]
        posts = self._reddit.of_communities(shown, order, call.query.get("t", "day"), time.time())
        return self._listing(call, posts)

    def about(self, call: Call, name: str) -> Response:
        """/r/X/about."""
        community = self._reddit.shelf.community(name)
        if community is None:
            return not_found()
        refusal = refused(community)
        return refusal or _told(call, {"kind": "t5", "data": community_data(community, self._reddit.gallery)})

    def submitted(self, call: Call, name: str) -> Response:
        """/user/X/submitted."""
        if name.lower() == SUSPENDED:
            return json_answer({"message": "Forbidden", "error": 403}, 403)
        if self._reddit.account(name) is None:
            return not_found()
        return self._listing(call, self._reddit.of_user(name))

    def user(self, call: Call, name: str) -> Response:
        """/user/X/about."""
        if name.lower() == SUSPENDED:
            return _told(call, {"kind": "t2", "data": {"name": SUSPENDED, "is_suspended": True}})
        account = self._reddit.account(name)
        if account is None:
            return not_found()
        joined = float(self._reddit.gallery.works.ends_at - 7 * 365 * 86_400 + abs(account.number) * 3_600)
        data = {
            "name": name_of(account.name, account.handle),
            "id": f"u{abs(account.number)}",
            "created_utc": joined,
            "link_karma": sum(max(0, post.score) for post in self._reddit.of_user(name)),
            "is_suspended": False,
            "verified": True,
        }
        return _told(call, {"kind": "t2", "data": data})

    def of_community(self, call: Call, _: str, number: str) -> Response:
        """/r/X/comments/<id>."""
        return self.comments(call, number)

    def comments(self, call: Call, number: str) -> Response:
        """/comments/<id>: the post, and what is said of it (nothing)."""
        post = self._reddit.post(number)
        if post is None:
            return not_found()
        refusal = refused(post.community)
        if refusal is not None:
            return refusal
        return _told(call, [_listed([_thing(post, call.reached)], None), _listed([], None)])

    def info(self, call: Call) -> Response:
        """/api/info, by full names (`id`) or by where posts lead (`url`)."""
        reached = call.reached
        if url := call.query.get("url"):
            posts = posts_with(self._reddit, url)
        else:
            names = call.query.get("id", "").split(",")[:_MOST]
            posts = [post for name in names if (post := self._reddit.post(name)) is not None]
        seen = [post for post in posts if refused(post.community) is None]
        return _told(call, _listed([_thing(post, reached) for post in seen], None))

    def search(self, call: Call) -> Response:
        """/subreddits/search."""
        text = call.query.get("q", "").lower()
        found = [one for one in self._reddit.shelf.site.communities if text and text in one.name.lower()]
        data = [{"kind": "t5", "data": community_data(one, self._reddit.gallery)} for one in found]
        return _told(call, _listed(data, None))

    def _listing(self, call: Call, posts: list[Post]) -> Response:
        """A page of posts: behind `after`, before `before`."""
        limit = call.number("limit", _USUAL, least=1, most=_MOST)
        numbers = [post.number for post in posts]
        begin, end = 0, len(posts)
        if after := call.query.get("after"):
            begin = _place(after, numbers, end) + 1
        elif before := call.query.get("before"):
            end = _place(before, numbers, 0)
            begin = max(0, end - limit)
        shown = posts[begin:end][:limit]
        more = begin + len(shown) < len(posts) and bool(shown)
        things = [_thing(post, call.reached) for post in shown]
        return _told(call, _listed(things, things[-1]["data"]["name"] if more else None))


def _place(name: str, numbers: list[int], otherwise: int) -> int:
    """Where the post of a full name is in a list; `otherwise` when it is not in it."""
    number = addresses.of_base36(name.removeprefix("t3_"))
    return numbers.index(number) if number in numbers else otherwise


def posts_with(reddit: Reddit, url: str) -> list[Post]:
    """The posts that lead to a video; of other addresses nobody asks."""
    name = url.partition("?")[0].rstrip("/").rpartition("v.redd.it/")[2]
    number = VIDEOS.number(name)
    post = reddit.shelf.post(number) if number is not None else None
    return [post] if post is not None else []


def _thing(post: Post, reached: Callable[[str], str]) -> dict[str, Any]:
    return {"kind": "t3", "data": post_data(post, reached)}


def _listed(children: list[dict[str, Any]], after: str | None) -> dict[str, Any]:
    data = {"after": after, "before": None, "dist": len(children), "modhash": "", "children": children}
    return {"kind": "Listing", "data": data}


def _told(call: Call, document: Any) -> Response:
    return json_answer(document if call.query.get("raw_json") == "1" else escaped(document))
