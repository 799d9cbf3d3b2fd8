"""The whole dance of OAuth 1.0a, as flickrapi dances it, and every step wrongly."""

import time
from urllib.parse import parse_qs, urlsplit

import flickrapi
import pytest
import requests
from requests_oauthlib import OAuth1

from simulator.settings import DEMO_API_KEY, DEMO_API_SECRET
from tests.integration.simulator.simulated import ADA, GONE, ROSA, Simulator

_CALLBACK = "https://fovea.example/callback?next=flickr"


def _ask(simulator: Simulator, step: str, auth: OAuth1, **form: str) -> requests.Response:
    return requests.post(f"{simulator.url}/services/oauth/{step}", data=form, auth=auth, timeout=10)


def _request_token(simulator: Simulator) -> dict[str, str]:
    answer = _ask(simulator, "request_token", OAuth1(DEMO_API_KEY, DEMO_API_SECRET), oauth_callback=_CALLBACK)
    return {name: values[0] for name, values in parse_qs(answer.text).items()}


def test_a_login_ends_with_a_token_of_the_chosen_account(simulator: Simulator) -> None:
    api = simulator.logged_in(ADA, permissions="write")
    assert api.flickr_oauth.token.user_nsid == ADA
    assert api.flickr_oauth.token.username == "Ada Lindqvist"
    assert api.test.login()["user"]["id"] == ADA
    assert api.token_valid(perms="write")


def test_the_browser_comes_back_to_the_callback_with_its_own_arguments(simulator: Simulator) -> None:
    api = simulator.api()
    api.get_request_token(oauth_callback=_CALLBACK)
    back = urlsplit(simulator.decide(api.auth_url(perms="write"), answer="approve", nsid=ADA))
    assert (back.scheme, back.netloc, back.path) == ("https", "fovea.example", "/callback")
    query = parse_qs(back.query)
    assert query["next"] == ["flickr"]
    assert query["oauth_token"] == [api.flickr_oauth.resource_owner_key]
    assert query["oauth_verifier"][0]


def test_a_refusal_comes_back_with_its_reason_and_ends_the_login(simulator: Simulator) -> None:
    api = simulator.api()
    api.get_request_token(oauth_callback=_CALLBACK)
    back = simulator.decide(api.auth_url(perms="write"), answer="refuse", nsid=ADA)
    assert parse_qs(urlsplit(back).query)["oauth_problem"] == ["user_refused"]
    assert requests.get(api.auth_url(perms="write"), timeout=10).status_code == 400


def test_the_authorize_page_names_permissions_and_people(simulator: Simulator) -> None:
    api = simulator.api()
    api.get_request_token(oauth_callback=_CALLBACK)
    page = requests.get(api.auth_url(perms="write"), timeout=10)
    assert page.status_code == 200
    assert "write comments" in page.text
    assert "Ada Lindqvist" in page.text
    assert "gone.girl" not in page.text
    found = requests.get(api.auth_url(perms="write") + "&q=no+such+person", timeout=10)
    assert "Nobody here is called that" in found.text


def test_without_a_callback_the_person_is_shown_the_verifier(simulator: Simulator) -> None:
    api = simulator.api()
    api.get_request_token(oauth_callback="oob")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(api.auth_url(perms="read")).query).items()}
    page = requests.post(
        f"{simulator.url}/services/oauth/authorize",
        data={**asked, "answer": "approve", "nsid": ROSA},
        timeout=10,
    )
    verifier = page.text.split("<code>")[1].split("</code>")[0]
    api.get_access_token(verifier)
    assert api.flickr_oauth.token.user_nsid == ROSA


def test_a_verifier_is_good_once(simulator: Simulator) -> None:
    api = simulator.api()
    api.get_request_token(oauth_callback=_CALLBACK)
    key, secret = api.flickr_oauth.resource_owner_key, api.flickr_oauth.resource_owner_secret
    back = simulator.decide(api.auth_url(perms="read"), answer="approve", nsid=ADA)
    verifier = parse_qs(urlsplit(back).query)["oauth_verifier"][0]
    api.get_access_token(verifier)
    again = OAuth1(DEMO_API_KEY, DEMO_API_SECRET, key, secret, verifier=verifier)
    assert _ask(simulator, "access_token", again).text == "oauth_problem=token_rejected"


def test_a_wrong_verifier_is_refused(simulator: Simulator) -> None:
    api = simulator.api()
    api.get_request_token(oauth_callback=_CALLBACK)
    simulator.decide(api.auth_url(perms="read"), answer="approve", nsid=ADA)
    key, secret = api.flickr_oauth.resource_owner_key, api.flickr_oauth.resource_owner_secret
    answer = _ask(
        simulator, "access_token", OAuth1(DEMO_API_KEY, DEMO_API_SECRET, key, secret, verifier="guess")
    )
    assert (answer.status_code, answer.text) == (401, "oauth_problem=verifier_invalid")


