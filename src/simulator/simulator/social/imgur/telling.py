"""Images and albums as Imgur's API tells them (https://apidocs.imgur.com, "Image" and "Gallery Album")."""

from collections.abc import Callable
from typing import Any

from simulator.gallery import File, Gallery, Post, addresses, noise
from simulator.social.imgur import names

Reached = Callable[[str], str]


def image_data(
    gallery: Gallery,
    file: File,
    reached: Reached,
    *,
    post: Post | None = None,
    section: str | None = None,
    with_tags: bool = False,
) -> dict[str, Any]:
    """An image; `post` is what put it up, where that is known."""
    shape, name, film = gallery.files.shape(file), names.image_id(file), names.is_film(file)
    chance = noise.bits(5, file.key)
    link = reached(names.file_url(gallery, file))
    data: dict[str, Any] = {
        "id": name,
        "title": post.work.title if post and with_tags else None,
        "description": None,
        "datetime": post.moment if post else gallery.works.work(file.work).made_at,
        "type": "video/mp4" if film else shape.mime,
        "animated": film,
        "width": shape.width,
        "height": shape.height,
        "size": 20_000 + chance % 900_000,
        "views": chance % 40_000,
        "bandwidth": chance % 10**9,
        "vote": None,
        "favorite": False,
        "nsfw": post.rating >= 2 if post else None,
        "section": section,
        "account_url": post.account.handle if post and chance % 3 else None,
        "account_id": None,
        "is_ad": False,
        "in_gallery": with_tags,
        "tags": _tags(post) if post and with_tags else [],
        "link": link,
        "has_sound": False,
    }
    if film:
        data |= {"mp4": link, "gifv": link.replace(".mp4", ".gifv"), "mp4_size": data["size"]}
    if with_tags and post:
        data |= {"score": post.score, "ups": max(0, post.score), "downs": 3, "is_album": False}
    return data


def album_data(post: Post, reached: Reached, *, images: int | None = None) -> dict[str, Any]:
    """An album; of its images the first so many."""
    gallery, code = post.shelf.gallery, addresses.code(post.number)
    shown = post.files[:images] if images is not None else post.files
    return {
        "id": code,
        "title": post.work.title,
        "description": f"{post.work.title}, and more" if post.number % 3 == 0 else None,
        "datetime": post.moment,
        "cover": names.image_id(post.files[0]),
        "cover_width": post.work.width,
        "cover_height": post.work.height,
        "account_url": post.account.handle if post.number % 4 else None,
        "account_id": None,
        "privacy": "hidden" if post.number % 5 == 0 else "public",
        "layout": "blog",
        "views": 100 + post.number % 10_000,
        "link": reached(f"https://imgur.com/a/{code}"),
        "ups": max(0, post.score),
        "downs": 3,
        "score": post.score,
        "is_album": True,
        "vote": None,
        "favorite": False,
        "nsfw": post.rating >= 2,
        "section": "",
        "images_count": len(post.files),
        "in_gallery": True,
        "tags": _tags(post),
        "images": [image_data(gallery, file, reached, post=post) for file in shown],
    }


def item_data(post: Post, reached: Reached) -> dict[str, Any]:
    """A thing of the gallery: an album, of which the first three images are told, or a single image."""
    if len(post.files) > 1:
        return album_data(post, reached, images=3)
    return image_data(post.shelf.gallery, post.files[0], reached, post=post, with_tags=True)


def _tags(post: Post) -> list[dict[str, Any]]:
    found = [tag for tags in post.tags.values() for tag in tags]
    return [
        {"name": tag.replace(" ", "_"), "display_name": tag, "followers": 10, "total_items": 99}
        for tag in found
    ]
