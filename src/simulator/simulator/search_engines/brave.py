"""api.search.brave.com (https://api-dashboard.search.brave.com/api-reference/images/image_search): for who
has a key.
"""

from typing import Any

from werkzeug import Response

from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.search_engines.index import Index, Result
from simulator.social.routes import routed

_USUAL, _MOST = 50, 200


def hosts(index: Index, keys: dict[str, str]) -> dict[str, Handler]:
    """The host of the API, and that of small pictures."""

    def search(call: Call) -> Response:
        if call.headers.get("X-Subscription-Token") != keys.get("BRAVE_SEARCH_KEY"):
            return _refused("SUBSCRIPTION_TOKEN_INVALID", "The provided subscription token is invalid.")
        words, count = call.query.get("q", "").strip(), call.number("count", _USUAL, least=1)
        if not words or count > _MOST or call.query.get("safesearch", "strict") not in {"off", "strict"}:
            return _refused("VALIDATION", "Unable to validate request parameter(s)")
        found = index.results("brave", words)[:count]
        told = {
            "type": "images",
            "query": {"original": words, "spellcheck_off": True, "show_strict_warning": False},
            "results": [_item(call, index, one) for one in found],
            "extra": {"might_be_offensive": False},
        }
        return json_answer(told)

    def small(_: Call, number: str) -> Response:
        result = index.numbered("brave", int(number)) if len(number) < 18 else None
        if result is None or result.file is None:
            return text_answer("", 404)
        return Response(index.gallery.files.body(result.file, 500), content_type="image/jpeg")

    nothing = lambda _: text_answer("Not found", 404)  # noqa: E731 - it has no more to say
    return {
        "api.search.brave.com": routed(((r"/res/v1/images/search", search),), nothing),
        "imgs.search.brave.com": routed(((r"/([0-9]+)/.*", small),), nothing),
    }


def _item(call: Call, index: Index, result: Result) -> dict[str, Any]:
    work = result.work
    told: dict[str, Any] = {
        "type": "image_result",
        "title": work.title,
        "url": result.page,
        "source": "found.example.org",
        "page_fetched": "2026-01-01T00:00:00Z",
        "properties": {"url": call.reached(result.url), "width": work.width, "height": work.height},
        "meta_url": {"scheme": "https", "netloc": "found.example.org", "hostname": "found.example.org"},
        "confidence": ("high", "medium", "low")[min(result.place // 50, 2)],
    }
    if result.file is not None:
        shape = index.gallery.files.shape(result.file, 500)
        small = call.reached(f"https://imgs.search.brave.com/{result.number}/rs:fit:500")
        told["thumbnail"] = {"src": small, "width": shape.width, "height": shape.height}
    return told


def _refused(code: str, words: str) -> Response:
    error = {"id": "0", "status": 422, "code": code, "detail": words, "meta": {}}
    return json_answer({"type": "ErrorResponse", "error": error, "time": 0}, 422)
