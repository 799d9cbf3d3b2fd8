"""Posts as Tumblr's API has them: of the newer editor (https://www.tumblr.com/docs/npf) or of the older."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

from simulator.gallery import File, Gallery, Post, noise
from simulator.social.words import slug

Reached = Callable[[str], str]
_ADDRESS = re.compile(r"https?://\S+")
_ELSEWHERE = "https://elsewhere.tumblr.com/post/{}"
_BOXES = (0, 400, 250, 75)


def is_text(post: Post) -> bool:
    """Whether a post has no pictures."""
    return not post.is_planned and noise.bits(post.shelf.source("form"), post.number) % 100 < 5


def is_reblog(post: Post) -> bool:
    """Whether a post shows somebody else's again."""
    if post.telling is not None:
        return post.telling.of is not None
    return noise.bits(post.shelf.source("form"), post.number) % 100 >= 92


def blog_data(post: Post) -> dict[str, Any]:
    """The blog of a post, as posts have it."""
    name = post.account.handle
    return {"name": name, "title": name.title(), "url": f"https://{name}.tumblr.com/", "uuid": f"t:{name}"}


def post_data(post: Post, reached: Reached, *, npf: bool, pinned: bool = False) -> dict[str, Any]:
    """A post in one of the two forms."""
    name, title = post.account.handle, post.work.title
    data: dict[str, Any] = {
        "object_type": "post",
        "blog_name": name,
        "blog": blog_data(post),
        "id": post.number,
        "id_string": str(post.number),
        "post_url": f"https://{name}.tumblr.com/post/{post.number}/{slug(title)}",
        "slug": slug(title),
        "date": f"{datetime.fromtimestamp(post.moment, UTC):%Y-%m-%d %H:%M:%S} GMT",
        "timestamp": post.moment,
        "state": "published",
        "tags": [tag for tags in post.tags.values() for tag in tags],
        "summary": title,
        "note_count": max(0, post.score),
        "is_pinned": pinned,
        "community_labels": {
            "has_community_label": post.rating >= 2,
            "categories": ["sexual_themes"] if post.rating >= 2 else [],
        },
    }
    if is_reblog(post):
        url = (post.telling.of if post.telling is not None else None) or _ELSEWHERE.format(post.number - 1)
        blog, number = url.split("/")[2].partition(".")[0], url.split("/")[4]
        data |= {
            "parent_post_url": url,
            "reblogged_from_id": number,
            "reblogged_from_name": blog,
            "reblogged_root_id": number,
        }
    source = post.source_url
    if source is not None:
        data["source_url"] = reached(source)
    return data | (_newer if npf else _older)(post, reached)


def _newer(post: Post, reached: Reached) -> dict[str, Any]:
    content: list[dict[str, Any]] = [{"type": "text", "text": post.title, "subtype": "heading1"}]
    if post.is_planned:
        content.append({"type": "text", "text": post.words, "formatting": _links(post.words)})
    for file in () if is_text(post) else post.files:
        sizes = _sizes(post.shelf.gallery, file, reached)
        content.append({"type": "image", "media": sizes, "alt_text": "A drawing", "colors": {"c0": "aabbcc"}})
    trail = [{"content": [], "post": {"id": str(post.number - 1)}}] if is_reblog(post) else []
    return {
        "type": "blocks",
        "original_type": "text" if is_text(post) else "photo",
        "is_blocks_post_format": True,
        "content": content,
        "layout": [],
        "trail": trail,
    }


def _links(words: str) -> list[dict[str, Any]]:
    """The addresses in a text."""
    return [
        {"type": "link", "start": found.start(), "end": found.end(), "url": found[0]}
        for found in _ADDRESS.finditer(words)
    ]


def _older(post: Post, reached: Reached) -> dict[str, Any]:
    trail = [{"post": {"id": str(post.number)}, "is_root_item": True, "is_current_item": True}]
    if is_text(post):
        return {"type": "text", "title": post.work.title, "body": "<p>Nothing to see</p>", "trail": trail}
    photos = []
    for file in post.files:
        sizes = [
            {name: one[name] for name in ("url", "width", "height")}
            for one in _sizes(post.shelf.gallery, file, reached)
        ]
        photos.append({"caption": "", "original_size": sizes[0], "alt_sizes": sizes})
    return {"type": "photo", "caption": f"<p>{escape(post.words)}</p>", "photos": photos, "trail": trail}


def _sizes(gallery: Gallery, file: File, reached: Reached) -> list[dict[str, Any]]:
    told = []
    for box in _BOXES:
        shape, name = gallery.files.shape(file, box), gallery.files.name(file, box)
        size = f"s{shape.width}x{shape.height * 3 // 2}"
        url = reached(
            f"https://64.media.tumblr.com/{name}/{file.key:016x}-01/{size}/{name[:12]}.{shape.format}"
        )
        told.append({"type": shape.mime, "width": shape.width, "height": shape.height, "url": url})
    return told
