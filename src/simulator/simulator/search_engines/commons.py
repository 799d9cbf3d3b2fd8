"""commons.wikimedia.org: its API (https://www.mediawiki.org/wiki/API:Search,
https://www.mediawiki.org/wiki/API:Imageinfo), as far as searches and single files go.
"""

import re
from typing import Any

from werkzeug import Response

from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.search_engines.index import Index, Result
from simulator.social.routes import routed
from simulator.social.words import iso

_MOST_PER_PAGE, _DEEPEST = 500, 10_000
_FILTER = re.compile(r"\bfiletype:\S+")
_NUMBER = re.compile(r"[1-9][0-9]{0,16}", re.ASCII)
_TITLE = re.compile(r"File:.* \(([1-9][0-9]{0,16})\)\.[a-z]+", re.ASCII)


def hosts(index: Index) -> dict[str, Handler]:
    """The host of the API."""

    def api(call: Call) -> Response:
        asked = call.query
        if asked.get("action") != "query" or asked.get("format") != "json":
            return _refused("badvalue", 'Unrecognized value for parameter "action".')
        if "pageids" in asked or "titles" in asked:
            return json_answer({"batchcomplete": True, "query": {"pages": [_single(call, index)]}})
        if asked.get("generator") != "search" or asked.get("gsrnamespace") != "6":
            return _refused("badvalue", 'Unrecognized value for parameter "generator".')
        place = call.number("gsroffset", 0)
        size = call.number("gsrlimit", 10, least=1, most=_MOST_PER_PAGE)
        words = " ".join(_FILTER.sub(" ", asked.get("gsrsearch", "")).split())
        if place + size > _DEEPEST:
            return _refused("cirrussearch-offset-too-large", "Could not retrieve results.")
        found = index.results("commons", words)
        pages = [_page(call, index, one) | {"index": one.place + 1} for one in found[place : place + size]]
        told: dict[str, Any] = {"batchcomplete": True}
        if pages:
            told["query"] = {"pages": sorted(pages, key=lambda one: one["title"])}
        if place + size < len(found):
            told["continue"] = {"gsroffset": place + size, "continue": "gsroffset||"}
        return json_answer(told)

    return {
        "commons.wikimedia.org": routed(((r"/w/api\.php", api),), lambda _: text_answer("Not found", 404))
    }


def _single(call: Call, index: Index) -> dict[str, Any]:
    number = call.query.get("pageids", "")
    titled = _TITLE.fullmatch(call.query.get("titles", ""))
    if titled is not None:
        number = titled[1]
    result = index.numbered("commons", int(number)) if _NUMBER.fullmatch(number) else None
    if result is None:
        return {"ns": 6, "title": call.query.get("titles", ""), "missing": True}
    return _page(call, index, result)


def _page(call: Call, index: Index, result: Result) -> dict[str, Any]:
    work = result.work
    title = f"File:{work.title} ({result.number}).{work.format}"
    _, _, licence, licence_url = result.licence
    url = call.reached(result.url)
    folder, _, name = url.rpartition("/")
    thumb = f"{folder.replace('/wikipedia/commons/', '/wikipedia/commons/thumb/')}/{name}/1280px-{name}"
    facts = {
        "ObjectName": work.title,
        "ImageDescription": f"<p>{work.title}</p>",
        "Artist": f'<a href="//commons.wikimedia.org/wiki/User:{work.artist_number}">{work.artist}</a>',
        "LicenseShortName": licence,
        "LicenseUrl": licence_url,
    }
    shape = index.gallery.files.shape(result.file) if result.file is not None else None
    return {
        "pageid": result.number,
        "ns": 6,
        "title": title,
        "imagerepository": "local",
        "imageinfo": [
            {
                "timestamp": iso(work.made_at)[:-5] + "Z",
                "user": f"Uploader {work.number % 50}",
                "size": work.width * work.height // 6,
                "width": shape.width if shape is not None else work.width,
                "height": shape.height if shape is not None else work.height,
                "thumburl": thumb,
                "thumbwidth": min(work.width, 400),
                "thumbheight": min(work.height, 400),
                "url": url,
                "descriptionurl": f"https://commons.wikimedia.org/w/index.php?curid={result.number}",
                "mime": shape.mime if shape is not None else "image/jpeg",
                "extmetadata": {name: {"value": value, "source": "made up"} for name, value in facts.items()},
            }
        ],
    }


def _refused(code: str, words: str) -> Response:
    return json_answer({"error": {"code": code, "info": words}, "servedby": "simulator"})
