"""What addresses of Flickr list: tags, words, people, groups, and what it found interesting."""

import re
from urllib.parse import quote, quote_plus

from fovea.errors import InvalidInput
from fovea.flickr import addresses
from fovea.flickr.site import Site
from fovea.flickr.tags import clean_tag
from fovea.flickr.values import NSID
from puller.sources.sites import Listing, Parts, PostAddress, Understood, compile_path, parts_of

REAL = "https://www.flickr.com"
# Before a query of words, to tell it from one of tags.
WORDS = "text:"
EXPLORE = "explore"
_HOSTS = frozenset({"flickr.com", "www.flickr.com", "m.flickr.com", "secure.flickr.com"})
_SHORT_HOSTS = frozenset({"flic.kr", "www.flic.kr"})
_PERSON = compile_path(r"/(?:photos|people)/([A-Za-z0-9@_.-]{1,64})(?:/page[0-9]+|/with/[0-9]+)?")
_PHOTO = compile_path(r"/photos/([A-Za-z0-9@_.-]{1,64})/([0-9]{1,20})(?:/.*)?")
_TAG = compile_path(r"/photos/tags/([^/]{1,200})")
_GROUP = compile_path(r"/groups/([A-Za-z0-9@_.-]{1,64})(?:/(?:pool|page[0-9]+)(?:/.*)?)?")
_EXPLORE = compile_path(r"/explore(?:/interesting)?(?:/[0-9]{4}/[0-9]{2}(?:/[0-9]{2})?)?")
_SHORT = re.compile(r"/p/([1-9A-Za-z]{1,12})/?")
_NAMED = re.compile(r"flickr\s*:(?!//)\s*(.+)", re.IGNORECASE | re.DOTALL)
_LONGEST_QUERY = 500


def understand(text: str, site: Site) -> Understood | None:
    """What a text stands for at Flickr, or at the simulator's `site`; None when it is none of Flickr's."""
    text = text.strip()
    if not site.is_real and text.startswith(f"{site.base_url}/"):
        text = REAL + text.removeprefix(site.base_url)
    if named := _NAMED.fullmatch(text):
        return tags(re.split(r"[\s,]+", named[1]))
    if NSID.fullmatch(text):
        return account(text)
    parts = parts_of(text)
    if parts is None:
        return None
    if parts.host in _SHORT_HOSTS:
        short = _SHORT.fullmatch(parts.path)
        number = addresses.decode_base_58(short[1]) if short else None
        return None if number is None else post(str(number), text)
    return _at_site(parts) if parts.host in _HOSTS else None


def account(who: str) -> Listing | None:
    """Somebody's photos, by NSID or by the alias in their address; None for what is neither."""
    try:
        known = addresses.read(f"{REAL}/photos/{quote(who, safe='@')}/", site=Site(REAL))
    except InvalidInput:
        return None
    if not isinstance(known, addresses.Person | addresses.Page):
        return None
    return Listing(
        source="flickr",
        kind="account",
        query=who,
        title=f"Photos of {who} on Flickr",
        url=f"{REAL}/photos/{who}/",
    )


def group(which: str) -> Listing:
    """The pool of a group, by NSID or alias."""
    return Listing(
        source="flickr",
        kind="group",
        query=which,
        title=f"The group {which} on Flickr",
        url=f"{REAL}/groups/{which}/pool/",
    )


def tags(names: list[str]) -> Listing | None:
    """Photos with all of these tags, which are written as Flickr compares them."""
    query = ",".join(dict.fromkeys(name for one in names if (name := clean_tag(one))))
    if not query or len(query) > _LONGEST_QUERY:
        return None
    return Listing(
        source="flickr",
        kind="tags",
        query=query,
        title=f"{query.replace(',', ' and ')} on Flickr",
        url=f"{REAL}/search/?tags={quote(query)}",
    )


def words(text: str) -> Listing | None:
    """Photos with these words in their title, description or tags."""
    query = " ".join(text.split())
    if not query or len(query) > _LONGEST_QUERY:
        return None
    return Listing(
        source="flickr",
        kind="tags",
        query=f"{WORDS}{query}",
        title=f"“{query}” on Flickr",
        url=f"{REAL}/search/?text={quote_plus(query)}",
    )


def explore() -> Listing:
    """What Flickr found interesting, day by day."""
    return Listing(
        source="flickr",
        kind="interesting",
        query=EXPLORE,
        title="What Flickr finds interesting",
        url=f"{REAL}/explore",
    )


def post(number: str, url: str) -> PostAddress:
    """One photo."""
    return PostAddress(source="flickr", external_id=number, url=url)


def _at_site(parts: Parts) -> Understood | None:
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    if tag := _TAG.fullmatch(path):
        return tags(re.split(r"[,+]", tag[1]))
    if path == "/search/":
        asked = parts.query
        if asked.get("tags", "").strip(" ,"):
            return tags(re.split(r"[\s,]+", asked["tags"]))
        return words(asked.get("text", "") or asked.get("q", ""))
    if _EXPLORE.fullmatch(path):
        return explore()
    if pool := _GROUP.fullmatch(path):
        return group(pool[1])
    if photo := _PHOTO.fullmatch(path):
        owner = account(photo[1])
        return owner and post(photo[2], f"{REAL}/photos/{photo[1]}/{photo[2]}")
    person = _PERSON.fullmatch(path)
    return account(person[1]) if person else None
