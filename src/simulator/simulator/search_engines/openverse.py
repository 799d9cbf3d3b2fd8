"""api.openverse.org (https://api.openverse.org/v1/): for everybody, and more of it for applications."""

import threading
from typing import Any
from uuid import UUID, uuid4

from werkzeug import Response

from simulator.hosts.calls import Call, Handler, json_answer
from simulator.search_engines.index import Index, Result
from simulator.social.routes import routed

_PAGE, _PAGE_WITH_KEY = 20, 500
_MOST, _MOST_WITH_KEY = 240, 10_000
_LASTS_SECONDS = 36_000
_MARK = 0x0BE2


def hosts(index: Index, keys: dict[str, str]) -> dict[str, Handler]:
    """The host of the API."""
    return {"api.openverse.org": _Api(index, keys).handler()}


class _Api:
    def __init__(self, index: Index, keys: dict[str, str]) -> None:
        self._index = index
        self._known = (keys.get("OPENVERSE_CLIENT_ID"), keys.get("OPENVERSE_CLIENT_SECRET"))
        self._tokens: set[str] = set()
        self._lock = threading.Lock()

    def handler(self) -> Handler:
        return routed(
            (
                (r"/v1/auth_tokens/token", self.token),
                (r"/v1/images", self.images),
                (r"/v1/images/([0-9a-f-]{36})", self.image),
            ),
            lambda _: json_answer({"detail": "Not found."}, 404),
        )

    def token(self, call: Call) -> Response:
        """POST /v1/auth_tokens/token/."""
        form = call.form
        if form.get("grant_type") != "client_credentials":
            return json_answer({"error": "unsupported_grant_type"}, 400)
        if (form.get("client_id"), form.get("client_secret")) != self._known:
            return json_answer({"error": "invalid_client"}, 401)
        token = uuid4().hex
        with self._lock:
            self._tokens.add(token)
        told = {"access_token": token, "expires_in": _LASTS_SECONDS, "token_type": "Bearer", "scope": "read"}
        return json_answer(told)

    def images(self, call: Call) -> Response:
        """GET /v1/images/."""
        known = self._is_known(call)
        if known is None:
            return json_answer({"detail": "Authentication credentials were not provided."}, 401)
        size, number = call.number("page_size", _PAGE, least=1), call.number("page", 1, least=1)
        if size > (_PAGE_WITH_KEY if known else _PAGE):
            return json_answer({"detail": f"page_size must be between 1 & {_PAGE}"}, 401)
        most = _MOST_WITH_KEY if known else _MOST
        found = self._index.results("openverse", call.query.get("q", ""))[:most]
        pages = -(-len(found) // size)
        if number > max(1, pages):
            return json_answer({"detail": "Invalid page."}, 404)
        told = {
            "result_count": len(found),
            "page_count": pages,
            "page_size": size,
            "page": number,
            "results": [self._told(call, one) for one in found[(number - 1) * size : number * size]],
        }
        return json_answer(told)

    def image(self, call: Call, identifier: str) -> Response:
        """GET /v1/images/ID/."""
        try:
            number = UUID(identifier).int
        except ValueError:
            number = 0
        mark, number = number >> 112, number & (1 << 60) - 1
        result = self._index.numbered("openverse", number) if mark == _MARK else None
        if result is None:
            return json_answer({"detail": "No Image matches the given query."}, 404)
        return json_answer(self._told(call, result))

    def _is_known(self, call: Call) -> bool | None:
        """Whether a token came along; None for one that is none of ours."""
        given = call.headers.get("Authorization", "")
        if not given:
            return False
        with self._lock:
            return True if given.removeprefix("Bearer ") in self._tokens else None

    @staticmethod
    def _told(call: Call, result: Result) -> dict[str, Any]:
        work, identifier = result.work, str(UUID(int=_MARK << 112 | result.number))
        code, version, words, url = result.licence
        return {
            "id": identifier,
            "title": work.title,
            "foreign_landing_url": result.page,
            "url": call.reached(result.url),
            "creator": work.artist,
            "creator_url": f"https://found.example.org/by/{work.artist_number}",
            "license": code,
            "license_version": version,
            "license_url": url,
            "provider": "found",
            "source": "found",
            "category": None,
            "filesize": None,
            "filetype": work.format,
            "tags": [{"name": tag.replace("_", " "), "accuracy": None} for _, tag in work.tags],
            "attribution": f'"{work.title}" by {work.artist} is licensed under {words}.',
            "mature": False,
            "height": work.height,
            "width": work.width,
            "thumbnail": f"https://api.openverse.org/v1/images/{identifier}/thumb/",
            "detail_url": f"https://api.openverse.org/v1/images/{identifier}/",
        }
