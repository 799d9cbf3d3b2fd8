"""Posts and communities as Reddit's JSON tells them (https://www.reddit.com/dev/api)."""

import html
from collections.abc import Callable, Mapping
from typing import Any

from simulator.gallery import Community, File, Gallery, Post, noise
from simulator.social.reddit.forms import (
    MEDIA,
    VIDEOS,
    Form,
    author_of,
    file_url,
    form_of,
    number_of,
    page_of,
)

Reached = Callable[[str], str]
_FLAIRS = ("Original Content", "Digital", "OC", None, None)
_PREVIEWS = (108, 216, 320)
REMOVALS = ("moderator", "deleted", "reddit", "automod_filtered")
_MIMES = {"jpg": "image/jpg", "png": "image/png", "webp": "image/webp"}


def post_data(post: Post, reached: Reached, *, parents: bool = True) -> dict[str, Any]:
    """A post: the `data` of a thing of the kind `t3`."""
    form, number, page = form_of(post), number_of(post), page_of(post)
    community = post.community
    chance = noise.bits(post.shelf.source("telling"), post.number)
    author = author_of(post)
    gone = removal_of(post)
    data: dict[str, Any] = {
        "id": number,
        "name": f"t3_{number}",
        "title": title_of(post),
        "author": "[deleted]" if gone == "deleted" else author,
        "subreddit": community.name if community else f"u_{author}",
        "subreddit_name_prefixed": f"r/{community.name}" if community else f"u/{author}",
        "created_utc": float(post.moment),
        "created": float(post.moment),
        "score": post.score,
        "ups": max(0, post.score),
        "num_comments": chance % 90,
        "over_18": is_over_18(post),
        "spoiler": chance % 53 == 0,
        "link_flair_text": _FLAIRS[(chance >> 8) % len(_FLAIRS)],
        "permalink": page,
        "url": form.url if form.kind == "self" else reached(form.url),
        "domain": "self" if form.kind == "self" else form.url.split("/")[2],
        "is_self": form.kind == "self",
        "is_video": form.kind == "video",
        "selftext": "",
        "selftext_html": None,
        "removed_by_category": gone,
        "thumbnail": "self" if form.kind == "self" else "default",
        "thumbnail_width": None,
        "thumbnail_height": None,
        "stickied": False,
        "locked": gone is not None,
        "media": None,
    }
    if gone is not None:
        return data | {
            "selftext": "[removed]" if gone != "deleted" else "[deleted]",
            "is_robot_indexable": False,
        }
    if form.kind == "self":
        text = form.text
        for word in text.split():
            url = word.split("](")[-1].rstrip(").")
            if url.startswith("https://"):
                text = text.replace(url, reached(url))
        return data | {"selftext": text, "selftext_html": f'<div class="md"><p>{html.escape(text)}</p></div>'}
    data["url_overridden_by_dest"] = data["url"]
    return data | _media(post, form, reached, parents=parents)


def _media(post: Post, form: Form, reached: Reached, *, parents: bool) -> dict[str, Any]:
    """What a post shows: previews, a gallery, a video, another post."""
    gallery = post.shelf.gallery
    if form.kind == "crosspost" and form.parent is not None:
        own: dict[str, Any] = {"crosspost_parent": f"t3_{number_of(form.parent)}"}
        if parents:
            own["crosspost_parent_list"] = [post_data(form.parent, reached, parents=False)]
        return own
    if form.kind == "gallery":
        return _gallery(gallery, form.files, reached, post.number)
    if not form.files:
        return {}
    small = gallery.files.shape(form.files[0], 150)
    shown = {
        "thumbnail": reached(
            f"https://b.thumbs.redditmedia.com/{gallery.files.name(form.files[0], 150)}.jpg"
        ),
        "thumbnail_width": small.width,
        "thumbnail_height": small.height,
        "post_hint": "hosted:video" if form.kind == "video" else "image",
        "preview": {"images": [_preview(gallery, form.files[0], reached, video=form.kind == "video")]},
    }
    if form.kind == "video":
        shape = gallery.files.shape(form.files[0])
        shown["media"] = {
            "reddit_video": {
                "fallback_url": reached(
                    f"https://v.redd.it/{VIDEOS.of(post.number)}/DASH_480.mp4?source=fallback"
                ),
                "height": shape.height,
                "width": shape.width,
                "duration": 5 + post.number % 50,
                "is_gif": False,
            }
        }
    return shown


