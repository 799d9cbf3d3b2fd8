"""What addresses of Bluesky stand for."""

import re
from urllib.parse import quote

from puller.sources.sites import Listing, PostAddress, Understood, compile_path, parts_of

HOSTS = ("bsky.app", "www.bsky.app", "main.bsky.dev")
_HANDLE = r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.)+[A-Za-z][A-Za-z0-9-]{0,62}"
_DID = r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.-]{1,50})"
_WHO = rf"({_HANDLE}|{_DID})"
_KEY = r"([A-Za-z0-9._:~-]{1,64})"
_ACCOUNT = compile_path(rf"/profile/{_WHO}(?:/(?:media|replies|video))?")
_POST = compile_path(rf"/profile/{_WHO}/post/{_KEY}")
_FEED = compile_path(rf"/profile/{_WHO}/(feed|lists)/{_KEY}")
_HASHTAG = compile_path(r"/hashtag/([^/]{1,100})")
_NAMED = re.compile(rf"@?(?:{_HANDLE}|{_DID})")
_COLLECTIONS = {"feed": "app.bsky.feed.generator", "lists": "app.bsky.graph.list"}


def understand(text: str) -> Understood | None:
    """An account, a feed or a list, a post, or a search."""
    name, colon, who = text.partition(":")
    if colon and name.strip().lower() == "bluesky":
        return _account(who.strip().removeprefix("@")) if _NAMED.fullmatch(who.strip()) else None
    if text.startswith("@") and text.endswith(".bsky.social") and _NAMED.fullmatch(text):
        return _account(text.removeprefix("@"))
    parts = parts_of(text)
    if parts is None or parts.host not in HOSTS:
        return None
    if account := _ACCOUNT.fullmatch(parts.path):
        return _account(account[1])
    if post := _POST.fullmatch(parts.path):
        return PostAddress(
            source="bluesky",
            external_id=f"{_plain(post[1])}/{post[2]}",
            url=f"https://bsky.app/profile/{post[1]}/post/{post[2]}",
        )
    if feed := _FEED.fullmatch(parts.path):
        return _feed(_plain(feed[1]), feed[2], feed[3])
    hashtag = _HASHTAG.fullmatch(parts.path)
    words = f"#{hashtag[1]}" if hashtag else parts.query.get("q", "").strip()
    return _search(words) if hashtag or (parts.path.rstrip("/") == "/search" and words) else None


def _plain(who: str) -> str:
    return who if who.startswith("did:") else who.lower()


def _account(who: str) -> Listing:
    return Listing(
        source="bluesky",
        kind="account",
        query=_plain(who),
        title=f"@{_plain(who)} on Bluesky",
        url=f"https://bsky.app/profile/{_plain(who)}",
    )


def _feed(who: str, kind: str, key: str) -> Listing:
    return Listing(
        source="bluesky",
        kind="feed",
        query=f"at://{who}/{_COLLECTIONS[kind]}/{key}",
        title=f"{key} on Bluesky",
        url=f"https://bsky.app/profile/{who}/{kind}/{key}",
    )


def _search(words: str) -> Listing:
    return Listing(
        source="bluesky",
        kind="tags",
        query=words[:500],
        title=f"{words[:500]} on Bluesky",
        url=f"https://bsky.app/search?q={quote(words[:500])}",
    )


def is_list(address: str) -> bool:
    """Whether the address of a feed is that of a list of people."""
    return f"/{_COLLECTIONS['lists']}/" in address
