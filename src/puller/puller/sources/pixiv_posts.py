"""Works as Pixiv tells them, in lists of somebody's and alone.

Lists tell a small square of the first picture, whose address has the moment by which all pictures of a work
are found: in the form of at most 1,200 pixels that is there of each, always a JPEG.
"""

import re
from collections.abc import Mapping
from typing import Any

from fovea import ratings
from fovea.messages import LinkRecord, PostDetails, PostRecord
from fovea.renditions import SizeRecord
from puller.sources import reading

LONGEST_SIDE = 1_200
_MOST_PICTURES = 200
_ANIMATED = 2
# What stands in the address of any rendition of a work: where pictures are, when it was put up (Japanese
# time), and its number.
_FILED = re.compile(
    r"(https?://(?:[^/?#]+/-/)?i\.pximg\.net)/(?:.*/)?img/(\d{4}(?:/\d{2}){5})/(\d{1,12})_[a-z0-9_]+\.[a-z]{3,4}",
    re.ASCII,
)
_RENDITIONS = ("original", "regular", "small", "thumb", "mini")


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A work with its pictures; None for one whose pictures we are not told, or that has no usable name."""
    number = reading.text(told.get("id") or told.get("illustId"), longest=12)
    owner = reading.text(told.get("userId"), longest=20)
    filed = _filed(told, number)
    if number is None or owner is None or filed is None or told.get("isMasked") is True:
        return None
    count = reading.number(told.get("pageCount")) or 1
    animated = reading.number(told.get("illustType")) == _ANIMATED
    pages = [""] if animated else [f"_p{page}" for page in range(max(1, min(count, _MOST_PICTURES)))]
    pictures = [f"{filed}/{number}{page}_master1200.jpg" for page in pages]
    return PostRecord(
        external_id=number,
        owner=owner,
        title=reading.text(told.get("title") or told.get("illustTitle")) or "",
        url=f"https://www.pixiv.net/artworks/{number}",
        sizes=[_size(pictures[0], told)],
        tags=reading.tags(_tags(told.get("tags"))),
        posted_at=reading.moment(told.get("createDate")),
        details=PostDetails(
            rating=ratings.of_source("pixiv", reading.number(told.get("xRestrict"))),
            score=reading.number(told.get("bookmarkCount")),
            description=reading.plain_text(told.get("description") or told.get("illustComment")),
            links=[LinkRecord(url=url, position=position) for position, url in enumerate(pictures)],
        ),
    )


def _filed(told: Mapping[str, Any], number: str | None) -> str | None:
    """Where the pictures of a work are filed, in the form of 1,200 pixels; None where it is told no rendition
    of its own, as of works for adults without a session.
    """
    urls = reading.mapping(told.get("urls"))
    for url in (told.get("url"), *(urls.get(name) for name in _RENDITIONS)):
        found = (
            _FILED.fullmatch(url) if isinstance(url, str) and len(url) <= reading.LONGEST_ADDRESS else None
        )
        if found is not None and found[3] == number:
            return f"{found[1]}/img-master/img/{found[2]}"
    return None


def _size(url: str, told: Mapping[str, Any]) -> SizeRecord:
    """The first picture at its size in this form: the longer side has at most 1,200 pixels."""
    width, height = reading.number(told.get("width")), reading.number(told.get("height"))
    if width is None or height is None or min(width, height) < 1:
        return SizeRecord(url, None, None)
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return SizeRecord(url, max(1, round(width * scale)), max(1, round(height * scale)))


def _tags(told: Any) -> list[str]:
    """Lists of works tell tags as words, a work alone as objects."""
    if isinstance(told, list):
        return [tag for tag in told if isinstance(tag, str)]
    return [
        str(one.get("tag")) for one in reading.objects(reading.mapping(told).get("tags")) if one.get("tag")
    ]
