"""The engines that crawls can ask, and whether each can be asked here."""

from typing import Any

from api_server.context import Context
from api_server.sources.service import sources
from fovea.sources.engines import engines


def shapes(context: Context) -> list[dict[str, Any]]:
    """The shapes CrawlEngine, in the order in which people are shown them."""
    known = {one["name"]: one for one in sources(context)}
    return [_shape(name, known[name]) for name in engines()]


def _shape(name: str, source: dict[str, Any]) -> dict[str, Any]:
    search = engines()[name].search
    assert search is not None  # noqa: S101 - that makes it an engine
    return {
        "name": name,
        "title": source["title"],
        "takes": search.takes,
        "page_size": search.page_size,
        "most": search.most,
        "licences": search.licences,
        "keyed": source["auth"] == "required",
        "auth": source["auth"],
        "key": source["key"],
        "key_names": source["key_names"],
        "usable": source["auth"] != "required" or source["key"] == "present",
        "documentation": source["documentation"],
        "paused_until": source["paused_until"],
        "reason": source["reason"],
        "simulated": source["simulated"],
    }
