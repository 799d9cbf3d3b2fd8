"""The forms of Imgur's addresses. Asks nobody."""

import re
from typing import Literal

import msgspec

from puller.links import addresses

Kind = Literal["images", "album", "gallery", "community", "tag", "subreddit"]

_DOMAINS = ("imgur.com", "imgur.io")
_HOSTS = frozenset(f"{prefix}{domain}" for domain in _DOMAINS for prefix in ("", "www.", "m.", "i."))
_ID = re.compile(r"[A-Za-z0-9]{2,15}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)
_TAG = re.compile(r"[\w-]{1,100}")
_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$", re.ASCII)
PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "jfif", "bmp", "tif", "tiff", "avif", "apng"})
_PAGES = frozenset({
    "about", "account", "apps", "arcade", "blog", "community", "emerald", "gallery", "help", "hot",
    "memegen", "new", "privacy", "random", "register", "rules", "search", "settings", "signin", "signup",
    "store", "topics", "trending", "upload", "user", "vidgif",
})  # fmt: skip
_SHORTEST = 4  # of the ids that stand right behind the host, where there are pages, too
_MOST_IMAGES = 50


class ImgurForm(msgspec.Struct, frozen=True, kw_only=True):
    """What an address of Imgur's names: images by their ids, one album, something of the gallery (an album or
    an image), an image of a community (`/r/pics/<id>`), a tag or a community as a whole.
    """

    kind: Kind
    ids: tuple[str, ...] = ()
    name: str = ""


def imgur_form(url: str) -> ImgurForm | None:
    """What an address names; None when it is none of Imgur's, or names nothing that has pictures."""
    address = addresses.read(url)
    if address is None or address.host not in _HOSTS:
        return None
    segments = address.segments
    match segments:
        case [one]:
            return _images(one)
        case ["a", album, *_]:
            return _one("album", album)
        case ["gallery", found, *_]:
            return _one("gallery", found)
        case ["t" | "topic", name, found] if _TAG.fullmatch(name):
            return _one("gallery", found)
        case ["r", name, found] if _NAME.fullmatch(name) and _id_of(found):
            return ImgurForm(kind="community", ids=(_id_of(found) or "",), name=name)
        case ["t", name] if _TAG.fullmatch(name):
            return ImgurForm(kind="tag", name=name)
        case ["r", name] if _NAME.fullmatch(name):
            return ImgurForm(kind="subreddit", name=name)
    return None


def is_file(url: str) -> bool:
    """Whether this is the address of a picture's file at Imgur."""
    address = addresses.read(url)
    if address is None or address.host not in _HOSTS or not address.host.startswith("i."):
        return False
    name = address.segments[0] if len(address.segments) == 1 else ""
    return _ENDING.sub("", name) != "" and name.rpartition(".")[2].lower() in PICTURES and "." in name


def _images(segment: str) -> ImgurForm | None:
    """One id, or several with commas; `.jpg` and the like behind an id say nothing."""
    if segment.lower() in _PAGES:
        return None
    names = segment.split(",")[:_MOST_IMAGES]
    ids = tuple(dict.fromkeys(_ENDING.sub("", name.partition("&")[0]) for name in names))
    if not all(_ID.fullmatch(one) and len(one) >= _SHORTEST for one in ids):
        ids = tuple(filter(None, [_id_of(segment)])) if "-" in segment else ()
    return ImgurForm(kind="images", ids=ids) if ids else None


def _one(kind: Kind, segment: str) -> ImgurForm | None:
    found = _id_of(segment)
    return ImgurForm(kind=kind, ids=(found,)) if found is not None else None


def _id_of(segment: str) -> str | None:
    """The id, which stands behind a title where there is one: `some-title-Id`."""
    found = _ENDING.sub("", segment.partition("#")[0].rpartition("-")[2])
    return found if _ID.fullmatch(found) and found.lower() not in _PAGES else None
