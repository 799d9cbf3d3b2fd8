"""Everything that travels on a queue: typed, versioned, compressed when large, never too large for the queue.

A message is a msgspec struct, tagged by `type`. Its wire form is JSON text; above `COMPRESS_ABOVE_BYTES` it
is zstd, base64, behind the prefix `zstd:`. Batches have a form of their own, see `fovea.wire`; as JSON they
are read, too. Unknown fields are ignored so that a newer sender can talk to an older reader; an unknown type
or version cannot be decoded and goes to the dead-letter queue.

The vocabulary is the design's: a *pull job* asks a puller for one item of a run; each page comes back as a
*batch* for the ingester; a *receipt* says that a batch is in the database; a *pull response* closes the item.

`execution` is a random 63-bit number that a puller draws each time it carries out a job. A job may be carried
out twice (a duplicate, a retry), and its pages may differ between the two: batches and receipts are therefore
counted within one execution, and an item is complete when every batch of one answered execution has its
receipt.
"""

import base64
import secrets
from typing import Annotated, Literal, TypeVar

import msgspec
import zstandard

from fovea import wire
from fovea.artists.records import Artwork, Profile, Unread
from fovea.artists.walk import PageToRead as PageToRead  # noqa: PLC0414 - these are ours to others
from fovea.errors import UndecodableMessage
from fovea.records import AccountRecord as AccountRecord  # noqa: PLC0414
from fovea.records import LinkRecord as LinkRecord  # noqa: PLC0414
from fovea.records import Moment as Moment  # noqa: PLC0414
from fovea.records import PostDetails as PostDetails  # noqa: PLC0414
from fovea.records import PostInTransit, to_json, to_send
from fovea.records import PostRecord as PostRecord  # noqa: PLC0414
from fovea.records import describe as describe  # noqa: PLC0414
from fovea.renditions import SizeRecord as SizeRecord  # noqa: PLC0414

LARGEST_MESSAGE_BYTES = 250_000
COMPRESS_ABOVE_BYTES = 4_000
LINKS_A_JOB = 10
LARGEST_DECOMPRESSED_BYTES = wire.LARGEST_DECOMPRESSED_BYTES
_ZSTD_PREFIX = "zstd:"

# Characters that JSON may hold but SQS refuses (https://www.w3.org/TR/REC-xml/#charsets), as UTF-8. Control
# characters and lone surrogates never come this far: JSON escapes the former, `encode` replaces the latter.
_REFUSED_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())

Identifier = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]

ItemKind = Literal["favorites", "contacts", "profile", "posts", "check", "links", "page"]
Outcome = Literal["ok", "gone", "private", "refused", "unavailable", "deferred"]


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """Base of all messages. `version` rises when a reader of the old form would misunderstand the new one."""

    version: Literal[1] = 1


class ListingName(msgspec.Struct, frozen=True, kw_only=True):
    """Something whose posts a source lists: the identity of a listing, see `puller.sources.sites`."""

    kind: str
    query: str
    title: str = ""
    url: str = ""


class CheckedListing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a source says of a listing that somebody named: its exact name, and what it is."""

    source: str
    listing: ListingName
    description: str | None = None
    posts: int | None = None
    followers: int | None = None
    created_at: Moment | None = None
    rating: int | None = None
    newest_at: Moment | None = None
    note: str | None = None  # what a person should know: that it works without a key, but slowly


class LinkToResolve(msgspec.Struct, frozen=True, kw_only=True):
    """A link of a post that leads to pictures, but is none."""

    link_id: Identifier
    url: str
    kind: str


class ResolvedLink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a link leads to: `children`, which may be pictures or links that are to be resolved in turn; or
    why to nothing, with the outcomes of a `PullResponse`: `unavailable` and `deferred` may pass (`retry_at`,
    where it is known), the others will not.

    A child with the address of the link itself says that the link is of the child's kind.
    """

    link_id: Identifier
    children: list[LinkRecord] = []
    outcome: Outcome = "ok"
    code: str | None = None
    reason: str | None = None
    retry_at: Moment | None = None


class PageRead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stood on a page of an artist walk: one of these, by the page's kind, or why it was not read."""

    artwork: Artwork | None = None
    profile: Profile | None = None
    profiles: tuple[Profile, ...] | None = None
    unread: Unread | None = None

    @property
    def answer(self) -> Artwork | Profile | tuple[Profile, ...] | Unread | None:
        """The one that is there, as the walk takes it; None when none is."""
        told = (self.artwork, self.profile, self.profiles, self.unread)
        return next((one for one in told if one is not None), None)


