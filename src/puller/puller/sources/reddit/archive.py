"""Arctic Shift (https://github.com/ArthurHeitmann/arctic_shift/blob/master/api/README.md): an archive of
Reddit that answers everybody. It knows one community or one user at a time, by time only, newest posts a
little late, and scores as they were when it looked.
"""

from collections.abc import Mapping
from typing import Any

from fovea.errors import FoveaError, SourceRefused, SourceUnavailable
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Rate, Site

API = "https://arctic-shift.photon-reddit.com"
SITE = Site(
    name="reddit-archive",
    title="Arctic Shift, an archive of Reddit",
    hosts=("arctic-shift.photon-reddit.com",),
    api=API,
    rate=Rate(calls=2, per_seconds=1),
    page_size=100,
    documentation="https://github.com/ArthurHeitmann/arctic_shift/blob/master/api/README.md",
)


def posts(asker: Asker, whose: Mapping[str, str], *, before: int | None) -> tuple[list[dict[str, Any]], str]:
    """(the newest posts before a second, at most a hundred; where the answer came from). `whose`: `subreddit`
    or `author`.
    """
    asked = {**whose, "limit": SITE.page_size, "sort": "desc", "before": before}
    return _ask(asker, "/api/posts/search", asked)


def post(asker: Asker, number: str) -> tuple[list[dict[str, Any]], str]:
    """(one post, or none; where the answer came from)."""
    return _ask(asker, "/api/posts/ids", {"ids": number})


def posts_with(asker: Asker, url: str) -> tuple[list[dict[str, Any]], str]:
    """(the newest post that leads to an address, or none; where the answer came from)."""
    return _ask(asker, "/api/posts/search", {"url": url, "limit": 1, "sort": "desc"})


def community(asker: Asker, name: str) -> Mapping[str, Any] | None:
    """What is known of a community."""
    found, _ = _ask(asker, "/api/subreddits/search", {"subreddit": name, "limit": 1})
    return next((one for one in found if _is_named(one.get("display_name"), name)), None)


def user(asker: Asker, name: str) -> Mapping[str, Any] | None:
    """What is known of a user."""
    found, _ = _ask(asker, "/api/users/search", {"author": name, "limit": 1})
    return next((one for one in found if _is_named(one.get("author"), name)), None)


def refusal(answer: Answer) -> FoveaError | None:
    """Slow searches are broken off with 422 and a word about time."""
    if answer.status not in {400, 422}:
        return None
    try:
        words = reading.text(reading.mapping(answer.json()).get("error")) or ""
    except SourceUnavailable:
        words = ""
    if "timeout" in words.lower() or "slow down" in words.lower():
        return SourceUnavailable(f"{SITE.title} is too busy ({words})", source_code="busy")
    return SourceRefused(
        f"{SITE.title} refuses the search: {words or f'HTTP status {answer.status}'}",
        source_code=f"http_{answer.status}",
    )


def _ask(asker: Asker, path: str, query: Mapping[str, object]) -> tuple[list[dict[str, Any]], str]:
    answer = asker.of(SITE, refusal=refusal).get(f"{API}{path}", query)
    told = reading.mapping(answer.json())
    if told.get("error"):
        raise SourceUnavailable(f"{SITE.title} says: {reading.text(told['error'])}", source_code="busy")
    return reading.objects(told.get("data")), answer.url


def _is_named(value: Any, name: str) -> bool:
    return isinstance(value, str) and value.lower() == name.lower()
