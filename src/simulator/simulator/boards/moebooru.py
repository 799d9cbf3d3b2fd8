"""Moebooru (https://konachan.com/help/api): yande.re, Konachan and Sakugabooru: `/post.json`, `/tag.json`.

At most 100 posts a page, and six tags a search.
"""

import re
from typing import Any

from werkzeug import Response

from simulator.boards import searching, showing
from simulator.gallery import Gallery, Post, Shelf
from simulator.hosts.calls import Call, Handler, json_answer, text_answer

_RATINGS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("s", "safe"), (0, 1)),
    **dict.fromkeys(("q", "questionable"), (2,)),
    **dict.fromkeys(("e", "explicit"), (3,)),
}
_MOST_PER_PAGE, _USUAL_PER_PAGE, _MOST_TAGS = 100, 16, 6
_TYPES = {"general": 0, "artist": 1, "copyright": 3, "character": 4}
_POST = re.compile(r"/post/show/(\d{1,15})(?:/.*)?", re.ASCII)
_SITES = {
    "yandere": (("yande.re", "www.yande.re"), "files.yande.re"),
    "konachan": (("konachan.com", "www.konachan.com", "konachan.net"), "konachan.com"),
    "sakugabooru": (("www.sakugabooru.com", "sakugabooru.com"), "www.sakugabooru.com"),
}


def hosts(gallery: Gallery) -> dict[str, Handler]:
    """The hosts of the three, and of their files."""
    found: dict[str, Handler] = {}
    for site, (names, media) in _SITES.items():
        found[media] = showing.media(gallery)
        found |= dict.fromkeys(names, Moebooru(gallery, site, media).answer)
    return found


class Moebooru:
    """One board."""

    def __init__(self, gallery: Gallery, site: str, media: str) -> None:
        self._gallery, self._site, self._media = gallery, site, media
        self._files = showing.media(gallery)

    def answer(self, call: Call) -> Response:
        """Any request."""
        shelf = self._gallery.shelf(self._site)
        if call.path == "/post.json":
            return self._posts(call, shelf)
        if call.path == "/tag.json":
            found = shelf.known_tags(
                call.query.get("name", "").rstrip("*"), call.number("limit", 50, most=1_000)
            )
            return json_answer(
                [
                    {"id": place + 1, "name": tag, "count": count, "type": _TYPES[space], "ambiguous": False}
                    for place, (tag, space, count) in enumerate(found)
                ]
            )
        if match := _POST.fullmatch(call.path):
            return showing.page(
                call, self._gallery, shelf.post(int(match[1])), title=self._site, media=self._media
            )
        if call.path.startswith(("/image/", "/images/", "/preview/", "/data/")):
            return self._files(call)
        return text_answer("<h1>404</h1>", 404)

    def _posts(self, call: Call, shelf: Shelf) -> Response:
        text = call.query.get("tags", "")
        # Who asks for a post by its number is told of a deleted one, too.
        by_number = re.fullmatch(r"id:\d+", text.strip()) is not None
        search = searching.read(text, shelf, _RATINGS, removed=None if by_number else False)
        if len(search.tags) > _MOST_TAGS:
            return json_answer(
                {"success": False, "reason": f"You can search for up to {_MOST_TAGS} tags at once"}
            )
        limit = call.number("limit", _USUAL_PER_PAGE, least=1, most=_MOST_PER_PAGE)
        skip = (call.number("page", 1, least=1) - 1) * limit
        return json_answer([self._told(call, post) for post in search.posts(shelf, limit=limit, skip=skip)])

    def _told(self, call: Call, post: Post) -> dict[str, Any]:
        it, files = showing.shown(self._gallery, post), self._gallery.files
        base, small = f"https://{self._media}", files.shape(it.file, 150)
        folder = "data" if self._site == "sakugabooru" else "image"
        told: dict[str, Any] = {
            "id": post.number,
            "tags": " ".join(showing.every_tag(post)),
            "created_at": post.moment,
            "updated_at": post.moment + 60,
            "creator_id": 10 + post.account.number % 50_000,
            "author": post.account.name,
            "change": post.number * 3,
            "source": showing.source_address(call, post),
            "score": post.score,
            "file_size": it.digests.size if it.digests is not None else 0,
            "file_ext": it.shape.format,
            "width": it.shape.width,
            "height": it.shape.height,
            "rating": "ssqe"[post.rating],
            "status": "deleted" if post.removed else "active",
            "has_children": post.copy == 0 and post.shelf.find(post.work.number, 1) is not None,
            "parent_id": post.parent,
            "is_held": False,
        }
        if it.md5 is not None:
            told["md5"] = it.md5
        if post.removed:
            return told
        file = call.reached(
            f"{base}/{folder}/{it.name}/{self._site}%20{post.number}%20_{it.name}.{it.shape.format}"
        )
        preview = call.reached(f"{base}/{folder}/preview/{it.folder}/{files.name(it.file, 150)}.jpg")
        return told | {
            "file_url": file,
            "sample_url": file,
            "sample_width": it.shape.width,
            "sample_height": it.shape.height,
            "jpeg_url": file,
            "jpeg_width": it.shape.width,
            "jpeg_height": it.shape.height,
            "preview_url": preview,
            "preview_width": small.width,
            "preview_height": small.height,
            "actual_preview_width": small.width,
            "actual_preview_height": small.height,
        }
