"""Pictures that people bring: stored as they are, unseen, for the image ingester to look at.

The same bytes, or the same address, brought twice are one picture, one post and one link: an import that was
interrupted can be run again.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import Connection

from api_server import files_gone, posts
from api_server.context import Context
from api_server.links.service import send
from api_server.links.shapes import shape as link_shape
from api_server.submissions.service import milliseconds, written_tags
from fovea import clock, library, metrics, ratings
from fovea.database import derived, links, post_details, submissions
from fovea.database import posts as stored_posts
from fovea.database.engine import in_transaction, read
from fovea.database.links import DONE, FAILED, Link, NewLink
from fovea.database.post_details import Details
from fovea.database.users import User
from fovea.library.keys import STORED
from fovea.messages import PostRecord

SOURCE = "upload"
OPERATOR = "operator"


@dataclass(frozen=True)
class Picture:
    """What was brought: bytes, or an address."""

    body: bytes | None
    url: str | None


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    post: PostRecord
    details: Details
    url: str
    sha256: bytes | None
    md5: bytes | None
    batch: str | None
    at: int


def upload(context: Context, picture: Picture, told: dict[str, Any], *, user: User | None) -> dict[str, Any]:
    """Take a picture in. The shape Uploaded. `user`: who brings it; None for the operator."""
    body = picture.body
    sha256 = None if body is None else hashlib.sha256(body).digest()
    owner = str(user.id) if user else OPERATOR
    digest = hashlib.sha256((picture.url or "").encode()).hexdigest() if sha256 is None else sha256.hex()
    name = told["external_id"] or digest
    key = library.incoming(hashlib.sha256(f"{name}\n{digest}".encode()).hexdigest())
    wanted = _Wanted(
        post=PostRecord(
            external_id=name,
            owner=owner,
            title=told["title"],
            tags=written_tags(told["tags"]),
            posted_at=milliseconds(told["posted_at"]),
        ),
        details=Details(
            rating=None if told["rating"] is None else int(ratings.of_word(told["rating"])),
            description=told["description"],
            source_url=told["source_url"] or picture.url,
        ),
        url=picture.url or STORED + key,
        sha256=sha256,
        md5=None if body is None else hashlib.md5(body, usedforsecurity=False).digest(),
        batch=told["batch"],
        at=clock.now(),
    )
    if body is not None and not _is_taken(context, wanted):
        context.storage.put(key, body)  # before the row that leads to it
    link, fresh, gone = in_transaction(
        context.engine, lambda connection: _write(connection, wanted), idempotent=True
    )
    send(context, fresh)
    files_gone.delete(context, gone)
    metrics.count("uploads", Kind="file" if body is not None else "url")
    with read(context.engine) as connection:
        (post,) = posts.shapes(context, connection, [link.post_id], viewer=user)
    return {"post": post, "link": link_shape(link)}


def _is_taken(context: Context, wanted: _Wanted) -> bool:
    """Whether these bytes are in the library already, by this very post."""
    with read(context.engine) as connection:
        link = _known(connection, wanted)
    return link is not None and link.state == DONE


def _known(connection: Connection, wanted: _Wanted) -> Link | None:
    numbers = stored_posts.ids_of(connection, SOURCE, [wanted.post.external_id])
    found = links.of_posts(connection, list(numbers.values()))
    every = (link for several in found.values() for link in several)
    return next((link for link in every if link.url == wanted.url), None)


def _completed(connection: Connection, wanted: _Wanted) -> _Wanted:
    """What is not told of a picture that is brought again stays as it was told before."""
    stored = stored_posts.find(connection, SOURCE, wanted.post.external_id)
    if stored is None:
        return wanted
    known = post_details.get(connection, stored.id)
    post, details = wanted.post, wanted.details
    return replace(
        wanted,
        post=msgspec.structs.replace(
            post,
            title=post.title or stored.title,
            tags=post.tags or stored.tags,
            posted_at=post.posted_at if post.posted_at is not None else stored.posted_at,
        ),
        details=msgspec.structs.replace(
            known,
            rating=details.rating if details.rating is not None else known.rating,
            description=details.description or known.description,
            source_url=details.source_url or known.source_url,
        ),
    )


def _write(connection: Connection, told: _Wanted) -> tuple[Link, list[int], list[str]]:
    """The link, those to be sent, and files that are to be deleted."""
    wanted = _completed(connection, told)
    names = {wanted.post.owner: OPERATOR if wanted.post.owner == OPERATOR else None}
    numbers = submissions.save(connection, SOURCE, [wanted.post], names=names, at=wanted.at)
    post_id = numbers[wanted.post.external_id]
    post_details.write(connection, {post_id: wanted.details})
    new = NewLink(
        post_id=post_id,
        url=wanted.url,
        keep=True,
        sha256=wanted.sha256,
        md5=wanted.md5,
        batch=wanted.batch,
    )
    added = links.add(connection, [new], now=wanted.at)
    (link_id,) = added.ids
    fresh = list(added.fresh)
    link = links.get(connection, link_id)
    assert link is not None  # noqa: S101 -- added just now, in this transaction
    if link.state == FAILED:
        fresh += links.retry(connection, [link_id], now=wanted.at)
        link = links.get(connection, link_id) or link
    gone = derived.posts_changed(connection, [post_id])
    return link, fresh, gone
