"""What may be meant where somebody has mistyped a site."""

import pytest

from fovea.sources.catalogue import corrected


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("danboru: cat solo", "danbooru: cat solo"),
        (" Redit : pics", "reddit: pics"),
        (
            "https://danbooru.donmai.uk/posts?tags=cat&page=2",
            "https://danbooru.donmai.us/posts?tags=cat&page=2",
        ),
        ("http://www.imgurr.com/t/cats", "https://imgur.com/t/cats"),
        ("yande.er/post?tags=x", "https://yande.re/post?tags=x"),
        ("flikr.com", "https://www.flickr.com/"),
        ("danboru", "https://danbooru.donmai.us/posts?tags=scenery+sunset"),
    ],
)
def test_the_likest_site_comes_first(text: str, meant: str) -> None:
    assert corrected(text)[0] == meant


@pytest.mark.parametrize("text", ["", "qqqqqq: x", "https://qqqqqqqqqqqq.zz/", "::", "https://"])
def test_nothing_is_meant_by_what_is_like_no_site(text: str) -> None:
    assert corrected(text) == []


def test_what_was_typed_is_not_suggested() -> None:
    assert "danbooru: cat" not in corrected("danbooru: cat")
