"""api.imgur.com/3: for applications that have an id, who may ask so often an hour and a day."""

import time
from collections.abc import Callable
from typing import Any

from werkzeug import Response

from simulator.gallery import Gallery, Post, Where, addresses
from simulator.hosts.calls import Call, Handler, json_answer
from simulator.social.imgur import names
from simulator.social.imgur.telling import album_data, image_data, item_data
from simulator.social.limits import Left, Window
from simulator.social.reddit.forms import form_of
from simulator.social.routes import routed

_PAGE = 60
_MOST_PAGES = 400
_ID = r"([A-Za-z0-9]+)"
_BY_CLIENT, _BY_USER = 12_500, 500
_NO_END = 10**9
# The album of Imgur's own documentation (https://apidocs.imgur.com, "Album").
_DOCUMENTED_ALBUM = "lDRB2"


class Api:
    """The API's answers."""

    def __init__(self, gallery: Gallery, client_id: str, *, limited: bool = True) -> None:
        self._gallery, self._shelf, self._client_id = gallery, gallery.shelf("imgur"), client_id
        self._images: dict[str, tuple[int, list[Post]]] = {}
        self.by_client = Window(_BY_CLIENT if limited else _NO_END, 86_400)
        self.by_user = Window(_BY_USER if limited else _NO_END, 3_600)

    def handler(self) -> Handler:
        """Answers those who have an id and are within their limits."""
        routes = routed(
            (
                (rf"/3/image/{_ID}", self.image),
                (rf"/3/album/{_ID}", self.album),
                (rf"/3/album/{_ID}/images", self.images),
                (rf"/3/gallery/album/{_ID}", self.gallery_album),
                (rf"/3/gallery/image/{_ID}", self.gallery_image),
                (
                    r"/3/gallery/t/([^/]+)(?:/(?:time|viral|top)(?:/(?:day|week|month|year|all))?(?:/([0-9]+))?)?",
                    self.tag,
                ),
                (
                    r"/3/gallery/r/([A-Za-z0-9_]+)(?:/(?:time|top)(?:/(?:day|week|month|year|all))?(?:/([0-9]+))?)?",
                    self.community,
                ),
                (rf"/3/gallery/[rt]/[^/]+/{_ID}", self.of_community),
                (r"/3/credits", self.credits),
            ),
            lambda call: _failure(call, 404, "Unable to find the endpoint"),
        )

        def answer(call: Call) -> Response:
            given = call.headers.get("Authorization", "")
            if not given.startswith("Client-ID "):
                return _failure(call, 401, "Authentication required")
            if given.removeprefix("Client-ID ").strip() != self._client_id:
                return _failure(call, 403, "Invalid client_id")
            client, user = (
                self.by_client.take(self._client_id),
                self.by_user.take(call.request.remote_addr or ""),
            )
            response = (
                _failure(call, 429, "User request limit exceeded" if user.over else "Rate limit exceeded")
                if client.over or user.over
                else routes(call)
            )
            response.headers.update(_limit_headers(self, client, user))
            return response

        return answer

    def image(self, call: Call, name: str) -> Response:
        """/image/{id}."""
        file = names.file_of(name, self._gallery)
        if file is None:
            return _failure(call, 404, f"Unable to find an image with the id, {name}")
        return _told(image_data(self._gallery, file, call.reached, post=self._shelf.find(file.work)))

    def album(self, call: Call, name: str) -> Response:
        """/album/{id}."""
        return self._of_album(call, name, lambda post: album_data(post, call.reached))

    def images(self, call: Call, name: str) -> Response:
        """/album/{id}/images: all of them."""
        return self._of_album(call, name, lambda post: album_data(post, call.reached)["images"])

    def gallery_album(self, call: Call, name: str) -> Response:
        """/gallery/album/{id}: what was shared with the gallery, with its first three images."""
        post = self._post(name)
        if post is None or len(post.files) == 1:
            return _failure(call, 404, f"Unable to find an album with the id, {name}")
        return _told(album_data(post, call.reached, images=3))

    def gallery_image(self, call: Call, name: str) -> Response:
        """/gallery/image/{id}."""
        file = names.file_of(name, self._gallery)
        post = self._shelf.find(file.work) if file is not None else None
        if file is None or post is None or post.removed or post.files != (file,):
            return _failure(call, 404, f"Unable to find an image with the id, {name}")
        return _told(item_data(post, call.reached))

    def tag(self, call: Call, tag: str, page: str | None = None) -> Response:
        """/gallery/t/{tag}/time/{page}."""
        where = Where(tags=(tag.replace("_", " ").lower(),))
        skip = _PAGE * min(int(page or 0), _MOST_PAGES)
        posts = self._shelf.posts(where, limit=_PAGE, skip=skip)
        return _told(
            {
                "name": tag,
                "display_name": tag.replace("_", " "),
                "followers": 10,
                "total_items": self._shelf.count(where),
                "following": False,
                "items": [item_data(post, call.reached) for post in posts],
            }
        )

    def community(self, call: Call, name: str, page: str | None = None) -> Response:
        """/gallery/r/{community}/time/{page}: images that posts of Reddit lead to."""
        version, known = self._images.get(name.lower(), (-1, []))
        found = known if version == self._gallery.version else reddit_images(self._gallery, name)
        if found:
            self._images[name.lower()] = (self._gallery.version, found)
        begin = _PAGE * min(int(page or 0), _MOST_PAGES)
        told = [
            image_data(self._gallery, post.files[0], call.reached, post=post, section=name, with_tags=True)
            for post in found[begin : begin + _PAGE]
        ]
        return _told(told)

    def of_community(self, call: Call, name: str) -> Response:
        """/gallery/r/{community}/{id}."""
        file = names.file_of(name, self._gallery)
        if file is None:
            return _failure(call, 404, f"Unable to find an image with the id, {name}")
        return _told(image_data(self._gallery, file, call.reached, post=self._shelf.find(file.work)))

    def credits(self, call: Call) -> Response:
        """/credits: what is left; it is told in the headers, too."""
        del call
        return _told({"UserLimit": self.by_user.calls, "ClientLimit": self.by_client.calls, "UserReset": 0})

    def _post(self, name: str) -> Post | None:
        if name == _DOCUMENTED_ALBUM:
            posts = self._shelf.posts(limit=100, oldest_first=True)
            return next((post for post in posts if len(post.files) > 1), None)
        number = addresses.of_code(name)
        post = self._shelf.post(number) if number is not None else None
        return None if post is None or post.removed else post

    def _of_album(self, call: Call, name: str, tell: Callable[[Post], Any]) -> Response:
        post = self._post(name)
        if post is None:
            return _failure(call, 404, f"Unable to find an album with the id, {name}")
        return _told(tell(post))


