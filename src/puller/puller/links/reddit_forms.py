"""The forms of Reddit's addresses that lead to a post or to its media. Asks nobody."""

import re
from typing import Literal
from urllib.parse import parse_qs

import msgspec

from puller.links import addresses

Kind = Literal["file", "preview", "post", "video", "share", "wrapped"]

_ID = re.compile(r"[a-z0-9]{1,13}", re.ASCII | re.IGNORECASE)
_MEDIA = re.compile(r"(?:.*-v[0-9]+-)?([A-Za-z0-9]{5,40})\.(jpe?g|png|gif|webp)", re.ASCII | re.IGNORECASE)
_VIDEO = re.compile(r"[A-Za-z0-9]{5,40}", re.ASCII)
_SHARE = re.compile(r"[A-Za-z0-9]{5,20}", re.ASCII)


class RedditForm(msgspec.Struct, frozen=True, kw_only=True):
    """What an address names: a `file` (i.redd.it, and previews of what is elsewhere, which are all that
    Reddit has of it), a `preview` of a file (`id` is the file's name), a `post`, a `video`, a `share` of a
    post whose number only Reddit knows, or another address (`id`) `wrapped` in one of Reddit's.
    """

    kind: Kind
    id: str


def reddit_form(url: str) -> RedditForm | None:
    """What an address names; None when it is none of Reddit's, or of no post and no media."""
    address = addresses.read(url)
    if address is None:
        return None
    if addresses.is_of(address.host, "redd.it"):
        return _short(address)
    return _long(address) if addresses.is_of(address.host, "reddit.com") else None


def _short(address: addresses.Address) -> RedditForm | None:
    segments = address.segments
    first = segments[0] if segments else ""
    match address.host:
        case "i.redd.it" | "external-preview.redd.it" | "external-i.redd.it":
            return RedditForm(kind="file", id=first) if first else None
        case "preview.redd.it":
            name = _MEDIA.fullmatch(first)
            return RedditForm(kind="preview", id=f"{name[1]}.{name[2].lower()}") if name else None
        case "v.redd.it":
            return RedditForm(kind="video", id=first) if _VIDEO.fullmatch(first) else None
        case "redd.it" | "www.redd.it":
            return _post(first) if len(segments) == 1 else None
    return None


def _long(address: addresses.Address) -> RedditForm | None:
    match address.segments:
        case ["r" | "u" | "user", _, "comments", post, *_]:
            return _post(post)
        case ["comments" | "gallery", post, *_] | ["r" | "u" | "user", _, "gallery", post, *_]:
            return _post(post)
        case ["r" | "u" | "user", _, "s", share] if _SHARE.fullmatch(share):
            return RedditForm(kind="share", id=share)
        case ["video", video, *_] if _VIDEO.fullmatch(video):
            return RedditForm(kind="video", id=video)
        case ["media"]:
            inner = parse_qs(address.query).get("url", [""])[0]
            return RedditForm(kind="wrapped", id=inner) if addresses.read(inner) is not None else None
    return None


def _post(text: str) -> RedditForm | None:
    return RedditForm(kind="post", id=text.lower()) if _ID.fullmatch(text) else None