class PullJob(Message, frozen=True, kw_only=True, tag="pull-job"):
    """What a puller is asked to do: one item of a run.

    `since` (milliseconds) asks only for favourites made from then on; None asks for all, at most `max_pages`
    pages. `discover` asks for the owners of the favourites, from which the run's next items come.

    `posts` asks for a listing's posts, newest first: from `cursor` on (None: from the newest), down to the
    mark `stop_at` (those up to it are known) or the moment `since`. `check` asks what `text`, which somebody
    pasted, stands for. `links` asks what `links` lead to. `page` asks what stands on the page `page`.
    """

    run_id: Identifier
    item_id: Identifier
    key: str
    source: str
    kind: ItemKind
    external_id: str
    attempt: Count = 1
    since: Moment | None = None
    max_pages: Count = 2
    discover: bool = False
    background: bool = False
    listing: ListingName | None = None
    cursor: str | None = None
    stop_at: int | None = None
    text: str | None = None
    links: list[LinkToResolve] = []
    page: PageToRead | None = None


class Batch(Message, frozen=True, kw_only=True, tag="batch"):
    """One page (or a part of it) of what a source answered for an item, on its way to the database.

    `number` counts from 0 within `execution`; the batch with `last` set closes it. `pulled_at` is when the
    execution began. With `since` None the batches together are the whole list (up to `truncated`), else its
    newest part.
    """

    run_id: Identifier
    item_id: Identifier
    execution: Identifier
    number: Count
    last: bool
    source: str
    kind: ItemKind
    external_id: str
    pulled_at: Moment
    since: Moment | None = None
    truncated: bool = False
    newest_faved_at: Moment | None = None
    accounts: list[AccountRecord] = []
    posts: list[PostRecord] = []
    followees: list[str] = []


class Discovery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another thing to pull, found on the way. `weight` is how often it was met."""

    kind: ItemKind
    external_id: str
    weight: Count = 1


class PullResponse(Message, frozen=True, kw_only=True, tag="pull-response"):
    """The puller's word about a job. Interim ones (`final` False) only bring discoveries early.

    Outcomes: `ok` (batches were sent), `gone` and `private` (permanent, with a reason), `refused` (permanent,
    the source's code and reason), `unavailable` (transient, to be tried again), `deferred` (budget used up;
    go on at `retry_at`).
    """

    run_id: Identifier
    item_id: Identifier
    execution: Identifier
    attempt: Count = 1
    final: bool = True
    outcome: Outcome = "ok"
    batches: Count = 0
    calls: Count = 0
    code: str | None = None
    reason: str | None = None
    retry_at: Moment | None = None
    discovered: list[Discovery] = []
    # of listings: where to go on when there is `more`, and the highest mark of a post that was met; code
    # `listing_repeats` when the source begins anew where older posts should come
    cursor: str | None = None
    more: bool = False
    newest: int | None = None
    checked: CheckedListing | None = None
    # of links: what became of each; interim responses may bring some of them, each link comes once
    resolved: list[ResolvedLink] = []
    page_read: PageRead | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The word that one batch is in the database. `rows` is how many records it held."""

    run_id: Identifier
    item_id: Identifier
    execution: Identifier
    number: Count
    rows: Count = 0


class Receipts(Message, frozen=True, kw_only=True, tag="receipts"):
    """Receipts of one ingester transaction, sent together."""

    receipts: list[Receipt]


Decoded = TypeVar("Decoded")


class PictureRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A post whose picture is to be looked at, and where one of its renditions is."""

    post_id: Identifier
    url: str


class PictureJob(Message, frozen=True, kw_only=True, tag="picture-job"):
    """Asks a puller for the fingerprints of some pictures. Nobody waits for them."""

    pictures: list[PictureRequest]


class Fingerprint(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the picture of a post looks like (64 bits), or the `code` of why nobody will ever know."""

    post_id: Identifier
    made_at: Moment
    phash: int | None = None
    code: str | None = None

    def __post_init__(self) -> None:
        if self.phash is not None and not 0 <= self.phash < 2**64:
            raise ValueError("a fingerprint has 64 bits")


class Fingerprints(Message, frozen=True, kw_only=True, tag="fingerprints"):
    """Fingerprints on their way to the database."""

    fingerprints: list[Fingerprint]


class ImageJob(Message, frozen=True, kw_only=True, tag="image-job"):
    """Asks an image ingester for the images that some links lead to. All that there is to know is in the rows
    of the links (`fovea.database.links`).
    """

    links: Annotated[list[Identifier], msgspec.Meta(min_length=1, max_length=LINKS_A_JOB)]


class CleanupJob(Message, frozen=True, kw_only=True, tag="cleanup-job"):
    """Asks an image ingester for one part of a clean-up (`fovea.cleaning`): an item of a run, answered with a
    `PullResponse` as any other.
    """

    run_id: Identifier
    item_id: Identifier
    part: str
    attempt: Count = 1


