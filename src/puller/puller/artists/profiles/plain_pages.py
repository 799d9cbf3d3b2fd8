"""Pages of people's own: what they say with `rel=me` (https://microformats.org/wiki/rel-me) and as JSON-LD
(`sameAs`, https://schema.org/sameAs) is theirs; what else they name may be anybody's.

That a page and an account name each other, whichever was read first, proves that both are one person's:
`link_each_other`.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from fovea.artists.addresses import account_of, page_of
from fovea.artists.records import FoundLink, LinkPlace, Profile
from fovea.errors import FoveaError, SourceRefused
from puller.artists.profiles import found_links
from puller.artists.profiles.link_pages import names_of
from puller.artists.profiles.pages import FoundPage, LedOn, Pages
from puller.links.pages import SITE as ANY_HOST
from puller.politeness import Answer, Asker

# What a page leads on to by itself: `<meta http-equiv="refresh" content="0; url=...">`.
_REFRESH = re.compile(r"\s*[0-5](?:\.[0-9]*)?\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]+)['\"]?\s*", re.IGNORECASE)
_PERSONS = frozenset({"Person", "ProfilePage"})
_OWN: frozenset[LinkPlace] = frozenset({"own_field", "verified"})


class PlainPages:
    """Any page of the web."""

    kinds: tuple[str, ...] = ("website", "neocities", "strikingly")
    site = ANY_HOST

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Hosts that let nobody in."""
        if answer.status in {401, 403}:
            return SourceRefused(
                "This host does not let us read the page", source_code=f"http_{answer.status}"
            )
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """What a page says of whose it is. Where it was moved to another host, what it says is said there;
        one that only leads on to an account or a page of links (a short address) names nothing but that.
        """
        try:
            page = self._pages.ask(url, asker, leave_at=_is_known)
        except LedOn as there:
            return Profile(url=url, links=tuple(found_links.unique([_onward(there.url)])))
        found = found_links.unique([*_declared(page), *found_links.in_page(page.markup, page.url)])
        own = (urlsplit(url).hostname or "", urlsplit(page.url).hostname or "")
        # A button of a page of links is its owner's; a page of another kind links to whomever it likes.
        links = [
            FoundLink(url=one.url, where="description", title=one.title, context=one.context)
            if one.where == "button"
            else one
            for one in found_links.elsewhere(found, own)
        ]
        return Profile(url=url, names=names_of(page.markup), account=account_of(page.url), links=tuple(links))


def link_each_other(one: Profile, other: Profile) -> bool:
    """Whether two pages each name the other in a place that only their owner fills in."""
    return _names(one, other) and _names(other, one)


def _names(one: Profile, other: Profile) -> bool:
    wanted = {_plain(other.url), *([_plain(other.account.url)] if other.account is not None else [])}
    keys = {other.account.key} if other.account is not None else set()
    for found in one.links:
        if found.where not in _OWN:
            continue
        known = account_of(found.url)
        if _plain(found.url) in wanted or (known is not None and known.key in keys):
            return True
    return False


def _plain(url: str) -> str:
    """An address without what makes no difference between pages."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').lower().removeprefix('www.')}{parts.path.rstrip('/')}"


def _is_known(url: str) -> bool:
    """Whether an address alone says that it is a page about somebody."""
    known = page_of(url)
    return known is not None and known.certain


def _onward(url: str) -> FoundLink | None:
    return found_links.link(url, "own_field", title="redirect")


def _declared(page: FoundPage) -> Iterator[FoundLink | None]:
    base = page.markup.base(page.url)
    for element in page.markup.find("meta"):
        refresh = _REFRESH.fullmatch(element.get("content"))
        if element.get("http-equiv").lower() == "refresh" and refresh is not None:
            yield found_links.link(refresh[1], "own_field", base=base, title="redirect")
    for element in page.markup.find("link"):
        if "me" in element.get("rel").lower().split():
            yield found_links.link(element.get("href"), "own_field", base=base, title="rel=me")
    for one in page.markup.objects("sameAs"):
        kinds, same = one.get("@type"), one["sameAs"]
        if _PERSONS.isdisjoint(map(str, kinds if isinstance(kinds, list) else [kinds])):
            continue
        for url in same if isinstance(same, list) else [same]:
            yield found_links.link(url, "own_field", title="sameAs")
