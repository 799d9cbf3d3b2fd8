"""Accounts and posts as Bluesky's lexicons have them (app.bsky.feed.defs, app.bsky.embed.images)."""

import re
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import quote

from simulator.gallery import Account, File, Gallery, Post, noise
from simulator.gallery.addresses import tid
from simulator.social.identifiers import BASE_32, Names
from simulator.social.people import display_name, state_of
from simulator.social.words import iso

Reached = Callable[[str], str]
Form = Literal["images", "video", "quote", "text", "external"]
PICTURED = frozenset({"images", "video", "quote"})
DIDS, CIDS = Names(BASE_32, 24), Names(BASE_32, 52)
_FIRST_ACCOUNT = 10**6
# The network's own account, whose feeds everybody knows.
CURATOR, CURATOR_HANDLE = "did:plc:z72i7hdynmk6r22z27h6tvur", "bsky.app"
_MOST_IMAGES = 4
_ADDRESS = re.compile(r"https?://\S+")
_LABELS = {2: "nudity", 3: "porn"}


def did_of(account: Account) -> str:
    """An account's DID."""
    if account.name == CURATOR_HANDLE:
        return CURATOR
    return f"did:plc:{DIDS.of(account.number + _FIRST_ACCOUNT)}"


def number_of_did(did: str) -> int | None:
    """The number of the account with a DID; the curator's is the first."""
    if did == CURATOR:
        return 0
    number = DIDS.number(did.removeprefix("did:plc:"))
    return None if number is None else number - _FIRST_ACCOUNT


def handle_of(account: Account) -> str:
    """An account's handle."""
    return CURATOR_HANDLE if account.name == CURATOR_HANDLE else f"{account.handle}.bsky.social"


def uri_of(post: Post) -> str:
    """A post's address in the network."""
    return f"at://{did_of(post.account)}/app.bsky.feed.post/{tid(post.number)}"


def form_of(post: Post) -> Form:
    """What a post has beside its text."""
    if post.is_planned:
        return "images"
    way = noise.bits(post.shelf.source("form"), post.number) % 100
    return (
        "text"
        if way < 4
        else "external"
        if way < 7
        else "video"
        if way < 10
        else "quote"
        if way < 14
        else "images"
    )


def author_data(account: Account, gallery: Gallery, reached: Reached) -> dict[str, Any]:
    """An account, as posts have it."""
    did = did_of(account)
    avatar = f"https://cdn.bsky.app/img/avatar/plain/{did}/{_cid(File(abs(account.number)))}@jpeg"
    hidden = state_of(account) == "hidden"
    label = {"src": did, "uri": f"at://{did}/app.bsky.actor.profile/self", "val": "!no-unauthenticated"}
    return {
        "did": did,
        "handle": handle_of(account),
        "displayName": display_name(account),
        "avatar": reached(avatar),
        "labels": [label | {"cts": "1970-01-01T00:00:00.000Z"}] if hidden else [],
        "createdAt": iso(gallery.works.ends_at - 6 * 365 * 86_400 + abs(account.number)),
    }


def post_data(post: Post, reached: Reached) -> dict[str, Any]:
    """A post: `app.bsky.feed.defs#postView`."""
    text, facets = _text(post)
    moment, form = iso(post.moment), form_of(post)
    labels = [_LABELS[post.rating]] if post.rating in _LABELS else []
    own = bool(labels) and post.number % 2 == 0
    record: dict[str, Any] = {
        "$type": "app.bsky.feed.post",
        "createdAt": moment,
        "text": text,
        "langs": ["en"],
        "facets": facets,
    }
    if own:
        values = [{"val": one} for one in labels]
        record["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": values}
    data: dict[str, Any] = {
        "uri": uri_of(post),
        "cid": f"bafyrei{CIDS.of(post.number)}",
        "author": author_data(post.account, post.shelf.gallery, reached),
        "record": record,
        "replyCount": post.number % 7,
        "repostCount": post.number % 31,
        "likeCount": max(0, post.score),
        "quoteCount": 0,
        "indexedAt": iso(post.moment, milliseconds=post.number % 1_000),
        "labels": [
            {"src": "did:plc:ar7c4by46qjdydhdevvrndac", "uri": uri_of(post), "val": one} for one in labels
        ],
    }
    if form != "text":
        data["embed"] = _embed(post, form, reached)
    return data


def files_of(post: Post) -> tuple[File, ...]:
    """The pictures of a post, four at most."""
    return post.files[:1] if form_of(post) == "video" else post.files[:_MOST_IMAGES]


def _embed(post: Post, form: Form, reached: Reached) -> dict[str, Any]:
    gallery, did = post.shelf.gallery, did_of(post.account)
    if form == "external":
        thumb = f"https://cdn.bsky.app/img/feed_thumbnail/plain/{did}/{_cid(post.files[0])}@jpeg"
        told = {
            "uri": "https://journal.example.org/",
            "title": post.work.title,
            "description": "",
            "thumb": reached(thumb),
        }
        return {"$type": "app.bsky.embed.external#view", "external": told}
    if form == "video":
        file = post.files[0]
        shape, base = (
            gallery.files.shape(file),
            f"https://video.bsky.app/watch/{quote(did, safe='')}/{_cid(file)}",
        )
        return {
            "$type": "app.bsky.embed.video#view",
            "cid": _cid(file),
            "playlist": reached(f"{base}/playlist.m3u8"),
            "thumbnail": reached(f"{base}/thumbnail.jpg"),
            "alt": post.work.title,
            "aspectRatio": {"width": shape.width, "height": shape.height},
        }
    images = {
        "$type": "app.bsky.embed.images#view",
        "images": [_image(gallery, did, file, post.work.title, reached) for file in files_of(post)],
    }
    if form == "images":
        return images
    gone = {"$type": "app.bsky.embed.record#viewNotFound", "uri": uri_of(post), "notFound": True}
    record = {"$type": "app.bsky.embed.record#view", "record": gone}
    return {"$type": "app.bsky.embed.recordWithMedia#view", "media": images, "record": record}


def _image(gallery: Gallery, did: str, file: File, alt: str, reached: Reached) -> dict[str, Any]:
    shape = gallery.files.shape(file)
    return {
        "thumb": reached(f"https://cdn.bsky.app/img/feed_thumbnail/plain/{did}/{_cid(file)}@jpeg"),
        "fullsize": reached(f"https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{_cid(file)}@jpeg"),
        "alt": alt if file.key % 2 else "",
        "aspectRatio": {"width": shape.width, "height": shape.height},
    }


def _cid(file: File) -> str:
    return f"bafkrei{CIDS.of(file.key)}"


def _links(text: str) -> list[dict[str, Any]]:
    """The addresses in a text."""
    return [
        {
            "index": {
                "byteStart": len(text[: found.start()].encode()),
                "byteEnd": len(text[: found.end()].encode()),
            },
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": found[0]}],
        }
        for found in _ADDRESS.finditer(text)
    ]


def _text(post: Post) -> tuple[str, list[dict[str, Any]]]:
    """The text with hashtags in it, and where these are (in bytes)."""
    text, facets = post.words, _links(post.words)
    for tag in [tag for tags in post.tags.values() for tag in tags][: 0 if post.is_planned else 6]:
        begin = len(f"{text} ".encode())
        text = f"{text} #{tag}"
        feature = {"$type": "app.bsky.richtext.facet#tag", "tag": tag}
        facets.append({"index": {"byteStart": begin, "byteEnd": len(text.encode())}, "features": [feature]})
    return text, facets
