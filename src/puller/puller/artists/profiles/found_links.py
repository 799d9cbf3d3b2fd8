"""Addresses as they stand on pages about people: those of fields, of buttons, and of texts.

All are made whole, and freed of what sites wrap around addresses of others; in a simulated system they are
those of the real hosts. Each address is given once, by the place that says most.
"""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

import msgspec

from fovea.artists import web_address
from fovea.artists.addresses import account_of, unwrapped
from fovea.artists.cues import cue_of
from fovea.artists.lines_of_text import lines_of
from fovea.artists.links_in_text import links_in
from fovea.artists.records import FoundLink, LinkPlace
from puller.artists.profiles.markup import Markup
from puller.links import addresses
from puller.sources import reading

MOST_LINKS = 200
# From what says most to what says least.
_PLACES: tuple[LinkPlace, ...] = (
    "verified", "own_field", "button", "gated", "description", "artist_field", "source", "mention",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]{2,}")
# Headlines under which other people stand, though they do not end with a colon.
_OTHERS = re.compile(
    r"\W*(?:(?:my|our|best|dear|other|cool|lovely|some|special)\s+)*"
    r"(?:friends?|mutuals?|moots|partners?|credits?|thanks(?:\s+to)?|besties|family|people|artists)"
    r"(?:['’]s?\s+\w+)?[\W\d]*",
    re.IGNORECASE,
)
_LONGEST_HEADLINE = 60


def link(url: object, where: LinkPlace, *, base: str = "", title: object = "") -> FoundLink | None:
    """An address that stood somewhere, also one without `https://`; None for what is none."""
    if not isinstance(url, str) or len(url) > addresses.LONGEST_URL:
        return None
    whole = _whole(_joined(base, url) if base else url.strip())
    if whole is None:
        return None
    said = " ".join((reading.plain_text(title, longest=200) or "").split())
    return FoundLink(url=whole, where=where, title=said)


def in_text(text: object, where: LinkPlace = "description", *, base: str = "") -> list[FoundLink]:
    """The addresses in a text, which may be HTML, also those that are no links."""
    return list(links_in(text, where=where, base=base)) if isinstance(text, str) else []


def in_page(page: Markup, url: str, *, hosts: Iterable[str] = ()) -> list[FoundLink]:
    """The addresses of a page of links at `url` that lead away from it and from these `hosts`. A link that
    stands for itself is a button; one with words beside it, or under a headline such as `Friends:`, is part
    of a text, as is what is written out.
    """
    base = page.base(url)
    body = page.first("body")
    shown = body.inner if body is not None else page.html
    headlines = _headlines(shown, base)
    anchors = [(_whole(_joined(base, one.get("href"))), one) for one in page.find("a", "area")]
    own = {whole for whole, one in anchors if "me" in one.get("rel").lower().split()}
    titles = {whole: one.get("aria-label") or one.get("title") for whole, one in anchors}
    found: list[FoundLink] = []
    for one in in_text(shown, base=base):
        where: LinkPlace = "description"
        context = one.context
        if one.url in own:
            where = "own_field"
        elif (headline := headlines.get(one.url)) is not None:
            if _is_of_others(headline):
                context = context or f"{headline} …"
            else:
                where = "button"
        title = one.title or titles.get(one.url) or ""
        found.append(msgspec.structs.replace(one, where=where, title=title, context=context))
    return unique(elsewhere(found, {urlsplit(url).hostname or "", *hosts}))


def elsewhere(found: Iterable[FoundLink | None], hosts: Iterable[str]) -> list[FoundLink]:
    """Those that lead away from these hosts."""
    own = {host.lower().removeprefix("www.") for host in hosts}
    return [
        one
        for one in found
        if one is not None and (urlsplit(one.url).hostname or "").lower().removeprefix("www.") not in own
    ]


def unique(found: Iterable[FoundLink | None]) -> list[FoundLink]:
    """Each account or page once, by the place that says most, in the order in which they were found."""
    best: dict[str, FoundLink] = {}
    for one in found:
        if one is None:
            continue
        key = _identity(one.url)
        known = best.get(key)
        if known is None or _PLACES.index(one.where) < _PLACES.index(known.where):
            best[key] = one
    return list(best.values())[:MOST_LINKS]


def _identity(url: str) -> str:
    """The account that an address is of, however it is written; or the address."""
    found = account_of(url)
    if found is not None:
        return found.key
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def _headlines(shown: str, base: str) -> dict[str | None, str]:
    """The addresses of links that are, alone or with others, all of their line, and the words above them."""
    found: dict[str | None, str] = {}
    headline = ""
    for line in lines_of(shown, base=base):
        rest, place = "", 0
        for anchor in line.anchors:
            rest += line.text[place : anchor.start] + " "
            place = max(place, anchor.end)
        rest = " ".join((rest + line.text[place:]).split())
        if _WORD.search(rest):
            headline = rest if not line.anchors and len(rest) <= _LONGEST_HEADLINE else ""
            continue
        for anchor in line.anchors:
            found.setdefault(_whole(anchor.url), headline)
    return found


def _is_of_others(headline: str) -> bool:
    """Whether what stands under a headline is somebody else's."""
    if headline.endswith((":", "：")):
        return cue_of(f"{headline} …") not in {None, "own"}
    return bool(_OTHERS.fullmatch(headline))


def _whole(url: str) -> str | None:
    address = web_address.read(unwrapped(url))
    return address.url if address is not None else None


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return ""
