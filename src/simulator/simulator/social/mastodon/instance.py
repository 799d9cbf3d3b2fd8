"""One instance of Mastodon: what it tells of its own people, and of those of others that it knows."""

import re
import time
from typing import Any
from urllib.parse import urlencode

from werkzeug import Response

from simulator.artists.markup import texts
from simulator.artists.people import Cast, Person
from simulator.gallery import Account, Gallery, Post, Where
from simulator.gallery.addresses import INSTANCES, instance, of_status, status
from simulator.hosts.calls import Call, Handler, json_answer, picture_answer, text_answer
from simulator.social.limits import Left, Window
from simulator.social.mastodon.closed import webfinger
from simulator.social.mastodon.telling import FIRST_ACCOUNT, account_data, form_of, home_of, status_data
from simulator.social.people import state_of
from simulator.social.pictures import of_name
from simulator.social.routes import routed
from simulator.social.words import iso, linked, page

_USUAL, _MOST = 20, 40
_LOOKED_AT = 200
_CALLS, _SECONDS, _NO_END = 300, 300, 10**9
# How far the numbers of two posts are apart.
STEP = status(1, INSTANCES[0]) - status(0, INSTANCES[0])
_NAME = re.compile(r"@?([A-Za-z0-9_.-]+?)(?:@([a-z0-9.-]+))?", re.ASCII)


