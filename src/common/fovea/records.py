"""What a source tells of people and posts, and how that stands in JSON."""

import json
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

from fovea import renditions
from fovea.renditions import SizeRecord

Moment = Annotated[
    int, msgspec.Meta(ge=-(2**62), le=2**62)
]  # milliseconds since the epoch, may lie before it


class AccountRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account as a source describes it. What the source did not tell is None, and changes nothing."""

    external_id: str
    username: str | None = None
    real_name: str | None = None
    path_alias: str | None = None
    icon_url: str | None = None
    state: Literal["active", "gone", "private"] | None = None


class LinkRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address that a post leads to. `kind` is `image` where it is known to be the address of a picture,
    else who resolves it (see `puller.links`); digests in hexadecimal where the source tells them.
    """

    url: str
    kind: str = "image"
    position: int = 0
    md5: str | None = None
    sha256: str | None = None


class PostDetails(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What only some sources tell of a post. `rating` is a number of `fovea.ratings`; `source_url` is where
    the post says its picture comes from; `removed`: the source took it down.

    `licence` as people write it (`CC BY-SA 4.0`, `Public domain`), `licence_url` is where it can be read, and
    `creator` who is to be named: each only where the source tells it.
    """

    rating: int | None = None
    score: int | None = None
    description: str | None = None
    source_url: str | None = None
    links: list[LinkRecord] = []
    removed: bool = False
    licence: str | None = None
    licence_url: str | None = None
    creator: str | None = None


class PostRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A post as a source describes it. `sizes` come from smallest to largest."""

    external_id: str
    owner: str
    title: str = ""
    url: str = ""
    sizes: list[SizeRecord] = []
    tags: list[str] = []
    posted_at: Moment | None = None
    taken_at: Moment | None = None
    details: PostDetails | None = None


class PostInTransit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A `PostRecord` as it travels: its renditions are one text, and its tags another, where that is
    possible.
    """

    external_id: str
    owner: str
    title: str = ""
    url: str = ""
    sizes: str | list[SizeRecord] = []
    tags: str | list[str] = []
    posted_at: Moment | None = None
    taken_at: Moment | None = None
    details: PostDetails | None = None

    def arrived(self) -> PostRecord:
        """The record that was sent."""
        fields = {name: getattr(self, name) for name in PostRecord.__struct_fields__}
        sizes = renditions.unpack(self.sizes) if isinstance(self.sizes, str) else self.sizes
        tags = self.tags.split(" ") if isinstance(self.tags, str) else self.tags
        return PostRecord(**(fields | {"sizes": sizes, "tags": tags}))


_encoder = msgspec.json.Encoder()


def describe(post: PostRecord) -> bytes:
    """A post in JSON, as it travels. Raises `UnicodeEncodeError` where a text has half a surrogate pair."""
    return _encoder.encode(_in_transit(post))


def to_send(record: AccountRecord | PostRecord) -> bytes:
    """A record in JSON, as it travels."""
    return to_json(_in_transit(record) if isinstance(record, PostRecord) else record)


def to_json(value: msgspec.Struct) -> bytes:
    """JSON. Half of a surrogate pair, which sources send and UTF-8 cannot hold, becomes a question mark."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        return text.encode(errors="replace")


def _in_transit(post: PostRecord) -> PostRecord:
    texts = {"sizes": renditions.pack(post.sizes), "tags": _in_words(post.tags)}
    return msgspec.structs.replace(post, **{name: text for name, text in texts.items() if text is not None})


def _in_words(tags: Sequence[str]) -> str | None:
    text = " ".join(tags)
    return text if "" not in tags and tags and text.count(" ") == len(tags) - 1 else None
