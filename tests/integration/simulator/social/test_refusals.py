"""Who and what is not shown, wrong keys, tokens that are over, and hosts that want to be left alone."""

import time
from collections.abc import Iterator

import pytest
import requests
import stamina

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceBudgetUsedUp,
    SourceRefused,
    SourceUnavailable,
)
from simulator.gallery import Account
from simulator.gallery.addresses import instance
from simulator.settings import DEMO_SOURCE_KEYS
from simulator.social.people import state_of
from simulator.social.reddit.desk import SUSPENDED
from tests.integration.simulator.social.society import Society, running


def somebody(society: Society, site: str, state: str) -> Account:
    """An account in a state."""
    return next(one for one in society.gallery.shelf(site).accounts() if state_of(one) == state)


def keys(**changed: str) -> dict[str, str]:
    return DEMO_SOURCE_KEYS | changed


@pytest.fixture
def at_once() -> Iterator[None]:
    """Nothing is tried a second time."""
    stamina.set_testing(True, attempts=1)
    yield
    stamina.set_testing(False)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("text", "error", "code"),
    [
        ("r/HiddenSketches", AccountPrivate, "account_private"),
        ("r/StrangeSkies", AccountPrivate, "quarantined"),
        ("r/BannedBoats", AccountGone, "account_gone"),
        ("r/NobodyMadeThis", AccountNotFound, "account_not_found"),
        (f"u/{SUSPENDED}", AccountGone, "account_suspended"),
        ("u/nobody_of_this_name", AccountNotFound, "account_not_found"),
        ("https://imgur.com/a/aBcDeFg", NotFound, "not_found"),
        ("https://imgur.com/t/nobodytagsso", NotFound, "not_found"),
        ("bluesky: nobody.bsky.social", AccountNotFound, "account_not_found"),
        ("https://bsky.app/profile/bsky.app/feed/nobodytagsso", NotFound, "not_found"),
        ("https://bsky.app/profile/bsky.app/feed/asleep", SourceUnavailable, "source_unavailable"),
        ("https://bsky.app/profile/bsky.app/lists/nobody", NotFound, "not_found"),
        ("@nobody@mastodon.art", AccountNotFound, "account_not_found"),
        ("@somebody@closed.example.org", AccountPrivate, "account_private"),
        ("https://limited.example.org/tags/sunset", AccountPrivate, "account_private"),
        ("tumblr: nobodyofthisname", AccountNotFound, "account_not_found"),
        ("https://www.tumblr.com/tagged/nobodytagsso", NotFound, "not_found"),
        ("https://portfolio.example.com/nobody/feed.xml", NotFound, "not_found"),
        ("https://journal.example.org/gone/feed", NotFound, "not_found"),
        ("https://hermit.example.org/feed.xml", SourceRefused, "source_refused"),
        ("https://unwell.example.org/feed.xml", SourceUnavailable, "source_unavailable"),
    ],
)
def test_what_is_not_there_or_not_for_everybody(
    society: Society, text: str, error: type[FoveaError], code: str
) -> None:
    with pytest.raises(error) as caught:
        society.check(text)
    assert caught.value.code == code
    assert caught.value.detail


def test_people_who_left_or_hide(society: Society) -> None:
    gone, hidden, suspended = (
        somebody(society, "bluesky", state) for state in ("deactivated", "hidden", "suspended")
    )
    for account, error in ((gone, AccountGone), (hidden, AccountPrivate), (suspended, AccountGone)):
        with pytest.raises(error):
            society.check(f"https://bsky.app/profile/{account.handle}.bsky.social")
    gone, suspended = (somebody(society, "mastodon", state) for state in ("deactivated", "suspended"))
    for account in (gone, suspended):
        with pytest.raises(AccountGone):
            society.check(f"@{account.handle}@{instance(account.number)}")
    hidden = somebody(society, "tumblr", "hidden")
    with pytest.raises(AccountPrivate):
        society.check(f"tumblr: {hidden.handle}")
    with pytest.raises(AccountNotFound):
        society.check(f"tumblr: {somebody(society, 'tumblr', 'suspended').handle}")


@pytest.mark.parametrize("text", ["r/HiddenSketches", "r/StrangeSkies"])
def test_without_a_key_they_are_no_more_open(society: Society, text: str) -> None:
    with pytest.raises(AccountPrivate):
        society.with_keys().check(text)


