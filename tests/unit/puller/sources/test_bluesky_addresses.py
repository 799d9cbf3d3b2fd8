"""Addresses of Bluesky: those that are understood, and those that are left to others."""

import pytest

from puller.sources.bluesky import Bluesky
from puller.sources.sites import Listing, PostAddress

DID = "did:plc:z72i7hdynmk6r22z27h6tvur"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("https://bsky.app/profile/bsky.app", "bsky.app"),
        ("https://bsky.app/profile/bsky.app/", "bsky.app"),
        ("https://bsky.app/profile/Somebody.bsky.social", "somebody.bsky.social"),
        ("https://bsky.app/profile/some-body.example.co.uk", "some-body.example.co.uk"),
        (f"https://bsky.app/profile/{DID}", DID),
        ("https://bsky.app/profile/did:web:example.com", "did:web:example.com"),
        ("https://bsky.app/profile/bsky.app/media", "bsky.app"),
        ("https://bsky.app/profile/bsky.app/replies", "bsky.app"),
        ("https://bsky.app/profile/bsky.app?ref=1#top", "bsky.app"),
        ("http://bsky.app/profile/bsky.app", "bsky.app"),
        ("https://www.bsky.app/profile/bsky.app", "bsky.app"),
        ("bsky.app/profile/bsky.app", "bsky.app"),
        ("@somebody.bsky.social", "somebody.bsky.social"),
        ("bluesky: bsky.app", "bsky.app"),
        ("Bluesky:@bsky.app", "bsky.app"),
        (f"bluesky: {DID}", DID),
    ],
)
def test_an_account_is_understood(text: str, query: str) -> None:
    understood = Bluesky().understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("bluesky", "account", query)


@pytest.mark.parametrize(
    ("text", "kind", "query"),
    [
        ("https://bsky.app/profile/Bsky.app/feed/hot", "feed", "at://bsky.app/app.bsky.feed.generator/hot"),
        (f"https://bsky.app/profile/{DID}/feed/hot", "feed", f"at://{DID}/app.bsky.feed.generator/hot"),
        (f"https://bsky.app/profile/{DID}/lists/3kx", "feed", f"at://{DID}/app.bsky.graph.list/3kx"),
        ("https://bsky.app/search?q=cats+dogs", "tags", "cats dogs"),
        ("https://bsky.app/hashtag/cats", "tags", "#cats"),
    ],
)
def test_feeds_lists_and_searches_are_understood(text: str, kind: str, query: str) -> None:
    understood = Bluesky().understand(text)
    assert isinstance(understood, Listing)
    assert (understood.kind, understood.query) == (kind, query)


@pytest.mark.parametrize("who", ["bsky.app", DID])
def test_a_post_is_understood(who: str) -> None:
    understood = Bluesky().understand(f"https://bsky.app/profile/{who}/post/3l6oveex3ii2l")
    assert isinstance(understood, PostAddress)
    assert understood.external_id == f"{who}/3l6oveex3ii2l"


@pytest.mark.parametrize(
    "text",
    [
        "https://bsky.app/",
        "https://bsky.app/profile",
        "https://bsky.app/profile/nodots",
        "https://bsky.app/profile/-bad.example",
        "https://bsky.app/profile/did:plc:short",
        "https://bsky.app/profile/did:key:abc",
        "https://bsky.app/profile/bsky.app/followers",
        "https://bsky.app/profile/bsky.app/post",
        "https://bsky.app/profile/bsky.app/post/a/b",
        "https://bsky.app/search",
        "https://bsky.app/search?q=",
        "https://bsky.app/feeds",
        "https://bsky.app/settings",
        "https://bsky.app.example.com/profile/bsky.app",
        "https://notbsky.app/profile/bsky.app",
        "https://bsky.app:8080/profile/bsky.app",
        "ftp://bsky.app/profile/bsky.app",
        "https://bsky.social/profile/bsky.app",
        f"at://{DID}",
        "@somebody@example.com",
        "@somebody",
        "bsky.app",
        "bluesky:",
        "bluesky: nobody here",
        "https://[bsky.app/profile/bsky.app",
    ],
)
def test_what_is_no_address_of_bluesky_is_left_to_others(text: str) -> None:
    assert Bluesky().understand(text) is None
