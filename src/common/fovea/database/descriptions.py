"""A post as a source describes it, made ready for its row."""

import msgspec

from fovea import messages, wire
from fovea.database import bulk, fitting, sizes
from fovea.database.bulk import NewRow
from fovea.messages import Moment, PostDetails, PostRecord
from fovea.renditions import SizeRecord

_LONGEST_THAT_FITS = 500  # bytes: no text in a shorter description is too long for its column


COLUMNS = ("external_id", "title", "url", "sizes", "tags", "posted_at", "taken_at", "digest")


class Told(msgspec.Struct, frozen=True):
    """The outside ids of a post and its owner, the digest of its description, its row, and what has rows of
    its own.

    The row is what `COLUMNS` names, as values or written out for MariaDB (`fovea.database.bulk`): thousands
    of posts are soon as many texts, and to come back to each of them takes several times as long.
    """

    external_id: str
    owner: str
    digest: int
    row: NewRow
    details: PostDetails | None = None


class _Described(msgspec.Struct):
    """A `PostRecord` as it travels."""

    external_id: str
    owner: str
    title: str = ""
    url: str = ""
    sizes: str | list[SizeRecord] | None = None
    tags: str | list[str] | None = None
    posted_at: Moment | None = None
    taken_at: Moment | None = None
    details: PostDetails | None = None


_decoder = msgspec.json.Decoder(_Described)


def digest_of(description: bytes) -> int:
    """The digest by which it is seen whether a description (the JSON of a `PostRecord`) has changed."""
    return wire.digest(description)


def read(description: bytes, *, write_out: bool = False) -> Told:
    """The post that the JSON of a `PostRecord` describes; `write_out`: with its row written out. Raises
    msgspec's errors when it describes none.
    """
    one = _decoder.decode(description)
    digest = digest_of(description)
    row: NewRow
    if write_out and _is_plain(description, one):
        row = (
            f"'{one.external_id}','{one.title}','{one.url}','{one.sizes}','{one.tags}',"
            f"{one.posted_at},{one.taken_at},{digest}"
        )
    else:
        row = _fitted(one, digest)
        if write_out:
            row = ",".join(map(bulk.literal, row))
    return Told(one.external_id, one.owner, digest, row, one.details)


def told(record: PostRecord) -> Told:
    """The post that a record describes."""
    try:
        return read(messages.describe(record))
    except UnicodeEncodeError:  # half of a surrogate pair
        title, tags = _encodable(record.title), [_encodable(tag) for tag in record.tags]
        clean = msgspec.structs.replace(record, title=title, tags=tags, url=_encodable(record.url), sizes=[])
        return read(messages.describe(clean))


def _is_plain(description: bytes, one: _Described) -> bool:
    """Whether all is told and everything fits as it is, between quotation marks too."""
    sizes, tags = one.sizes, one.tags
    return (
        len(description) <= _LONGEST_THAT_FITS
        and b"'" not in description
        and b"\\" not in description  # control characters and halves of surrogate pairs are told by escapes
        and type(sizes) is str
        and sizes != ""
        and sizes.isascii()
        and type(tags) is str
        and tags != ""
        and one.posted_at is not None
        and one.taken_at is not None
    )


def _fitted(one: _Described, digest: int) -> tuple[bulk.Value, ...]:
    tags = one.tags.split(" ") if isinstance(one.tags, str) else one.tags
    return (
        one.external_id,
        fitting.text(one.title, fitting.LONGEST_TITLE) or "",
        fitting.address(one.url) or "",
        sizes.fit(one.sizes or ""),
        fitting.words(tags or []),
        one.posted_at,
        one.taken_at,
        digest,
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
