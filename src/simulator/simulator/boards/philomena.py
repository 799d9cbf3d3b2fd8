"""Philomena (https://derpibooru.org/pages/api): Derpibooru, Furbooru and Ponybooru: search, images, tags.

At most 50 images a page. What is found depends on a filter: that of a key's user, one that is named, or the
site's own, which hides what is explicit. A wrong key is nobody's, and that is not told. Merged and hidden
images are told of as such.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from werkzeug import Response

from simulator.boards import showing
from simulator.boards.philomena_query import Query, UnreadableError
from simulator.drawing.recent import Recent
from simulator.gallery import Gallery, Post, Shelf
from simulator.gallery.noise import Numbers
from simulator.gallery.rows import Rows
from simulator.hosts.calls import Call, Handler, json_answer, text_answer

_API = "/api/v1/json"
_MOST_PER_PAGE, _USUAL_PER_PAGE = 50, 25
_EXPLICIT = 3
_IMAGE = re.compile(rf"(?:{_API}/images/|/images/|/)(\d{{1,15}})", re.ASCII)
_WORDS = ("safe", "safe", "questionable", "explicit")


@dataclass(frozen=True)
class _Site:
    name: str
    names: tuple[str, ...]
    media: str
    shows_everything: str


_SITES = (
    _Site("derpibooru", ("derpibooru.org", "www.derpibooru.org", "trixiebooru.org"), "derpicdn.net", "56027"),
    _Site("furbooru", ("furbooru.org", "www.furbooru.org"), "furrycdn.org", "2"),
    _Site("ponybooru", ("ponybooru.org", "www.ponybooru.org"), "cdn.ponybooru.org", "3"),
)


def hosts(gallery: Gallery, keys: dict[str, str]) -> dict[str, Handler]:
    """The hosts of the three, and of their files."""
    found: dict[str, Handler] = {}
    for site in _SITES:
        one = Philomena(gallery, site, keys.get(f"{site.name.upper()}_API_KEY"))
        found |= {site.media: showing.media(gallery), **dict.fromkeys(site.names, one.answer)}
    return found


class Philomena:
    """One site."""

    def __init__(self, gallery: Gallery, site: _Site, key: str | None) -> None:
        self._gallery, self._site, self._key = gallery, site, key
        self._found: Recent[tuple[int, str, bool], Numbers] = Recent(64, lambda _: 1)

    def answer(self, call: Call) -> Response:
        """Any request."""
        shelf = self._gallery.shelf(self._site.name)
        if call.path.rstrip("/") in {f"{_API}/search/images", f"{_API}/search"}:
            return self._search(call, shelf)
        if call.path == f"{_API}/search/tags":
            return self._tags(call, shelf)
        if match := _IMAGE.fullmatch(call.path):
            post = shelf.post(int(match[1]))
            if not call.path.startswith(_API):
                return showing.page(call, self._gallery, post, title=self._site.name, media=self._site.media)
            if post is None:
                return text_answer("", 404)
            return json_answer({"image": self._told(call, post), "interactions": []})
        return text_answer("<h1>404</h1>", 404)

    def _search(self, call: Call, shelf: Shelf) -> Response:
        everything = call.query.get("filter_id") == self._site.shows_everything
        everything |= self._key is not None and call.query.get("key") == self._key
        try:
            rows = shelf.rows
            found = self._matching(call.query.get("q", ""), shelf, rows, everything=everything)
        except UnreadableError as error:
            return json_answer({"error": str(error)}, 400)
        per_page = call.number("per_page", _USUAL_PER_PAGE, least=1, most=_MOST_PER_PAGE)
        skip = (call.number("page", 1, least=1) - 1) * per_page
        in_order = found if call.query.get("sd") == "asc" else found[::-1]
        posts = shelf.at(rows, in_order[skip : skip + per_page])
        return json_answer(
            {"images": [self._told(call, post) for post in posts], "total": len(found), "interactions": []}
        )

    def _matching(self, text: str, shelf: Shelf, rows: Rows, *, everything: bool) -> Numbers:
        # Where a page goes on is part of the search: it is read apart, so that each search is read once.
        page = re.fullmatch(r"\((.*)\), id\.lt:(\d{1,15})", text, re.DOTALL)
        key = (rows.version, page[1] if page is not None else text, everything)
        found = self._found.get(key)
        if found is None:
            mask = Query(key[1], shelf, rows).mask()
            mask &= ~(rows.removed | rows.gone)
            if not everything:
                mask &= rows.rating < _EXPLICIT
            found = np.flatnonzero(mask)
            self._found.put(key, found)
        if page is not None:
            found = found[: int(np.searchsorted(rows.number[found], int(page[2])))]
        return found

    def _told(self, call: Call, post: Post) -> dict[str, Any]:
        if post.removed:
            return self._removed(post)
        it, files = showing.shown(self._gallery, post), self._gallery.files
        base = f"https://{self._site.media}/img"
        day = showing.iso(post.moment)[:10].replace("-", "/")
        view = call.reached(f"{base}/view/{day}/{it.name}.{it.shape.format}")
        boxes = {"thumb_tiny": 50, "thumb_small": 150, "thumb": 250, "small": 320, "medium": 500}
        small = {
            name: call.reached(f"{base}/{day}/{post.number}/{files.name(it.file, box)}.jpg")
            for name, box in boxes.items()
        }
        tags = sorted({*(tag for tags in post.tags.values() for tag in tags), _WORDS[post.rating]})
        source = showing.source_address(call, post)
        told: dict[str, Any] = {
            "id": post.number,
            "created_at": showing.iso(post.moment)[:-5] + "Z",
            "updated_at": showing.iso(post.moment + 60)[:-5] + "Z",
            "first_seen_at": showing.iso(post.moment)[:-5] + "Z",
            "name": f"{post.number}.{it.shape.format}",
            "format": it.shape.format,
            "mime_type": it.shape.mime,
            "width": it.shape.width,
            "height": it.shape.height,
            "aspect_ratio": it.shape.width / it.shape.height,
            "animated": False,
            "duration": 0.04,
            "size": it.digests.size if it.digests is not None else 0,
            "tags": tags,
            "tag_ids": list(range(len(tags))),
            "tag_count": len(tags),
            "score": post.score,
            "upvotes": max(0, post.score),
            "downvotes": 0,
            "faves": max(0, post.score // 2),
            "wilson_score": 0.9,
            "comment_count": 0,
            "source_url": source or None,
            "source_urls": [source] if source else [],
            "uploader": post.account.name,
            "uploader_id": post.account.number % 90_000,
            "description": post.words if post.is_planned else "",
            "representations": {"full": view, "large": view, "tall": view, **small},
            "view_url": view,
            "hidden_from_users": False,
            "duplicate_of": None,
            "deletion_reason": None,
            "processed": True,
            "thumbnails_generated": True,
            "spoilered": False,
            "intensities": {"ne": 30.0, "nw": 30.0, "se": 30.0, "sw": 30.0},
        }
        if it.digests is not None:
            told |= {"sha512_hash": it.digests.sha512, "orig_sha512_hash": it.digests.sha512}
        return told

    def _removed(self, post: Post) -> dict[str, Any]:
        parent = post.parent
        return {
            "id": post.number,
            "created_at": showing.iso(post.moment)[:-5] + "Z",
            "updated_at": showing.iso(post.moment + 60)[:-5] + "Z",
            "first_seen_at": showing.iso(post.moment)[:-5] + "Z",
            "deletion_reason": None if parent is not None else "Rule #1",
            "duplicate_of": parent,
            "hidden_from_users": True,
        }

    def _tags(self, call: Call, shelf: Shelf) -> Response:
        found = shelf.known_tags(call.query.get("q", "").rstrip("*"), call.number("per_page", 25, most=50))
        told = [
            {"id": place, "name": tag, "slug": tag.replace(" ", "+"), "images": count, "category": None}
            for place, (tag, _, count) in enumerate(found)
        ]
        return json_answer({"tags": told, "total": len(told)})
