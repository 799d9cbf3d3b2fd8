"""Danbooru (https://danbooru.donmai.us/wiki_pages/help:api): posts, counts, tags.

Without a key two tags may be searched for, with one six; more are refused with 422. Pages end at 1,000 and go
on by number (`page=b123`). Deleted posts are found by who looks for them; banned ones have no file.
"""

import re
from typing import Any

from werkzeug import Response

from simulator.artists.entries import Entries
from simulator.boards import searching, showing
from simulator.boards.searching import Search
from simulator.gallery import Gallery, Post, Shelf
from simulator.hosts.calls import Call, Handler, json_answer, text_answer

RATINGS = {
    word: (place,)
    for place, word in enumerate(("general", "sensitive", "questionable", "explicit"))
    for word in (word, word[0])
}
_MOST_PER_PAGE, _USUAL_PER_PAGE, _LAST_PAGE = 200, 20, 1_000
_TAGS_FREE, _TAGS_WITH_KEY = 2, 6
_BANNED_SHARE = 0.01
_CATEGORIES = {"general": 0, "artist": 1, "copyright": 3, "character": 4, "meta": 5}
_POST = re.compile(r"/posts/(\d{1,15})(\.json)?", re.ASCII)
_AT_PIXIV = re.compile(r"https://www\.pixiv\.net/artworks/(\d+)", re.ASCII)
_CURSOR = re.compile(r"([ab])(\d{1,15})", re.ASCII)


def hosts(gallery: Gallery, keys: dict[str, str]) -> dict[str, Handler]:
    """The hosts of Danbooru. The one called safebooru shows what is rated general."""
    all_of_it, safe = Danbooru(gallery, keys), Danbooru(gallery, keys, only="rating:g")
    return {
        "danbooru.donmai.us": all_of_it.answer,
        "hijiribe.donmai.us": all_of_it.answer,
        "sonohara.donmai.us": all_of_it.answer,
        "safebooru.donmai.us": safe.answer,
        "cdn.donmai.us": showing.media(gallery),
    }


class _Refused(Exception):
    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.response = json_answer({"success": False, "error": error, "message": message}, status)