class Instance:
    """The answers of one instance."""

    def __init__(self, gallery: Gallery, host: str, *, limited: bool = True) -> None:
        self._gallery, self._shelf, self._host = gallery, gallery.shelf("mastodon"), host
        self._cast = Cast(gallery)
        self.calls = Window(_CALLS if limited else _NO_END, _SECONDS)

    def handler(self) -> Handler:
        """Answers everybody, 300 times in five minutes."""
        routes = routed(
            (
                (r"/api/v1/accounts/lookup", self.lookup),
                (r"/api/v1/accounts/([0-9]+)", self.account),
                (r"/api/v1/accounts/([0-9]+)/statuses", self.statuses),
                (r"/api/v1/timelines/tag/([^/]+)", self.tag),
                (r"/api/v1/statuses/([0-9]+)", self.status),
                (r"/\.well-known/webfinger", lambda call: webfinger(call, self._gallery, self._host)),
                (r"/@[^/]+/([0-9]+)", self.page),
            ),
            lambda _: _not_found(),
        )

        def answer(call: Call) -> Response:
            left = self.calls.take(call.request.remote_addr or "")
            response = json_answer({"error": "Too many requests"}, 429) if left.over else routes(call)
            response.headers.update(_limit_headers(left, self.calls.calls))
            return response

        return answer

    def lookup(self, call: Call) -> Response:
        """/api/v1/accounts/lookup."""
        match = _NAME.fullmatch(call.query.get("acct", ""))
        former = self._cast.formerly(match[1].lower()) if match else None
        if former is not None and instance(former.number) == self._host:
            return self._moved(call, former)
        account = self._shelf.account(match[1]) if match else None
        if account is None or match is None or (match[2] or self._host) != instance(account.number):
            return _not_found()
        return self._told_of(call, account)

    def _moved(self, call: Call, person: Person) -> Response:
        """An account whose owner has another now."""
        now = account_data(person.account, self._host, self._gallery, call.reached)
        name, former = person.old_handle, f"https://{self._host}/@{person.old_handle}"
        return json_answer(
            {
                **now,
                "id": str(FIRST_ACCOUNT * 9 + person.number),
                "username": name,
                "acct": name,
                "url": former,
                "uri": f"https://{self._host}/users/{name}",
                "statuses_count": 0,
                "last_status_at": None,
                "moved": now,
            }
        )

    def account(self, call: Call, number: str) -> Response:
        """/api/v1/accounts/<id>."""
        account = self._by_id(number)
        return _not_found() if account is None else self._told_of(call, account)

    def statuses(self, call: Call, number: str) -> Response:
        """/api/v1/accounts/<id>/statuses: newest first; its boosts are among them unless told."""
        account = self._by_id(number)
        if account is None:
            return _not_found()
        if state_of(account) != "open":
            return _gone() if state_of(account) == "deactivated" else json_answer([])
        boosts = call.query.get("exclude_reblogs") not in {"true", "1"}
        own = Where(account=account.name)
        return self._timeline(call, own, booster=account if boosts else None)

    def tag(self, call: Call, tag: str) -> Response:
        """/api/v1/timelines/tag/<tag>: what this instance knows of."""
        return self._timeline(call, Where(tags=(tag.lower(),)))

    def status(self, call: Call, number: str) -> Response:
        """/api/v1/statuses/<id>."""
        post = self._post(number)
        return _not_found() if post is None else json_answer(status_data(post, self._host, call.reached))

    def page(self, _: Call, number: str) -> Response:
        """The page of a status."""
        post = self._post(number)
        return text_answer(page("Not found"), 404) if post is None else text_answer(page(post.work.title))

    def knows(self, post: Post) -> bool:
        """Whether a status is told of here in timelines of all: those of its own people, and of half of the
        others.
        """
        if state_of(post.account) != "open":
            return False
        return home_of(post) == self._host or (post.account.number + INSTANCES.index(self._host)) % 2 == 0

    def _timeline(self, call: Call, where: Where, *, booster: Account | None = None) -> Response:
        limit = call.number("limit", _USUAL, least=1, most=_MOST)
        media = call.query.get("only_media") in {"true", "1"}
        below, above = self._below(call), self._above(call)
        shown: list[Post] = []
        while len(shown) < limit:
            posts = self._shelf.posts(where, below=below, above=above, limit=_LOOKED_AT)
            shown += [
                post
                for post in posts
                if (where.account is not None or self.knows(post)) and (not media or form_of(post) != "text")
            ][: limit - len(shown)]
            if len(posts) < _LOOKED_AT:
                break
            below = posts[-1].number
        told = [status_data(post, self._host, call.reached) for post in shown]
        if booster is not None and shown:
            told.insert(1, self._boost(call, booster, shown[0]))
        return json_answer(told[:limit], headers=self._links(call, shown, limit))

    def _boost(self, call: Call, booster: Account, after: Post) -> dict[str, Any]:
        """A status of somebody else that the account shows again."""
        other = self._shelf.posts(Where(), below=after.number, limit=5)
        boosted = next((post for post in other if post.account != booster), after)
        data = status_data(after, self._host, call.reached)
        inner = status_data(boosted, self._host, call.reached)
        return data | {
            "id": str(int(data["id"]) - 1),
            "content": "",
            "media_attachments": [],
            "reblog": inner,
        }

    def _links(self, call: Call, shown: list[Post], limit: int) -> dict[str, str]:
        """The Link header: further pages, while there may be some."""
        if not shown:
            return {}
        base = call.reached(f"https://{self._host}{call.path}")
        asked = {name: value for name, value in call.query.items() if not name.endswith("_id")}

        def page_at(name: str, post: Post) -> str:
            return f"{base}?{urlencode(asked | {name: str(status(post.number, self._host))})}"

        links = [f'<{page_at("min_id", shown[0])}>; rel="prev"']
        if len(shown) == limit:
            links.insert(0, f'<{page_at("max_id", shown[-1])}>; rel="next"')
        return {"Link": ", ".join(links)}

    def _below(self, call: Call) -> int | None:
        """Below which post a page begins: `max_id`, in the numbers of this instance."""
        number = self._number(call, "max_id")
        return None if number is None else -(-number // STEP)

    def _above(self, call: Call) -> int | None:
        """Above which post a page ends: `min_id` or `since_id`."""
        number = self._number(call, "min_id")
        number = self._number(call, "since_id") if number is None else number
        return None if number is None else number // STEP

    def _number(self, call: Call, name: str) -> int | None:
        text = call.query.get(name, "")
        own = status(0, self._host)
        return int(text) - own if text.isdigit() and len(text) < 20 else None

    def _by_id(self, number: str) -> Account | None:
        return self._shelf.account_of_number(int(number) - FIRST_ACCOUNT)

    def _post(self, number: str) -> Post | None:
        found = of_status(int(number), self._host)
        post = self._shelf.post(found) if found is not None else None
        return None if post is None or post.removed or state_of(post.account) != "open" else post

    def _told_of(self, call: Call, account: Account) -> Response:
        if state_of(account) == "deactivated":
            return _gone()
        posts = self._shelf.posts(Where(account=account.name), limit=1)
        numbers = {
            "statuses_count": self._shelf.count(Where(account=account.name)),
            "last_status_at": iso(posts[0].moment)[:10] if posts else None,
        }
        own = self._own_words(account) if instance(account.number) == self._host else {}
        return json_answer(account_data(account, self._host, self._gallery, call.reached) | numbers | own)

    def _own_words(self, account: Account) -> dict[str, Any]:
        """What somebody says of themselves: fields, those verified whose pages lead back, and a text."""
        person = self._cast.person(account.number) if account.is_artist else None
        said = self._cast.said(person, "mastodon") if person is not None else []
        fields = [
            {
                "name": (one.of or "Link").title(),
                "value": f'<a href="{one.url}" rel="nofollow noopener me">{one.url.partition("://")[2]}</a>',
                "verified_at": "2026-01-05T10:00:00.000+00:00" if one.place == "verified" else None,
            }
            for one in said
            if one.place in {"field", "verified"}
        ]
        words = "".join(f"<p>{linked(one)}</p>" for one in texts(said))
        return {"fields": fields, "note": f"<p>I draw &amp; paint</p>{words}"} if said else {}


def files(gallery: Gallery) -> Handler:
    """files.<instance>: pictures, smaller ones, avatars; films too."""

    def picture(call: Call, name: str, ending: str) -> Response:
        if ending == "mp4":
            return picture_answer(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video/mp4", name)
        return of_name(gallery, name) or _missing(call)

    folder = r"/(?:cache/)?(?:media_attachments/files|accounts/avatars)"
    return routed(((rf"{folder}/([0-9a-f]{{32}})/(?:original|small)/[^/]+\.([a-z0-9]+)", picture),), _missing)


def _missing(_: Call) -> Response:
    return text_answer("Not found", 404, content_type="text/plain")


def _not_found() -> Response:
    return json_answer({"error": "Record not found"}, 404)


def _gone() -> Response:
    return json_answer({"error": "Gone"}, 410)


def _limit_headers(left: Left, most: int) -> dict[str, str]:
    ends = time.time() + left.seconds
    return {
        "X-RateLimit-Limit": str(most),
        "X-RateLimit-Remaining": str(left.remaining),
        "X-RateLimit-Reset": iso(int(ends), milliseconds=int(ends % 1 * 1_000)),
    }