@pytest.mark.usefixtures("at_once")
def test_the_feeds_know_as_little_of_them() -> None:
    """The archive is away, and feeds are all that is left."""
    with running() as alone:
        rule = {"where": "hosts", "hosts": ["arctic-shift.photon-reddit.com"], "http_status": 500}
        requests.post(f"{alone.url}/_simulator/faults", json=rule, timeout=10).raise_for_status()
        assert alone.with_keys().check("r/earthporn").listing.query == "EarthPorn"
        for text, error in (
            ("r/HiddenSketches", AccountPrivate),
            ("r/StrangeSkies", AccountPrivate),
            ("r/BannedBoats", AccountGone),
            ("r/NobodyMadeThis", AccountNotFound),
        ):
            with pytest.raises(error):
                alone.with_keys().check(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("r/EarthPorn", {"REDDIT_CLIENT_SECRET": "wrong"}),
        ("https://imgur.com/t/sunset", {"IMGUR_CLIENT_ID": "wrong"}),
        ("https://www.tumblr.com/tagged/sunset", {"TUMBLR_API_KEY": "wrong"}),
    ],
)
def test_a_wrong_key_is_refused_and_named(society: Society, text: str, wrong: dict[str, str]) -> None:
    with pytest.raises(SourceRefused) as caught:
        society.with_keys(**keys(**wrong)).check(text)
    assert caught.value.code == "key_refused"
    assert next(iter(wrong)) in caught.value.detail


@pytest.mark.parametrize("text", ["https://imgur.com/t/sunset", "https://www.tumblr.com/tagged/sunset"])
def test_a_missing_key_is_asked_for(society: Society, text: str) -> None:
    with pytest.raises(SourceRefused) as caught:
        society.with_keys().check(text)
    assert caught.value.code == "key_missing"


def test_a_token_that_is_over_is_renewed() -> None:
    with running() as alone:
        assert alone.check("r/EarthPorn").listing.query == "EarthPorn"
        rule = {"where": "hosts", "hosts": ["oauth.reddit.com"], "http_status": 401, "times": 1}
        requests.post(f"{alone.url}/_simulator/faults", json=rule, timeout=10).raise_for_status()
        assert alone.check("r/EarthPorn").listing.query == "EarthPorn"
        calls = requests.get(f"{alone.url}/_simulator/calls", timeout=10).json()
        assert calls["outcomes"]["http 401"] == 1
        assert calls["methods"]["www.reddit.com"] == 2  # two tokens


def test_a_revoked_token_is_known_no_more(society: Society) -> None:
    tokens, api = (
        society.reached(url) for url in ("https://www.reddit.com/api/v1", "https://oauth.reddit.com")
    )
    pair = (DEMO_SOURCE_KEYS["REDDIT_CLIENT_ID"], DEMO_SOURCE_KEYS["REDDIT_CLIENT_SECRET"])
    form = {"grant_type": "client_credentials"}
    told = requests.post(f"{tokens}/access_token", data=form, auth=pair, timeout=10).json()
    bearer = {"Authorization": f"Bearer {told['access_token']}"}
    assert requests.get(f"{api}/r/Art/about", headers=bearer, timeout=10).json()["kind"] == "t5"
    gone = requests.post(
        f"{tokens}/revoke_token", data={"token": told["access_token"]}, auth=pair, timeout=10
    )
    assert gone.status_code == 204
    assert requests.get(f"{api}/r/Art/about", headers=bearer, timeout=10).status_code == 401


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("r/EarthPorn", "oauth.reddit.com"),
        ("https://imgur.com/t/sunset", "api.imgur.com"),
        ("https://bsky.app/profile/bsky.app/feed/sunset", "public.api.bsky.app"),
        ("https://mastodon.art/tags/sunset", "mastodon.art"),
        ("https://www.tumblr.com/tagged/sunset", "api.tumblr.com"),
    ],
)
def test_who_asks_for_patience_is_left_alone_and_others_are_not(
    society: Society, text: str, host: str
) -> None:
    asking = Society(society.url, society.gallery)
    rule = {"where": "hosts", "hosts": [host], "http_status": 429, "retry_after_seconds": 60}
    requests.post(f"{society.url}/_simulator/faults", json=rule, timeout=10).raise_for_status()
    try:
        with pytest.raises(SourceUnavailable) as caught:
            asking.check(text)
        assert caught.value.extra["retry_after_seconds"] == 60
    finally:
        requests.delete(f"{society.url}/_simulator/faults", timeout=10).raise_for_status()
    with pytest.raises(SourceBudgetUsedUp):
        asking.check(text)  # all is well there again, but a minute is not over
    begun = time.monotonic()
    assert asking.posts("https://mastodon.social/tags/rain")
    assert time.monotonic() - begun < 5


def test_more_calls_than_a_site_takes_are_put_off_until_it_counts_anew() -> None:
    """Imgur's 500 an hour for one address; its headers say so before it refuses."""
    with running() as alone:
        url = alone.reached("https://api.imgur.com/3/credits")
        headers = {"Authorization": f"Client-ID {DEMO_SOURCE_KEYS['IMGUR_CLIENT_ID']}"}
        with requests.Session() as session:
            for left in range(499, 0, -1):
                answer = session.get(url, headers=headers, timeout=10)
                assert answer.headers["X-RateLimit-UserRemaining"] == str(left)
        with pytest.raises(SourceBudgetUsedUp):
            alone.posts("https://imgur.com/t/sunset")
        assert session.get(url, headers=headers, timeout=10).status_code == 429
