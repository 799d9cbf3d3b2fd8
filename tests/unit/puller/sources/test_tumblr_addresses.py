"""Addresses of Tumblr: those that are understood, and those that are left to others."""

import pytest

from puller.sources.sites import Listing, PostAddress
from puller.sources.tumblr import Tumblr


@pytest.mark.parametrize(
    ("text", "kind", "query"),
    [
        ("https://www.tumblr.com/staff", "account", "staff"),
        ("https://www.tumblr.com/Staff/", "account", "staff"),
        ("https://www.tumblr.com/blog/staff", "account", "staff"),
        ("https://www.tumblr.com/blog/view/staff", "account", "staff"),
        ("https://www.tumblr.com/dashboard/blog/staff", "account", "staff"),
        ("https://www.tumblr.com/staff?source=share", "account", "staff"),
        ("https://tumblr.com/staff", "account", "staff"),
        ("https://staff.tumblr.com", "account", "staff"),
        ("https://staff.tumblr.com/", "account", "staff"),
        ("https://staff.tumblr.com/archive", "account", "staff"),
        ("https://staff.tumblr.com/page/3", "account", "staff"),
        ("http://some-body.tumblr.com/", "account", "some-body"),
        ("staff.tumblr.com", "account", "staff"),
        ("tumblr: staff", "account", "staff"),
        ("Tumblr:@staff", "account", "staff"),
        ("https://staff.tumblr.com/tagged/features", "tags", "staff/features"),
        ("https://staff.tumblr.com/tagged/new%20york", "tags", "staff/new york"),
        ("https://www.tumblr.com/staff/tagged/new+york", "tags", "staff/new york"),
        ("https://www.tumblr.com/tagged/landscape", "tags", "/landscape"),
        ("https://www.tumblr.com/tagged/golden%20hour?sort=recent", "tags", "/golden hour"),
        ("www.tumblr.com/tagged/%E7%8C%AB", "tags", "/猫"),
    ],
)
def test_blogs_and_tags_are_understood(text: str, kind: str, query: str) -> None:
    understood = Tumblr({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("tumblr", kind, query)


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("https://staff.tumblr.com/post/123456789/a-title", "staff/123456789"),
        ("https://staff.tumblr.com/post/123456789", "staff/123456789"),
        ("https://staff.tumblr.com/image/123456789", "staff/123456789"),
        ("https://www.tumblr.com/staff/740000000000000001/a-title", "staff/740000000000000001"),
        ("https://www.tumblr.com/blog/view/staff/5", "staff/5"),
    ],
)
def test_a_post_is_understood(text: str, identity: str) -> None:
    understood = Tumblr({}).understand(text)
    assert isinstance(understood, PostAddress)
    assert understood.external_id == identity


@pytest.mark.parametrize(
    "text",
    [
        "https://www.tumblr.com/",
        "https://www.tumblr.com/dashboard",
        "https://www.tumblr.com/explore",
        "https://www.tumblr.com/search/cats",
        "https://www.tumblr.com/tagged",
        "https://www.tumblr.com/tagged/+",
        "https://www.tumblr.com/settings/account",
        "https://www.tumblr.com/docs/en/api/v2",
        "https://www.tumblr.com/a_b",
        "https://staff.tumblr.com/ask",
        "https://staff.tumblr.com/rss",
        "https://staff.tumblr.com/post/abc",
        "https://64.media.tumblr.com/abc/s2048x3072/1.jpg",
        "https://assets.tumblr.com/",
        "https://api.tumblr.com/v2/blog/staff",
        "https://staff.tumblr.com.example.com/",
        "https://nottumblr.com/staff",
        "https://www.tumblr.com:8080/staff",
        "ftp://staff.tumblr.com/",
        "tumblr:",
        "tumblr: two words",
        "tumblr",
        "staff",
        "https://[staff.tumblr.com/",
    ],
)
def test_what_is_no_address_of_tumblr_is_left_to_others(text: str) -> None:
    assert Tumblr({}).understand(text) is None