AnyMessage = PullJob | Batch | PullResponse | Receipts | PictureJob | Fingerprints | ImageJob | CleanupJob


class _BatchInJson(Batch, frozen=True, kw_only=True, tag="batch"):
    """A `Batch` as it travelled before it had a form of its own."""

    posts: list[PostInTransit] = []  # type: ignore[assignment]


_decoder: "msgspec.json.Decoder[AnyMessage]" = msgspec.json.Decoder(
    PullJob | _BatchInJson | PullResponse | Receipts | PictureJob | Fingerprints | ImageJob | CleanupJob
)
_head_decoder = msgspec.json.Decoder(Batch)
_post_decoder = msgspec.json.Decoder(PostInTransit)
_account_decoder = msgspec.json.Decoder(AccountRecord)


def new_execution() -> int:
    """A random positive 63-bit number that names one carrying-out of a job."""
    return secrets.randbits(62) + 1


def encode(message: AnyMessage) -> str:
    """The message's wire form: JSON text, or compressed text behind a prefix when it is large.

    Half of a surrogate pair, which sources do send and UTF-8 cannot hold, becomes a question mark.
    """
    if isinstance(message, Batch):
        return _encode_batch(message)
    plain = to_json(message)
    if len(plain) <= COMPRESS_ABOVE_BYTES and not any(refused in plain for refused in _REFUSED_CHARACTERS):
        return plain.decode()
    return _ZSTD_PREFIX + base64.b64encode(zstandard.compress(plain, 3)).decode()


def decode(body: str) -> AnyMessage:
    """The message of a wire form. Raises `UndecodableMessage` with the reason, whatever the body holds."""
    if body.startswith(wire.PREFIX):
        return _decode_batch(wire.unpack(body))
    message = decode_by(_decoder, body)
    if not isinstance(message, _BatchInJson):
        return message
    return _whole(message, message.accounts, message.posts)


def decode_by(decoder: msgspec.json.Decoder[AnyMessage], body: str) -> AnyMessage:
    """As `decode`, of JSON by a decoder of one's own, for readers that leave parts of a message undecoded."""
    try:
        if not body.startswith(_ZSTD_PREFIX):
            return decode_json(decoder, body.encode())
        packed = base64.b64decode(body[len(_ZSTD_PREFIX) :], validate=True)
        size = zstandard.frame_content_size(packed)
        if not 0 <= size <= LARGEST_DECOMPRESSED_BYTES:
            raise UndecodableMessage(f"the compressed message claims {size} bytes")
        return decode_json(decoder, zstandard.decompress(packed))
    except (zstandard.ZstdError, ValueError) as error:
        raise UndecodableMessage(str(error) or type(error).__name__) from error


def decode_json(decoder: msgspec.json.Decoder[Decoded], text: bytes) -> Decoded:
    """What JSON says. Raises `UndecodableMessage` with the reason, whatever it holds."""
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UndecodableMessage(str(error) or type(error).__name__) from error


def _encode_batch(batch: Batch) -> str:
    return wire.pack(
        to_json(msgspec.structs.replace(batch, accounts=[], posts=[])),
        accounts=wire.records(list(map(to_send, batch.accounts))),
        posts=wire.records(list(map(to_send, batch.posts))),
    )


def _decode_batch(unpacked: wire.Unpacked) -> Batch:
    return _whole(
        decode_json(_head_decoder, unpacked.head),
        [decode_json(_account_decoder, line) for line in unpacked.accounts.lines()],
        [decode_json(_post_decoder, line) for line in unpacked.posts.lines()],
    )


def _whole(head: Batch, accounts: list[AccountRecord], posts: list[PostInTransit]) -> Batch:
    fields = {name: getattr(head, name) for name in Batch.__struct_fields__}
    return Batch(**(fields | {"accounts": accounts, "posts": [post.arrived() for post in posts]}))


def fits(body: str) -> bool:
    """Whether a wire form is small enough for the queue, and for its reader when it is unpacked."""
    if len(body) > LARGEST_MESSAGE_BYTES:
        return False
    if body.startswith(wire.PREFIX):
        return wire.largest_part_bytes(body) <= LARGEST_DECOMPRESSED_BYTES
    if not body.startswith(_ZSTD_PREFIX):
        return True
    # The size stands in the first 18 bytes of a frame (RFC 8878, 3.1.1.1), which are 24 characters of base64.
    head = base64.b64decode(body[len(_ZSTD_PREFIX) :][:24])
    return zstandard.frame_content_size(head) <= LARGEST_DECOMPRESSED_BYTES
