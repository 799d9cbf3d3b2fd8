"""Addresses and names of Reddit."""

import pytest

from puller.sources.reddit import Reddit
from puller.sources.sites import Listing, PostAddress

SITE = "https://www.reddit.com"


@pytest.mark.parametrize(
    ("text", "kind", "query"),
    [
        ("r/EarthPorn", "community", "EarthPorn"),
        ("/r/EarthPorn", "community", "EarthPorn"),
        ("/r/EarthPorn/", "community", "EarthPorn"),
        ("R/EarthPorn", "community", "EarthPorn"),
        ("r/EarthPorn/new", "community", "EarthPorn"),
        ("r/EarthPorn/hot", "community", "EarthPorn/hot"),
        (" r/EarthPorn ", "community", "EarthPorn"),
        (f"{SITE}/r/EarthPorn", "community", "EarthPorn"),
        (f"{SITE}/r/EarthPorn/", "community", "EarthPorn"),
        (f"{SITE}/r/EarthPorn/new/?after=t3_abc", "community", "EarthPorn"),
        (f"{SITE}/r/EarthPorn/top?t=week", "community", "EarthPorn/top?t=week"),
        (f"{SITE}/r/EarthPorn/top/?sort=top&t=all", "community", "EarthPorn/top?t=all"),
        (f"{SITE}/r/EarthPorn/top", "community", "EarthPorn/top?t=day"),
        (f"{SITE}/r/EarthPorn/controversial/?t=nonsense", "community", "EarthPorn/controversial?t=day"),
        (f"{SITE}/r/EarthPorn/rising", "community", "EarthPorn/rising"),
        (f"{SITE}/r/EarthPorn/.rss", "community", "EarthPorn"),
        (f"{SITE}/r/EarthPorn.rss", "community", "EarthPorn"),
        (f"{SITE}/r/EarthPorn/new.json", "community", "EarthPorn"),
        (f"{SITE}/r/EarthPorn+ViewPorn", "community", "EarthPorn+ViewPorn"),
        ("r/a1+b2+A1/hot", "community", "A1+b2/hot"),
        ("https://old.reddit.com/r/EarthPorn", "community", "EarthPorn"),
        ("http://reddit.com/r/EarthPorn", "community", "EarthPorn"),
        ("reddit.com/r/EarthPorn", "community", "EarthPorn"),
        ("https://new.reddit.com/r/EarthPorn", "community", "EarthPorn"),
        ("https://de.reddit.com/r/EarthPorn", "community", "EarthPorn"),
        ("https://m.reddit.com/r/EarthPorn", "community", "EarthPorn"),
        ("u/spez", "account", "spez"),
        ("/u/spez", "account", "spez"),
        ("user/spez", "account", "spez"),
        ("r/u_spez", "account", "spez"),
        (f"{SITE}/user/spez", "account", "spez"),
        (f"{SITE}/user/spez/submitted/?sort=new", "account", "spez"),
        (f"{SITE}/u/some-body_1", "account", "some-body_1"),
    ],
)
def test_a_listing_is_understood(text: str, kind: str, query: str) -> None:
    understood = Reddit({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("reddit", kind, query)


@pytest.mark.parametrize(
    "text",
    [
        f"{SITE}/r/EarthPorn/comments/1AbCd/some_title/",
        f"{SITE}/r/EarthPorn/comments/1abcd",
        f"{SITE}/r/EarthPorn/comments/1abcd/some_title/kxyz12/?context=3",
        f"{SITE}/comments/1abcd",
        f"{SITE}/gallery/1abcd",
        "https://reddit.com/gallery/1abcd",
        "https://old.reddit.com/r/EarthPorn/comments/1abcd/",
        "https://redd.it/1abcd",
        "redd.it/1abcd",
        f"{SITE}/user/spez/comments/1abcd/title/",
        "r/EarthPorn/comments/1abcd",
    ],
)
def test_a_post_is_understood(text: str) -> None:
    understood = Reddit({}).understand(text)
    assert understood == PostAddress(source="reddit", external_id="1abcd", url=f"{SITE}/comments/1abcd/")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "EarthPorn",
        "r/",
        "r/a",
        "r/_name",
        "r/Earth Porn",
        "r/name-with-dash",
        "r/averyveryverylongnameofacommunity",
        "r/EarthPorn/wiki",
        "r/EarthPorn/about",
        "r/EarthPorn/search?q=a",
        "r/all",
        "r/popular",
        "r/EarthPorn+all",
        "r/a1++b2",
        "u/ab",
        "u/name with space",
        SITE,
        f"{SITE}/",
        f"{SITE}/user/spez/comments",
        f"{SITE}/user/spez/m/multi",
        f"{SITE}/r/EarthPorn/s/AbCdEf123",
        f"{SITE}/login",
        f"{SITE}/search/?q=r/EarthPorn",
        "https://reddit.com.example.com/r/EarthPorn",
        "https://notreddit.com/r/EarthPorn",
        "https://example.com/r/EarthPorn",
        "ftp://www.reddit.com/r/EarthPorn",
        "https://i.redd.it/abc123.jpg",
        "https://v.redd.it/abc123",
        "https://[broken/r/EarthPorn",
        "reddit",
    ],
)
def test_what_is_no_listing_of_reddit_is_left_to_others(text: str) -> None:
    assert Reddit({}).understand(text) is None


def test_the_address_of_a_listing_is_understood_as_that_listing() -> None:
    for text in ("r/EarthPorn", "r/EarthPorn/top?t=year", "r/a1+b2/hot", "u/spez"):
        listing = Reddit({}).understand(text)
        assert isinstance(listing, Listing)
        assert Reddit({}).understand(listing.url) == listing
