"""image.baidu.com: the listing that its pages are made of. It turns away who does not say where they come
from.
"""

from typing import Any

from werkzeug import Response

from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.search_engines.index import Index, Result
from simulator.social.routes import routed

_MOST_PER_PAGE, _MOST = 60, 1_500
_SIGNS = str.maketrans("7dgjmoru140852vsnkheb963wtqplifca", "0123456789abcdefghijklmnopqrstuvw")
_WORDS = {":": "_z2C$q", ".": "_z&e3B", "/": "AzdH3F"}


def hosts(index: Index) -> dict[str, Handler]:
    """The host of searches, and that of small pictures."""

    def search(call: Call) -> Response:
        if "image.baidu.com" not in call.headers.get("Referer", ""):
            return json_answer({"antiFlag": 1, "message": "Forbid spider access"})
        place = call.number("pn", 0)
        size = call.number("rn", 30, least=1, most=_MOST_PER_PAGE)
        found = index.results("baidu", call.query.get("word", ""))[:_MOST]
        told = {
            "queryEnc": "",
            "queryExt": call.query.get("word", ""),
            "listNum": len(found),
            "displayNum": len(found) * 50,
            "bdSearchTime": "",
            "isNeedAsyncRequest": 0,
            "data": [*(_item(call, one) for one in found[place : place + size]), {}],
        }
        return json_answer(told)

    def small(call: Call) -> Response:
        result = index.numbered("baidu", call.number("n", 0))
        if result is None or result.file is None:
            return text_answer("", 404)
        return Response(index.gallery.files.body(result.file, 240), content_type="image/jpeg")

    nothing = lambda _: text_answer("Not found", 404)  # noqa: E731 - it has no more to say
    return {
        "image.baidu.com": routed(((r"/search/acjson", search),), nothing),
        "img1.baidu.com": routed(((r"/it", small),), nothing),
    }


def ciphered(url: str) -> str:
    """An address as Baidu writes it."""
    return "".join(_WORDS.get(sign) or sign.translate(_SIGNS) for sign in url)


def _item(call: Call, result: Result) -> dict[str, Any]:
    work = result.work
    small = call.reached(f"https://img1.baidu.com/it?n={result.number}")
    return {
        "thumbURL": small,
        "middleURL": small,
        "hoverURL": small,
        "objURL": ciphered(call.reached(result.url)),
        "fromURL": ciphered(result.page),
        "fromURLHost": "found.example.org",
        "width": work.width,
        "height": work.height,
        "type": work.format,
        "di": str(result.number),
        "fromPageTitle": f"<strong>{work.title}</strong>",
        "fromPageTitleEnc": work.title,
        "replaceUrl": [],
    }
