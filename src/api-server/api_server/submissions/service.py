"""Listing, storing, changing and taking down submissions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from marshmallow import ValidationError
from sqlalchemy import Connection

from api_server import files_gone, ownership, paging
from api_server.context import Context
from api_server.links.service import send
from api_server.submissions.schemas import rating_of
from api_server.submissions.shapes import shapes
from fovea import clock, tag_names
from fovea.database import accounts, derived, links, post_details, posts, submissions, taking_down
from fovea.database.engine import in_transaction, read
from fovea.database.links import NewLink
from fovea.database.post_details import Details
from fovea.database.posts import Post
from fovea.database.users import User
from fovea.errors import InvalidInput, NotFound
from fovea.messages import PostRecord

UPLOADS = "upload"  # the source of what people bring: its accounts are named by users' numbers
_EARLIEST = int(datetime.min.replace(tzinfo=UTC).timestamp()) * clock.SECOND
_LATEST = int(datetime.max.replace(tzinfo=UTC, microsecond=0).timestamp()) * clock.SECOND
_OF_DETAILS = ("score", "description", "source_url")


def page(context: Context, query: dict[str, Any], *, viewer: User | None) -> dict[str, Any]:
    """The shape Submissions."""
    limit = query["limit"]
    with read(context.engine) as connection:
        numbers = submissions.page(
            connection,
            source=query["source"],
            account=query["account"],
            before_id=paging.before(query["cursor"]),
            limit=limit,
        )
        found = shapes(context, connection, numbers, viewer=viewer)
    return {"submissions": found, "next_cursor": paging.next_cursor(numbers, limit=limit)}


def one(context: Context, post_id: int, *, viewer: User | None) -> dict[str, Any]:
    """The shape Submission. Raises NotFound."""
    with read(context.engine) as connection:
        found = shapes(context, connection, [post_id], viewer=viewer)
    if not found:
        raise NotFound("There is no such submission.")
    return found[0]


def save(context: Context, wanted: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Store posts with their links, all of them or none. The shape SavedSubmissions. Raises NotYours for
    uploads in the name of somebody else.
    """
    for name in {one["account"] for one in wanted if one["source"] == UPLOADS}:
        _require_own_uploads(name)

    def write(connection: Connection) -> tuple[dict[str, Any], list[int], list[str]]:
        at = clock.now()
        numbers: dict[tuple[str, str], int] = {}
        known = 0
        for source in sorted({one["source"] for one in wanted}):
            ours = [one for one in wanted if one["source"] == source]
            known += len(posts.ids_of(connection, source, {one["external_id"] for one in ours}))
            names = {one["account"]: one["account_name"] for one in ours}
            made = submissions.save(connection, source, list(map(record, ours)), names=names, at=at)
            numbers |= {(source, name): number for name, number in made.items()}
        ids = [numbers[one["source"], one["external_id"]] for one in wanted]
        post_details.write(
            connection, {number: details(one) for number, one in zip(ids, wanted, strict=True)}
        )
        before = _count_links(connection, ids)
        added = links.add(connection, _links(ids, wanted), now=at)
        gone = derived.posts_changed(connection, set(ids))
        answer = {
            "ids": ids,
            "added": len(numbers) - known,
            "links_added": _count_links(connection, ids) - before,
        }
        return answer, added.fresh, gone

    answer, fresh, gone = in_transaction(context.engine, write, idempotent=True)
    send(context, fresh)
    files_gone.delete(context, gone)
    return answer


def change(context: Context, post_id: int, told: dict[str, Any], *, viewer: User | None) -> dict[str, Any]:
    """Change what is told of a post. The shape Submission. Raises NotFound, NotYours, InvalidInput."""
    _require_own(context, post_id)

    def write(connection: Connection) -> list[str]:
        post = posts.get(connection, post_id)
        if post is None:
            raise NotFound("There is no such submission.")
        owner = accounts.get_many(connection, [post.owner_id])[post.owner_id].external_id
        changed = msgspec.structs.replace(_record_of(post, owner), **_of_record(told))
        posts.upsert_many(connection, post.source, [posts.told(changed)], owners={owner: post.owner_id})
        known = post_details.get(connection, post_id)
        news = {name: told[name] for name in _OF_DETAILS if name in told}
        if "rating" in told:
            news["rating"] = _rating(post.source, told["rating"], told.get("tags", post.tags))
        post_details.write(connection, {post_id: msgspec.structs.replace(known, **news)})
        return derived.posts_changed(connection, [post_id])

    files_gone.delete(context, in_transaction(context.engine, write, idempotent=True))
    return one(context, post_id, viewer=viewer)


