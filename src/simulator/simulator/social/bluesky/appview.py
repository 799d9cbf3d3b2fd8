"""public.api.bsky.app: the methods of Bluesky's AppView that want no login."""

from collections.abc import Callable
from typing import Any

from werkzeug import Response

from simulator.artists.markup import texts
from simulator.artists.people import Cast
from simulator.gallery import Account, Gallery, Post, Where
from simulator.gallery.addresses import of_tid, tid
from simulator.hosts.calls import Call, Handler, json_answer
from simulator.social.bluesky.telling import (
    CURATOR,
    CURATOR_HANDLE,
    PICTURED,
    author_data,
    did_of,
    form_of,
    handle_of,
    number_of_did,
    post_data,
)
from simulator.social.people import state_of
from simulator.social.routes import routed
from simulator.social.words import iso

OFFLINE = "asleep"
LIST, LIST_MEMBERS = "busiest", 8
_FEED, _LIST = f"at://{CURATOR}/app.bsky.feed.generator/", f"at://{CURATOR}/app.bsky.graph.list/{LIST}"
_USUAL, _MOST, _MOST_POSTS = 50, 100, 25
_FILTERS = frozenset(
    {
        "posts_with_replies",
        "posts_no_replies",
        "posts_with_media",
        "posts_and_author_threads",
        "posts_with_video",
    }
)


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, name: str, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.answer = json_answer({"error": name, "message": words}, status)