def test_a_login_that_nobody_approved_gives_no_token(simulator: Simulator) -> None:
    token = _request_token(simulator)
    auth = OAuth1(
        DEMO_API_KEY, DEMO_API_SECRET, token["oauth_token"], token["oauth_token_secret"], verifier="guess"
    )
    answer = _ask(simulator, "access_token", auth)
    assert (answer.status_code, answer.text) == (401, "oauth_problem=permission_unknown")


def test_a_wrong_secret_is_told_with_the_text_that_was_to_be_signed(simulator: Simulator) -> None:
    answer = _ask(simulator, "request_token", OAuth1(DEMO_API_KEY, "wrong"), oauth_callback=_CALLBACK)
    assert answer.status_code == 401
    assert answer.text.startswith("oauth_problem=signature_invalid&debug_sbs=POST&http%3A%2F%2F127.0.0.1")


def test_an_unknown_key_is_refused(simulator: Simulator) -> None:
    answer = _ask(simulator, "request_token", OAuth1("a" * 32, DEMO_API_SECRET), oauth_callback=_CALLBACK)
    assert (answer.status_code, answer.text) == (401, "oauth_problem=consumer_key_unknown")


def test_a_callback_has_to_be_named(simulator: Simulator) -> None:
    answer = _ask(simulator, "request_token", OAuth1(DEMO_API_KEY, DEMO_API_SECRET))
    assert answer.status_code == 400
    assert answer.text == "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_callback"
    unsigned = requests.post(f"{simulator.url}/services/oauth/request_token", timeout=10)
    assert unsigned.text.startswith("oauth_problem=parameter_absent")


def test_a_request_cannot_be_sent_twice(simulator: Simulator) -> None:
    auth = OAuth1(DEMO_API_KEY, DEMO_API_SECRET, nonce="once-only-please", timestamp=str(int(time.time())))
    first = _ask(simulator, "request_token", auth, oauth_callback=_CALLBACK)
    second = _ask(simulator, "request_token", auth, oauth_callback=_CALLBACK)
    assert first.status_code == 200
    assert (second.status_code, second.text) == (401, "oauth_problem=nonce_used")


def test_a_request_from_another_time_is_refused(simulator: Simulator) -> None:
    auth = OAuth1(DEMO_API_KEY, DEMO_API_SECRET, timestamp=str(int(time.time()) - 7_200))
    answer = _ask(simulator, "request_token", auth, oauth_callback=_CALLBACK)
    assert answer.status_code == 401
    assert answer.text.startswith("oauth_problem=timestamp_refused")


def test_signatures_may_stand_in_the_query(simulator: Simulator) -> None:
    auth = OAuth1(DEMO_API_KEY, DEMO_API_SECRET, callback_uri=_CALLBACK, signature_type="query")
    answer = requests.get(f"{simulator.url}/services/oauth/request_token", auth=auth, timeout=10)
    assert "oauth_callback_confirmed=true" in answer.text


def test_a_token_that_was_taken_back_is_invalid(simulator: Simulator) -> None:
    api = simulator.logged_in(ROSA)
    assert simulator.control("DELETE", f"accounts/{ROSA}/tokens").json()["revoked"] >= 1
    with pytest.raises(flickrapi.FlickrError) as failure:
        api.test.login()
    assert int(failure.value.code) == 98


def test_nobody_can_be_who_is_gone(simulator: Simulator) -> None:
    token = _request_token(simulator)
    answer = requests.post(
        f"{simulator.url}/services/oauth/authorize",
        data={"oauth_token": token["oauth_token"], "perms": "write", "answer": "approve", "nsid": GONE},
        timeout=10,
    )
    assert answer.status_code == 400


def test_logging_in_with_fewer_permissions_takes_the_others_away(simulator: Simulator) -> None:
    writer = simulator.logged_in(ADA, permissions="write")
    reader = simulator.logged_in(ADA, permissions="read")
    assert writer.flickr_oauth.token.token == reader.flickr_oauth.token.token
    assert not reader.token_valid(perms="write")


def test_a_header_of_another_kind_counts_as_none(simulator: Simulator) -> None:
    answer = requests.get(
        f"{simulator.url}/services/rest/",
        params={
            "method": "flickr.test.echo",
            "api_key": DEMO_API_KEY,
            "format": "json",
            "nojsoncallback": "1",
        },
        headers={"Authorization": "Bearer something"},
        timeout=10,
    )
    assert answer.json()["stat"] == "ok"