def take_down(context: Context, post_id: int) -> None:
    """Note that the source took a post down. Raises NotFound, NotYours."""
    _require_own(context, post_id)

    def write(connection: Connection) -> list[str]:
        if posts.get(connection, post_id) is None:
            raise NotFound("There is no such submission.")
        return taking_down.take_posts_down(connection, [post_id], at=clock.now())

    files_gone.delete(context, in_transaction(context.engine, write, idempotent=True))


def _require_own(context: Context, post_id: int) -> None:
    """What somebody uploaded is theirs; what sources tell is of the library, which all editors edit."""
    with read(context.engine) as connection:
        post = posts.get(connection, post_id)
        if post is None:
            raise NotFound("There is no such submission.")
        if post.source != UPLOADS:
            return
        owner = accounts.get_many(connection, [post.owner_id])[post.owner_id].external_id
    _require_own_uploads(owner)


def _require_own_uploads(account: str) -> None:
    number = int(account) if account.isascii() and account.isdecimal() else None
    ownership.require_own(number, what="submission")


def record(told: dict[str, Any]) -> PostRecord:
    """The post that a new submission tells of."""
    fields = _of_record(told)
    return PostRecord(external_id=told["external_id"], owner=told["account"], **fields)


def details(told: dict[str, Any]) -> Details:
    """The details that a new submission tells."""
    rating = _rating(told["source"], told.get("rating"), told.get("tags") or [])
    return Details(rating=rating, **{name: told.get(name) for name in _OF_DETAILS})


def written_tags(tags: Sequence[str]) -> list[str]:
    """Tags as a post's row holds them: one way to write each, with its namespace."""
    parsed = dict(one for one in map(tag_names.parsed, tags) if one is not None)
    return [
        name if namespace == tag_names.GENERAL else f"{namespace}:{name}"
        for name, namespace in parsed.items()
    ]


def milliseconds(moment: datetime | None) -> int | None:
    """The moment as everybody here has it; none that would be of another year than 1 to 9999 in UTC."""
    if moment is None:
        return None
    return min(max(int(moment.timestamp() * clock.SECOND), _EARLIEST), _LATEST)


def _of_record(told: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if "title" in told:
        fields["title"] = told["title"]
    if "url" in told:
        fields["url"] = told["url"] or ""
    if "tags" in told:
        fields["tags"] = written_tags(told["tags"])
    if "posted_at" in told:
        fields["posted_at"] = milliseconds(told["posted_at"])
    return fields


def _record_of(post: Post, owner: str) -> PostRecord:
    return PostRecord(
        external_id=post.external_id,
        owner=owner,
        title=post.title,
        url=post.url,
        sizes=post.sizes,
        tags=post.tags,
        posted_at=post.posted_at,
        taken_at=post.taken_at,
    )


def _rating(source: str, word: str | None, tags: Sequence[str]) -> int | None:
    try:
        return rating_of(source, word, list(tags))
    except ValidationError as error:
        raise InvalidInput(
            "Correct the fields that `errors` names.", errors={"rating": error.messages}
        ) from error


def _links(ids: Sequence[int], wanted: Sequence[dict[str, Any]]) -> list[NewLink]:
    return [
        NewLink(post_id=number, url=url, position=position, keep=one["keep"], batch=one["batch"])
        for number, one in zip(ids, wanted, strict=True)
        for position, url in enumerate(one["links"])
    ]


def _count_links(connection: Connection, post_ids: Sequence[int]) -> int:
    return sum(map(len, links.of_posts(connection, set(post_ids)).values()))
