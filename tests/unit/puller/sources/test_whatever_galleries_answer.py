"""Whatever galleries and search engines answer: there are posts that can be sent on, or a reason in words."""

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fovea.errors import FoveaError
from fovea.messages import describe
from puller.sources import deviantart
from puller.sources.deviantart import DeviantArt
from puller.sources.listing_source import ListingSource
from puller.sources.pixiv import Pixiv
from puller.sources.search_engines import Baidu, Brave, Commons, Google, Openverse
from puller.sources.sites import Listing, PostAddress
from puller.sources.x import X
from tests.unit.puller.artists.test_whatever_comes import VALUES, places, replaced
from tests.unit.puller.sources import test_deviantart, test_pixiv, test_x
from tests.unit.puller.sources.answering import Asked, Desk
from tests.unit.puller.sources.search_engines import (
    test_baidu,
    test_brave,
    test_commons,
    test_google,
    test_openverse,
)

# What is answered to everything: each source takes out of it what it asked for.
OF_PIXIV = test_pixiv.body(
    {
        **test_pixiv.WORK,
        "userId": "12",
        "name": "somebody",
        "illusts": {"500": None},
        "manga": [],
        "works": {"500": test_pixiv.WORK},
    }
)
OF_DEVIANTART = {
    **test_deviantart.results(test_deviantart.DEVIATION, after=24),
    **test_deviantart.PROFILE,
    "type": "photo",
    "author_name": "somebody",
    "url": test_deviantart.WIX,
}
OF_X = {
    "data": [test_x.POST],
    "includes": {"media": test_x.MEDIA, "users": [test_x.PERSON]},
    "meta": {"result_count": 1, "next_token": "abc"},
    "errors": test_x.problem("User has been suspended")["errors"],
}
SOURCES: list[tuple[ListingSource, Listing, str, Any]] = [
    (Pixiv({}), test_pixiv.SOMEBODY, "pixiv: 12", OF_PIXIV),
    (DeviantArt(test_deviantart.KEYS), test_deviantart.SOMEBODY, "deviantart: somebody", OF_DEVIANTART),
    (X(test_x.KEYS), test_x.SOMEBODY, "x: somebody", OF_X),
    (X(test_x.KEYS), test_x.SOMEBODY, "x: somebody", {"data": test_x.PERSON}),
    (
        Google(test_google.KEYS),
        test_google.SUNSETS,
        "google: sunset",
        test_google.results(test_google.RESULT, after=11),
    ),
    (Baidu(), test_baidu.SUNSETS, "baidu: sunset", test_baidu.results(test_baidu.RESULT)),
    (Brave(test_brave.KEYS), test_brave.SUNSETS, "brave: sunset", test_brave.results(test_brave.RESULT)),
    (
        Openverse({}),
        test_openverse.SUNSETS,
        "openverse: sunset",
        {**test_openverse.results(test_openverse.PICTURE, pages=3), **test_openverse.PICTURE},
    ),
    (
        Commons(),
        test_commons.SUNSETS,
        "commons: sunset",
        test_commons.results(test_commons.FILE, after={"gsroffset": 50, "continue": "gsroffset||"}),
    ),
]


@pytest.mark.parametrize(
    ("source", "listing", "text", "answer"), SOURCES, ids=[type(one[0]).__name__ for one in SOURCES]
)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_answers_may_say_anything_anywhere(
    source: ListingSource, listing: Listing, text: str, answer: Any, data: Any
) -> None:
    changed = answer
    for _ in range(data.draw(st.integers(1, 3))):
        changed = replaced(changed, data.draw(st.sampled_from(places(changed))), data.draw(VALUES))

    def answered(asked: Asked) -> Any:
        return test_deviantart.TOKEN if asked.url == deviantart.TOKENS else changed

    desk = Desk(source, answered)
    with contextlib.suppress(FoveaError):  # a reason in words
        desk.check(text)
    with contextlib.suppress(FoveaError):
        posts_are_sound(desk, listing)
    address = PostAddress(
        source=listing.source, external_id="500", url="https://www.deviantart.com/a/art/b-1"
    )
    with contextlib.suppress(FoveaError):
        source.post(address, desk.asker())


def posts_are_sound(desk: Desk, listing: Listing) -> None:
    pages = desk.pages(listing, max_pages=3)
    assert len(desk.asked) < 150
    for page in pages:
        for post in page.posts:
            assert describe(post)
            assert 0 < len(post.external_id) <= 64
            assert 0 < len(post.owner) <= 64
            assert len(post.url) <= 512
            assert post.details is not None
            assert all(link.url.startswith(("http://", "https://")) for link in post.details.links)
