"""Links: addresses that posts lead to, and what became of each. Nothing is deleted for a failure.

A link *waits* until it is due, is *sent* to whoever follows links of its kind, who answers by a deadline,
and ends as *done* (its image is stored, or it has led to further links), *failed* (never, or after too many
tries; `code` and `reason` say why) or *removed* (its image is, or its post). What was sent and had no answer
by its deadline is sent again: the sweep finds it, as it finds what could never be put on a queue.

Links of the kind `image` go to the image ingesters (`link_dispatch`), all others to the pullers, which say
what they lead to (`link_resolving`): those links have the one that led to them as `parent_id`.

`attempts` counts how often an image ingester took a link up, so that one that kills whoever looks at it comes
to an end too, while no outage counts as a try; of the other kinds, how often pullers were asked.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, case, delete, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from fovea import clock
from fovea.database.dialects import is_duplicate
from fovea.database.library_tables import links
from fovea.database.listing_tables import listing_posts
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import posts
from fovea.database.upsert import in_parts

WAITING = "waiting"
SENT = "sent"
DONE = "done"
FAILED = "failed"
REMOVED = "removed"
STATES = (WAITING, SENT, DONE, FAILED, REMOVED)
UNFINISHED = (WAITING, SENT)

IMAGE = "image"
UNKNOWN = "unknown"  # nobody knows yet who follows it, or nobody does: then it has failed, with a reason
TO_RESOLVE = ("imgur", "reddit", "page", "post", UNKNOWN)  # as in puller.links.kinds
KINDS = (IMAGE, *TO_RESOLVE)

IMAGE_REMOVED = "image_removed"  # the code of links whose image was

LONGEST_URL = 4_096
LONGEST_CODE = 64
LONGEST_REASON = 1_000

# A link that was just added is put on the queue by whoever added it; after this time the sweep does it.
SENT_WITHIN = 30 * clock.SECOND
# From then on nobody believes any more that a sent link is still on its way; sooner of one that somebody
# waits for, and nobody has taken up: its queue is short.
ANSWERED_WITHIN = 20 * clock.MINUTE
TAKEN_UP_WITHIN = 2 * clock.MINUTE

Digest = bytes
Key = tuple[int, Digest]  # post, digest of the address
_TRIES = 10


class NewLink(msgspec.Struct, frozen=True, kw_only=True):
    """An address to take in. `md5` and `sha256` are what the source says of the bytes; `keep` asks for the
    file itself beside its thumbnails; `background`: nobody waits for it; `batch` names what it came with.
    """

    post_id: int
    url: str
    kind: str = IMAGE
    position: int = 0
    parent_id: int | None = None
    md5: Digest | None = None
    sha256: Digest | None = None
    keep: bool = False
    background: bool = False
    batch: str | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link as it is stored. Times in milliseconds."""

    id: int
    post_id: int
    position: int
    url: str
    kind: str
    parent_id: int | None
    state: str
    attempts: int
    next_at: int
    code: str | None
    reason: str | None
    image_id: int | None
    md5: Digest | None
    sha256: Digest | None
    keep: bool
    background: bool
    batch: str | None
    created_at: int
    finished_at: int | None


@dataclass(frozen=True, kw_only=True)
class Added:
    """The numbers of links in the order in which they were named, and those of them that are to be sent to
    the image ingesters. (Those that pullers follow are found by the sweep.)
    """

    ids: list[int]
    fresh: list[int]


_columns = [links.c[name] for name in Link.__struct_fields__]


def digest_of(url: str) -> Digest:
    """By what an address is known among those of its post."""
    return hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=16).digest()


def is_address(url: str) -> bool:
    """Whether this can be stored as a link."""
    return 0 < len(url) <= LONGEST_URL and url.isprintable()


def add(connection: Connection, new: Iterable[NewLink], *, now: int) -> Added:
    """Store links; one that the post has already stays, whatever became of it.

    But when the file itself is wanted, which was not before, the link begins anew. Raises ValueError for what
    is no address (`is_address`).
    """
    wanted = list(new)
    for one in wanted:
        if not is_address(one.url):
            raise ValueError(f"no address of a link: {one.url[:80]!r}")
    keys = [(one.post_id, digest_of(one.url)) for one in wanted]
    known = _stored(connection, keys)
    first: dict[Key, NewLink] = {}
    for key, one in zip(keys, wanted, strict=True):
        if key not in known:
            first.setdefault(key, one)
    kept = [known[key] for key in _now_kept(keys, wanted, known)]
    for part in in_parts([link.id for link in kept]):
        connection.execute(update(links).where(links.c.id.in_(part)).values(keep=True))
    fresh = _begin_anew(connection, kept, now=now)
    mine = _insert(connection, first, now=now)
    made = {key: link.id for key, link in _stored(connection, list(first)).items()}
    fresh += [made[key] for key in mine if first[key].kind == IMAGE]
    numbers = {key: link.id for key, link in known.items()} | made
    return Added(ids=[numbers[key] for key in keys], fresh=fresh)


def get(connection: Connection, link_id: int) -> Link | None:
    """The link with this number, or None."""
    return get_many(connection, [link_id]).get(link_id)


def get_many(connection: Connection, link_ids: Collection[int]) -> dict[int, Link]:
    """Links by number; numbers that there are not are left out."""
    found: dict[int, Link] = {}
    for part in in_parts(sorted(link_ids), most=LOOK_UP_AT_ONCE):
        for row in connection.execute(select(*_columns).where(links.c.id.in_(part))):
            found[row.id] = _link(row)
    return found


