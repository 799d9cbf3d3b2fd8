"""A post as a source describes it, made ready for its row."""

from typing import NamedTuple

import msgspec

from fovea import messages, wire
from fovea.database import fitting, sizes
from fovea.messages import Moment, PostDetails, PostRecord
from fovea.renditions import SizeRecord

_NOTHING = msgspec.Raw(b"[]")
_LONGEST_PLAIN = 10_000


class Told(NamedTuple):
    """The columns of a post, with the outside ids of itself and its owner, the digest of its description,
    and what has rows of its own.
    """

    external_id: str
    owner: str
    title: str
    url: str
    sizes: str | None
    tags: str | None
    posted_at: int | None
    taken_at: int | None
    digest: int
    details: PostDetails | None = None


class _Described(msgspec.Struct):
    """A `PostRecord` as it travels, whose tags are left in JSON: they are stored as one text."""

    external_id: str
    owner: str
    title: str = ""
    url: str = ""
    sizes: str | list[SizeRecord] = ""
    tags: msgspec.Raw = _NOTHING
    posted_at: Moment | None = None
    taken_at: Moment | None = None
    details: PostDetails | None = None


_decoder = msgspec.json.Decoder(_Described)
_words_decoder = msgspec.json.Decoder(list[str])


def digest_of(description: bytes) -> int:
    """The digest by which it is seen whether a description (the JSON of a `PostRecord`) has changed."""
    return wire.digest(description)


def read(description: bytes) -> Told:
    """The post that the JSON of a `PostRecord` describes. Raises msgspec's errors when it describes none."""
    one = _decoder.decode(description)
    return Told(
        one.external_id,
        one.owner,
        fitting.text(one.title, fitting.LONGEST_TITLE) or "",
        fitting.address(one.url) or "",
        sizes.fit(one.sizes),
        _words(bytes(one.tags)),
        one.posted_at,
        one.taken_at,
        digest_of(description),
        one.details,
    )


def told(record: PostRecord) -> Told:
    """The post that a record describes."""
    try:
        return read(messages.describe(record))
    except UnicodeEncodeError:  # half of a surrogate pair
        title, tags = _encodable(record.title), [_encodable(tag) for tag in record.tags]
        clean = msgspec.structs.replace(record, title=title, tags=tags, url=_encodable(record.url), sizes=[])
        return read(messages.describe(clean))


def _words(described: bytes) -> str | None:
    if len(described) < _LONGEST_PLAIN and b"\\" not in described and b"null" not in described:
        plain = described[2:-2].decode()
        return plain.replace('","', " ") or None
    return fitting.words(_words_decoder.decode(described))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
