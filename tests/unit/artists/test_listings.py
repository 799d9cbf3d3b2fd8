"""From accounts to listings that a check understands, and back."""

import pytest

from fovea.artists import networks
from fovea.artists.addresses import account
from fovea.artists.listings import account_of_checked, listing_text, state_of_failure
from fovea.artists.records import AccountAddress
from fovea.messages import CheckedListing, ListingName

DID = "did:plc:z72i7hdynmk6r22z27h6tvur"
ACCOUNTS = {
    "x": account("x", "somebody"),
    "bluesky": account("bluesky", "somebody.bsky.social"),
    "mastodon": account("mastodon", "somebody@mastodon.art"),
    "pixiv": account("pixiv", external_id="12"),
    "tumblr": account("tumblr", "some-body"),
    "deviantart": account("deviantart", "somebody"),
    "flickr": account("flickr", "bees"),
    "danbooru": account("danbooru", "somebody_(artist)"),
    "gelbooru": account("gelbooru", "somebody_(artist)"),
    "e621": account("e621", "somebody_(artist)"),
    "derpibooru": account("derpibooru", "somebody"),
    "furbooru": account("furbooru", "somebody"),
}


def test_every_network_whose_posts_can_be_listed_has_a_text_for_a_check() -> None:
    assert {one.name for one in networks.NETWORKS.values() if one.lists_posts} == set(ACCOUNTS)
    assert all(listing_text(one) for one in ACCOUNTS.values())


@pytest.mark.parametrize("name", sorted(set(networks.NETWORKS) - set(ACCOUNTS)))
def test_other_networks_have_none(name: str) -> None:
    assert listing_text(AccountAddress(network=name, handle="somebody", url="https://a.example/")) is None


@pytest.mark.parametrize(
    ("whose", "text"),
    [
        (account("x", "somebody", "12"), "https://x.com/i/user/12"),
        (account("bluesky", "somebody.bsky.social", DID), f"https://bsky.app/profile/{DID}"),
        (account("pixiv", external_id="12"), "https://www.pixiv.net/users/12"),
        (account("derpibooru", "somebody"), "derpibooru: artist:somebody"),
        (account("danbooru", "somebody_(artist)"), "danbooru: somebody_(artist)"),
    ],
)
def test_the_lasting_number_goes_before_the_name(whose: AccountAddress, text: str) -> None:
    assert listing_text(whose) == text


@pytest.mark.parametrize(
    "whose",
    [
        account("pixiv", "somebody"),
        account("danbooru", external_id="12"),
        account("danbooru", "-somebody"),
        account("gelbooru", "sort:score"),
    ],
)
def test_an_account_of_which_too_little_is_known_has_none(whose: AccountAddress) -> None:
    assert listing_text(whose) is None


def checked(source: str, kind: str, query: str, url: str) -> CheckedListing:
    return CheckedListing(source=source, listing=ListingName(kind=kind, query=query, url=url))


@pytest.mark.parametrize(
    ("told", "key", "number"),
    [
        (checked("x", "account", "#12", "https://x.com/NewName"), "x:newname", "12"),
        (checked("x", "account", "somebody", "https://x.com/somebody"), "x:somebody", None),
        (
            checked("bluesky", "account", DID, "https://bsky.app/profile/new.example"),
            "bluesky:new.example",
            DID,
        ),
        (checked("pixiv", "account", "12", "https://www.pixiv.net/users/12"), "pixiv:12", "12"),
        (checked("tumblr", "account", "newer", "https://www.tumblr.com/newer"), "tumblr:newer", None),
        (
            checked("mastodon", "account", "a@mastodon.art", "https://mastodon.art/@a"),
            "mastodon:a@mastodon.art",
            None,
        ),
        (
            checked("danbooru", "tags", "a_(b)", "https://danbooru.donmai.us/posts?tags=a"),
            "danbooru:a_(b)",
            None,
        ),
        (
            checked("furbooru", "tags", "artist:a", "https://furbooru.org/search?q=artist%3Aa"),
            "furbooru:a",
            None,
        ),
    ],
)
def test_a_checked_listing_tells_whose_it_is_now(told: CheckedListing, key: str, number: str | None) -> None:
    found = account_of_checked(told)
    assert found is not None
    assert (found.key, found.external_id) == (key, number)


@pytest.mark.parametrize(
    "told",
    [
        checked("reddit", "community", "EarthPorn", "https://www.reddit.com/r/EarthPorn"),
        checked("tumblr", "tags", "/cats", "https://www.tumblr.com/tagged/cats"),
        checked("x", "account", "#12", ""),
        checked("danbooru", "tags", "two words", "https://danbooru.donmai.us/posts?tags=two+words"),
    ],
)
def test_a_listing_of_no_account_is_nobodys(told: CheckedListing) -> None:
    assert account_of_checked(told) is None


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("account_gone", "gone"),
        ("account_not_found", "gone"),
        ("account_suspended", "suspended"),
        ("account_private", "private"),
        ("account_blocked", "blocked"),
        ("key_missing", None),
        ("source_unavailable", None),
        (None, None),
    ],
)
def test_a_failure_says_of_the_account_what_its_code_says(code: str | None, state: str | None) -> None:
    assert state_of_failure(code) == state
