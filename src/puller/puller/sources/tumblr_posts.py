"""Posts as Tumblr tells them: of the newer editor (https://www.tumblr.com/docs/npf), and photo posts of the
older one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from fovea import ratings
from fovea.messages import LinkRecord, PostDetails, PostRecord
from fovea.renditions import SizeRecord
from puller.sources import reading

_LONGEST_ID = 64
_LONGEST_TITLE = 300


def seconds_of(told: Mapping[str, Any]) -> int | None:
    """When a post was published, in seconds."""
    found = reading.moment(told.get("timestamp"))
    return None if found is None else found // 1_000


def is_reblog(told: Mapping[str, Any]) -> bool:
    """Whether somebody else's post is shown again. The older form has its own post in its trail."""
    if told.get("reblogged_from_id") or told.get("reblogged_root_id") or told.get("parent_post_url"):
        return True
    return told.get("type") == "blocks" and bool(told.get("trail"))


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A post with pictures; None for one without, or one that has no usable name."""
    blog = reading.text(told.get("blog_name"), longest=32)
    number = reading.number(told.get("id_string")) or reading.number(told.get("id"))
    pictures = [one for one in _pictures(told) if one]
    if blog is None or number is None or not pictures or len(f"{blog}/{number}") > _LONGEST_ID:
        return None
    label = reading.mapping(told.get("community_labels")).get("has_community_label")
    sensitive = label is True or told.get("is_nsfw") is True
    words = "\n\n".join(_words(told))
    tags = told.get("tags")
    return PostRecord(
        external_id=f"{blog.lower()}/{number}",
        owner=blog.lower(),
        title=(words or reading.text(told.get("summary")) or "").partition("\n")[0][:_LONGEST_TITLE],
        url=reading.address(told.get("post_url")) or f"https://www.tumblr.com/{blog}/{number}",
        sizes=pictures[0],
        tags=reading.tags(tags if isinstance(tags, list) else []),
        posted_at=reading.moment(told.get("timestamp")),
        details=PostDetails(
            rating=ratings.of_source("tumblr", sensitive),
            score=reading.number(told.get("note_count")),
            description=words[: reading.LONGEST_DESCRIPTION] or None,
            source_url=reading.address(told.get("source_url")),
            links=[
                LinkRecord(url=sizes[-1].url, position=position) for position, sizes in enumerate(pictures)
            ],
        ),
    )


def _pictures(told: Mapping[str, Any]) -> Iterator[list[SizeRecord]]:
    """The renditions of each picture, the smallest first."""
    for block in reading.objects(told.get("content")):
        if block.get("type") == "image":
            yield _sizes(reading.objects(block.get("media")))
    for photo in reading.objects(told.get("photos")):
        original = reading.objects(photo.get("original_size"))
        yield _sizes([*reading.objects(photo.get("alt_sizes")), *original])


def _sizes(told: list[dict[str, Any]]) -> list[SizeRecord]:
    return reading.sizes(*(reading.size(one.get("url"), one.get("width"), one.get("height")) for one in told))


def _words(told: Mapping[str, Any]) -> Iterator[str]:
    """What the post says, and what its pictures are said to show."""
    for block in reading.objects(told.get("content")):
        found = reading.text(block.get("text") or block.get("alt_text"), longest=reading.LONGEST_DESCRIPTION)
        if found:
            yield found
    for value in (told.get("caption"), *(one.get("caption") for one in reading.objects(told.get("photos")))):
        found = reading.plain_text(value)
        if found:
            yield found
