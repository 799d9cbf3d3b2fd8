"""Which pages tell of a person."""

import pytest

from fovea.artists.addresses import page_of

PAGES = [
    ("https://linktr.ee/jane", "linktree", "https://linktr.ee/jane"),
    ("https://www.linktr.ee/jane?utm=1", "linktree", "https://linktr.ee/jane"),
    ("https://linktr.ee/@jane", "linktree", "https://linktr.ee/jane"),
    ("linktr.ee/jane.doe/", "linktree", "https://linktr.ee/jane.doe"),
    ("https://x.carrd.co", "carrd", "https://x.carrd.co/"),
    ("x.carrd.co", "carrd", "https://x.carrd.co/"),
    ("https://X.Carrd.co/#links", "carrd", "https://x.carrd.co/"),
    ("http://jane.crd.co/", "carrd", "https://jane.crd.co/"),
    ("https://jane.uwu.ai", "carrd", "https://jane.uwu.ai/"),
    ("https://jane.drr.ac", "carrd", "https://jane.drr.ac/"),
    ("https://jane.ju.mp", "carrd", "https://jane.ju.mp/"),
    ("https://www.deviantart.com/users/outgoing?https://x.carrd.co", "carrd", "https://x.carrd.co/"),
    ("https://lit.link/jane", "litlink", "https://lit.link/jane"),
    ("https://lit.link/en/jane", "litlink", "https://lit.link/jane"),
    ("https://potofu.me/jane", "potofu", "https://potofu.me/jane"),
    ("https://bio.site/jane", "biosite", "https://bio.site/jane"),
    ("https://bio.link/jane", "biolink", "https://bio.link/jane"),
    ("https://beacons.ai/jane", "beacons", "https://beacons.ai/jane"),
    ("https://profcard.info/u/a1B2", "profcard", "https://profcard.info/u/a1B2"),
    ("https://pronouns.page/@jane", "pronouns", "https://pronouns.page/@jane"),
    ("https://ko-fi.com/jane", "kofi", "https://ko-fi.com/jane"),
    ("https://www.patreon.com/c/jane/posts", "patreon", "https://www.patreon.com/jane"),
    ("https://x.com/jane", "x", "https://x.com/jane"),
    ("https://jane.tumblr.com/about", "tumblr", "https://www.tumblr.com/jane"),
    ("https://jane.neocities.org/links.html", "neocities", "https://jane.neocities.org/"),
    ("https://jane.studio", "website", "https://jane.studio/"),
    ("http://www.jane.gallery/about", "website", "http://www.jane.gallery/about"),
    ("https://jane.wordpress.com/2020/", "website", "https://jane.wordpress.com/"),
]
NONE = [
    "https://linktr.ee",
    "https://linktr.ee/",
    "https://linktr.ee/login",
    "https://linktr.ee/s/about",
    "https://notlinktr.ee.example/a/b",
    "https://carrd.co",
    "https://www.carrd.co",
    "https://crd.co",
    "https://lit.link",
    "https://lit.link/en",
    "https://potofu.me",
    "https://bio.site",
    "https://x.com/share",
    "https://x.com/jane/status/12",
    "https://www.deviantart.com/jane/art/T-1",
    "https://www.tumblr.com/tagged/a",
    "https://discord.gg/abc",
    "https://en.wikipedia.org/wiki",
    "https://www.youtube.com/watch?v=a",
    "https://youtu.be/a",
    "https://t.co/a",
    "https://bit.ly/a",
    "https://www.paypal.me/jane",
    "https://store.steampowered.com",
    "https://amazon.co.jp/a",
    "https://jane.example/a/b",
    "https://jane.example/a.png",
    "https://jane.example/?p=1",
    "https://mastodon.art/@jane/109501",
    "https://docs.google.com/document",
    "https://help.carrd.co",
    "word",
]


@pytest.mark.parametrize(("url", "kind", "page"), PAGES)
def test_a_page_of_a_person_is_known_by_its_address(url: str, kind: str, page: str) -> None:
    found = page_of(url)
    assert found is not None
    assert (found.kind, found.url, found.certain) == (kind, page, kind != "website" or "wordpress" in url)


@pytest.mark.parametrize("url", NONE)
def test_any_other_page_is_none_of_a_person(url: str) -> None:
    assert page_of(url) is None
