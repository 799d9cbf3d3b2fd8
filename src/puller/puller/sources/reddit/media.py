"""What a post of Reddit's leads to: pictures in the order in which the post shows them, and other links."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fovea.messages import LinkRecord
from fovea.renditions import SizeRecord
from puller.links import addresses, kinds
from puller.links.reddit_forms import reddit_form
from puller.sources import reading

FILES = "https://i.redd.it"
_MOST_LINKS = 100  # a gallery has twenty
_ENDINGS = {
    "image/jpg": "jpg",
    "image/jpeg": "jpg",
    "image/pjpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
}
_ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>\"'`]{4,2000}")
_MOST_OF_TEXT = 20
# A text names many addresses; those are kept of which it can be seen that they lead to pictures.
_KINDS_OF_TEXT = frozenset({kinds.IMAGE, kinds.IMGUR, kinds.REDDIT})


def links_of(told: Mapping[str, Any], found: str) -> list[LinkRecord]:
    """The links of a post, each once. `found` is where the answer came from."""
    parents = reading.objects(told.get("crosspost_parent_list"))
    records: dict[str, LinkRecord] = {}
    for one in _links(parents[0] if parents else told, found):
        records.setdefault(one.url, one)
    return [
        LinkRecord(url=one.url, kind=one.kind, position=position)
        for position, one in enumerate(list(records.values())[:_MOST_LINKS])
    ]


def sizes_of(told: Mapping[str, Any]) -> list[SizeRecord]:
    """Renditions of the first picture."""
    parents = reading.objects(told.get("crosspost_parent_list"))
    post = parents[0] if parents else told
    for _, meta in _media(post):
        pictures = [*reading.objects(meta.get("p")), reading.mapping(meta.get("s"))]
        return reading.sizes(
            *(
                reading.size(_plain(one.get("u") or one.get("gif")), one.get("x"), one.get("y"))
                for one in pictures
            )
        )
    image = _preview(post)
    pictures = [*reading.objects(image.get("resolutions")), reading.mapping(image.get("source"))]
    return reading.sizes(
        reading.size(
            _plain(post.get("thumbnail")), post.get("thumbnail_width"), post.get("thumbnail_height")
        ),
        *(reading.size(_plain(one.get("url")), one.get("width"), one.get("height")) for one in pictures),
    )


def link_of(url: str) -> LinkRecord:
    """A link by its address alone: previews of files that Reddit has become the files."""
    form = reddit_form(url)
    if form is not None and form.kind == "preview":
        return LinkRecord(url=addresses.beside(url, f"{FILES}/{form.id}"))
    return LinkRecord(url=url, kind=kinds.classify(url))


def _links(post: Mapping[str, Any], found: str) -> Iterator[LinkRecord]:
    address = reading.address(_plain(post.get("url_overridden_by_dest") or post.get("url")))
    gallery = [_file_of(name, meta, found) for name, meta in _media(post)]
    if gallery:
        yield from (LinkRecord(url=url) for url in gallery if url is not None)
    if post.get("is_self") is True:
        yield from _of_text(post.get("selftext"))
        return
    if gallery:
        return
    form = reddit_form(address) if address is not None else None
    preview = reading.address(_plain(reading.mapping(_preview(post).get("source")).get("url")))
    if preview is not None and (post.get("is_video") is True or (form is not None and form.kind == "video")):
        yield LinkRecord(url=preview)  # the frame that stands for the video
    elif address is not None and _leads_on(address, post):
        yield link_of(address)
    elif preview is not None:
        yield LinkRecord(url=preview)


def _leads_on(address: str, post: Mapping[str, Any]) -> bool:
    """Whether an address is more than the post's own page; a gallery's is, when its parts are not told."""
    if kinds.classify(address) == kinds.UNKNOWN:
        return False
    form = reddit_form(address)
    own = form is not None and form.kind == "post" and form.id == post.get("id")
    return not own or post.get("is_gallery") is True


def _media(post: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The pictures that Reddit has, in the order of the gallery: those that are ready."""
    told = reading.mapping(post.get("media_metadata"))
    items = reading.objects(reading.mapping(post.get("gallery_data")).get("items"))
    order = [name for one in items if isinstance(name := one.get("media_id"), str)] or list(told)
    for name in order:
        meta = reading.mapping(told.get(name))
        if meta.get("status") == "valid" and meta.get("e") in {"Image", "AnimatedImage"}:
            yield name, meta


def _file_of(name: str, meta: Mapping[str, Any], found: str) -> str | None:
    """The file itself. What is told is a smaller rendition, signed, whose name holds the file's."""
    source = reading.mapping(meta.get("s"))
    told = reading.address(_plain(source.get("u") or source.get("gif")))
    ending = _ENDINGS.get(str(meta.get("m")).lower())
    if ending is not None and re.fullmatch(r"[A-Za-z0-9_-]{5,60}", name):
        return addresses.beside(found, f"{FILES}/{name}.{ending}")
    return link_of(told).url if told is not None else None


def _preview(post: Mapping[str, Any]) -> Mapping[str, Any]:
    images = reading.objects(reading.mapping(post.get("preview")).get("images"))
    return images[0] if images else {}


def _of_text(value: Any) -> Iterator[LinkRecord]:
    if not isinstance(value, str):
        return
    seen = 0
    for match in _ADDRESS_IN_TEXT.finditer(value):
        url = reading.address(_plain(match[0].rstrip(".,;:!?*_~)]}").replace("\\", "")))
        if url is None:
            continue
        link = link_of(url)
        if link.kind in _KINDS_OF_TEXT:
            yield link
            seen += 1
        if seen == _MOST_OF_TEXT:
            return


def _plain(value: Any) -> str | None:
    """An address without entities, which older answers have."""
    return value.replace("&amp;", "&") if isinstance(value, str) else None
