"""What the answers of boards have in common: addresses of files, moments, and who is one of us."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from html import escape

from werkzeug import Response

from simulator.gallery import File, Gallery, Post
from simulator.gallery.files import Digests, Shape
from simulator.gallery.noise import portion
from simulator.hosts.calls import Call, Handler, picture_answer, text_answer

_CHICAGO = timezone(timedelta(hours=-6))


@dataclass(frozen=True)
class Shown:
    """The file of a post as a board tells of it."""

    post: Post
    file: File
    shape: Shape
    digests: Digests | None
    name: str
    """Without an ending."""

    @property
    def folder(self) -> str:
        """`0a/1b`: where boards keep a file of this name."""
        return f"{self.name[:2]}/{self.name[2:4]}"

    @property
    def md5(self) -> str | None:
        """The digest; None where the settings say that none are told."""
        return self.digests.md5 if self.digests is not None else None


def shown(gallery: Gallery, post: Post) -> Shown:
    """The file of a post."""
    file = post.files[0]
    return Shown(post, file, gallery.files.shape(file), gallery.files.digests(file), gallery.files.name(file))


def is_hidden(post: Post, share: float) -> bool:
    """Whether the board shows the post without its file, as it does with so many of them."""
    return portion(post.shelf.source("hidden"), post.number) < share


def iso(moment: int) -> str:
    """`2026-11-21T09:00:00.000Z`."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def spelled_out(moment: int) -> str:
    """`Sat Nov 21 03:00:00 -0600 2026`."""
    return datetime.fromtimestamp(moment, _CHICAGO).strftime("%a %b %d %H:%M:%S %z %Y")


def source_address(call: Call, post: Post) -> str:
    """The address of the post that this one names as its source, as it is reached; empty for none."""
    source = post.source_url
    return call.reached(source) if source is not None else ""


def every_tag(post: Post) -> list[str]:
    """The tags of a post in the order of the alphabet, as boards without namespaces list them."""
    return sorted(tag for tags in post.tags.values() for tag in tags)


def basic_login(call: Call) -> tuple[str, str] | None:
    """(name, password) of HTTP Basic authentication."""
    scheme, _, coded = call.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(coded, validate=True).decode().partition(":")
    except ValueError:
        return None
    return name, password


def media(gallery: Gallery) -> Handler:
    """A host of files: whatever the folders, the name says which, perhaps behind words like `sample_`."""

    def answer(call: Call) -> Response:
        name = call.path.rpartition("/")[2].rpartition(".")[0].rpartition("_")[2]
        named = gallery.files.named(name)
        if named is None:
            return text_answer("Not Found", 404, content_type="text/plain")
        file, box = named
        return picture_answer(gallery.files.body(file, box), gallery.files.shape(file, box).mime, name)

    return answer


def page(call: Call, gallery: Gallery, post: Post | None, *, title: str, media: str) -> Response:
    """The page of a post, as little as strangers read of it: its name and its picture at the host `media`."""
    if post is None or post.removed:
        return text_answer("<title>Not found</title><h1>This post does not exist or was deleted.</h1>", 404)
    it = shown(gallery, post)
    words = escape(f"{' '.join(post.tags['artist'])} {' '.join(post.tags['general'][:6])} - {title}")
    picture = escape(call.reached(f"https://{media}/images/{it.folder}/{it.name}.{it.shape.format}"))
    return text_answer(
        f'<!DOCTYPE html><html><head><title>{words}</title><meta property="og:image" content="{picture}">'
        f'</head><body><img src="{picture}" alt="{words}"></body></html>'
    )
