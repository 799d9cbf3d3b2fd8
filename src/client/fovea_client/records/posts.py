"""People, posts and the images in them."""

from datetime import datetime

from fovea_client.records.base import Record


class Account(Record, frozen=True, kw_only=True):
    """A person or community at a source. `external_id` is the source's own id (an NSID at Flickr)."""

    id: int
    source: str
    external_id: str
    username: str
    display_name: str
    url: str
    state: str
    real_name: str | None = None
    icon_url: str | None = None


class Image(Record, frozen=True, kw_only=True):
    """One rendition of an image: its address and its size in pixels."""

    url: str
    width: int | None = None
    height: int | None = None


class Post(Record, frozen=True, kw_only=True):
    """One page at a source that shows an image. `sizes` has every rendition, the smallest first."""

    id: int
    source: str
    external_id: str
    title: str
    url: str
    owner: Account
    image: Image
    posted_at: datetime | None = None
    taken_at: datetime | None = None
    tags: tuple[str, ...] = ()
    sizes: tuple[Image, ...] = ()
    favorited: bool = False
