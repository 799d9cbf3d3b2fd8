"""What addresses at instances of Mastodon stand for, and names such as `@user@host`."""

import re
from collections.abc import Collection
from urllib.parse import quote

from puller.sources.sites import Listing, Parts, PostAddress, Understood, compile_path, parts_of

_HOST = r"(?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{1,62}"
_USER = r"[A-Za-z0-9_]+(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_NAMED = re.compile(rf"(?:acct:)?@?({_USER})@({_HOST})", re.IGNORECASE)
_ACCOUNT = compile_path(
    rf"(?:/web|/deck)?/@({_USER})(?:@({_HOST}))?(?:/(?:media|with_replies|featured|tagged/[^/]+))?"
)
_USERS = compile_path(rf"/users/({_USER})")
_TAG = compile_path(r"(?:/web)?(?:/timelines/tag|/tags)/([^/.]{1,100})")
_STATUS = compile_path(
    rf"(?:/web|/deck)?(?:/@{_USER}(?:@{_HOST})?|/users/{_USER}/statuses|/statuses|/notice)/((?=[A-Za-z]*[0-9])[0-9A-Za-z]{{6,40}})"
)
_DOCUMENT = re.compile(r"\.(?:rss|atom|json|xml|html?|php)$", re.IGNORECASE)
_LONGEST_NAME = 64
# Where @somebody is something else.
_ELSEWHERE = frozenset(
    {
        "bsky.app", "flickr.com", "instagram.com", "medium.com", "odysee.com", "rumble.com", "substack.com",
        "t.me", "threads.com", "threads.net", "tiktok.com", "tumblr.com", "twitter.com", "vk.com", "x.com",
        "youtube.com",
    }
)  # fmt: skip


def understand(text: str, elsewhere: Collection[str] = ()) -> Understood | None:
    """An account, a tag or a post at any host but those where such addresses mean something else."""
    if match := _NAMED.fullmatch(text.strip()):
        # Without a sign before it, this is an address of e-mail.
        plain = not text.strip().lower().startswith(("@", "acct:"))
        host = match[2].lower()
        return None if plain or _is_one_of(host, elsewhere) else account(match[1], host)
    parts = parts_of(text)
    if parts is None or _is_one_of(parts.host, elsewhere) or not re.fullmatch(_HOST, parts.host):
        return None
    found = _at(parts)
    if isinstance(found, Listing) and _is_one_of(found.query.rpartition("@")[2], elsewhere):
        return None
    return found


def account(user: str, host: str, *, name: str | None = None) -> Listing | None:
    """An account's posts; None for a name that is too long."""
    if len(f"{user}@{host}") > _LONGEST_NAME:
        return None
    called = f"{name} (@{user}@{host})" if name else f"@{user}@{host}"
    return Listing(
        source="mastodon",
        kind="account",
        query=f"{user.lower()}@{host}",
        title=called,
        url=f"https://{host}/@{user}",
    )


def _at(parts: Parts) -> Understood | None:
    """What an address at an instance means."""
    if _DOCUMENT.search(parts.path.rstrip("/")):
        return None
    if found := _ACCOUNT.fullmatch(parts.path):
        return account(found[1], (found[2] or parts.host).lower())
    if status := _STATUS.fullmatch(parts.path):
        return PostAddress(
            source="mastodon",
            external_id=f"{parts.host}/{status[1]}",
            url=f"https://{parts.host}{parts.path.rstrip('/')}",
        )
    if (user := _USERS.fullmatch(parts.path)) and not user[1].isdecimal():
        return account(user[1], parts.host)
    tag = _TAG.fullmatch(parts.path)
    return _tag(tag[1].lower(), parts.host) if tag else None


def _tag(tag: str, host: str) -> Listing:
    return Listing(
        source="mastodon",
        kind="tags",
        query=f"{tag}@{host}",
        title=f"#{tag} at {host}",
        url=f"https://{host}/tags/{quote(tag)}",
    )


def _is_one_of(host: str, elsewhere: Collection[str]) -> bool:
    plain = host.removeprefix("www.").removeprefix("m.")
    return plain in _ELSEWHERE or plain in elsewhere
