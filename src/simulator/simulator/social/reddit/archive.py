"""Arctic Shift, an archive of Reddit
(https://github.com/ArthurHeitmann/arctic_shift/blob/master/api/README.md).
"""

from datetime import UTC, datetime
from typing import Any

from werkzeug import Response

from simulator.gallery import Account, Post, Where
from simulator.hosts.calls import Call, Handler, json_answer
from simulator.social.reddit.api import posts_with
from simulator.social.reddit.desk import Reddit
from simulator.social.reddit.forms import author_of, name_of
from simulator.social.reddit.telling import community_data, post_data, removal_of
from simulator.social.routes import routed

_MOST, _USUAL, _MOST_IDS = 100, 25, 500
# What became private is not told of any more.
_HIDDEN = frozenset({"private"})


class Archive:
    """The archive's answers."""

    def __init__(self, reddit: Reddit) -> None:
        self._reddit = reddit

    def handler(self) -> Handler:
        """Answers everybody."""
        return routed(
            (
                (r"/api/posts/search", self.posts),
                (r"/api/posts/ids", self.ids),
                (r"/api/subreddits/search", self.communities),
                (r"/api/users/search", self.users),
            ),
            lambda _: _problem("Not found", 404),
        )

    def posts(self, call: Call) -> Response:
        """/api/posts/search: of one community or one user, by time."""
        limit, problem = _limit(call)
        if problem is not None:
            return problem
        if url := call.query.get("url"):
            return self._told(call, posts_with(self._reddit, url)[:limit])
        community, author = call.query.get("subreddit"), call.query.get("author")
        if not community and not author:
            return _problem("At least one of subreddit, author, url or title is required", 400)
        try:
            after, before = (_seconds(call.query.get(name)) for name in ("after", "before"))
        except ValueError:
            return _problem("Invalid date", 400)
        account = self._reddit.account(author) if author else None
        if (author and account is None) or (community and self._hides(community)):
            return self._told(call, [])
        where = Where(
            community=community or None,
            account=account.name if account else None,
            since=None if after is None else after + 1,
            until=before,
            removed=None,
        )
        oldest = call.query.get("sort", "desc") == "asc"
        return self._told(call, self._some(where, limit, oldest_first=oldest, author=author))

    def ids(self, call: Call) -> Response:
        """/api/posts/ids."""
        names = [name for name in call.query.get("ids", "").split(",") if name]
        if not names or len(names) > _MOST_IDS:
            return _problem(f"ids: between 1 and {_MOST_IDS}", 400)
        posts = [post for name in names if (post := self._reddit.post(name)) is not None]
        return self._told(call, [post for post in posts if not self._hides_post(post)])

    def communities(self, call: Call) -> Response:
        """/api/subreddits/search, by name or by how names begin."""
        exact, prefix = call.query.get("subreddit", ""), call.query.get("subreddit_prefix", "")
        found = [
            one
            for one in self._reddit.shelf.site.communities
            if (
                one.name.lower() == exact.lower()
                if exact
                else prefix and one.name.lower().startswith(prefix.lower())
            )
        ]
        told = []
        for one in found[: call.number("limit", _USUAL, least=1, most=1_000)]:
            where = Where(community=one.name, removed=None)
            meta = {"num_posts": 0 if one.state in _HIDDEN else self._reddit.shelf.count(where)}
            told.append(community_data(one, self._reddit.gallery) | {"_meta": meta})
        return json_answer({"data": told})

    def users(self, call: Call) -> Response:
        """/api/users/search, by name."""
        account = self._reddit.account(call.query.get("author", ""))
        return json_answer({"data": [] if account is None else [self._user(account)]})

    def _user(self, account: Account) -> dict[str, Any]:
        name = name_of(account.name, account.handle)
        posts = self._some(Where(account=account.name, removed=None), 10_000, oldest_first=False, author=name)
        meta: dict[str, Any] = {"num_posts": len(posts), "num_comments": 0}
        if posts:
            meta |= {"last_post_at": posts[0].moment, "earliest_post_at": posts[-1].moment}
        return {"author": name, "id": f"u{abs(account.number)}", "_meta": meta}

    def _some(self, where: Where, limit: int, *, oldest_first: bool, author: str | None) -> list[Post]:
        """The first of the posts; of a user, those that still have an author."""
        if not author:
            return self._reddit.shelf.posts(where, limit=limit, oldest_first=oldest_first)
        posts = self._reddit.shelf.posts(where, limit=10_000, oldest_first=oldest_first)
        seen = (post for post in posts if author_of(post) != "[deleted]")
        return [post for post in seen if not self._hides_post(post)][:limit]

    def _hides(self, name: str | None) -> bool:
        community = self._reddit.shelf.community(name) if name else None
        return community is not None and community.state in _HIDDEN

    def _hides_post(self, post: Post) -> bool:
        return post.community is not None and self._hides(post.community.name)

    def _told(self, call: Call, posts: list[Post]) -> Response:
        told = []
        for post in posts:
            data = post_data(post, call.reached) | {"retrieved_on": post.moment + 40}
            removal = removal_of(post)
            if removal is not None:
                data["_meta"] = {"removal_type": removal, "retrieved_2nd_on": post.moment + 130_000}
            told.append(data)
        return json_answer(
            {"data": told}, headers={"X-RateLimit-Limit": "2000", "X-RateLimit-Remaining": "1990"}
        )


def _limit(call: Call) -> tuple[int, Response | None]:
    text = call.query.get("limit", str(_USUAL))
    if text == "auto":
        return _MOST, None
    if not text.isdigit() or not 1 <= int(text) <= _MOST:
        return 0, _problem(f"limit: must be between 1 and {_MOST}, or auto", 400)
    return int(text), None


def _seconds(text: str | None) -> int | None:
    """A moment: seconds or milliseconds, or a date."""
    if not text:
        return None
    if text.isdigit():
        return int(text) if len(text) < 12 else int(text) // 1_000
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def _problem(words: str, status: int) -> Response:
    return json_answer({"data": None, "error": words}, status)