def reddit_images(gallery: Gallery, community: str) -> list[Post]:
    """The posts of a community of Reddit that lead to a single image of Imgur's, the newest first, each image
    once.
    """
    found: dict[str, Post] = {}
    known = gallery.shelf("reddit").community(community)
    if known is None or known.state != "open":
        return []
    for post in gallery.shelf("reddit").posts(Where(community=community), limit=10_000):
        url = names.page_url(post.files[0])
        if form_of(post).url in {url, names.file_url(gallery, post.files[0])}:
            found.setdefault(url, post)
    return list(found.values())


def _told(data: Any) -> Response:
    return json_answer({"data": data, "success": True, "status": 200})


def _failure(call: Call, status: int, words: str) -> Response:
    data = {"error": words, "request": call.path, "method": call.method}
    return json_answer({"data": data, "success": False, "status": status}, status)


def _limit_headers(api: Api, client: Left, user: Left) -> dict[str, str]:
    return {
        "X-RateLimit-UserLimit": str(api.by_user.calls),
        "X-RateLimit-UserRemaining": str(user.remaining),
        "X-RateLimit-UserReset": str(int(time.time() + user.seconds)),
        "X-RateLimit-ClientLimit": str(api.by_client.calls),
        "X-RateLimit-ClientRemaining": str(client.remaining),
    }
