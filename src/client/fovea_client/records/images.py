"""Images of the library, and what a search by picture answers."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from fovea_client.records.base import Record
from fovea_client.records.posts import Image, Post


class LibraryImage(Record, frozen=True, kw_only=True):
    """An image of the library as it stands in a list. `variants`: how many others look nearly the same;
    `best`: whether it is the best copy of them.
    """

    id: int
    width: int
    height: int
    format: str
    rating: str
    title: str = ""
    score: int = 0
    added_at: datetime | None = None
    thumbhash: str | None = None
    color: str | None = None
    thumbnails: tuple[Image, ...] = ()
    variants: int = 0
    best: bool = True
    text: bool | None = None
    frames: int = 1
    source: str | None = None


class SeenPost(Record, frozen=True, kw_only=True):
    """A post in which an image was seen. `licence` as its source names it (CC BY-SA 4.0), with the address of
    its terms; `creator`: who made the picture.
    """

    post: Post
    rating: str | None = None
    score: int | None = None
    description: str | None = None
    source_url: str | None = None
    licence: str | None = None
    licence_url: str | None = None
    creator: str | None = None
    removed_at: datetime | None = None
    image_ids: tuple[int, ...] = ()


class ImageMatch(Record, frozen=True, kw_only=True):
    """An image that may be the picture. `similarity` is same_file, same_picture, edited, perhaps, or None:
    near by the chosen method, but most likely another picture. `by_chance`: how many images that show
    something else are expected to be as near. `posts`: the oldest first, at most 10 of `post_count`.
    """

    image: LibraryImage
    distance: float
    similarity: str | None = None
    distances: Mapping[str, float] = msgspec.field(default_factory=dict)
    by_chance: float | None = None
    orientation: str = "same"
    in_trimmed: bool = False
    best: bool = False
    posts: tuple[SeenPost, ...] = ()
    post_count: int = 0


class Margins(Record, frozen=True, kw_only=True):
    """What is around a picture, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int


class SearchedPicture(Record, frozen=True, kw_only=True):
    """The picture that was looked for. `simple`: it shows too little to be told from others."""

    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    simple: bool = False
    thumbnail: str | None = None
    trimmed: Margins | None = None


class ImageSearch(Record, frozen=True, kw_only=True):
    """What was found, the surest first. `hidden`: how many matches of each rating the choice of ratings
    hides; `searched`: how many images were looked through; `note`: what else to know.
    """

    query: SearchedPicture
    method: str
    matches: tuple[ImageMatch, ...]
    searched: int
    hidden: Mapping[str, int] = msgspec.field(default_factory=dict)
    took_ms: float = 0.0
    note: str | None = None