def _preview(gallery: Gallery, file: File, reached: Reached, *, video: bool) -> dict[str, Any]:
    """The preview of a picture, or the frame that stands for a video."""
    whole = gallery.files.shape(file)
    host = "external-preview" if video else "preview"
    name = gallery.files.name(file) if video else MEDIA.of(file.key)
    ending = "png" if video else file_url(gallery, file).rpartition(".")[2]

    def rendition(width: int) -> dict[str, Any]:
        query = f"width={width}&crop=smart&auto=webp&s={file.key:x}" if width else f"auto=webp&s={file.key:x}"
        shape = gallery.files.shape(file, width)
        url = reached(f"https://{host}.redd.it/{name}.{ending}?{query}")
        return {"url": url, "width": shape.width, "height": shape.height}

    smaller = [rendition(width) for width in _PREVIEWS if width < max(whole.width, whole.height)]
    return {"source": rendition(0), "resolutions": smaller, "variants": {}, "id": name}


def _gallery(gallery: Gallery, files: tuple[File, ...], reached: Reached, number: int) -> dict[str, Any]:
    """A gallery; of some, one picture could not be processed."""
    items, told = [], {}
    for place, file in enumerate(files):
        name, shape = MEDIA.of(file.key), gallery.files.shape(file)
        ending = file_url(gallery, file).rpartition(".")[2]
        small = gallery.files.shape(file, 216)
        base = f"https://preview.redd.it/{name}.{ending}"
        items.append({"media_id": name, "id": number * 100 + place})
        told[name] = {
            "status": "valid",
            "e": "Image",
            "m": _MIMES[shape.format],
            "id": name,
            "p": [
                {
                    "u": reached(f"{base}?width=216&crop=smart&s={file.key:x}"),
                    "x": small.width,
                    "y": small.height,
                }
            ],
            "s": {
                "u": reached(f"{base}?width={shape.width}&s={file.key:x}"),
                "x": shape.width,
                "y": shape.height,
            },
        }
    if number % 7 == 0:
        items.append({"media_id": "fa1ledfa1led0", "id": number * 100 + 99})
        told["fa1ledfa1led0"] = {"status": "failed", "id": "fa1ledfa1led0"}
    return {"is_gallery": True, "gallery_data": {"items": items}, "media_metadata": told}


def title_of(post: Post) -> str:
    """What a post is called."""
    chance = noise.bits(post.shelf.source("title"), post.number)
    shape = post.work
    return f"{post.work.title}{('', ' [OC]', f' [{shape.width}x{shape.height}]', ' & more', '')[chance % 5]}"


def is_over_18(post: Post) -> bool:
    """Whether it is marked as for grown-ups: by what it shows, or by where it is."""
    return post.rating >= 2 or bool(post.community and post.community.over_18)


def removal_of(post: Post) -> str | None:
    """Who removed a post; None for one that is there."""
    return REMOVALS[post.number % len(REMOVALS)] if post.removed else None


def community_data(community: Community, gallery: Gallery) -> dict[str, Any]:
    """A community: the `data` of a thing of the kind `t5`."""
    chance = noise.bits(3, sum(community.name.encode()))
    return {
        "id": f"2q{chance % 36**3:x}",
        "name": f"t5_2q{chance % 36**3:x}",
        "display_name": community.name,
        "display_name_prefixed": f"r/{community.name}",
        "title": community.title,
        "public_description": f"{community.title}. Read the rules before you post.",
        "subscribers": 1_000 + chance % 900_000,
        "created_utc": float(gallery.works.ends_at - 6 * 365 * 86_400 - chance % 10**7),
        "over18": community.over_18,
        "quarantine": community.state == "quarantined",
        "subreddit_type": "private" if community.state == "private" else "public",
        "url": f"/r/{community.name}/",
    }


def escaped(value: Any) -> Any:
    """As answers are without `raw_json=1`: `<`, `>` and `&` of all texts as entities."""
    if isinstance(value, str):
        return html.escape(value, quote=False)
    if isinstance(value, Mapping):
        return {name: escaped(one) for name, one in value.items()}
    return [escaped(one) for one in value] if isinstance(value, list) else value
