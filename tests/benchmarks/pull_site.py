"""A board that answers as fast as can be: every page of every listing is made before the first is asked for.

It speaks as Danbooru does (200 posts a page,
`page=b<number>`), with posts of the size that Danbooru's have: thirty tags, three renditions, a source.
"""

import hashlib
import json
import random
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

PAGE = 200
_WORDS = [f"{kind}_{number}" for kind in ("sky", "hair", "dress", "river", "light") for number in range(400)]
_RATINGS = "gggsssqe"


def tags_of(listing: int) -> str:
    """What is searched for to get a listing."""
    return f"listing_{listing}"


class Board:
    """All pages, by what is asked for: the search, and the number below which posts are wanted."""

    def __init__(self, listings: int, posts: int) -> None:
        self._pages: dict[tuple[str, str], bytes] = {}
        self._chance = random.Random(1)
        for listing in range(listings):
            numbers = [number * listings + listing + 1 for number in range(posts)][::-1]
            for at in range(0, posts, PAGE):
                below = f"b{numbers[at - 1]}" if at else ""
                page = [self._post(number, tags_of(listing)) for number in numbers[at : at + PAGE]]
                self._pages[tags_of(listing), below] = json.dumps(page).encode()

    def page(self, tags: str, below: str) -> bytes:
        """The answer to a search; an empty page beyond the last one."""
        return self._pages.get((tags, below), b"[]")

    def _post(self, number: int, tag: str) -> dict[str, Any]:
        digest = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
        at = f"https://cdn.donmai.us/{{}}/{digest[:2]}/{digest[2:4]}/{digest}"
        return {
            "id": number,
            "created_at": f"2025-0{number % 9 + 1}-11T02:14:36.000-05:00",
            "updated_at": "2025-10-11T02:15:36.000-05:00",
            "uploader_id": number % 5_000 + 1,
            "score": number % 300,
            "fav_count": number % 200,
            "source": f"https://www.pixiv.net/artworks/{number + 90_000_000}",
            "md5": digest,
            "rating": _RATINGS[number % len(_RATINGS)],
            "image_width": 1_400,
            "image_height": 2_000,
            "file_ext": "jpg",
            "file_size": 1_400_000,
            "parent_id": None,
            "pixiv_id": number + 90_000_000,
            "is_deleted": False,
            "is_banned": False,
            "tag_string_general": " ".join([tag, *self._chance.sample(_WORDS, 24)]),
            "tag_string_artist": f"artist_{number % 3_000}",
            "tag_string_character": f"character_{number % 900}",
            "tag_string_copyright": f"series_{number % 200}",
            "tag_string_meta": "highres commentary_request",
            "file_url": at.format("original") + ".jpg",
            "large_file_url": at.format("sample/sample") + ".jpg",
            "preview_file_url": at.format("180x180") + ".jpg",
        }


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A page of posts, whatever the path before it."""
        asked = parse_qs(urlsplit(self.path).query)
        body = cast("_Server", self.server).board.page(asked.get("tags", [""])[0], asked.get("page", [""])[0])
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, board: Board) -> None:
        super().__init__(("127.0.0.1", port), _Requests)
        self.board = board


def serve(port: int, listings: int, posts: int) -> None:
    """Answer for ever, once all pages are made."""
    server = _Server(port, Board(listings, posts))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    server.serve_forever()