class AppView:
    """The methods, by name."""

    def __init__(self, gallery: Gallery) -> None:
        self._gallery, self._shelf, self._cast = gallery, gallery.shelf("bluesky"), Cast(gallery)

    def handler(self) -> Handler:
        """Answers everybody."""
        methods: dict[str, Callable[[Call], dict[str, Any]]] = {
            "com.atproto.identity.resolveHandle": self.resolve,
            "app.bsky.actor.getProfile": self.profile,
            "app.bsky.feed.getAuthorFeed": self.author_feed,
            "app.bsky.feed.getPosts": self.posts,
            "app.bsky.feed.getFeed": self.feed,
            "app.bsky.feed.getFeedGenerator": self.generator,
            "app.bsky.feed.getListFeed": self.list_feed,
            "app.bsky.graph.getList": self.members,
        }

        def answer(call: Call, name: str) -> Response:
            if name in {"app.bsky.feed.searchPosts", "app.bsky.feed.getTimeline"}:
                return json_answer({"error": "AuthMissing", "message": "Authentication Required"}, 401)
            method = methods.get(name)
            if method is None:
                return json_answer(
                    {"error": "MethodNotImplemented", "message": "Method Not Implemented"}, 501
                )
            try:
                return json_answer(method(call))
            except Refusal as refusal:
                return refusal.answer

        return routed(((r"/xrpc/([A-Za-z.]+)", answer),), _not_found)

    def resolve(self, call: Call) -> dict[str, Any]:
        """com.atproto.identity.resolveHandle."""
        handle = call.query.get("handle", "")
        account = self._by_handle(handle)
        if account is None:
            raise Refusal("InvalidRequest", "Unable to resolve handle")
        return {"did": did_of(account)}

    def profile(self, call: Call) -> dict[str, Any]:
        """app.bsky.actor.getProfile."""
        account = self._actor(call)
        posts = self._shelf.count(Where(account=account.name))
        numbers = {"postsCount": posts, "followersCount": 40 + abs(account.number) * 3, "followsCount": 12}
        person = self._cast.person(account.number) if account.is_artist else None
        said = texts(self._cast.said(person, "bluesky")) if person is not None else []
        words = {"description": "\n".join(["I draw, mostly.", *said])}
        return author_data(account, self._gallery, call.reached) | numbers | words

    def author_feed(self, call: Call) -> dict[str, Any]:
        """app.bsky.feed.getAuthorFeed: newest first. Accounts that hide are told of: their label asks clients
        not to show them.
        """
        account, kept = self._actor(call), call.query.get("filter", "posts_with_replies")
        if kept not in _FILTERS:
            raise Refusal("InvalidRequest", f"Error: filter must be one of {', '.join(sorted(_FILTERS))}")
        media = kept in {"posts_with_media", "posts_with_video"}
        return self._page(
            call,
            Where(account=account.name),
            lambda post: (
                (not media or form_of(post) in PICTURED)
                and (kept != "posts_with_video" or form_of(post) == "video")
            ),
        )

    def posts(self, call: Call) -> dict[str, Any]:
        """app.bsky.feed.getPosts: 25 at most; what is not there is left out."""
        uris = call.request.args.getlist("uris")
        if not uris or len(uris) > _MOST_POSTS:
            raise Refusal("InvalidRequest", "Error: uris must not have more than 25 elements")
        found = [self._of_uri(uri) for uri in uris]
        return {"posts": [post_data(post, call.reached) for post in found if post is not None]}

    def feed(self, call: Call) -> dict[str, Any]:
        """app.bsky.feed.getFeed: of a tag."""
        tag = self._tag_of_feed(call)
        if tag == OFFLINE:
            raise Refusal("UpstreamFailure", "feed unavailable", 502)
        return self._page(call, Where(tags=(tag,)), lambda post: _is_shown(post.account))

    def generator(self, call: Call) -> dict[str, Any]:
        """app.bsky.feed.getFeedGenerator."""
        tag = self._tag_of_feed(call)
        view = {
            "uri": f"{_FEED}{tag}",
            "cid": "bafyreifeed",
            "did": "did:web:feeds.example.org",
            "creator": {"did": CURATOR, "handle": CURATOR_HANDLE},
            "displayName": f"Pictures of {tag}",
            "description": f"All that is tagged #{tag}",
            "likeCount": 321,
            "indexedAt": iso(self._gallery.works.ends_at - 86_400 * 365),
        }
        there = tag != OFFLINE
        return {"view": view, "isOnline": there, "isValid": there}

    def list_feed(self, call: Call) -> dict[str, Any]:
        """app.bsky.feed.getListFeed: what the members of a list put up."""
        self._check_list(call)
        members = {account.number for account in self.list_members()}
        return self._page(call, Where(), lambda post: post.account.number in members)

    def members(self, call: Call) -> dict[str, Any]:
        """app.bsky.graph.getList."""
        self._check_list(call)
        accounts = self.list_members()
        view = {
            "uri": _LIST,
            "cid": "bafyreilist",
            "creator": {"did": CURATOR, "handle": CURATOR_HANDLE},
            "name": "The busiest",
            "purpose": "app.bsky.graph.defs#curatelist",
            "description": "Who shows most",
            "listItemCount": len(accounts),
            "indexedAt": iso(self._gallery.works.ends_at - 86_400 * 200),
        }
        subjects = [author_data(one, self._gallery, call.reached) for one in accounts]
        items = [{"uri": f"{_LIST}#{one['did']}", "subject": one} for one in subjects]
        return {"list": view, "items": items[: _limit(call)]}

    def list_members(self) -> list[Account]:
        """Who is on the list."""
        return [account for account in self._shelf.accounts() if _is_shown(account)][:LIST_MEMBERS]

    def _page(self, call: Call, where: Where, fits: Callable[[Post], bool]) -> dict[str, Any]:
        """A page behind the cursor, which is the last post's key. Posts that do not fit are passed over."""
        limit, cursor = _limit(call), call.query.get("cursor")
        below = of_tid(cursor) if cursor else None
        if cursor and below is None:
            raise Refusal("InvalidRequest", "Malformed cursor")
        shown: list[Post] = []
        while len(shown) < limit:
            posts = self._shelf.posts(where, below=below, limit=_MOST)
            shown += [post for post in posts if fits(post)][: limit - len(shown)]
            if len(posts) < _MOST:
                break
            below = posts[-1].number
        told: dict[str, Any] = {"feed": [{"post": post_data(post, call.reached)} for post in shown]}
        return told | ({"cursor": tid(shown[-1].number)} if len(shown) == limit else {})

    def _actor(self, call: Call) -> Account:
        """The account that `actor` names; refused when it is not shown to anybody."""
        actor = call.query.get("actor", "")
        if not actor:
            raise Refusal("InvalidRequest", 'Error: Params must have the property "actor"')
        account = self._by_did(actor) if actor.startswith("did:") else self._by_handle(actor)
        if account is None:
            raise Refusal("InvalidRequest", "Profile not found")
        state = state_of(account)
        if state == "suspended":
            raise Refusal("AccountTakedown", "Account has been suspended")
        if state == "deactivated":
            raise Refusal("AccountDeactivated", "Account is deactivated")
        return account

    def _by_handle(self, handle: str) -> Account | None:
        name = handle.lower().removesuffix(".bsky.social")
        account = self._shelf.account(name)
        if account is None:
            return None
        # Whoever has taken a domain as a handle keeps the old one.
        return account if handle.lower() in {handle_of(account), f"{account.handle}.bsky.social"} else None

    def _by_did(self, did: str) -> Account | None:
        number = number_of_did(did)
        return None if number is None else self._shelf.account_of_number(number)

    def _of_uri(self, uri: str) -> Post | None:
        number = of_tid(uri.rpartition("/")[2])
        post = self._shelf.post(number) if number is not None else None
        there = post is not None and not post.removed and f"/{did_of(post.account)}/" in uri
        return post if there and post is not None and _is_shown(post.account, hidden=True) else None

    def _tag_of_feed(self, call: Call) -> str:
        feed = call.query.get("feed", "")
        tag = feed.removeprefix(_FEED)
        if tag == feed or not (tag == OFFLINE or self._shelf.knows_tag(tag)):
            raise Refusal("UnknownFeed", "could not find feed")
        return tag

    def _check_list(self, call: Call) -> None:
        if call.query.get("list") != _LIST:
            raise Refusal("InvalidRequest", "List not found")


def _is_shown(account: Account, *, hidden: bool = False) -> bool:
    return state_of(account) in ({"open", "hidden"} if hidden else {"open"})


def _limit(call: Call) -> int:
    text = call.query.get("limit", str(_USUAL))
    if not text.isdigit() or not 1 <= int(text) <= _MOST:
        raise Refusal("InvalidRequest", f"Error: limit can not be greater than {_MOST}")
    return int(text)


def _not_found(_: Call) -> Response:
    return json_answer({"error": "NotFound", "message": "Not Found"}, 404)
