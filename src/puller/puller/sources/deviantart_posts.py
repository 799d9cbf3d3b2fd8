"""Deviations as DeviantArt tells them: in its API (the object `deviation` there), and by oEmbed."""

from collections.abc import Iterable, Mapping
from typing import Any

from fovea import ratings
from fovea.messages import AccountRecord, LinkRecord, PostDetails, PostRecord
from puller.sources import deviantart_forms as forms
from puller.sources import reading
from puller.sources.sites import PostAddress

# (address, width, height) in an oEmbed answer, the smallest first.
_EMBEDDED = (
    ("thumbnail_url", "thumbnail_width", "thumbnail_height"),
    ("url", "width", "height"),
    ("fullsize_url", "fullsize_width", "fullsize_height"),
)


def published_at(told: Mapping[str, Any]) -> int | None:
    """When a deviation was published, in milliseconds, by which DeviantArt orders them."""
    return reading.moment(told.get("published_time"))


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A deviation with a picture; None for a text, or for one without a number or a name."""
    url = reading.address(told.get("url"))
    number, owner = forms.number_in(url), _name_in(told.get("author"))
    if url is None or number is None or owner is None:
        return None
    removed = told.get("is_deleted") is True
    content = reading.mapping(told.get("content"))
    renditions = [*reading.objects(told.get("thumbs")), reading.mapping(told.get("preview")), content]
    sizes = reading.sizes(
        *(reading.size(one.get("src"), one.get("width"), one.get("height")) for one in renditions)
    )
    # A text may have a small picture beside it, but has no content that is one.
    if not removed and reading.address(content.get("src")) is None:
        return None
    stats = reading.mapping(told.get("stats"))
    return PostRecord(
        external_id=number,
        owner=owner.lower(),
        title=reading.text(told.get("title")) or "",
        url=url,
        sizes=sizes,
        tags=reading.tags(
            tag.get("tag_name") or tag.get("name") for tag in reading.objects(told.get("tags"))
        ),
        posted_at=published_at(told),
        details=PostDetails(
            rating=ratings.of_source("deviantart", told.get("is_mature") is True),
            score=reading.number(stats.get("favourites")),
            links=[] if removed else [LinkRecord(url=str(content["src"]))],
            removed=removed,
        ),
    )


def post_of_embedded(told: Mapping[str, Any], address: PostAddress) -> PostRecord | None:
    """A deviation as its oEmbed answer tells it; None for what is no picture."""
    owner = reading.text(told.get("author_name"), longest=64)
    sizes = reading.sizes(
        *(reading.size(told.get(url), told.get(width), told.get(height)) for url, width, height in _EMBEDDED)
    )
    if told.get("type") != "photo" or owner is None or not sizes:
        return None
    return PostRecord(
        external_id=address.external_id,
        owner=owner.lower(),
        title=reading.text(told.get("title")) or "",
        url=address.url,
        sizes=sizes,
        posted_at=reading.moment(told.get("pubdate")),
        details=PostDetails(
            rating=ratings.of_source("deviantart", "adult" in (told.get("safety"), told.get("rating"))),
            links=[LinkRecord(url=sizes[-1].url)],
        ),
    )


def accounts_of(found: Iterable[Mapping[str, Any]]) -> list[AccountRecord]:
    """The people of these deviations, each once."""
    people = {
        name.lower(): AccountRecord(
            external_id=name.lower(),
            username=name,
            icon_url=reading.address(reading.mapping(one.get("author")).get("usericon")),
        )
        for one in found
        if (name := _name_in(one.get("author"))) is not None
    }
    return [people[name] for name in sorted(people)]


def _name_in(author: object) -> str | None:
    return reading.text(reading.mapping(author).get("username"), longest=64)
