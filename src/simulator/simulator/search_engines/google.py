"""customsearch.googleapis.com (https://developers.google.com/custom-search/v1/reference/rest/v1/cse/list):
for who has a key and a search engine.
"""

from typing import Any

from werkzeug import Response

from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.search_engines.index import Index, Result
from simulator.social.routes import routed

_MOST, _PAGE = 100, 10
_THUMBNAIL = 150


def hosts(index: Index, keys: dict[str, str]) -> dict[str, Handler]:
    """The host of the API, and that of small pictures."""
    known = (keys.get("GOOGLE_SEARCH_KEY", ""), keys.get("GOOGLE_SEARCH_ENGINE", ""))

    def search(call: Call) -> Response:
        asked = call.query
        if asked.get("key", "") != known[0]:
            return _refused(400, "badRequest", "API key not valid. Please pass a valid API key.", key=True)
        if asked.get("cx") != known[1] or not asked.get("q", "").strip():
            return _refused(400, "invalid", "Request contains an invalid argument.")
        first, size = call.number("start", 1, least=1), call.number("num", _PAGE, least=1)
        if size > _PAGE or first + size - 1 > _MOST or asked.get("searchType") != "image":
            return _refused(400, "invalid", "Request contains an invalid argument.")
        found = index.results("google", asked["q"])
        return json_answer(_told(call, index, found[first - 1 : first - 1 + size], first, size, len(found)))

    def small(call: Call) -> Response:
        result = index.numbered("google", call.number("q", 0))
        if result is None or result.file is None:
            return text_answer("", 404)
        body = index.gallery.files.body(result.file, _THUMBNAIL)
        return Response(body, content_type="image/jpeg")

    nothing = lambda _: text_answer("Not found", 404)  # noqa: E731 - it has no more to say
    return {
        "customsearch.googleapis.com": routed(((r"/customsearch/v1", search),), nothing),
        "encrypted-tbn0.gstatic.com": routed(((r"/images", small),), nothing),
    }


def _told(
    call: Call, index: Index, found: Any, first: int, size: int, count: int
) -> dict[str, Any]:  # a page of results
    request = {"totalResults": str(count * 1_000), "count": size, "startIndex": first, "searchType": "image"}
    queries: dict[str, Any] = {"request": [request]}
    after = first + size
    if after <= count and after + size - 1 <= _MOST:
        queries["nextPage"] = [{**request, "startIndex": after}]
    told: dict[str, Any] = {
        "kind": "customsearch#search",
        "queries": queries,
        "searchInformation": {"searchTime": 0.2, "totalResults": str(count * 1_000)},
    }
    # Where nothing is found, there is no list at all.
    return {**told, "items": [_item(call, index, one) for one in found]} if found else told


def _item(call: Call, index: Index, result: Result) -> dict[str, Any]:
    work = result.work
    image: dict[str, Any] = {
        "contextLink": result.page,
        "height": work.height,
        "width": work.width,
        "byteSize": work.width * work.height // 6,
    }
    if result.file is not None:
        shape = index.gallery.files.shape(result.file, _THUMBNAIL)
        image |= {
            "thumbnailLink": call.reached(f"https://encrypted-tbn0.gstatic.com/images?q={result.number}"),
            "thumbnailHeight": shape.height,
            "thumbnailWidth": shape.width,
        }
    return {
        "kind": "customsearch#result",
        "title": work.title,
        "htmlTitle": work.title,
        "link": call.reached(result.url),
        "displayLink": "found.example.org",
        "snippet": f"{work.title} by {work.artist}",
        "mime": "image/jpeg",
        "fileFormat": "image/jpeg",
        "image": image,
    }


def _refused(status: int, reason: str, words: str, *, key: bool = False) -> Response:
    error: dict[str, Any] = {
        "code": status,
        "message": words,
        "errors": [{"message": words, "domain": "global", "reason": reason}],
        "status": "INVALID_ARGUMENT",
    }
    if key:
        error["details"] = [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "API_KEY_INVALID",
                "domain": "googleapis.com",
            }
        ]
    return json_answer({"error": error}, status)
