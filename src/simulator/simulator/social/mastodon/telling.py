"""Accounts and statuses as Mastodon has them (https://docs.joinmastodon.org/entities/Status/)."""

from collections.abc import Callable
from html import escape
from typing import Any, Literal

from simulator.gallery import Account, File, Gallery, Post, noise
from simulator.gallery.addresses import instance, status
from simulator.social.people import display_name, state_of
from simulator.social.words import iso, linked

Reached = Callable[[str], str]
Form = Literal["images", "film", "text"]
FIRST_ACCOUNT = 1_000_000
_MOST_IMAGES = 4


def form_of(post: Post) -> Form:
    """What a status has beside its text."""
    if post.is_planned:
        return "images"
    way = noise.bits(post.shelf.source("form"), post.number) % 100
    return "text" if way < 5 else "film" if way < 8 else "images"


def files_of(post: Post) -> tuple[File, ...]:
    """The pictures of a status, four at most."""
    return () if form_of(post) == "text" else post.files[: 1 if form_of(post) == "film" else _MOST_IMAGES]


def home_of(post: Post) -> str:
    """The instance where a status was written."""
    return instance(post.account.number)


def account_data(account: Account, host: str, gallery: Gallery, reached: Reached) -> dict[str, Any]:
    """An account, as an instance knows it."""
    home, name = instance(account.number), account.handle
    picture = gallery.files.name(File(abs(account.number)), 150)
    avatar = reached(f"https://files.{host}/accounts/avatars/{picture}/original/{picture}.jpg")
    data: dict[str, Any] = {
        "id": str(FIRST_ACCOUNT + account.number),
        "username": name,
        "acct": name if home == host else f"{name}@{home}",
        "display_name": display_name(account),
        "locked": False,
        "bot": False,
        "discoverable": True,
        "group": False,
        "created_at": iso(gallery.works.ends_at - 5 * 365 * 86_400 - abs(account.number) % 2_000 * 86_400),
        "note": f"<p>{escape(display_name(account))} draws &amp; paints</p>",
        "url": f"https://{home}/@{name}",
        "uri": f"https://{home}/users/{name}",
        "avatar": avatar,
        "avatar_static": avatar,
        "followers_count": 20 + abs(account.number) * 2,
        "following_count": 31,
        "emojis": [],
        "fields": [],
    }
    return data | ({"suspended": True} if state_of(account) == "suspended" else {})


def status_data(post: Post, host: str, reached: Reached) -> dict[str, Any]:
    """A status, as an instance knows it."""
    gallery, home = post.shelf.gallery, home_of(post)
    name, own = post.account.handle, status(post.number, home)
    tags = [] if post.is_planned else [tag for tags in post.tags.values() for tag in tags]
    marked = " ".join(
        f'<a href="https://{home}/tags/{tag}" rel="tag">#<span>{tag}</span></a>' for tag in tags
    )
    form = form_of(post)
    return {
        "id": str(status(post.number, host)),
        "created_at": iso(post.moment),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": post.rating >= 2,
        "spoiler_text": "for later" if post.rating == 3 else "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://{home}/users/{name}/statuses/{own}",
        "url": f"https://{home}/@{name}/{own}",
        "replies_count": post.number % 5,
        "reblogs_count": post.number % 23,
        "favourites_count": max(0, post.score),
        "edited_at": None,
        "content": f"<p>{linked(post.words)}<br />{marked}</p>",
        "reblog": None,
        "account": account_data(post.account, host, gallery, reached),
        "media_attachments": [
            _attachment(file, host, home, gallery, reached, film=form == "film") for file in files_of(post)
        ],
        "mentions": [],
        "tags": [{"name": tag, "url": f"https://{host}/tags/{tag}"} for tag in tags],
        "emojis": [],
        "card": None,
        "poll": None,
    }


def _attachment(
    file: File, host: str, home: str, gallery: Gallery, reached: Reached, *, film: bool
) -> dict[str, Any]:
    shape, small = gallery.files.shape(file), gallery.files.shape(file, 400)
    name, little = gallery.files.name(file), gallery.files.name(file, 400)
    ending = "mp4" if film else shape.format
    path = f"media_attachments/files/{name}/original/{name[:16]}.{ending}"
    kept = "" if host == home else "cache/"
    return {
        "id": str(file.key),
        "type": "gifv" if film else "image",
        "url": reached(f"https://files.{host}/{kept}{path}"),
        "preview_url": reached(
            f"https://files.{host}/{kept}media_attachments/files/{little}/small/{name[:16]}.jpg"
        ),
        "remote_url": None if host == home else reached(f"https://files.{home}/{path}"),
        "meta": {
            "original": {
                "width": shape.width,
                "height": shape.height,
                "size": f"{shape.width}x{shape.height}",
            },
            "small": {"width": small.width, "height": small.height},
        },
        "description": None if file.key % 3 else "A drawing",
        "blurhash": "UFBWY:8_0Jxv4mx]t8t64.%M-:IUWGWAt6M}",
    }
