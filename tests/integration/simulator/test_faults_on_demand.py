"""A service that is slow, down, limiting or talking nonsense, as its clients see it."""

import time

import flickrapi
import pytest
import requests

from tests.integration.simulator.simulated import ADA, KENJI, Simulator, started


def _set(simulator: Simulator, *rules: dict[str, object]) -> None:
    simulator.control("POST", "faults", {"rules": list(rules)}).raise_for_status()


@pytest.mark.parametrize("status", [429, 502, 503])
def test_an_http_status_comes_with_a_page_in_html(simulator: Simulator, status: int) -> None:
    _set(simulator, {"http_status": status, "retry_after_seconds": 7})
    answer = simulator.rest("flickr.test.echo")
    assert answer.status_code == status
    assert answer.headers["Retry-After"] == "7"
    assert answer.headers["Content-Type"].startswith("text/html")
    with pytest.raises(flickrapi.FlickrError, match=str(status)):
        simulator.api().test.echo()


@pytest.mark.parametrize("code", [95, 105, 106])
def test_a_code_of_flickrs_can_be_had(simulator: Simulator, code: int) -> None:
    _set(simulator, {"flickr_code": code})
    with pytest.raises(flickrapi.FlickrError) as failure:
        simulator.api().test.echo()
    assert int(failure.value.code) == code


def test_nonsense_comes_with_status_200(simulator: Simulator) -> None:
    for kind in ("html", "truncated", "empty"):
        _set(simulator, {"nonsense": kind})
        answer = simulator.rest("flickr.people.getInfo", user_id=ADA)
        assert answer.status_code == 200
        with pytest.raises(requests.JSONDecodeError):
            answer.json()
    _set(simulator, {"nonsense": "unknown"})
    assert "person" not in simulator.rest("flickr.people.getInfo", user_id=ADA).json()


def test_a_fault_may_concern_one_method_one_user_and_a_few_calls(simulator: Simulator) -> None:
    _set(simulator, {"methods": ["flickr.favorites.*"], "user_id": ADA, "times": 2, "http_status": 503})
    asked = [simulator.rest("flickr.favorites.getPublicList", user_id=ADA).status_code for _ in range(3)]
    assert asked == [503, 503, 200]
    assert simulator.rest("flickr.favorites.getPublicList", user_id=KENJI).status_code == 200
    assert simulator.rest("flickr.people.getInfo", user_id=ADA).status_code == 200


def test_the_rate_limit_answers_429_after_so_many_calls(simulator: Simulator) -> None:
    _set(simulator, {"rate_limit_per_hour": 3, "retry_after_seconds": 60})
    asked = [simulator.rest("flickr.test.echo") for _ in range(5)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429, 429]
    assert asked[-1].headers["Retry-After"] == "60"


def test_latency_is_added_to_each_call(simulator: Simulator) -> None:
    _set(simulator, {"latency_milliseconds": 120})
    begun = time.monotonic()
    assert simulator.rest("flickr.test.echo").ok
    assert time.monotonic() - begun >= 0.12


def test_a_hanging_call_outlasts_its_clients_patience(simulator: Simulator) -> None:
    _set(simulator, {"hang_seconds": 2})
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(
            f"{simulator.url}/services/rest/",
            params={"method": "flickr.test.echo", "api_key": "f0fea0000000000000000000000000de"},
            timeout=0.3,
        )


def test_pictures_can_fail_on_their_own(simulator: Simulator) -> None:
    photo = simulator.rest("flickr.favorites.getPublicList", user_id=ADA, per_page=1, extras="url_s").json()
    address = photo["photos"]["photo"][0]["url_s"]
    _set(simulator, {"where": "photos", "http_status": 503})
    assert requests.get(address, timeout=20).status_code == 503
    assert simulator.rest("flickr.test.echo").ok


def test_a_login_can_fail_at_one_step(simulator: Simulator) -> None:
    _set(simulator, {"where": "oauth", "methods": ["access_token"], "http_status": 503})
    api = simulator.api()
    api.get_request_token(oauth_callback="https://fovea.example/back")
    with pytest.raises(flickrapi.FlickrError, match="503"):
        api.flickr_oauth.do_request(api.flickr_oauth.ACCESS_TOKEN_URL)
    assert simulator.rest("flickr.test.echo").ok


def test_a_misspelled_rule_is_refused_and_changes_nothing(simulator: Simulator) -> None:
    answer = simulator.control("POST", "faults", {"latenzy": 5})
    assert answer.status_code == 422
    assert "latenzy" in answer.json()["detail"]
    assert simulator.control("GET", "faults").json() == {"rules": []}


def test_calls_are_counted_by_method_user_and_outcome(simulator: Simulator) -> None:
    for _ in range(3):
        simulator.rest("flickr.favorites.getPublicList", user_id=ADA)
    simulator.rest("flickr.people.getInfo", user_id="1@N00")
    calls = simulator.control("GET", "calls").json()
    assert calls["methods"] == {"flickr.favorites.getPublicList": 3, "flickr.people.getInfo": 1}
    assert calls["users"]["flickr.favorites.getPublicList"] == {ADA: 3}
    assert calls["outcomes"] == {"ok": 3, "code 1": 1}
    assert (calls["total"], calls["under_way"], calls["rate"]["last_minute"]) == (4, 0, 4)
    assert [call["outcome"] for call in calls["last"]] == ["ok", "ok", "ok", "code 1"]


def test_a_noted_call_tells_which_part_was_asked_for_and_no_secrets(simulator: Simulator) -> None:
    simulator.rest(
        "flickr.favorites.getPublicList", user_id=ADA, page=2, per_page=10, min_fave_date=1_600_000_000
    )
    (call,) = simulator.control("GET", "calls").json()["last"]
    assert call["user_id"] == ADA
    assert call["arguments"] == {"page": "2", "per_page": "10", "min_fave_date": "1600000000"}


def test_favourites_can_be_made_and_taken_for_anybody_at_any_time(simulator: Simulator) -> None:
    photo = simulator.rest("flickr.favorites.getPublicList", user_id=KENJI, per_page=1).json()
    change = {"nsid": ADA, "photo_id": photo["photos"]["photo"][0]["id"]}
    simulator.control("DELETE", "favorites", change)
    added = simulator.control("POST", "favorites", {**change, "at": 1_800_000_000}).json()
    assert added["changed"]
    newest = simulator.rest("flickr.favorites.getPublicList", user_id=ADA, per_page=1).json()["photos"][
        "photo"
    ][0]
    assert (newest["id"], newest["date_faved"]) == (change["photo_id"], "1800000000")
    assert simulator.control("DELETE", "favorites", change).json()["changed"]
    assert simulator.control("POST", "favorites", {"nsid": "1@N00", "photo_id": "1"}).status_code == 404


def test_settings_give_latency_and_limit_from_the_start(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = {"FOVEA_SIMULATOR_LATENCY_MILLISECONDS": "50", "FOVEA_SIMULATOR_RATE_LIMIT_PER_HOUR": "2"}
    with started(tmp_path_factory.mktemp("limited"), settings=settings) as simulator:
        begun = time.monotonic()
        asked = [simulator.rest("flickr.test.echo").status_code for _ in range(3)]
        assert asked == [200, 200, 429]
        assert time.monotonic() - begun >= 0.15
