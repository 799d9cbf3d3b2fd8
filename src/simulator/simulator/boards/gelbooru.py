"""Gelbooru and the boards of its 0.2 kind (https://gelbooru.com/index.php?page=wiki&s=view&id=18780,
https://safebooru.org/index.php?page=help&topic=dapi): posts and tags by `page=dapi`.

XML unless `json=1`. Gelbooru and rule34.xxx answer nobody without a key. Each has a form of its own for a
page without posts.
"""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from werkzeug import Response

from simulator.boards import searching, showing
from simulator.gallery import Gallery, Post, Shelf
from simulator.hosts.calls import Call, Handler, json_answer, text_answer

_THREE = ("safe", "safe", "questionable", "explicit")
_FOUR = ("general", "sensitive", "questionable", "explicit")
_DEEPEST = 200_000
_TYPES = {"general": 0, "artist": 1, "copyright": 3, "character": 4}


@dataclass(frozen=True)
class Board:
    """What makes one of these boards different. `empty` is its JSON page without posts."""

    name: str
    host: str
    media: str
    words: tuple[str, ...] = _THREE
    most_per_page: int = 1_000
    deepest: int = _DEEPEST
    empty: str = "[]"
    keys: tuple[str, str] | None = None
    api: str = ""


BOARDS = (
    Board(
        "gelbooru",
        "gelbooru.com",
        "img3.gelbooru.com",
        _FOUR,
        100,
        20_000,
        keys=("GELBOORU_USER_ID", "GELBOORU_API_KEY"),
    ),
    Board(
        "rule34",
        "rule34.xxx",
        "wimg.rule34.xxx",
        keys=("RULE34_USER_ID", "RULE34_API_KEY"),
        api="api.rule34.xxx",
    ),
    Board("safebooru", "safebooru.org", "safebooru.org", _FOUR, empty=""),
    Board("tbib", "tbib.org", "tbib.org"),
    Board("xbooru", "xbooru.com", "img.xbooru.com", empty=""),
    Board("hypnohub", "hypnohub.net", "hypnohub.net"),
)


def hosts(gallery: Gallery, keys: dict[str, str]) -> dict[str, Handler]:
    """The hosts of all these boards, and of their files."""
    found: dict[str, Handler] = {}
    for board in BOARDS:
        one = Gelbooru(gallery, board, keys)
        found |= {board.media: showing.media(gallery)}
        found |= {host: one.answer for host in (board.host, f"www.{board.host}", board.api) if host}
    return found


