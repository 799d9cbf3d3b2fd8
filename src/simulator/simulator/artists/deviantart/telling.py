"""Deviations as DeviantArt tells of them, in oEmbed answers and in its API."""

from typing import Any
from uuid import UUID

from simulator.artists.people import Cast
from simulator.gallery import Account, File, Gallery, Post
from simulator.hosts.calls import Call
from simulator.social.identifiers import DIGITS, to_text
from simulator.social.words import iso

PICTURES = "images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com"
_TOKEN = "eyJ0eXAiOiJKV1Qi.simulated"  # noqa: S105  (in addresses that everybody sees)
_MATURE = 2
_PREVIEW, _THUMB = 400, 150


def identifier(kind: int, number: int) -> str:
    """A UUID, as it stands for people and deviations in the API."""
    return str(UUID(int=kind << 96 | 0x4000_8000 << 48 | number, version=4)).upper()


def number_of(identifier_: str, kind: int) -> int | None:
    """The number in such an identifier."""
    try:
        value = UUID(identifier_).int
    except ValueError:
        return None
    return value & (1 << 48) - 1 if value >> 96 == kind else None


DEVIATION, USER = 0xDE71A710, 0x0000_05E4


def is_mature(post: Post) -> bool:
    """Whether it is only for adults."""
    return post.rating >= _MATURE


def picture(gallery: Gallery, file: File, box: int = 0) -> str:
    """The real address of a picture: with a token, without which it is not shown."""
    shape, name = gallery.files.shape(file, box), gallery.files.name(file, box)
    path = f"f/{identifier(DEVIATION, file.key).lower()}/{name}.{shape.format}"
    if box:
        path += f"/v1/fit/w_{shape.width},h_{shape.height},q_70,strp/{name[:12]}.{shape.format}"
    return f"https://{PICTURES}/{path}?token={_TOKEN}"


def as_seen(gallery: Gallery, file: File) -> str:
    """The real address of the picture as its page shows it."""
    shape, name = gallery.files.shape(file), gallery.files.name(file)
    path = f"f/{identifier(DEVIATION, file.key).lower()}/{name}.{shape.format}"
    more = f"v1/fill/w_{shape.width},h_{shape.height},q_80,strp/{name[:12]}.{shape.format}"
    return f"https://{PICTURES}/{path}/{more}?token={_TOKEN}"


def has_token(call: Call) -> bool:
    """Whether a request for a picture may be answered."""
    return call.query.get("token") == _TOKEN


def oembed(call: Call, post: Post, cast: Cast) -> dict[str, Any]:
    """https://www.deviantart.com/developers/oembed."""
    gallery, file = cast.gallery, post.files[0]
    shape, small = gallery.files.shape(file, _PREVIEW), gallery.files.shape(file, _THUMB)
    told = {
        "version": "1.0",
        "type": "photo",
        "title": post.title,
        "category": "Fan Art",
        "url": call.reached(picture(gallery, file, _PREVIEW)),
        "author_name": shown_name(post.account),
        "author_url": f"https://www.deviantart.com/{post.account.handle}",
        "provider_name": "DeviantArt",
        "provider_url": "https://www.deviantart.com",
        "safety": "adult" if is_mature(post) else "nonadult",
        "pubdate": iso(post.moment)[:-5] + "Z",
        "community": {"statistics": {"_attributes": {"views": 100, "favorites": max(0, post.score)}}},
        "tags": ", ".join(tag for tags in post.tags.values() for tag in tags),
        "copyright": {"_attributes": {"url": f"https://www.deviantart.com/{post.account.handle}"}},
        "width": shape.width,
        "height": shape.height,
        "imagetype": shape.format,
        "thumbnail_url": call.reached(picture(gallery, file, _THUMB)),
        "thumbnail_width": small.width,
        "thumbnail_height": small.height,
    }
    if is_mature(post):
        told["rating"] = "adult"
    return told


def shown_name(account: Account) -> str:
    """A name as people write their own."""
    return account.handle[:1].upper() + account.handle[1:]


def author(account: Account) -> dict[str, Any]:
    """Who made it."""
    return {
        "userid": identifier(USER, account.number),
        "username": shown_name(account),
        "usericon": "https://a.deviantart.net/avatars/default.gif",
        "type": "regular",
    }


def deviation(call: Call, post: Post) -> dict[str, Any]:
    """A deviation of the API (https://www.deviantart.com/developers/http/v1/20240701/object/deviation)."""
    gallery, file = post.shelf.gallery, post.files[0]
    shape, small = gallery.files.shape(file), gallery.files.shape(file, _PREVIEW)
    tiny = gallery.files.shape(file, _THUMB)
    return {
        "deviationid": identifier(DEVIATION, post.number),
        "printid": None,
        "url": post.url,
        "title": post.title,
        "category": "Visual Art",
        "category_path": "visual_art",
        "is_favourited": False,
        "is_deleted": False,
        "is_published": True,
        "is_blocked": False,
        "author": author(post.account),
        "stats": {"comments": post.number % 7, "favourites": max(0, post.score)},
        "published_time": str(post.moment),
        "allows_comments": True,
        "preview": {
            "src": call.reached(picture(gallery, file, _PREVIEW)),
            "width": small.width,
            "height": small.height,
            "transparency": False,
        },
        "content": {
            "src": call.reached(picture(gallery, file)),
            "width": shape.width,
            "height": shape.height,
            "transparency": False,
            "filesize": shape.width * shape.height // 6,
        },
        "thumbs": [
            {
                "src": call.reached(picture(gallery, file, _THUMB)),
                "width": tiny.width,
                "height": tiny.height,
                "transparency": False,
            }
        ],
        "is_mature": is_mature(post),
        "is_downloadable": False,
    }


def short(number: int) -> str:
    """The number as fav.me has it."""
    return f"d{to_text(number, DIGITS)}"
