"""All sources together: who is asked what a text means, and what is said when nobody knows."""

import contextlib

import pytest

from fovea.artists.addresses import account
from fovea.artists.listings import account_of_checked, listing_text
from fovea.artists.records import AccountAddress
from fovea.errors import InvalidInput
from fovea.flickr.site import Site as Flickr
from fovea.messages import CheckedListing
from puller.settings import PullerSettings
from puller.sources import every_listing_source, every_source
from puller.sources.flickr_listings import FlickrListings
from puller.sources.listing_source import ListingSource, named
from puller.sources.sites import ImageAddress, Listing, PostAddress
from puller.sources.understanding import understand
from tests.unit.puller.conftest import OpenBudget


def nobody() -> object:
    raise AssertionError("nobody is asked anything")


SOURCES = every_listing_source(
    {}, flickr=FlickrListings(Flickr("https://www.flickr.com"), nobody)  # type: ignore[arg-type]
)  # fmt: skip
SITES = [site for source in SOURCES for site in source.sites]


def by_name(source: ListingSource) -> str:
    return type(source).__name__


@pytest.mark.parametrize("source", SOURCES, ids=by_name)
def test_every_example_is_understood_by_the_source_that_gives_it(source: ListingSource) -> None:
    names = {site.name for site in source.sites}
    assert source.url_forms
    for form in source.url_forms:
        understood = understand(form.example, SOURCES)
        if isinstance(understood, Listing | PostAddress):
            assert understood.source in names, form
        else:
            assert isinstance(understood, ImageAddress)


@pytest.mark.parametrize("source", SOURCES, ids=by_name)
def test_the_address_of_a_listing_is_understood_as_that_listing(source: ListingSource) -> None:
    for form in source.url_forms:
        understood = understand(form.example, SOURCES)
        if isinstance(understood, Listing):
            again = understand(understood.url, SOURCES)
            assert isinstance(again, Listing)
            assert (again.source, again.kind, again.query) == (
                understood.source,
                understood.kind,
                understood.query,
            )


@pytest.mark.parametrize(
    ("account", "source"),
    [
        (account("x", "somebody"), "x"),
        (account("x", "somebody", "12"), "x"),
        (account("bluesky", "somebody.bsky.social"), "bluesky"),
        (account("bluesky", "somebody.bsky.social", "did:plc:z72i7hdynmk6r22z27h6tvur"), "bluesky"),
        (account("mastodon", "somebody@mastodon.art"), "mastodon"),
        (account("pixiv", external_id="12"), "pixiv"),
        (account("tumblr", "some-body"), "tumblr"),
        (account("deviantart", "some-body"), "deviantart"),
        (account("flickr", "bees"), "flickr"),
        (account("danbooru", "some.body_(artist)"), "danbooru"),
        (account("gelbooru", "some/body"), "gelbooru"),
        (account("e621", "some_body"), "e621"),
        (account("derpibooru", "some body"), "derpibooru"),
        (account("furbooru", "some-body"), "furbooru"),
    ],
)
def test_the_posts_of_an_artists_account_are_understood(account: AccountAddress, source: str) -> None:
    """By what a check is given for it, which leads back to the account."""
    text = listing_text(account)
    assert text is not None
    understood = understand(text, SOURCES)
    assert isinstance(understood, Listing)
    assert understood.source == source
    again = account_of_checked(CheckedListing(source=source, listing=named(understood)))
    assert again is not None
    if account.external_id and account.network in {"x", "bluesky"}:  # the name is told by the site
        assert again.external_id == account.external_id
    else:
        assert again.key == account.key


def test_names_of_sites_are_short_and_different() -> None:
    names = [site.name for site in SITES]
    assert len(names) == len(set(names))
    assert all(0 < len(name) <= 16 and name.islower() for name in names)


def test_every_key_of_a_site_can_be_set() -> None:
    known = {field.alias for field in PullerSettings.model_fields.values()}
    assert {key for site in SITES for key in site.keys} <= known


def test_no_host_is_of_two_sources() -> None:
    hosts = [host for site in SITES for host in site.hosts]
    assert len(hosts) == len(set(hosts))


def test_what_no_other_source_knows_may_be_a_feed() -> None:
    understood = understand("https://blog.example/", SOURCES)
    assert isinstance(understood, Listing)
    assert understood.source == "web"


@pytest.mark.parametrize(
    ("text", "source", "kind", "query"),
    [
        ("reddit: EarthPorn", "reddit", "community", "EarthPorn"),
        ("Reddit: r/EarthPorn", "reddit", "community", "EarthPorn"),
        ("reddit: u/spez", "reddit", "account", "spez"),
        ("imgur: t/cats", "imgur", "community", "t/cats"),
        ("imgur: https://imgur.com/t/cats", "imgur", "community", "t/cats"),
        ("mastodon: @ada@mastodon.example", "mastodon", "account", "ada@mastodon.example"),
        ("mastodon: ada@mastodon.example", "mastodon", "account", "ada@mastodon.example"),
        ("tumblr: https://www.tumblr.com/staff", "tumblr", "account", "staff"),
        ("danbooru: https://danbooru.donmai.us/posts?tags=cat", "danbooru", "tags", "cat"),
        ("web: https://blog.example/feed", "web", "feed", "https://blog.example/feed"),
    ],
)
def test_anything_of_a_site_may_stand_behind_its_name(text: str, source: str, kind: str, query: str) -> None:
    understood = understand(text, SOURCES)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == (source, kind, query)


@pytest.mark.parametrize(
    "text", ["danbooru: order:score", "reddit: https://imgur.com/t/cats", "imgur: two words", "bluesky: ?"]
)
def test_what_a_site_does_not_have_is_answered_with_what_it_has(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        understand(text, SOURCES)
    assert refused.value.code == "unknown_form"
    assert text.partition(":")[0] in refused.value.detail.lower()


@pytest.mark.parametrize("text", ["", "   ", "two words", "ftp://blog.example/", "a" * 2_001, "https://"])
def test_what_nobody_knows_is_answered_with_what_could_be_pasted(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        understand(text, SOURCES)
    assert refused.value.extra["errors"]["text"]


def test_without_a_cache_there_is_flickr_alone() -> None:
    settings = PullerSettings(flickr_api_key="key", flickr_api_secret="secret")
    sources = every_source(settings, budget=OpenBudget())
    assert sources.keys() == {"flickr"}
    assert sources["flickr"].kinds == {"favorites", "contacts", "profile", "posts", "check"}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: type(source).__name__)
@pytest.mark.parametrize(
    "text",
    [
        "@a@" + "a." * 400 + "!",
        "acct:a@" + "a-." * 300 + "/",
        "https://" + "a." * 400 + "!/feed",
        "https://bsky.app/profile/" + "a." * 400 + "!",
        "https://example.com/" + "a/" * 900,
        "#" + "a-" * 900,
        "flickr: " + "a, " * 600,
        "r/" + "a+" * 900,
    ],
    ids=lambda text: text[:12],
)
def test_no_text_keeps_a_source_busy(source: ListingSource, text: str) -> None:
    with contextlib.suppress(InvalidInput):  # which is told soon, too
        source.understand(text)