class Gelbooru:
    """One board."""

    def __init__(self, gallery: Gallery, board: Board, keys: dict[str, str]) -> None:
        self._gallery, self._board = gallery, board
        self._key = tuple(keys.get(name) for name in board.keys) if board.keys is not None else None
        self._media = showing.media(gallery)
        self._ratings: dict[str, tuple[int, ...]] = {}
        for place, word in enumerate(board.words):
            for text in (word, word[0]):
                self._ratings[text] = tuple(sorted({*self._ratings.get(text, ()), place}))

    def answer(self, call: Call) -> Response:
        """Any request."""
        if call.path.startswith(("/images/", "/thumbnails/", "/samples/")):
            return self._media(call)
        if call.path not in {"/", "/index.php"}:
            return text_answer("<h1>404 Not Found</h1>", 404)
        what = (call.query.get("page"), call.query.get("s"), call.query.get("q"))
        shelf = self._gallery.shelf(self._board.name)
        if what[0] == "dapi" and self._key is not None:
            given = (call.query.get("user_id"), call.query.get("api_key"))
            if given != self._key:
                return self._without_key()
        if what == ("dapi", "post", "index"):
            return self._posts(call, shelf)
        if what == ("dapi", "tag", "index"):
            return self._tags(call, shelf)
        if what[:2] == ("post", "view"):
            post = shelf.post(call.number("id", 0))
            return showing.page(call, self._gallery, post, title=self._board.host, media=self._board.media)
        return text_answer(f"<title>{self._board.host}</title>")

    def _without_key(self) -> Response:
        if self._board.name == "gelbooru":
            return text_answer("", 401)
        return json_answer(
            f"Missing authentication. Go to {self._board.host}/index.php?page=account for more information"
        )

    def _posts(self, call: Call, shelf: Shelf) -> Response:
        board = self._board
        limit = call.number("limit", 100, least=1, most=board.most_per_page)
        skip = call.number("pid", 0) * limit
        if skip > board.deepest:
            return _xml('<response success="false" reason="Search error: API limited due to abuse."/>')
        if "id" in call.query:
            # Gelbooru tells of deleted posts by number; the others do not.
            post = shelf.post(call.number("id", 0))
            found = [post] if post is not None and (board.name == "gelbooru" or not post.removed) else []
            count = len(found)
        else:
            text = " ".join(word for word in call.query.get("tags", "").split() if word != "all")
            search = searching.read(text, shelf, self._ratings)
            found = search.posts(shelf, limit=limit, skip=skip)
            count = search.count(shelf)
        told = [self._told(call, post) for post in found]
        if call.query.get("json") != "1":
            rows = "".join(_element(one) for one in told)
            return _xml(f'<posts count="{count}" offset="{skip}">{rows}</posts>')
        if board.name == "gelbooru":
            head = {"@attributes": {"limit": limit, "offset": skip, "count": count}}
            return json_answer({**head, "post": told} if told else head)
        if not told:
            return text_answer(board.empty, content_type="application/json")
        return json_answer([_without_moment(one) for one in told])

    def _told(self, call: Call, post: Post) -> dict[str, Any]:
        it, board = showing.shown(self._gallery, post), self._board
        files, base = self._gallery.files, f"https://{self._board.media}"
        small, small_shape = files.name(it.file, 150), files.shape(it.file, 150)
        is_new = board.name == "gelbooru"
        file = call.reached(f"{base}/images/{it.folder}/{it.name}.{it.shape.format}")
        told: dict[str, Any] = {
            "id": post.number,
            "created_at": showing.spelled_out(post.moment),
            "score": post.score if is_new else post.score or None,
            "width": it.shape.width,
            "height": it.shape.height,
            ("md5" if is_new else "hash"): it.md5,
            "directory": it.folder if is_new else it.folder.replace("/", ""),
            "image": f"{it.name}.{it.shape.format}",
            "rating": board.words[post.rating],
            "source": showing.source_address(call, post),
            "change": post.moment,
            "owner": post.account.name,
            "parent_id": post.parent or 0,
            "sample": 0 if is_new else False,
            "sample_height": 0,
            "sample_width": 0,
            "tags": " ".join(showing.every_tag(post)),
            "file_url": file,
            "sample_url": file,
            "preview_url": call.reached(f"{base}/thumbnails/{it.folder}/thumbnail_{small}.jpg"),
            "preview_width": small_shape.width,
            "preview_height": small_shape.height,
            "status": "deleted" if post.removed else "active",
            "has_notes": "false" if is_new else False,
        }
        if is_new:
            told |= {
                "creator_id": 1_000 + post.account.number % 90_000,
                "title": "",
                "has_comments": "false",
                "has_children": "true"
                if post.copy == 0 and post.shelf.find(post.work.number, 1)
                else "false",
                "post_locked": 0,
            }
        return {
            name: value for name, value in told.items() if name not in {"md5", "hash"} or value is not None
        }

    def _tags(self, call: Call, shelf: Shelf) -> Response:
        wanted = call.query.get("name", call.query.get("name_pattern", "")).rstrip("%")
        found = shelf.known_tags(wanted, call.number("limit", 100, most=1_000))
        told = [
            {"id": place + 1, "name": tag, "count": count, "type": _TYPES[space], "ambiguous": 0}
            for place, (tag, space, count) in enumerate(found)
            if "name" not in call.query or tag == wanted
        ]
        if call.query.get("json") == "1":
            return json_answer({"@attributes": {"limit": 100, "offset": 0, "count": len(told)}, "tag": told})
        return _xml(f'<tags type="array">{"".join(_element(one, "tag") for one in told)}</tags>')


def _without_moment(told: dict[str, Any]) -> dict[str, Any]:
    """These boards tell when a post was made in XML only."""
    return {
        name: value
        for name, value in told.items()
        if name not in {"created_at", "preview_width", "preview_height"}
    }


def _element(told: dict[str, Any], name: str = "post") -> str:
    """An element with all values as attributes; a digest is `md5` here."""
    named = {"md5" if key == "hash" else key: value for key, value in told.items()}
    attributes = (f"{key}={quoteattr(_in_xml(value))}" for key, value in named.items())
    return f"<{name} {' '.join(attributes)}/>"


def _in_xml(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _xml(body: str) -> Response:
    return text_answer(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', content_type="text/xml")
