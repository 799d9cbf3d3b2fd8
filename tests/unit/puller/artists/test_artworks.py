"""All sites of artworks together, and the elements of pages."""

from typing import Any

import fakeredis
import pytest

from fovea.artists.posts import post_of
from fovea.artists.records import Artwork, ArtworkAddress, Unread
from fovea.errors import InvalidInput, SourceUnavailable
from puller.artists.artworks import Artworks, every_artwork_site
from puller.artists.artworks.elements import elements, of_class
from puller.politeness import Politeness
from tests.unit.puller.artists.test_artstation_artworks import PROJECT
from tests.unit.puller.artists.test_furaffinity_artworks import message
from tests.unit.puller.artists.test_x_artworks import error
from tests.unit.puller.sources.answering import AnsweringWeb, status
from tests.unit.puller.sources.test_danbooru import POST

SITES = every_artwork_site({})
EXAMPLES = [(form.example, of) for of in SITES for form in of.url_forms]


def artworks(answer: Any, **keys: str) -> Artworks:
    return Artworks(keys, politeness=Politeness(fakeredis.FakeRedis()), web=AnsweringWeb(answer))


@pytest.mark.parametrize(("example", "of"), EXAMPLES)
def test_every_example_is_of_its_own_site(example: str, of: Any) -> None:
    address = artworks(lambda _: None).understand(example)
    assert address is not None
    assert address.site in {site.name for site in of.sites}


def test_what_walks_take_for_a_post_is_read_as_the_same() -> None:
    read = artworks(lambda _: None)
    posts = {example: post for example, _ in EXAMPLES if (post := post_of(example)) is not None}
    assert len(posts) >= 12
    for example, post in posts.items():
        address, same = read.understand(example), read.understand(post.url)
        assert address is not None, example
        assert same is not None, post.url
        site = "e621" if address.site == "e926" else address.site  # a part of it
        assert (same.site, same.external_id) == (site, address.external_id)


def test_every_site_has_an_example_a_name_of_its_own_and_a_rate() -> None:
    assert all(of.url_forms for of in SITES)
    sites = [site for of in SITES for site in of.sites]
    assert len({site.name for site in sites}) == len(sites)
    assert all(len(site.name) <= 16 and site.rate.calls > 0 and site.documentation for site in sites)
    assert all(bool(site.keys) == (site.auth != "none") for site in sites)


def test_an_artwork_is_read_at_its_site() -> None:
    read = artworks(lambda asked: POST if "donmai" in asked.url else PROJECT)
    for url, site in (
        ("https://danbooru.donmai.us/posts/6000001", "danbooru"),
        ("https://www.artstation.com/artwork/04XA4", "artstation"),
    ):
        address = read.understand(url)
        assert address is not None
        artwork = read.read(address)
        assert (artwork.site, bool(artwork.images)) == (site, True)


def test_an_address_of_no_site_is_refused() -> None:
    with pytest.raises(InvalidInput):
        artworks(lambda _: None).read(ArtworkAddress(site="nowhere", external_id="1", url=""))


def test_a_page_tells_of_an_artwork_or_why_it_does_not() -> None:
    url = "https://danbooru.donmai.us/posts/6000001"
    told = artworks(lambda _: POST).page(url)
    assert isinstance(told, Artwork)
    gone = artworks(lambda _: status(404)).page(url)
    assert isinstance(gone, Unread)
    assert (gone.url, gone.code, gone.state) == (url, "not_found", None)
    unknown = artworks(lambda _: None).page("https://example.com/")
    assert isinstance(unknown, Unread)
    assert unknown.code == "unknown_form"


@pytest.mark.parametrize(
    ("detail", "kind", "state"),
    [
        ("User has been suspended: [1]", "resource-not-found", "suspended"),
        ("Sorry, you are not authorized", "not-authorized-for-resource", "private"),
        ("Could not find tweet", "resource-not-found", None),
    ],
)
def test_what_became_of_who_posted_is_told(detail: str, kind: str, state: str | None) -> None:
    read = artworks(lambda _: error(kind, detail), X_BEARER_TOKEN="token")
    told = read.page("https://x.com/somebody/status/1460323737035677698")
    assert isinstance(told, Unread)
    assert told.state == state


def test_an_account_that_is_gone_is_told_as_such() -> None:
    words = "User somebody has voluntarily disabled access to their account and all of its contents."
    told = artworks(lambda _: message(words)).page("https://www.furaffinity.net/view/1/")
    assert isinstance(told, Unread)
    assert (told.code, told.state) == ("account_gone", "gone")


def test_what_may_pass_is_raised() -> None:
    with pytest.raises(SourceUnavailable):
        artworks(lambda _: status(502)).page("https://danbooru.donmai.us/posts/6000001")


@pytest.mark.parametrize("text", ["", " ", "\x00", "https://", "https://x.com\n/a", "a" * 10_000, "%", "//"])
def test_what_is_no_address_is_understood_by_nobody(text: str) -> None:
    assert artworks(lambda _: None).understand(text) is None


def test_elements_know_what_they_lie_in() -> None:
    html = '<div class="a b"><p>one<br>two <b>bold</b><p>three</div>\n<i>after</i>'
    found = elements(html)
    div = next(of_class(found, "b"))
    assert div.inner == "<p>one<br>two <b>bold</b><p>three"
    bold = next(one for one in found if one.tag == "b")
    assert (bold.inner, bold.text, bold.within("a"), bold.within("c")) == ("bold", "bold", True, False)
    after = next(one for one in found if one.tag == "i")
    assert (after.inner, after.parent) == ("after", None)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<",
        "<div",
        "</div>",
        "<div></p></div>",
        "<![x",
        "<!--",
        "<div><div><div>",
        "<script>if (a < b) { '</div>' }</script><p>x",
        "<img><br/><div/>",
        "<a href=x href=y>z",
        "\r\n\r<p\r\n>a</p>",
        "<p>" * 2_000,
    ],
)
def test_pages_are_taken_as_they_come(html: str) -> None:
    for one in elements(html):
        assert one.inner in html
        assert one.text is not None
