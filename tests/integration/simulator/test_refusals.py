"""Every code of failure that the API knows, in JSON and in XML."""

from typing import Any
from xml.etree import ElementTree as ET

import flickrapi
import pytest
import requests

from tests.integration.simulator.simulated import ADA, GONE, PRIVATE, Simulator


def _failure(simulator: Simulator, method: str, **arguments: Any) -> tuple[int, str]:
    answer = simulator.rest(method, **arguments)
    assert answer.status_code == 200
    document = answer.json()
    assert document["stat"] == "fail"
    return document["code"], document["message"]


@pytest.mark.parametrize(
    "method",
    [
        *("flickr.favorites.getPublicList", "flickr.contacts.getPublicList"),
        *("flickr.people.getInfo", "flickr.people.getPublicPhotos"),
    ],
)
@pytest.mark.parametrize("user_id", ["1@N00", "", None, "me"])
def test_unknown_people_are_not_found(simulator: Simulator, method: str, user_id: str | None) -> None:
    assert _failure(simulator, method, user_id=user_id) == (1, "User not found")


def test_deleted_people_are_not_found_and_said_to_be_deleted(simulator: Simulator) -> None:
    assert _failure(simulator, "flickr.people.getInfo", user_id=GONE) == (5, "User deleted")
    for method in ("flickr.favorites.getPublicList", "flickr.contacts.getPublicList"):
        assert _failure(simulator, method, user_id=GONE) == (1, "User not found")
    url = "https://www.flickr.com/photos/freyaholm/"
    assert _failure(simulator, "flickr.urls.lookupUser", url=url) == (1, "User not found")
    assert _failure(simulator, "flickr.people.findByUsername", username="gone.girl")[0] == 1


def test_private_people_keep_their_lists_but_not_their_name(simulator: Simulator) -> None:
    assert _failure(simulator, "flickr.favorites.getPublicList", user_id=PRIVATE) == (2, "Permission denied")
    assert _failure(simulator, "flickr.contacts.getPublicList", user_id=PRIVATE) == (2, "Permission denied")
    assert simulator.rest("flickr.people.getInfo", user_id=PRIVATE).json()["stat"] == "ok"
    own = simulator.logged_in(PRIVATE).favorites.getPublicList(user_id=PRIVATE)
    assert own["photos"]["total"] > 0


def test_a_state_can_be_changed_while_it_runs(simulator: Simulator) -> None:
    somebody = simulator.control("GET", "accounts?limit=40").json()["accounts"][-1]["nsid"]
    for state, code in (("deleted", 1), ("private", 2)):
        simulator.control("POST", f"accounts/{somebody}/state", {"state": state}).raise_for_status()
        assert _failure(simulator, "flickr.favorites.getPublicList", user_id=somebody)[0] == code
    simulator.control("POST", f"accounts/{somebody}/state", {"state": "active"}).raise_for_status()
    assert simulator.rest("flickr.favorites.getPublicList", user_id=somebody).json()["stat"] == "ok"
    assert simulator.control("POST", f"accounts/{somebody}/state", {"state": "asleep"}).status_code == 422


@pytest.mark.parametrize(
    ("method", "arguments", "expected"),
    [
        ("flickr.photos.getInfo", {"photo_id": "1"}, (1, 'Photo "1" not found (invalid ID)')),
        (
            "flickr.photos.getInfo",
            {"photo_id": "x" * 400},
            (1, f'Photo "{"x" * 400}" not found (invalid ID)'),
        ),
        ("flickr.photos.comments.getList", {"photo_id": "٣"}, (1, "Photo not found")),
        ("flickr.photos.getAllContexts", {"photo_id": "1"}, (1, "Photo not found")),
        ("flickr.photos.getAllContexts", {}, (1, "Photo not found")),
        ("flickr.groups.getInfo", {"group_id": "1@N00"}, (1, "Group not found")),
        ("flickr.groups.getInfo", {}, (1, "Group not found")),
        ("flickr.groups.pools.getPhotos", {"group_id": ""}, (1, "Group not found")),
        ("flickr.groups.pools.getPhotos", {"group_id": "16978849@N00", "user_id": "x"}, (3, "Unknown user")),
        ("flickr.urls.lookupUser", {"url": "https://www.flickr.com/explore"}, (1, "User not found")),
        ("flickr.urls.lookupUser", {}, (1, "User not found")),
        ("flickr.urls.lookupGroup", {"url": "https://www.flickr.com/groups/nope/"}, (1, "Group not found")),
        ("flickr.people.findByUsername", {"username": "nobody at all"}, (1, "User not found")),
        (
            "flickr.test.login",
            {},
            (99, "Insufficient permissions. Method requires read privileges; none granted."),
        ),
        ("flickr.nothing.atAll", {}, (112, 'Method "flickr.nothing.atAll" not found')),
        (None, {}, (112, 'Method "" not found')),
        ("flickr.test.echo", {"api_key": "short"}, (100, "Invalid API Key (Key has invalid format)")),
        ("flickr.test.echo", {"api_key": None}, (100, "Invalid API Key (Key has invalid format)")),
        ("flickr.test.echo", {"api_key": "0" * 32}, (100, "Invalid API Key (Key not found)")),
        ("flickr.test.login", {"auth_token": "old"}, (97, "Missing signature")),
        ("flickr.test.login", {"auth_token": "old", "api_sig": "x"}, (98, "Invalid auth token")),
        ("flickr.test.echo", {"api_sig": "0" * 32}, (96, "Invalid signature")),
    ],
)
def test_refusals_have_flickrs_code_and_words(
    simulator: Simulator, method: Any, arguments: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert _failure(simulator, method, **arguments) == expected


def test_an_unknown_form_is_refused_in_xml(simulator: Simulator) -> None:
    answer = simulator.rest("flickr.test.echo", format="yaml")
    assert answer.headers["Content-Type"].startswith("text/xml")
    error = ET.fromstring(answer.content).find("err")  # noqa: S314  (our own answer)
    assert error is not None
    assert error.attrib == {"code": "111", "msg": 'Format "yaml" not found'}


@pytest.mark.parametrize(("door", "code"), [("soap", 114), ("xmlrpc", 115)])
def test_other_doors_are_closed_with_their_codes(simulator: Simulator, door: str, code: int) -> None:
    answer = requests.post(f"{simulator.url}/services/{door}/", data="<x/>", timeout=10)
    assert f'code="{code}"' in answer.text


def test_flickrapi_raises_the_codes_in_both_forms(simulator: Simulator) -> None:
    for form in ("parsed-json", "etree"):
        with pytest.raises(flickrapi.FlickrError) as failure:
            simulator.api(form=form).people.getInfo(user_id="1@N00")
        assert int(failure.value.code) == 1
        with pytest.raises(flickrapi.FlickrError) as failure:
            simulator.api(key="0" * 32, form=form).people.getInfo(user_id=ADA)
        assert int(failure.value.code) == 100


@pytest.mark.parametrize("number", ["-5", "0", "abc", "9" * 30, "1e3", "٣"])
def test_absurd_numbers_count_as_not_given(simulator: Simulator, number: str) -> None:
    answer = simulator.rest(
        "flickr.favorites.getPublicList", user_id=ADA, page=number, per_page=number
    ).json()
    assert (answer["photos"]["page"], answer["photos"]["perpage"]) == (1, 100)