class Danbooru:
    """One Danbooru."""

    def __init__(self, gallery: Gallery, keys: dict[str, str], *, only: str = "") -> None:
        self._gallery, self._only = gallery, only
        self._entries = Entries(gallery, "danbooru")
        self._key = (keys.get("DANBOORU_LOGIN"), keys.get("DANBOORU_API_KEY"))

    def answer(self, call: Call) -> Response:
        """Any request."""
        try:
            return self._answer(call)
        except _Refused as refused:
            return refused.response

    def _answer(self, call: Call) -> Response:
        shelf, known = self._gallery.shelf("danbooru"), self._is_known(call)
        if call.path == "/posts.json":
            found = [self._told(call, post) for post in self._listed(call, shelf, known=known)]
            return json_answer([_only(call, one) for one in found])
        if call.path == "/counts/posts.json":
            return json_answer({"counts": {"posts": self._search(call, shelf, known=known).count(shelf)}})
        if match := _POST.fullmatch(call.path):
            post = shelf.post(int(match[1]))
            if match[2] is None:
                return showing.page(call, self._gallery, post, title="Danbooru", media="cdn.donmai.us")
            if post is None:
                raise _Refused(404, "ActiveRecord::RecordNotFound", "That record was not found.")
            return json_answer(_only(call, self._told(call, post)))
        if call.path == "/tags.json":
            return json_answer(self._tags(call, shelf))
        if call.path.startswith("/artist"):
            return self._entries.answer(call)
        if call.path == "/autocomplete.json":
            return json_answer(_completions(call, shelf))
        return text_answer("<h1>Page not found</h1>", 404)

    def _is_known(self, call: Call) -> bool:
        """Whether a key came along. Raises for a wrong one."""
        given = showing.basic_login(call)
        if given is None and "api_key" in call.query:
            given = (call.query.get("login", ""), call.query["api_key"])
        if given is not None and given != self._key:
            raise _Refused(401, "SessionLoader::AuthenticationFailure", "Invalid API key.")
        return given is not None

    def _search(self, call: Call, shelf: Shelf, *, known: bool) -> Search:
        text = call.query.get("tags", "")
        search = searching.read(f"{text} {self._only}", shelf, RATINGS)
        most = _TAGS_WITH_KEY if known else _TAGS_FREE
        if len(search.tags) > most:
            message = f"You cannot search for more than {most} tags at a time."
            raise _Refused(422, "PostQuery::TagLimitError", message)
        return search

    def _listed(self, call: Call, shelf: Shelf, *, known: bool) -> list[Post]:
        search = self._search(call, shelf, known=known)
        limit = call.number("limit", _USUAL_PER_PAGE, most=_MOST_PER_PAGE)
        page = call.query.get("page", "1")
        cursor = _CURSOR.fullmatch(page)
        if cursor is not None and cursor[1] == "b":
            search.narrowed(below=int(cursor[2]))
            return search.posts(shelf, limit=limit)
        if cursor is not None:
            search.narrowed(above=int(cursor[2]))
            next_ones = shelf.posts(
                search.where, above=search.above, below=search.below, limit=limit, oldest_first=True
            )
            return next_ones[::-1]
        number = call.number("page", 1, least=1)
        if number > _LAST_PAGE:
            message = f"You cannot go beyond page {_LAST_PAGE}. Please narrow your search terms."
            raise _Refused(410, "PaginationExtension::PaginationError", message)
        return search.posts(shelf, limit=limit, skip=(number - 1) * limit)

    def _told(self, call: Call, post: Post) -> dict[str, Any]:
        it = showing.shown(self._gallery, post)
        banned = showing.is_hidden(post, _BANNED_SHARE)
        files = self._gallery.files
        told: dict[str, Any] = {
            "id": post.number,
            "created_at": showing.iso(post.moment),
            "updated_at": showing.iso(post.moment + 3_600),
            "uploader_id": 100 + post.account.number % 100_000,
            "score": post.score,
            "source": showing.source_address(call, post),
            "rating": "gsqe"[post.rating],
            "image_width": it.shape.width,
            "image_height": it.shape.height,
            "tag_string": " ".join(showing.every_tag(post)),
            **{f"tag_string_{name}": " ".join(tags) for name, tags in post.tags.items()},
            "tag_string_meta": "highres" if max(it.shape.width, it.shape.height) >= 480 else "",
            "fav_count": max(0, post.score * 2),
            "file_ext": it.shape.format,
            "file_size": it.digests.size if it.digests is not None else it.shape.width * it.shape.height // 8,
            "parent_id": post.parent,
            "has_children": post.shelf.find(post.work.number, 1) is not None and post.copy == 0,
            "is_deleted": post.removed,
            "is_banned": banned,
            "is_pending": False,
            "is_flagged": False,
            "pixiv_id": _number_at_pixiv(post),
        }
        if banned:
            return told
        original = call.reached(f"https://cdn.donmai.us/original/{it.folder}/{it.name}.{it.shape.format}")
        small = files.name(it.file, 180)
        told |= {
            "file_url": original,
            "large_file_url": original,
            "preview_file_url": call.reached(f"https://cdn.donmai.us/180x180/{it.folder}/{small}.jpg"),
        }
        return told if it.md5 is None else {**told, "md5": it.md5}

    def _tags(self, call: Call, shelf: Shelf) -> list[dict[str, Any]]:
        wanted = call.query.get("search[name_matches]", call.query.get("search[name]", "")).rstrip("*")
        found = shelf.known_tags(wanted, call.number("limit", 20, most=1_000))
        return [
            {"id": place + 1, "name": tag, "post_count": count, "category": _CATEGORIES[namespace]}
            for place, (tag, namespace, count) in enumerate(found)
        ]


def _number_at_pixiv(post: Post) -> int | None:
    """The work of Pixiv's that is the source."""
    match = _AT_PIXIV.fullmatch(post.source_url or "")
    return int(match[1]) if match is not None else None


def _completions(call: Call, shelf: Shelf) -> list[dict[str, Any]]:
    found = shelf.known_tags(call.query.get("search[query]", ""), call.number("limit", 10, most=20))
    return [
        {
            "type": "tag-word",
            "label": tag.replace("_", " "),
            "value": tag,
            "category": _CATEGORIES[space],
            "post_count": count,
        }
        for tag, space, count in found
    ]


def _only(call: Call, told: dict[str, Any]) -> dict[str, Any]:
    """The fields that were asked for."""
    wanted = [name for name in call.query.get("only", "").split(",") if name]
    return {name: told[name] for name in wanted if name in told} if wanted else told
