"""Whatever stands in an address or in an answer: there is an artwork, or a reason in words."""

import copy
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fovea.artists.records import Artwork
from fovea.errors import FoveaError
from puller.artists.artworks import every_artwork_site
from puller.artists.artworks.artstation import ArtStation
from puller.artists.artworks.bluesky import BlueskyArtworks
from puller.artists.artworks.contract import ArtworkSite
from puller.artists.artworks.danbooru import DanbooruArtworks
from puller.artists.artworks.deviantart import DeviantArt
from puller.artists.artworks.e621 import E621Artworks
from puller.artists.artworks.furaffinity import FurAffinity
from puller.artists.artworks.gelbooru import GelbooruArtworks
from puller.artists.artworks.mastodon import MastodonArtworks
from puller.artists.artworks.philomena import PhilomenaArtworks
from puller.artists.artworks.pixiv import Pixiv
from puller.artists.artworks.tumblr import TumblrArtworks
from puller.artists.artworks.x import X
from tests.unit.puller.artists import (
    test_artstation_artworks,
    test_board_artworks,
    test_deviantart_artworks,
    test_furaffinity_artworks,
    test_network_artworks,
    test_pixiv_artworks,
    test_x_artworks,
)
from tests.unit.puller.artists.artwork_desk import ArtworkDesk
from tests.unit.puller.sources import (
    test_bluesky,
    test_danbooru,
    test_e621,
    test_gelbooru,
    test_mastodon,
    test_philomena,
    test_tumblr,
)

SITES = every_artwork_site({})
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
PARTS = st.sampled_from(
    [
        "https://", "http:", "//", "www.", "x.com", "twitter.com", "pixiv.net", "deviantart.com", "fav.me",
        "artstation.com", "furaffinity.net", "danbooru.donmai.us", "bsky.app", "tumblr.com", "derpibooru.org",
        "/", "artworks", "art", "posts", "post", "status", "view", "images", "profile", "@somebody", "#2",
        "?", "id=5", "%2F", "%", "..", "12345678901", "users/outgoing?", "href.li/?", "[", "]", ":", "@",
        "\\", " ", "é", "１", "/-/", "127.0.0.1:8410",
    ]
)  # fmt: skip
ANSWERS: list[tuple[ArtworkSite, str, Any]] = [
    (
        Pixiv({}),
        test_pixiv_artworks.URL,
        {"error": False, "body": {**test_pixiv_artworks.BODY, "pages": test_pixiv_artworks.PAGES}},
    ),
    (DeviantArt(), test_deviantart_artworks.URL, test_deviantart_artworks.OEMBED),
    (ArtStation(), test_artstation_artworks.URL, test_artstation_artworks.PROJECT),
    (X(test_x_artworks.KEYS), test_x_artworks.URL, test_x_artworks.TOLD),
    (X({}), test_x_artworks.URL, test_x_artworks.EMBED),
    (DanbooruArtworks({}), test_board_artworks.AT_DANBOORU, test_danbooru.POST),
    (PhilomenaArtworks({}), test_board_artworks.AT_DERPI, {"image": test_philomena.IMAGE}),
    (E621Artworks({}), test_board_artworks.AT_E621, {"post": test_e621.POST}),
    (
        GelbooruArtworks(test_gelbooru.KEYS),
        test_board_artworks.AT_GELBOORU,
        {"post": [test_gelbooru.POST], "tag": test_board_artworks.KINDS},
    ),
    (
        TumblrArtworks(test_tumblr.KEYS),
        test_network_artworks.AT_TUMBLR,
        test_tumblr.posts(test_tumblr.POST),
    ),
    (
        BlueskyArtworks(),
        test_network_artworks.AT_BLUESKY,
        {"posts": [test_bluesky.POST], "did": test_bluesky.DID},
    ),
    (MastodonArtworks(), test_network_artworks.AT_MASTODON, test_mastodon.STATUS),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All that may be replaced within a value, by the way to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], new)
    return changed


def read(site: ArtworkSite, url: str, answer: Any) -> None:
    try:
        artwork = ArtworkDesk(site, lambda _: answer).read(url)
    except FoveaError:  # a reason in words
        return
    assert msgspec.json.decode(msgspec.json.encode(artwork), type=Artwork) == artwork
    assert all(image.url.startswith(("http://", "https://")) for image in artwork.images)
    assert all(url.startswith(("http://", "https://")) for url in artwork.source_posts)


@pytest.mark.parametrize(("site", "url", "answer"), ANSWERS, ids=[type(one[0]).__name__ for one in ANSWERS])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_answers_may_say_anything_anywhere(site: ArtworkSite, url: str, answer: Any, data: Any) -> None:
    changed = answer
    for _ in range(data.draw(st.integers(1, 3))):
        changed = replaced(changed, data.draw(st.sampled_from(places(changed))), data.draw(VALUES))
    read(site, url, changed)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    begin=st.integers(0, len(test_furaffinity_artworks.PAGE)),
    length=st.integers(0, 400),
    between=st.sampled_from(["", "<", ">", "</div>", "<div>", "<!--", "<![x", "\x00", '"', "<a href='", "é"]),
    older=st.booleans(),
)
def test_pages_may_be_broken_anywhere(begin: int, length: int, between: str, older: bool) -> None:
    page = test_furaffinity_artworks.OLD_PAGE if older else test_furaffinity_artworks.PAGE
    broken = page[:begin] + between + page[begin + length :]
    read(FurAffinity({}), test_furaffinity_artworks.URL, broken.encode())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.lists(PARTS, max_size=9).map("".join) | st.text(max_size=50))
def test_an_address_is_of_one_site_or_of_none(text: str) -> None:
    found = [address for site in SITES if (address := site.understand(text)) is not None]
    assert len({address.site for address in found}) <= 1
    for address in found:
        again = [one for site in SITES if (one := site.understand(address.url)) is not None]
        assert [(one.site, one.external_id) for one in again] == [(address.site, address.external_id)]
