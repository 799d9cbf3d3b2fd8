"""Answers in JSON, JSONP and XML say the same."""

import json
from xml.etree import ElementTree as ET

import pytest

from simulator.rest.errors import FlickrError
from simulator.rest.formats import Form


def _parsed(document: bytes) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314  (our own answer)


_PAYLOAD = {
    "photos": {
        "page": 1,
        "total": "2",
        "photo": [
            {"id": "1", "title": 'Salt & "pepper" <3', "pathalias": None, "machine_tag": False},
            {"id": "2", "title": "Zwei", "description": {"_content": "a < b"}},
        ],
    }
}


def test_json_is_the_payload_with_its_state() -> None:
    answer = Form({"format": "json", "nojsoncallback": "1"}).answer(_PAYLOAD)
    assert json.loads(answer.get_data()) == {**_PAYLOAD, "stat": "ok"}
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize(
    ("callback", "called"),
    [(None, "jsonFlickrApi"), ("mine.own", "mine.own"), ("alert(1);x", "jsonFlickrApi")],
)
def test_json_without_nojsoncallback_calls_a_function(callback: str | None, called: str) -> None:
    arguments = {"format": "json"} | ({"jsoncallback": callback} if callback else {})
    text = Form(arguments).answer(_PAYLOAD).get_data(as_text=True)
    assert text.startswith(f"{called}(")
    assert text.endswith(")")
    assert json.loads(text[len(called) + 1 : -1])["stat"] == "ok"


def test_xml_has_values_as_attributes_and_content_as_text() -> None:
    root = _parsed(Form({}).answer(_PAYLOAD).get_data())
    assert root.attrib == {"stat": "ok"}
    first, second = root.findall("photos/photo")
    assert root.find("photos").attrib == {"page": "1", "total": "2"}  # type: ignore[union-attr]
    assert first.attrib == {"id": "1", "title": 'Salt & "pepper" <3', "pathalias": "", "machine_tag": "0"}
    assert second.findtext("description") == "a < b"


def test_what_xml_cannot_say_is_left_out() -> None:
    root = _parsed(Form({}).answer({"user": {"name": "a\x00b\x1fc"}}).get_data())
    assert root.find("user").attrib["name"] == "abc"  # type: ignore[union-attr]


def test_failures_have_code_and_message_and_status_200() -> None:
    failure = FlickrError(1, "User not found")
    answer = Form({"format": "json", "nojsoncallback": "1"}).failure(failure)
    assert answer.status_code == 200
    assert json.loads(answer.get_data()) == {"stat": "fail", "code": 1, "message": "User not found"}
    root = _parsed(Form({}).failure(failure).get_data())
    assert root.attrib == {"stat": "fail"}
    assert root.find("err").attrib == {"code": "1", "msg": "User not found"}  # type: ignore[union-attr]
