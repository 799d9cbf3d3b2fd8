"""Images and albums as Imgur tells them."""

from collections.abc import Mapping
from typing import Any

from fovea import ratings
from fovea.messages import AccountRecord, LinkRecord, PostDetails, PostRecord
from puller.sources import reading
from puller.sources.listing_source import ListingPage

MAIN = "https://imgur.com"
_MOST_LINKS = 500
_FILMS = (".mp4", ".webm", ".gifv", ".mov")


def links_of(images: list[dict[str, Any]]) -> list[LinkRecord]:
    """The pictures of images, each once. Of a video it is the frame that stands for it."""
    urls = dict.fromkeys(url for one in images if (url := _picture_of(one)) is not None)
    return [LinkRecord(url=url, position=place) for place, url in enumerate(list(urls)[:_MOST_LINKS])]


def _picture_of(image: dict[str, Any]) -> str | None:
    link = reading.address(image.get("link"))
    if link is None:
        return None
    if str(image.get("type") or "image/").startswith("image/") and not link.lower().endswith(_FILMS):
        return link
    before, dot, _ = link.rpartition(".")
    return f"{before}h{dot}jpg"  # https://apidocs.imgur.com: `h` is the largest of its thumbnails


def is_album(told: Mapping[str, Any]) -> bool:
    """Whether this has images, and is none."""
    return told.get("is_album") is True or isinstance(told.get("images"), list)


def _post_of(told: dict[str, Any], *, album: str | None = None) -> PostRecord | None:
    """An image, or something of the gallery, which may be an album of which only the first are told."""
    number = reading.text(told.get("id"))
    if number is None or not number.isalnum():
        return None
    images = reading.objects(told.get("images")) if is_album(told) else [told]
    links = links_of(images)
    if is_album(told) and (reading.number(told.get("images_count")) or 0) > len(images):
        links = [LinkRecord(url=f"{MAIN}/a/{number}", kind="imgur")]
    cover = images[0] if images else {}
    owner = reading.text(told.get("account_url"))
    names = [reading.text(one.get("name")) for one in reading.objects(told.get("tags"))]
    section = reading.text(told.get("section"))
    return PostRecord(
        external_id=f"a/{number}" if is_album(told) else number,
        owner=(owner or (f"album:{album}" if album else "[anonymous]"))[:60],
        title=reading.text(told.get("title")) or "",
        url=f"{MAIN}/a/{number}" if is_album(told) else f"{MAIN}/{number}",
        sizes=reading.sizes(reading.size(_picture_of(cover), cover.get("width"), cover.get("height"))),
        tags=reading.tags(filter(None, names)) + (reading.tags([f"r/{section}"], "meta") if section else []),
        posted_at=reading.moment(told.get("datetime")),
        details=PostDetails(
            rating=rating_of(told),
            score=reading.number(told.get("score")),
            description=reading.text(told.get("description"), longest=reading.LONGEST_DESCRIPTION),
            links=links,
        ),
    )


def page_of(told: list[dict[str, Any]], *, cursor: str | None, album: str | None = None) -> ListingPage:
    """A page of images and albums; those of an album have the album for an owner when they have no other."""
    posts = [post for one in told if (post := _post_of(one, album=album)) is not None]
    return ListingPage(
        posts=posts,
        marks=[post.posted_at for post in posts if post.posted_at is not None],
        accounts=[
            AccountRecord(external_id=owner, username=None if owner[0] == "[" else owner)
            for owner in sorted({post.owner for post in posts})
        ],
        cursor=cursor,
    )


def rating_of(told: Mapping[str, Any]) -> int | None:
    """Imgur says so of what is for grown-ups; of most, it says nothing."""
    nsfw = told.get("nsfw")
    return ratings.of_source("reddit", nsfw) if isinstance(nsfw, bool) else None
