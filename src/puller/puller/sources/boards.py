"""What boards have in common: a search by tags, in an address or behind the board's name."""

import re
from collections.abc import Mapping
from urllib.parse import quote_plus

from fovea.errors import FoveaError, SourceRefused
from fovea.messages import AccountRecord, PostRecord
from fovea.sources import engines
from puller.politeness import Answer
from puller.sources import reading
from puller.sources.listing_source import ListingPage
from puller.sources.sites import Listing, Site

LONGEST_QUERY = 500
_NAMED = re.compile(r"([a-z0-9.]{2,32})\s*:(?!//)\s*(.+)", re.IGNORECASE | re.DOTALL)


def search(site: Site, tags: str, *, url: str) -> Listing | None:
    """A search by tags, which are in the site's own words; None without any. `url` has a place for the tags:
    `https://host/posts?tags={}`. The order of a search is no part of what it finds, and is left out.
    """
    query = engines.tags_of(tags)
    if not query or len(query) > LONGEST_QUERY:
        return None
    return Listing(
        source=site.name,
        kind="tags",
        query=query,
        title=f"{query} on {site.title}",
        url=url.format(quote_plus(query)),
    )


def named_search(text: str, names: Mapping[str, Site]) -> tuple[Site, str] | None:
    """(site, tags) of `name: tags`, where a board is called so."""
    match = _NAMED.fullmatch(text.strip())
    site = names.get(match[1].lower()) if match is not None else None
    return None if match is None or site is None else (site, match[2])


def page_of(posts: list[PostRecord], marks: list[int], *, more: bool) -> ListingPage:
    """A page in the order of post numbers, which goes on below the lowest of them."""
    owners = sorted({post.owner for post in posts})
    return ListingPage(
        posts=posts,
        marks=marks,
        accounts=[AccountRecord(external_id=owner, username=_name_of(owner)) for owner in owners],
        cursor=str(min(marks)) if more and marks else None,
    )


def refused_tags(answer: Answer, site: str, told: Mapping[str, object] | None = None) -> SourceRefused:
    """The refusal of a search, in the site's words if it `told` any."""
    if told is None:
        try:
            told = reading.mapping(answer.json())
        except FoveaError:
            told = {}
    found = (told.get(name) for name in ("message", "reason", "error"))
    words = next((one for one in map(reading.text, found) if one), "the search cannot be read")
    return SourceRefused(
        f"{site} refuses the search: {words}", code="tags_refused", source_code=f"http_{answer.status}"
    )


def owner_of(name: object, number: object = None) -> str:
    """The account of whoever put a post up: boards know them by name or by number."""
    if isinstance(name, str) and name.strip():
        return name.strip()[:60]
    if isinstance(number, int | str) and str(number).strip() and not isinstance(number, bool):
        return f"uploader:{str(number).strip()[:50]}"
    return "uploader:unknown"


def _name_of(owner: str) -> str | None:
    return None if owner.startswith("uploader:") else owner
