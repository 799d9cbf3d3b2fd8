"""Comments: sent to Flickr as they are, in the user's own name, once."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from fovea.errors import (
    FoveaError,
    InvalidInput,
    NotFound,
    NotLoggedIn,
    SourceRefused,
    SourceUnavailable,
    TooManyRequests,
)
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr
from tests.integration.api_server.test_problems import assert_problem


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


@pytest.fixture
def path(people: People) -> str:
    return f"/api/posts/{people.photo('555', owner='9@N00')}/comments"


def test_a_comment_is_made_in_the_users_name(browser: Browser, path: str, flickr: ScriptedFlickr) -> None:
    answer = browser.post(path, json={"text": "Lovely light."})
    assert answer.status_code == 201
    assert answer.get_json() == {
        "comment": {"external_id": "c-1", "url": "https://x/c-1", "text": "Lovely light."}
    }
    assert flickr.calls == [("add_comment", "1@N00", ("555", "Lovely light."))]


@pytest.mark.parametrize(
    "text",
    [
        "schön! 写真が好きです 📷👨‍👩‍👧‍👦",
        "<script>alert(1)</script> & <b>bold</b>",
        "  two spaces, \n a line end\tand a tab ",
        "'; DROP TABLE posts; --",
        "a\u0000b\u202eright to left\u2066",
        "x" * 10_000,
    ],
)
def test_any_text_is_sent_as_it_is(browser: Browser, path: str, flickr: ScriptedFlickr, text: str) -> None:
    assert browser.post(path, json={"text": text}).get_json()["comment"]["text"] == text
    assert flickr.calls[-1][2] == ("555", text)


@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50))
def test_no_text_at_all_is_a_fault(browser: Browser, path: str, flickr: ScriptedFlickr, text: str) -> None:
    answer = browser.post(path, json={"text": text})
    assert answer.status_code in ({201} if text.strip() else {422, 429}) | {429}


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u00a0\u2003", "x" * 10_001])
def test_nothing_and_too_much_are_refused(
    browser: Browser, path: str, flickr: ScriptedFlickr, text: str
) -> None:
    assert "text" in assert_problem(browser.post(path, json={"text": text}), 422, "invalid_input")["errors"]
    assert flickr.calls == []


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (NotFound("Flickr has no such photo, or it is not public"), 404, "not_found"),
        (InvalidInput("Write something: the comment is empty"), 422, "invalid_input"),
        (
            TooManyRequests("Flickr takes only so many comments in a row", retry_after_seconds=60),
            429,
            "too_many_requests",
        ),
        (SourceRefused("Only the owner's contacts may comment"), 502, "source_refused"),
        (SourceUnavailable("Flickr is busy"), 503, "source_unavailable"),
        (NotLoggedIn("revoked", source_code=98), 401, "token_revoked"),
    ],
)
def test_what_flickr_refuses_is_told(
    browser: Browser, path: str, flickr: ScriptedFlickr, failure: FoveaError, status: int, code: str
) -> None:
    flickr.failures["add_comment"] = failure
    assert_problem(browser.post(path, json={"text": "hello"}), status, code)
    assert len(flickr.calls) == 1


def test_a_comment_on_nothing_is_not_found(browser: Browser, flickr: ScriptedFlickr) -> None:
    assert_problem(browser.post("/api/posts/4000000000/comments", json={"text": "hello"}), 404, "not_found")
    assert flickr.calls == []
