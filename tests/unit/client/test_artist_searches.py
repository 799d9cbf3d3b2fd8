"""Searching for an artist: what is sent, how it is waited for, what comes of it."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from responses.matchers import header_matcher, json_params_matcher

from fovea_client import (
    ArtistSearch,
    ArtistSearchFailed,
    Fovea,
    InvalidRequest,
    TooManyRequests,
    WaitedTooLong,
)
from tests.unit.client.conftest import API
from tests.unit.client.told import ARTWORK, SEARCH_ID, account, failed, problem, result, run, search

SEARCHES = f"{API}/api/artist-searches"
ONE = f"{SEARCHES}/{SEARCH_ID}"
EVENTS = f"{ONE}/events"


def stream(*told: dict[str, Any], more: str = "") -> dict[str, Any]:
    """The answer of the events' address."""
    lines = [f"event: search\nid: x\ndata: {json.dumps(one)}\n\n" for one in told]
    return {"body": ": alive\n\n" + "".join(lines) + more, "content_type": "text/event-stream; charset=utf-8"}


def no_stream(api: responses.RequestsMock) -> None:
    api.get(EVENTS, json=problem(503, "too_busy"), status=503)


def test_an_address_is_searched_for_and_followed_to_its_end(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    api.post(SEARCHES, json=search("waiting"), status=202, match=[json_params_matcher({"url": ARTWORK})])
    steps = [search("resolving"), search("scanning", accounts=[account()])]
    api.get(EVENTS, **stream(*steps, search("done", accounts=[account()], results=[result()])))
    seen: list[ArtistSearch] = []
    found = fovea.find_artist(ARTWORK, on_progress=seen.append)
    assert [one.state for one in seen] == ["waiting", "resolving", "scanning", "done"]
    assert seen[2].accounts[0].scan.posts_read == 40
    assert found == seen[-1]
    assert pauses == []
    (one,) = found.artist_accounts
    assert (one.handle, one.evidence[0][0].kind) == ("mara.bsky.social", "own_field")
    (post,) = found.results_of(one)
    assert post.post.posted_at == datetime(2024, 5, 1, 9, tzinfo=UTC)
    assert (post.similarity, post.position, post.count, post.exists) == ("same_picture", 1, 4, True)


def test_what_is_known_is_answered_at_once(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(SEARCHES, json=search("done"))
    assert not fovea.find_artist(ARTWORK).under_way
    assert len(api.calls) == 1


@pytest.mark.parametrize("as_what", ["path", "name", "bytes", "open file"])
def test_a_picture_is_sent_itself(
    fovea: Fovea, api: responses.RequestsMock, tmp_path: Path, as_what: str
) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"the bytes")
    given = {"path": file, "name": str(file), "bytes": b"the bytes", "open file": io.BytesIO(b"the bytes")}
    api.post(SEARCHES, json=search("done"))
    fovea.find_artist(given[as_what], account="https://bsky.app/profile/mara")  # type: ignore[arg-type]
    body = api.calls[0].request.body
    assert isinstance(body, bytes)
    assert b"the bytes" in body
    assert b'name="file"' in body
    assert b'name="account"\r\n\r\nhttps://bsky.app/profile/mara' in body


def test_within_one_account_an_address_is_that_of_a_picture(
    fovea: Fovea, api: responses.RequestsMock
) -> None:
    sent = {"account": "https://x.com/mara", "image_url": "https://x.example/a.png", "again": True}
    api.post(SEARCHES, json=search("done"), match=[json_params_matcher(sent)])
    fovea.find_artist("https://x.example/a.png", account="https://x.com/mara", again=True)
    api.post(SEARCHES, json=search("done"), match=[json_params_matcher({"account": "https://x.com/mara"})])
    fovea.find_artist(None, account="https://x.com/mara")


@pytest.mark.parametrize(
    ("address", "as_what"),
    [
        (ARTWORK, "url"),
        ("https://x.example/a.PNG?size=large", "image_url"),
        ("https://x.example/a.jpg", "image_url"),
        ("https://x.example/view?file=a.png", "url"),
        ("https://[broken.png", "url"),
    ],
)
def test_addresses_of_pages_and_of_pictures_are_told_apart(
    fovea: Fovea, api: responses.RequestsMock, address: str, as_what: str
) -> None:
    api.post(SEARCHES, json=search("done"), match=[json_params_matcher({as_what: address})])
    fovea.find_artist(address)


def test_what_is_no_picture_is_not_sent(fovea: Fovea, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="empty"):
        fovea.find_artist(b"")
    with pytest.raises(FileNotFoundError):
        fovea.find_artist(tmp_path / "none.png")


@pytest.mark.parametrize("text", ["no address\0at all", "x" * 5_000])
def test_any_other_text_is_judged_by_the_api(fovea: Fovea, api: responses.RequestsMock, text: str) -> None:
    api.post(
        SEARCHES, json=problem(422, "not_an_url"), status=422, match=[json_params_matcher({"url": text})]
    )
    with pytest.raises(InvalidRequest) as raised:
        fovea.find_artist(text)
    assert raised.value.code == "not_an_url"


def test_a_search_that_fails_says_why(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(SEARCHES, json=search("resolving"))
    api.get(EVENTS, **stream(failed("not_an_artwork_page", "There is no artwork.")))
    with pytest.raises(ArtistSearchFailed, match=r"There is no artwork\.") as raised:
        fovea.find_artist(ARTWORK)
    assert raised.value.code == "not_an_artwork_page"
    assert raised.value.search.id == SEARCH_ID


def test_where_events_do_not_come_through_the_search_is_asked_for(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    api.post(SEARCHES, json=search("resolving"))
    api.get(EVENTS, body="<html>", content_type="text/html")
    api.get(EVENTS, json=problem(503, "too_busy"), status=503)
    api.get(EVENTS, body=requests.ConnectionError("reset"))
    known = {"ETag": '"1"', "Retry-After": "2"}
    api.get(ONE, json=search("resolving"), headers=known)
    api.get(ONE, json=search("scanning"), headers=known)
    api.get(ONE, json=search("scanning"), headers=known)
    api.get(ONE, status=304, headers=known, match=[header_matcher({"If-None-Match": '"1"'})])
    api.get(ONE, json=search("done"))
    seen: list[str] = []
    found = fovea.find_artist(ARTWORK, on_progress=lambda one: seen.append(one.state))
    assert seen == ["resolving", "scanning", "done"]
    assert found.state == "done"
    assert pauses.count(2) == 2


def test_a_stream_that_breaks_off_is_taken_up_again(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(SEARCHES, json=search("waiting"))
    for state in ("resolving", "finding_accounts", "scanning", "searching", "verifying"):
        api.get(EVENTS, **stream(search(state), more='event: search\ndata: {"id": "cut'))
        api.get(ONE, json=search(state))
    api.get(EVENTS, **stream(search("done"), more="event: end\ndata: {}\n\n"))
    seen: list[str] = []
    fovea.find_artist(ARTWORK, on_progress=lambda one: seen.append(one.state))
    assert seen == [
        "waiting", "resolving", "finding_accounts", "scanning", "searching", "verifying", "done",
    ]  # fmt: skip


def test_waiting_comes_to_an_end_and_says_how_far_it_got(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    api.post(SEARCHES, json=search("resolving"))
    no_stream(api)
    api.get(ONE, json=search("scanning"))
    with pytest.raises(WaitedTooLong) as raised:
        fovea.find_artist(ARTWORK, timeout_seconds=30)
    assert isinstance(raised.value.last, ArtistSearch)
    assert raised.value.last.state == "scanning"
    assert 29 <= sum(pauses) <= 31


def test_heartbeats_alone_do_not_make_anybody_wait_for_ever(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    api.post(SEARCHES, json=search("scanning"))

    def beats(request: requests.PreparedRequest) -> tuple[int, dict[str, str], Any]:
        pauses.append(60)
        return 200, {}, ": alive\n\n"

    api.add_callback(responses.GET, EVENTS, callback=beats, content_type="text/event-stream")
    with pytest.raises(WaitedTooLong):
        fovea.find_artist(ARTWORK, timeout_seconds=30)


def test_too_many_searches_are_told_with_the_time_to_come_back(
    api: responses.RequestsMock, pauses: list[float]
) -> None:
    refused = problem(429, "too_many_searches")
    for _ in range(5):
        api.post(SEARCHES, json=refused, status=429, headers={"Retry-After": "30"})
    with Fovea(API) as fovea, pytest.raises(TooManyRequests) as raised:
        fovea.find_artist(ARTWORK)
    assert (raised.value.code, raised.value.retry_after_seconds) == ("too_many_searches", 30)
    assert all(30 <= pause <= 31 for pause in pauses)
    assert len(pauses) == 4


def test_an_account_is_read_to_its_end(fovea: Fovea, api: responses.RequestsMock) -> None:
    told = {"network": "x", "handle": "mara", "url": "https://x.com/mara"}
    sent = json_params_matcher({"account": "@mara"})
    api.post(
        f"{API}/api/artist-scans",
        json={"run": run(), "account": told, "search": SEARCH_ID},
        match=[sent],
    )
    reading = search("scanning", kind="scan", accounts=[account()])
    api.get(ONE, json=reading)
    api.get(EVENTS, **stream(reading, search("done", kind="scan", accounts=[account()])))
    seen: list[str] = []
    ended = fovea.scan_account("@mara", on_progress=lambda one: seen.append(one.state))
    assert seen == ["scanning", "done"]
    assert (ended.kind, ended.accounts[0].scan.posts_read) == ("scan", 40)


def test_the_finder_tells_what_it_takes(fovea: Fovea, api: responses.RequestsMock) -> None:
    site = {"name": "pixiv", "title": "pixiv", "example": ARTWORK}
    api.get(f"{API}/api/artist-finder", json={"posts": 12, "unfinished_most": 10, "sites": [site]})
    about = fovea.artist_searches.about()
    assert (about.posts, about.unfinished_most, about.sites[0].example) == (12, 10, ARTWORK)


def test_an_id_cannot_lead_to_another_address(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.get(f"{SEARCHES}/..%2Fstatus", json=search())
    fovea.artist_searches.get("../status")


def test_the_likeliest_account_comes_first_and_others_are_left_out(
    fovea: Fovea, api: responses.RequestsMock
) -> None:
    accounts = [
        account("a", confidence=0.5),
        account("b", confidence=0.9),
        account("c", confidence=1.0, accepted=False),
    ]
    api.get(ONE, json=search(accounts=accounts, results=[result("a"), result("b"), result("a")]))
    told = fovea.artist_searches.get(SEARCH_ID)
    assert [one.key for one in told.artist_accounts] == ["b", "a"]
    assert len(list(told.results_of(told.artist_accounts[1]))) == 2
