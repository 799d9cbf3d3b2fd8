"""The sites whose posts can be listed, as the pullers' sources declare them.

`catalogue.json` is made of those declarations (`python scripts/sources_catalogue.py`), and a test keeps the
two the same: so the API can tell of sites that it never asks itself, whether or not a puller runs.
"""

import difflib
import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit

import msgspec

Auth = Literal["none", "optional", "required"]
ListingKind = Literal["tags", "account", "community", "feed", "group", "interesting", "album", "keyword"]

# Names and hosts that are at least so much alike are meant when somebody mistypes one (difflib's measure).
_ALIKE = 0.6
_MOST_NEAREST = 3
# An address, with or without its beginning: the path is what another host would have, too.
_ADDRESS = re.compile(r"(?:https?://)?[^\s/:]+\.[^\s/:]+(/\S*)?", re.IGNORECASE)


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How often a site may be asked by all of us together."""

    calls: int
    per_seconds: int
    per_day: int | None = None


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What a site takes for each post and each person that it tells, in thousandths of a dollar, as `source`
    said when this was written.
    """

    post_mills: int
    person_mills: int
    source: str


class UrlForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form of address that a source takes, for people and for tests."""

    meaning: str
    example: str


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """How a site is searched (`fovea.sources.engines`): for words, or for tags as the site writes them.

    `kind`, `query`, `title` and `url` are those of the listing that such a search is; where the three texts
    have {}, the words go. A page has `page_size` results, and a search never more than `most` in all, where
    that is known. `licences`: whether results come with the terms on which they may be used.
    """

    takes: Literal["words", "tags"]
    kind: ListingKind
    query: str
    title: str
    url: str
    page_size: int
    most: int | None = None
    licences: bool = False


class KnownSource(msgspec.Struct, frozen=True, kw_only=True):
    """A site, as people are told of it.

    `kinds` are the listings that it has; `examples` what can be pasted; `key_names` the settings that hold
    its key, all of which are needed for one. `ways` are the names under which the health of other ways to its
    posts is kept. At `many_hosts`, each host has limits of its own. `price` where each answer costs.
    `search` where it can be searched by words alone.
    """

    name: str
    title: str
    hosts: tuple[str, ...]
    auth: Auth
    key_names: tuple[str, ...]
    documentation: str
    kinds: tuple[ListingKind, ...]
    examples: tuple[UrlForm, ...]
    rate: Rate
    ways: tuple[str, ...] = ()
    many_hosts: bool = False
    price: Price | None = None
    search: Search | None = None


@lru_cache(maxsize=1)
def known_sources() -> dict[str, KnownSource]:
    """All sites by name, in the order in which people are shown them."""
    told = files("fovea.sources").joinpath("catalogue.json").read_bytes()
    return {site.name: site for site in msgspec.json.decode(told, type=list[KnownSource])}


def nearest(text: str) -> list[KnownSource]:
    """The sites whose names, titles or hosts are most like a text that somebody typed, the likest first."""
    wanted = _name_in(text)
    names: dict[str, str] = {}
    for site in known_sources().values():
        for called in (site.name, site.title.lower(), *site.hosts):
            names.setdefault(called, site.name)
    alike = difflib.get_close_matches(wanted, names, n=_MOST_NEAREST * 2, cutoff=_ALIKE)
    found = dict.fromkeys(names[name] for name in alike)
    return [known_sources()[name] for name in list(found)[:_MOST_NEAREST]]


def corrected(text: str) -> list[str]:
    """What a text with a mistyped site may have been meant to be: the same with the names or hosts of the
    sites that are most like it, the likest first; for a site's mere name, what can be pasted of it.
    """
    address = _ADDRESS.fullmatch(text.strip())
    if address is not None:
        at_hosts = [site for site in nearest(text) if site.hosts]
        found = [f"https://{site.hosts[0]}{address[1] or '/'}" for site in at_hosts]
    else:
        _, colon, rest = text.strip().partition(":")
        found = [
            f"{site.name}: {rest.strip()}" if colon and rest.strip() else site.examples[0].example
            for site in nearest(text)
        ]
    return [one for one in dict.fromkeys(found) if one != text.strip()]


def _name_in(text: str) -> str:
    """What of a text may be a site's: the host of an address, else what stands before a colon."""
    whole = text.strip().lower()
    try:
        host = urlsplit(whole).hostname if "://" in whole else None
    except ValueError:
        host = None
    if host is None and "." in whole.partition("/")[0]:
        host = whole.partition("/")[0]
    return (host or whole.partition(":")[0]).removeprefix("www.")[:100]
