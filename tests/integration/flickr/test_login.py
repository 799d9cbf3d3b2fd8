"""Logging in with Flickr, and what a person's token allows."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from fovea.errors import Conflict, NotFound, NotLoggedIn, SourceRefused, SourceUnavailable
from fovea.flickr import oauth
from fovea.flickr.client import FlickrClient
from fovea.flickr.oauth import RequestToken, Token
from fovea.settings import FlickrSettings
from tests.harness.ports import free_port
from tests.integration.flickr.conftest import OpenBudget
from tests.integration.flickr.scripted import http, scripted
from tests.integration.flickr.simulated import ADA, TOM, Simulation

CALLBACK = "https://fovea.example/api/auth/flickr/callback?state=xy"


def answer_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def log_in(settings: FlickrSettings, flickr: Simulation, nsid: str = ADA) -> Token:
    begun = oauth.request_token(settings, callback_url=CALLBACK)
    came = answer_of(flickr.approve(begun.url, nsid))
    return oauth.access_token(settings, key=begun.key, secret=begun.secret, verifier=came["oauth_verifier"])


def test_a_person_logs_in_and_may_write(settings: FlickrSettings, flickr: Simulation) -> None:
    begun = oauth.request_token(settings, callback_url=CALLBACK)
    assert begun.url.startswith(f"{flickr.url}/services/oauth/authorize?")
    assert answer_of(begun.url) == {"oauth_token": begun.key, "perms": "write"}

    back = flickr.approve(begun.url, ADA)
    assert back.startswith("https://fovea.example/api/auth/flickr/callback?")
    came = answer_of(back)
    assert came["oauth_token"] == begun.key
    assert came["state"] == "xy"

    token = oauth.access_token(settings, key=begun.key, secret=begun.secret, verifier=came["oauth_verifier"])
    assert (token.nsid, token.username, token.permission) == (ADA, "Ada Lindqvist", "write")
    assert FlickrClient(settings, OpenBudget(), token).login() == ADA


def test_secrets_are_never_shown() -> None:
    shown = repr(RequestToken(key="k", secret="hidden", url="https://x/?oauth_token=k"))
    assert "hidden" not in shown


def test_a_photo_is_faved_and_unfaved(
    settings: FlickrSettings, flickr: Simulation, client: FlickrClient
) -> None:
    photo = client.favorites_page(ADA, 1, 1).posts[0].external_id
    tom = FlickrClient(settings, OpenBudget(), log_in(settings, flickr, TOM))
    for _ in range(2):  # the second time is fine too
        tom.add_favorite(photo)
        assert [post.external_id for post in client.favorites_page(TOM, 1).posts] == [photo]
    for _ in range(2):
        tom.remove_favorite(photo)
        assert client.favorites_page(TOM, 1).posts == []


def test_ones_own_photo_cannot_be_faved(
    settings: FlickrSettings, flickr: Simulation, client: FlickrClient
) -> None:
    post = client.favorites_page(ADA, 1, 1).posts[0]
    owner = FlickrClient(settings, OpenBudget(), log_in(settings, flickr, post.owner))
    with pytest.raises(Conflict):
        owner.add_favorite(post.external_id)


def test_a_photo_that_is_not_there_cannot_be_faved(settings: FlickrSettings, flickr: Simulation) -> None:
    ada = FlickrClient(settings, OpenBudget(), log_in(settings, flickr))
    with pytest.raises(NotFound):
        ada.add_favorite("1")


def test_a_comment_with_any_letters_is_made(
    settings: FlickrSettings, flickr: Simulation, client: FlickrClient
) -> None:
    photo = client.favorites_page(ADA, 1, 1).posts[0].external_id
    ada = FlickrClient(settings, OpenBudget(), log_in(settings, flickr))
    comment = ada.add_comment(photo, "Wünderschön & 写真 + 100% <b>!")
    assert comment.external_id
    assert comment.text == "Wünderschön & 写真 + 100% <b>!"


@pytest.mark.parametrize("change", ["verifier", "secret", "key"])
def test_a_login_with_a_wrong_part_fails(change: str, settings: FlickrSettings, flickr: Simulation) -> None:
    begun = oauth.request_token(settings, callback_url=CALLBACK)
    came = answer_of(flickr.approve(begun.url, ADA))
    parts = {"key": begun.key, "secret": begun.secret, "verifier": came["oauth_verifier"]}
    with pytest.raises((NotLoggedIn, SourceRefused)):
        oauth.access_token(settings, **{**parts, change: "wrong"})


def test_a_verifier_counts_once(settings: FlickrSettings, flickr: Simulation) -> None:
    begun = oauth.request_token(settings, callback_url=CALLBACK)
    verifier = answer_of(flickr.approve(begun.url, ADA))["oauth_verifier"]
    oauth.access_token(settings, key=begun.key, secret=begun.secret, verifier=verifier)
    with pytest.raises(NotLoggedIn):
        oauth.access_token(settings, key=begun.key, secret=begun.secret, verifier=verifier)


def test_a_login_that_was_refused_has_no_token(settings: FlickrSettings, flickr: Simulation) -> None:
    begun = oauth.request_token(settings, callback_url=CALLBACK)
    assert "oauth_verifier" not in answer_of(flickr.refuse(begun.url))
    with pytest.raises(NotLoggedIn):
        oauth.access_token(settings, key=begun.key, secret=begun.secret, verifier="guess")


def test_a_token_that_was_taken_back_asks_for_a_new_login(
    settings: FlickrSettings, flickr: Simulation
) -> None:
    client = FlickrClient(settings, OpenBudget(), log_in(settings, flickr))
    flickr.revoke(ADA)
    with pytest.raises(NotLoggedIn):
        client.login()


def test_a_wrong_app_secret_is_told(make_settings: Callable[..., FlickrSettings]) -> None:
    with pytest.raises(SourceRefused) as error:
        oauth.request_token(make_settings(flickr_api_secret="wrong"), callback_url=CALLBACK)
    assert "FLICKR_API_SECRET" in error.value.detail


@pytest.mark.parametrize(
    "answer",
    [
        http(503, b"<h1>busy</h1>"),
        http(200, b"<!DOCTYPE html><h1>Bad, bad panda!</h1>"),
        http(200, b""),
        http(200, b"\xff\xfe"),
        http(200, b"oauth_token=only"),
        b"",
    ],
)
def test_a_login_on_a_bad_day_can_be_tried_again(
    answer: bytes, make_settings: Callable[..., FlickrSettings]
) -> None:
    with scripted([answer]) as server, pytest.raises(SourceUnavailable):
        oauth.request_token(make_settings(flickr_base_url=server.url), callback_url=CALLBACK)


@pytest.mark.parametrize(
    ("problem", "kind"),
    [("token_rejected", NotLoggedIn), ("token_expired", NotLoggedIn), ("nonce_used", SourceUnavailable)],
)
def test_what_flickr_says_of_a_login_is_understood(
    problem: str, kind: type[Exception], make_settings: Callable[..., FlickrSettings]
) -> None:
    with scripted([http(401, f"oauth_problem={problem}".encode())]) as server, pytest.raises(kind):
        oauth.access_token(
            make_settings(flickr_base_url=server.url), key="key", secret="secret", verifier="verifier"
        )


def test_a_login_of_nobody_is_no_login(make_settings: Callable[..., FlickrSettings]) -> None:
    answer = http(200, b"fullname=&oauth_token=t&oauth_token_secret=s&user_nsid=nobody&username=x")
    with scripted([answer]) as server, pytest.raises(NotLoggedIn):
        oauth.access_token(
            make_settings(flickr_base_url=server.url), key="key", secret="secret", verifier="verifier"
        )


def test_a_login_without_flickr_can_be_tried_again(make_settings: Callable[..., FlickrSettings]) -> None:
    away = make_settings(flickr_base_url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(SourceUnavailable):
        oauth.request_token(away, callback_url=CALLBACK)
