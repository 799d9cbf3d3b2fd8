"""api.tumblr.com/v2: for those who have a consumer key, so often an hour and a day."""

from collections.abc import Callable
from typing import Any

from werkzeug import Response

from simulator.artists.markup import texts
from simulator.artists.people import Cast
from simulator.gallery import Account, File, Gallery, Post, Where
from simulator.hosts.calls import Call, Handler, json_answer
from simulator.social.limits import Left, Window
from simulator.social.people import display_name, state_of
from simulator.social.routes import moved, routed
from simulator.social.tumblr.telling import is_reblog, is_text, post_data
from simulator.social.words import linked

_MOST = 20
_BY_HOUR, _BY_DAY, _NO_END = 1_000, 5_000, 10**9
_BLOG = r"/v2/blog/([A-Za-z0-9-]+)(?:\.tumblr\.com)?"
_NO_POST = 10**9  # none has so small a number


class Api:
    """The API's answers."""

    def __init__(self, gallery: Gallery, key: str, *, limited: bool = True) -> None:
        self._gallery, self._shelf, self._key = gallery, gallery.shelf("tumblr"), key
        self._cast = Cast(gallery)
        self.by_hour = Window(_BY_HOUR if limited else _NO_END, 3_600)
        self.by_day = Window(_BY_DAY if limited else _NO_END, 86_400)

    def handler(self) -> Handler:
        """Answers those who have the key and are within their limits; icons are for everybody."""
        keyed = routed(
            (
                (rf"{_BLOG}/info", self.info),
                (rf"{_BLOG}/posts(?:/[a-z]+)?", self.posts),
                (r"/v2/tagged", self.tagged),
            ),
            lambda _: _failure(404, 0, "Not Found"),
        )

        def answer(call: Call) -> Response:
            if call.query.get("api_key") != self._key:
                return _failure(401, 1016, "Unauthorized")
            hour, day = self.by_hour.take(self._key), self.by_day.take(self._key)
            response = _failure(429, 0, "Limit Exceeded") if hour.over or day.over else keyed(call)
            response.headers.update(_limit_headers(self, hour, day))
            return response

        return routed(((rf"{_BLOG}/avatar(?:/[0-9]+)?", self.avatar),), answer)

    def info(self, call: Call, name: str) -> Response:
        """/blog/X/info."""
        del call
        account, refusal = self._blog(name)
        if account is None:
            return refusal
        return _told({"blog": self._described(account)})

    def posts(self, call: Call, name: str) -> Response:
        """/blog/X/posts, newest first: before a second, behind an offset, with a tag, or one by its id."""
        account, refusal = self._blog(name)
        if account is None:
            return refusal
        npf = call.query.get("npf") == "true"
        if number := call.query.get("id"):
            post = self._shelf.post(int(number) if number.isdigit() and len(number) < 19 else _NO_POST)
            if post is None or post.removed or post.account != account:
                return _failure(404, 0, "Not Found")
            found = [post_data(post, call.reached, npf=npf)]
            return _told({"blog": self._described(account), "posts": found, "total_posts": 1})
        tag = call.query.get("tag", "").lower()
        where = Where(account=account.name, tags=(tag,) if tag else ())
        shown = self._page(call, where, call.number("offset", 0), lambda _: True)
        told = [post_data(post, call.reached, npf=npf) for post in shown]
        plain = not tag and "before" not in call.query and not call.number("offset", 0)
        pinned = self._pinned(account) if plain else None
        if pinned is not None:
            told.insert(0, post_data(pinned, call.reached, npf=npf, pinned=True))
        return _told(
            {"blog": self._described(account), "posts": told, "total_posts": self._shelf.count(where)}
        )

    def tagged(self, call: Call) -> Response:
        """/tagged: posts of all blogs, which are no reblogs."""
        tag = call.query.get("tag", "").lower().strip()
        if not tag:
            return _failure(400, 0, "Bad Request")
        shown = self._page(
            call,
            Where(tags=(tag,)),
            0,
            lambda post: not is_reblog(post) and state_of(post.account) == "open",
        )
        npf = call.query.get("npf") == "true"
        return _told([post_data(post, call.reached, npf=npf) for post in shown])

    def avatar(self, call: Call, name: str) -> Response:
        """/blog/X/avatar: leads to a picture."""
        account = self._shelf.account(name)
        if account is None:
            return _failure(404, 0, "Not Found")
        picture = self._gallery.files.name(File(abs(account.number)), 75)
        return moved(
            call.reached(f"https://64.media.tumblr.com/{picture}/0-01/s64x64u_c1/{picture[:12]}.jpg")
        )

    def _page(self, call: Call, where: Where, skip: int, fits: Callable[[Post], bool]) -> list[Post]:
        limit, before = call.number("limit", _MOST, least=1, most=_MOST), call.query.get("before", "")
        until = int(before) if before.isdigit() and len(before) < 15 else None
        bounded = Where(tags=where.tags, account=where.account, until=until)
        posts = [post for post in self._shelf.posts(bounded, limit=skip + 8 * limit) if fits(post)]
        return posts[skip : skip + limit]

    def _pinned(self, account: Account) -> Post | None:
        """An old post that some blogs keep on top."""
        if account.number % 3:
            return None
        oldest = self._shelf.posts(Where(account=account.name), limit=3, oldest_first=True)
        return next((post for post in oldest if not is_text(post) and not is_reblog(post)), None)

    def _described(self, account: Account) -> dict[str, Any]:
        newest = self._shelf.posts(Where(account=account.name), limit=1)
        return {
            "name": account.handle,
            "title": display_name(account),
            "description": f"<p>{display_name(account)} draws</p>{self._own_words(account)}",
            "url": f"https://www.tumblr.com/{account.handle}",
            "uuid": f"t:{account.handle}",
            "posts": self._shelf.count(Where(account=account.name)),
            "total_posts": self._shelf.count(Where(account=account.name)),
            "updated": newest[0].moment if newest else 0,
            "ask": False,
            "is_nsfw": False,
        }

    def _own_words(self, account: Account) -> str:
        """What an artist says of themselves, as HTML."""
        person = self._cast.person(account.number) if account.is_artist else None
        said = self._cast.said(person, "tumblr") if person is not None else []
        return "".join(f"<p>{linked(one)}</p>" for one in texts(said))

    def _blog(self, name: str) -> tuple[Account | None, Response]:
        """(the blog, or why it is not shown)."""
        account = self._shelf.account(name)
        state = state_of(account) if account is not None else "deactivated"
        if state == "hidden":
            return None, _failure(404, 4012, "This Tumblr is only viewable within the Tumblr dashboard")
        refusal = _failure(404, 0, "Not Found")
        return (account if state == "open" else None), refusal


def _told(response: Any) -> Response:
    return json_answer({"meta": {"status": 200, "msg": "OK"}, "response": response})


def _failure(status: int, code: int, words: str) -> Response:
    errors = [{"title": words, "code": code, "detail": words}]
    return json_answer({"meta": {"status": status, "msg": words}, "response": [], "errors": errors}, status)


def _limit_headers(api: Api, hour: Left, day: Left) -> dict[str, str]:
    return {
        "X-Ratelimit-Perhour-Limit": str(api.by_hour.calls),
        "X-Ratelimit-Perhour-Remaining": str(hour.remaining),
        "X-Ratelimit-Perhour-Reset": str(int(hour.seconds)),
        "X-Ratelimit-Perday-Limit": str(api.by_day.calls),
        "X-Ratelimit-Perday-Remaining": str(day.remaining),
        "X-Ratelimit-Perday-Reset": str(int(day.seconds)),
    }
