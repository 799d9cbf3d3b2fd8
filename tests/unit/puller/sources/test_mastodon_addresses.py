"""Addresses of Mastodon: those that are understood, and those that are left to others."""

import pytest

from puller.sources.mastodon import Mastodon
from puller.sources.sites import Listing, PostAddress


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("https://mastodon.social/@Mastodon", "mastodon@mastodon.social"),
        ("https://mastodon.social/@Mastodon/", "mastodon@mastodon.social"),
        ("https://mastodon.social/@Mastodon/media", "mastodon@mastodon.social"),
        ("https://mastodon.social/@Mastodon/with_replies", "mastodon@mastodon.social"),
        ("https://mastodon.social/@Mastodon/tagged/art", "mastodon@mastodon.social"),
        ("https://mastodon.social/@someone@pawoo.net", "someone@pawoo.net"),
        ("https://mastodon.social/web/@Mastodon", "mastodon@mastodon.social"),
        ("https://mastodon.social/deck/@Mastodon", "mastodon@mastodon.social"),
        ("https://mastodon.social/users/Mastodon", "mastodon@mastodon.social"),
        ("https://pawoo.net/@some_one", "some_one@pawoo.net"),
        ("https://art.example.co.uk/@a.b-c", "a.b-c@art.example.co.uk"),
        ("http://pawoo.net/@a?x=1#y", "a@pawoo.net"),
        ("pawoo.net/@a", "a@pawoo.net"),
        ("https://PAWOO.net/@A", "a@pawoo.net"),
        ("@a@pawoo.net", "a@pawoo.net"),
        ("@Some_One@Pawoo.Net", "some_one@pawoo.net"),
        ("acct:a@pawoo.net", "a@pawoo.net"),
    ],
)
def test_an_account_is_understood(text: str, query: str) -> None:
    understood = Mastodon().understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("mastodon", "account", query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("https://mastodon.social/tags/Photography", "photography@mastodon.social"),
        ("https://mastodon.social/tags/photography/", "photography@mastodon.social"),
        ("https://mastodon.social/web/timelines/tag/cats", "cats@mastodon.social"),
        ("https://pawoo.net/tags/%E7%8C%AB", "猫@pawoo.net"),
    ],
)
def test_a_tag_is_understood(text: str, query: str) -> None:
    understood = Mastodon().understand(text)
    assert isinstance(understood, Listing)
    assert (understood.kind, understood.query) == ("tags", query)


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("https://mastodon.social/@Mastodon/103254962155278888", "mastodon.social/103254962155278888"),
        ("https://mastodon.social/@a@pawoo.net/103254962155278888", "mastodon.social/103254962155278888"),
        ("https://mastodon.social/users/a/statuses/103254962155278888", "mastodon.social/103254962155278888"),
        ("https://mastodon.social/web/statuses/103254962155278888", "mastodon.social/103254962155278888"),
        ("https://pleroma.example/notice/9xyzABC0123", "pleroma.example/9xyzABC0123"),
    ],
)
def test_a_post_is_understood(text: str, identity: str) -> None:
    understood = Mastodon().understand(text)
    assert isinstance(understood, PostAddress)
    assert understood.external_id == identity


@pytest.mark.parametrize(
    "text",
    [
        "https://mastodon.social/",
        "https://mastodon.social/about",
        "https://mastodon.social/explore",
        "https://mastodon.social/public/local",
        "https://mastodon.social/@",
        "https://mastodon.social/@a b",
        "https://mastodon.social/@Mastodon/followers",
        "https://mastodon.social/@Mastodon.rss",
        "https://mastodon.social/users/Mastodon.json",
        "https://mastodon.social/tags/photography.rss",
        "https://mastodon.social/tags",
        "https://mastodon.social/users/12345",
        "https://medium.com/@somebody",
        "https://www.youtube.com/@somebody",
        "https://m.youtube.com/@somebody",
        "https://www.tiktok.com/@somebody",
        "https://www.threads.net/@somebody",
        "https://danbooru.donmai.us/users/name",
        "https://localhost/@somebody",
        "https://127.0.0.1/@somebody",
        "https://mastodon.social:3000/@somebody",
        "ftp://mastodon.social/@somebody",
        "@somebody",
        "somebody@example.com",
        "@somebody@youtube.com",
        f"@{'a' * 60}@mastodon.social",
        "https://[mastodon.social/@a",
    ],
)
def test_what_is_no_address_of_an_instance_is_left_to_others(text: str) -> None:
    assert Mastodon(elsewhere=("danbooru.donmai.us",)).understand(text) is None
