"""What addresses of Wikimedia Commons stand for."""

import re
from urllib.parse import quote

from puller.sources.search_engines import finding
from puller.sources.sites import Listing, Parts, PostAddress, Rate, Site, Understood, parts_of

SITE = Site(
    name="commons",
    title="Wikimedia Commons",
    hosts=("commons.wikimedia.org", "commons.m.wikimedia.org"),
    api="https://commons.wikimedia.org",
    rate=Rate(calls=1, per_seconds=1),
    page_size=50,
    most=10_000,
    documentation="https://www.mediawiki.org/wiki/API:Etiquette",
    licences=True,
)
_SEARCH = "https://commons.wikimedia.org/wiki/Special:MediaSearch?type=image&search={}"
_FILE = re.compile(r"(?:File|Image):(.{1,255})", re.IGNORECASE | re.DOTALL)
_SEARCHES = re.compile(r"Special:(?:Media)?Search(?:/(.+))?", re.IGNORECASE | re.DOTALL)
# Signs that titles of pages cannot have: https://www.mediawiki.org/wiki/Manual:$wgLegalTitleChars
_NOT_IN_TITLES = re.compile(r"[\x00-\x1f#<>\[\]{}|\x7f]")
_ENDING = re.compile(r".+\.[a-z0-9]{2,5}", re.IGNORECASE | re.DOTALL)


def search(words: str) -> Listing | None:
    """A search by words."""
    return finding.search(SITE, words, url=_SEARCH)


def page_of(name: str) -> str:
    """The page of a file."""
    return f"https://commons.wikimedia.org/wiki/File:{quote(name.replace(' ', '_'), safe='(),;:@!*/')}"


def understand(text: str) -> Understood | None:
    """A search, or a picture's page."""
    parts = parts_of(text)
    if parts is None or parts.host not in SITE.hosts:
        return None
    if parts.fragment.startswith("/media/"):  # a picture that is shown above the page of something else
        return _file(parts.fragment.removeprefix("/media/"))
    path = parts.path
    title = path.removeprefix("/wiki/") if path.startswith("/wiki/") else parts.query.get("title", "")
    if path not in {"/w/index.php", "/", ""} and not path.startswith("/wiki/"):
        return None
    return _file(title) or _numbered(parts) or _search(title.rstrip("/"), parts)


def _file(title: str) -> PostAddress | None:
    found = _FILE.fullmatch(title.strip())
    name = " ".join(found[1].replace("_", " ").split()) if found is not None else ""
    if not _ENDING.fullmatch(name) or _NOT_IN_TITLES.search(name):
        return None
    return PostAddress(source="commons", external_id=name, url=page_of(name))


def _numbered(parts: Parts) -> PostAddress | None:
    number = parts.query.get("curid", "")
    if not re.fullmatch(r"[1-9][0-9]{0,11}", number, re.ASCII):
        return None
    url = f"https://commons.wikimedia.org/w/index.php?curid={number}"
    return PostAddress(source="commons", external_id=number, url=url)


def _search(title: str, parts: Parts) -> Listing | None:
    asked = parts.query
    found = _SEARCHES.fullmatch(title)
    if found is None and (title or "search" not in asked):
        return None
    if asked.get("type", "image") not in {"image", ""}:
        return None
    return search(asked.get("search") or (found[1] if found is not None and found[1] else ""))
