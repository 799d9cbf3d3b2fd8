"""e621 and e926 (https://e621.net/help/api): posts and tags. e926 is the part of e621 that is rated safe.

Who does not say who asks is refused with 403. Pages end at 750 and go on by number. Some posts have no
address for who is not logged in.
"""

import re
from typing import Any

from werkzeug import Response

from simulator.artists.entries import Entries
from simulator.boards import searching, showing
from simulator.boards.searching import Search
from simulator.gallery import Gallery, Post, Shelf
from simulator.hosts.calls import Call, Handler, json_answer, text_answer

_RATINGS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("s", "safe"), (0, 1)),
    **dict.fromkeys(("q", "questionable"), (2,)),
    **dict.fromkeys(("e", "explicit"), (3,)),
}
_MOST_PER_PAGE, _USUAL_PER_PAGE, _LAST_PAGE, _MOST_TAGS = 320, 75, 750, 40
_HIDDEN_SHARE = 0.02
_ANIMALS = frozenset({"cat", "bird", "fox", "whale"})
# What browsers and libraries call themselves: nobody who could be asked.
_NOBODY = re.compile(r"\s*$|mozilla/|python-|python/|urllib|curl/|wget/|okhttp|go-http", re.IGNORECASE)
_POST = re.compile(r"/posts/(\d{1,15})(\.json)?", re.ASCII)
_CURSOR = re.compile(r"([ab])(\d{1,15})", re.ASCII)
_CATEGORIES = {"general": 0, "artist": 1, "copyright": 3, "character": 4}


def hosts(gallery: Gallery, keys: dict[str, str]) -> dict[str, Handler]:
    """The hosts of both, and of their files."""
    whole, safe = E621(gallery, keys), E621(gallery, keys, only="rating:s")
    return {
        "e621.net": whole.answer,
        "www.e621.net": whole.answer,
        "e926.net": safe.answer,
        "www.e926.net": safe.answer,
        "static1.e621.net": showing.media(gallery),
        "static1.e926.net": showing.media(gallery),
    }


def _refused(status: int, message: str) -> Response:
    return json_answer({"success": False, "message": message, "reason": message}, status)


class E621:
    """One of the two."""

    def __init__(self, gallery: Gallery, keys: dict[str, str], *, only: str = "") -> None:
        self._gallery, self._only = gallery, only
        self._entries = Entries(gallery, "e621")
        self._key = (keys.get("E621_LOGIN"), keys.get("E621_API_KEY"))

    def answer(self, call: Call) -> Response:
        """Any request."""
        if _NOBODY.match(call.headers.get("User-Agent", "")):
            return _refused(403, "A descriptive User-Agent with a way to contact you is required.")
        given = showing.basic_login(call)
        if given is None and "api_key" in call.query:
            given = (call.query.get("login", ""), call.query["api_key"])
        if given is not None and given != self._key:
            return _refused(401, "Authentication failed")
        shelf, known = self._gallery.shelf("e621"), given is not None
        if call.path == "/posts.json":
            return self._posts(call, shelf, known=known)
        if match := _POST.fullmatch(call.path):
            post = shelf.post(int(match[1]))
            if post is not None and self._only and post.rating > 1:
                post = None
            if match[2] is None:
                return showing.page(call, self._gallery, post, title="e621", media="static1.e621.net")
            if post is None:
                return _refused(404, "not found")
            return json_answer({"post": self._told(call, post, known=known)})
        if call.path.startswith("/artist"):
            return self._entries.answer(call)
        if call.path in {"/tags.json", "/tags/autocomplete.json"}:
            wanted = call.query.get("search[name_matches]", "").rstrip("*")
            found = shelf.known_tags(wanted, call.number("limit", 75, most=320))
            return json_answer(
                [
                    {"id": place + 1, "name": tag, "post_count": count, "category": _CATEGORIES[space]}
                    for place, (tag, space, count) in enumerate(found)
                ]
            )
        return text_answer("<h1>404</h1>", 404)

    def _posts(self, call: Call, shelf: Shelf, *, known: bool) -> Response:
        search = searching.read(f"{call.query.get('tags', '')} {self._only}", shelf, _RATINGS)
        if len(search.tags) > _MOST_TAGS:
            return _refused(422, f"You cannot search for more than {_MOST_TAGS} tags at a time")
        limit = call.number("limit", _USUAL_PER_PAGE, most=_MOST_PER_PAGE)
        cursor = _CURSOR.fullmatch(call.query.get("page", ""))
        if cursor is not None:
            found = _beside(search, shelf, cursor, limit)
        else:
            page = call.number("page", 1, least=1)
            if page > _LAST_PAGE:
                return _refused(
                    410, f"You cannot go beyond page {_LAST_PAGE}. Please narrow your search terms."
                )
            found = search.posts(shelf, limit=limit, skip=(page - 1) * limit)
        return json_answer({"posts": [self._told(call, post, known=known) for post in found]})

    def _told(self, call: Call, post: Post, *, known: bool) -> dict[str, Any]:
        it, files = showing.shown(self._gallery, post), self._gallery.files
        hidden = post.removed or (not known and showing.is_hidden(post, _HIDDEN_SHARE))
        small = files.shape(it.file, 150)
        base = f"https://static1.{call.host.removeprefix('www.')}/data"
        file = None if hidden else call.reached(f"{base}/{it.folder}/{it.name}.{it.shape.format}")
        preview = None
        if not hidden:
            preview = call.reached(f"{base}/preview/{it.folder}/{files.name(it.file, 150)}.jpg")
        general = post.tags["general"]
        source = showing.source_address(call, post)
        return {
            "id": post.number,
            "created_at": showing.iso(post.moment),
            "updated_at": showing.iso(post.moment + 3_600),
            "file": {
                "width": it.shape.width,
                "height": it.shape.height,
                "ext": it.shape.format,
                "size": it.digests.size if it.digests is not None else 0,
                "md5": it.md5,
                "url": file,
            },
            "preview": {"width": small.width, "height": small.height, "url": preview},
            "sample": {
                "has": False,
                "width": it.shape.width,
                "height": it.shape.height,
                "url": file,
                "alternates": {},
            },
            "score": {"up": max(0, post.score), "down": min(0, post.score), "total": post.score},
            "tags": {
                "general": [tag for tag in general if tag not in _ANIMALS],
                "artist": post.tags["artist"],
                "contributor": [],
                "copyright": post.tags["copyright"],
                "character": post.tags["character"],
                "species": [tag for tag in general if tag in _ANIMALS],
                "invalid": [],
                "meta": [],
                "lore": [],
            },
            "locked_tags": [],
            "change_seq": post.number * 7,
            "flags": {"pending": False, "flagged": False, "note_locked": False, "deleted": post.removed},
            "rating": "ssqe"[post.rating],
            "fav_count": max(0, post.score),
            "sources": [source] if source else [],
            "pools": [],
            "relationships": {"parent_id": post.parent, "has_children": False, "children": []},
            "approver_id": None,
            "uploader_id": 50_000 + post.account.number % 90_000,
            "description": post.words if post.is_planned else "",
            "comment_count": 0,
            "is_favorited": False,
            "duration": None,
        }


def _beside(search: Search, shelf: Shelf, cursor: re.Match[str], limit: int) -> list[Post]:
    if cursor[1] == "b":
        search.narrowed(below=int(cursor[2]))
        return search.posts(shelf, limit=limit)
    search.narrowed(above=int(cursor[2]))
    next_ones = shelf.posts(
        search.where, above=search.above, below=search.below, limit=limit, oldest_first=True
    )
    return next_ones[::-1]