def of_posts(connection: Connection, post_ids: Collection[int]) -> dict[int, list[Link]]:
    """The links of each post, in their order there; posts without any are left out."""
    found: dict[int, list[Link]] = {}
    for part in in_parts(sorted(post_ids), most=LOOK_UP_AT_ONCE):
        statement = select(*_columns).where(links.c.post_id.in_(part))
        for row in connection.execute(statement.order_by(links.c.post_id, links.c.position, links.c.id)):
            found.setdefault(row.post_id, []).append(_link(row))
    return found


def page(  # noqa: PLR0913 - all by keyword, each with a default
    connection: Connection,
    *,
    state: str | None = None,
    kind: str | None = None,
    source: str | None = None,
    listing_id: int | None = None,
    batch: str | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> list[Link]:
    """Links, the newest first; the next page is that `before_id` the last one of this. `source`: of whose
    posts they are; `listing_id`: of the listing that has brought them.
    """
    statement = select(*_columns).order_by(links.c.id.desc()).limit(limit)
    for column, value in ((links.c.state, state), (links.c.kind, kind), (links.c.batch, batch)):
        if value is not None:
            statement = statement.where(column == value)
    if source is not None:
        statement = statement.join(posts, posts.c.id == links.c.post_id).where(posts.c.source == source)
    if listing_id is not None:
        brought = listing_posts.c.post_id == links.c.post_id
        statement = statement.join(listing_posts, brought).where(listing_posts.c.listing_id == listing_id)
    if before_id is not None:
        statement = statement.where(links.c.id < before_id)
    return [_link(row) for row in connection.execute(statement)]


def counts(connection: Connection, *, batch: str | None = None) -> dict[str, int]:
    """How many links are in each of `STATES`; of one batch, or of all."""
    statement = select(links.c.state, func.count()).group_by(links.c.state)
    if batch is not None:
        statement = statement.where(links.c.batch == batch)
    found = {str(state): int(count) for state, count in connection.execute(statement)}
    return {state: found.get(state, 0) for state in STATES}


def census(connection: Connection) -> dict[tuple[str, str], int]:
    """How many links of each kind are in each state, of those that there are."""
    statement = select(links.c.kind, links.c.state, func.count()).group_by(links.c.kind, links.c.state)
    return {(str(kind), str(state)): int(count) for kind, state, count in connection.execute(statement)}


def retry(
    connection: Connection, link_ids: Collection[int], *, now: int, background: bool = False
) -> list[int]:
    """Let links that failed, or whose image or post was removed, begin anew; the numbers of those that do.
    Unless in the `background`, somebody waits for them from now on.
    """
    found = get_many(connection, link_ids).values()
    again = [link for link in found if link.state in (FAILED, REMOVED)]
    return _begin_anew(connection, again, now=now, background=background)


def of_images(connection: Connection, link_ids: Collection[int]) -> list[int]:
    """Those of these links that the image ingesters follow."""
    return sorted(link.id for link in get_many(connection, link_ids).values() if link.kind == IMAGE)


def remove(connection: Connection, link_ids: Collection[int]) -> int:
    """Forget links; how many there were. Their images stay."""
    parts = in_parts(sorted(link_ids))
    return sum(connection.execute(delete(links).where(links.c.id.in_(part))).rowcount for part in parts)


def _now_kept(
    keys: Sequence[Key],
    wanted: Sequence[NewLink],
    known: dict[Key, Link],
) -> list[Key]:
    named = {key for key, one in zip(keys, wanted, strict=True) if one.keep}
    return [key for key, link in known.items() if key in named and not link.keep and link.kind == IMAGE]


def _begin_anew(
    connection: Connection, again: Sequence[Link], *, now: int, background: bool = False
) -> list[int]:
    numbers = [link.id for link in again]
    values = {
        "state": WAITING,
        "attempts": 0,
        "next_at": case((links.c.kind == IMAGE, now + SENT_WITHIN), else_=now),
        "code": None,
        "reason": None,
        "finished_at": None,
        "background": background,
    }
    for part in in_parts(numbers):
        connection.execute(update(links).where(links.c.id.in_(part)).values(values))
    return numbers


def _insert(connection: Connection, new: Mapping[Key, NewLink], *, now: int) -> list[Key]:
    """Insert links that a look-up has not found; those that nobody else has inserted meanwhile. Two that
    insert the same ones do so in the same order.
    """
    missing = sorted(new, key=lambda key: (key[0], new[key].position, key[1]))
    for _ in range(_TRIES):
        try:
            for some in in_parts(missing, columns=16):
                connection.execute(insert(links), [_row(new[key], key[1], now) for key in some])
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            there = _stored(connection, missing)
            missing = [key for key in missing if key not in there]
        else:
            return missing
    raise RuntimeError(f"{len(missing)} links are neither there nor can they be inserted")


def _stored(connection: Connection, keys: Sequence[Key]) -> dict[Key, Link]:
    found: dict[Key, Link] = {}
    for part in in_parts(sorted(set(keys)), columns=2, most=400):
        among = tuple_(links.c.post_id, links.c.url_digest).in_(part)
        for row in connection.execute(select(links.c.url_digest, *_columns).where(among)):
            found[row.post_id, bytes(row.url_digest)] = _link(row)
    return found


def _row(one: NewLink, digest: Digest, now: int) -> dict[str, Any]:
    return {
        "post_id": one.post_id,
        "position": one.position,
        "url": one.url,
        "url_digest": digest,
        "kind": one.kind,
        "parent_id": one.parent_id,
        "state": WAITING,
        "next_at": now + SENT_WITHIN if one.kind == IMAGE else now,
        "md5": one.md5,
        "sha256": one.sha256,
        "keep": one.keep,
        "background": one.background,
        "batch": one.batch,
        "created_at": now,
    }


def _link(row: Row[*tuple[Any, ...]]) -> Link:
    return Link(**{name: getattr(row, name) for name in Link.__struct_fields__})
