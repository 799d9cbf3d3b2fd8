"""Crawls: beginning, watching, sorting, and taking them home."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import responses
from responses.matchers import json_params_matcher, query_param_matcher

from fovea_client import (
    Crawl,
    CrawlFilters,
    Fovea,
    NotFound,
    Retries,
    TooManyRequests,
    Unavailable,
    Unreachable,
    WaitedTooLong,
)
from tests.unit.client.conftest import API
from tests.unit.client.told import ACCOUNT, problem

PATH = f"{API}/api/crawls"
MOMENT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def crawl(number: int = 3, state: str = "active", **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "run_id": 7,
        "owner": ACCOUNT,
        "state": state,
        "keywords": ["cat"],
        "engines": ["commons"],
        "limit": 100,
        "limit_in_all": None,
        "filters": {"least_width": 0, "least_height": 0, "licensed": False},
        "again_of": None,
        "created_at": "2026-11-21T09:00:00Z",
        "finished_at": None,
        "progress": {"listed": 0, "pending": 0},
        "classes": {"text": 0, "nontext": 0, "unsure": 0, "pending": 0},
    } | more


def picture(number: int, **more: Any) -> dict[str, Any]:
    return {
        "image": {"id": number, "width": 10, "height": 10, "format": "png", "rating": "general"},
        "class": "text",
        "engine": "commons",
        "keyword": "cat",
        "page_url": "https://x.example/cat",
        "original_url": "https://x.example/cat.png",
        "licence": "CC0 1.0",
    } | more


def archive() -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as packed:
        packed.writestr("manifest.json", "[]")
    return body.getvalue()


def test_a_crawl_wants_what_was_said(fovea: Fovea, api: responses.RequestsMock) -> None:
    wanted = {
        "keywords": ["cat"],
        "engines": ["commons", "brave"],
        "limit": 20,
        "limit_in_all": 30,
        "filters": {"least_width": 640, "least_height": 0, "licensed": True},
    }
    api.post(PATH, json=crawl(), status=202, match=[json_params_matcher(wanted)])
    filters = CrawlFilters(least_width=640, licensed=True)
    begun = fovea.crawls.begin("cat", ["commons", "brave"], limit=20, limit_in_all=30, filters=filters)
    assert begun.under_way
    assert begun.owner is not None


def test_a_second_crawl_is_not_begun_by_mistake(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(PATH, json=problem(502, "bad_gateway"), status=502)
    with pytest.raises(Unavailable):
        fovea.crawls.begin("cat", "commons")
    assert len(api.calls) == 1


def test_too_many_crawls_are_told_with_the_time_to_come_back(
    fovea: Fovea, api: responses.RequestsMock
) -> None:
    api.post(PATH, json=problem(429, "too_many_crawls"), status=429, headers={"Retry-After": "3600"})
    with pytest.raises(TooManyRequests) as raised:
        fovea.crawls.begin("cat", "commons")
    assert raised.value.retry_after_seconds == 3600


def test_each_change_is_told_until_the_end(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    for listed in (0, 0, 5):
        api.get(f"{PATH}/3", json=crawl(progress={"listed": listed}))
    api.get(f"{PATH}/3", json=crawl(state="done", progress={"listed": 9}))
    told: list[int] = []
    begun = Crawl(id=3, state="active", keywords=(), engines=(), limit=1, created_at=MOMENT)
    ended = fovea.crawls.wait(begun, on_progress=lambda one: told.append(one.progress.listed))
    assert (ended.state, told, len(pauses)) == ("done", [0, 5, 9], 3)


@pytest.mark.parametrize("state", ["paused", "cancelled", "failed"])
def test_what_does_not_go_on_is_not_waited_for(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float], state: str
) -> None:
    api.get(f"{PATH}/3", json=crawl(state=state))
    assert fovea.crawls.wait(fovea.crawls.get(3)).state == state
    assert pauses == []


def test_a_crawl_that_takes_too_long_goes_on_alone(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.get(f"{PATH}/3", json=crawl())
    with pytest.raises(WaitedTooLong) as raised:
        fovea.crawls.wait(fovea.crawls.get(3), timeout_seconds=20)
    assert isinstance(raised.value.last, Crawl)


def test_a_crawl_is_paused_resumed_and_cancelled(fovea: Fovea, api: responses.RequestsMock) -> None:
    for state, change in (
        ("paused", fovea.crawls.pause),
        ("active", fovea.crawls.resume),
        ("cancelled", fovea.crawls.cancel),
    ):
        api.patch(f"{PATH}/3", json=crawl(state=state), match=[json_params_matcher({"state": state})])
        assert change(3).state == state
    api.post(f"{PATH}/3/again", json=crawl(4, again_of=3), status=202)
    assert fovea.crawls.again(3).again_of == 3


@pytest.mark.parametrize(("pictures", "told"), [(False, "keep"), (True, "remove")])
def test_a_crawl_is_deleted_with_its_pictures_or_without(
    fovea: Fovea, api: responses.RequestsMock, pictures: bool, told: str
) -> None:
    api.delete(f"{PATH}/3", status=204, match=[query_param_matcher({"pictures": told})])
    fovea.crawls.remove(3, pictures=pictures)
    assert len(api.calls) == 1


def test_all_pages_of_pictures_are_read_as_they_are_taken(fovea: Fovea, api: responses.RequestsMock) -> None:
    first = {"class": "text", "limit": "100"}
    page = {"images": [picture(1), picture(2)], "next_cursor": "0-1-2"}
    api.get(f"{PATH}/3/images", json=page, match=[query_param_matcher(first)])
    found = fovea.crawls.images(3, shows="text")
    assert [next(found).image.id, next(found).shows] == [1, "text"]
    assert len(api.calls) == 1
    last = {"images": [picture(9)], "next_cursor": None}
    api.get(f"{PATH}/3/images", json=last, match=[query_param_matcher(first | {"cursor": "0-1-2"})])
    assert [(one.image.id, one.licence) for one in found] == [(9, "CC0 1.0")]


def test_many_pictures_are_labelled_in_parts(fovea: Fovea, api: responses.RequestsMock) -> None:
    for numbers in (range(1, 501), range(501, 601)):
        body = {"images": list(numbers), "label": "nontext"}
        api.put(f"{PATH}/3/labels", status=204, match=[json_params_matcher(body)])
    fovea.crawls.label(3, range(1, 601), "nontext")
    api.put(f"{PATH}/3/labels", status=204, match=[json_params_matcher({"images": [5], "label": None})])
    fovea.crawls.label(3, 5, None)
    assert len(api.calls) == 3


def test_an_archive_is_written_into_a_folder_or_a_file(
    fovea: Fovea, api: responses.RequestsMock, tmp_path: Path
) -> None:
    api.get(f"{PATH}/3/zip", body=archive(), match=[query_param_matcher({"class": "text"})])
    file = fovea.crawls.download(3, tmp_path, shows="text")
    assert file == tmp_path / "crawl-3-text.zip"
    with zipfile.ZipFile(file) as packed:
        assert packed.namelist() == ["manifest.json"]
    api.get(f"{PATH}/3/zip", body=archive(), match=[query_param_matcher({})])
    assert fovea.crawls.download(3, tmp_path / "all.zip") == tmp_path / "all.zip"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.zip", "crawl-3-text.zip"]


def test_a_busy_server_is_asked_for_the_archive_again(
    fovea: Fovea, api: responses.RequestsMock, tmp_path: Path
) -> None:
    api.get(f"{PATH}/3/zip", json=problem(503, "too_busy"), status=503, headers={"Retry-After": "1"})
    api.get(f"{PATH}/3/zip", body=archive())
    assert zipfile.is_zipfile(fovea.crawls.download(3, tmp_path))


def test_half_an_archive_is_none_and_leaves_the_older_one(
    fovea: Fovea, api: responses.RequestsMock, tmp_path: Path
) -> None:
    (tmp_path / "crawl-3.zip").write_bytes(b"older")
    api.get(f"{PATH}/3/zip", body=archive()[:-30])
    with pytest.raises(Unreachable, match="broke off"):
        fovea.crawls.download(3, tmp_path)
    api.get(f"{PATH}/3/zip", json=problem(404, "not_found"), status=404)
    with pytest.raises(NotFound):
        fovea.crawls.download(3, tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"older"]


def test_engines_say_what_they_want(api: responses.RequestsMock) -> None:
    brave = {
        "name": "brave",
        "title": "Brave",
        "takes": "words",
        "page_size": 100,
        "most": 200,
        "licences": False,
        "keyed": True,
        "auth": "required",
        "key": "missing",
        "key_names": ["BRAVE_SEARCH_KEY"],
        "usable": False,
        "documentation": "https://x.example",
        "simulated": False,
    }
    api.get(f"{API}/api/crawl-engines", json={"engines": [brave]})
    with Fovea(API, retries=Retries(attempts=1)) as visitor:
        (engine,) = visitor.crawls.engines()
    assert (engine.name, engine.usable, engine.key_names) == ("brave", False, ("BRAVE_SEARCH_KEY",))
