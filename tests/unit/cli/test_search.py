"""`fovea search`, against recorded answers of the API."""

import json
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result
from responses.matchers import query_param_matcher

from fovea_cli.main import main

API = "http://fovea.test"
SEARCH = f"{API}/api/library/search"


def image_of(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "title": "Fog [x]",
        "width": 30,
        "height": 20,
        "rating": "safe",
        "score": 5,
        "source": "flickr",
        "thumbnails": [
            {"url": f"/api/library/images/{number}/thumbnails/256.webp", "width": 30, "height": 20}
        ],
    }


def answer_of(*numbers: int, **more: Any) -> dict[str, Any]:
    return {
        "images": [image_of(number) for number in numbers],
        "total": len(numbers),
        "hidden": {},
        "next_cursor": None,
        "query": "fog",
        "did_you_mean": None,
    } | more


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, ["search", "--url", API, *arguments])


@pytest.fixture
def api() -> Any:
    with responses.RequestsMock() as mock:
        yield mock


def test_images_are_listed_and_what_is_hidden_is_counted(api: responses.RequestsMock) -> None:
    wanted = {"q": "fog -rain", "limit": "20", "ratings": "general,safe"}
    answer = answer_of(7, total=1_234, hidden={"explicit": 2})
    api.get(SEARCH, json=answer, match=[query_param_matcher(wanted)])
    result = run("fog", "-rain")
    assert result.exit_code == 0, result.output
    assert "Fog [x]" in result.output
    assert f"{API}/api/library/images/7/thumbnails/256.webp" in result.output
    assert "1,234 images, of which these are the first 1; hidden by your ratings: 2 explicit" in result.output


def test_more_than_a_page_is_asked_for_page_by_page(api: responses.RequestsMock) -> None:
    common = {"q": "", "ratings": "safe"}
    first = answer_of(*range(100), total=130, next_cursor="next")
    api.get(SEARCH, json=first, match=[query_param_matcher(common | {"limit": "100"})])
    rest = answer_of(*range(100, 120), total=130, next_cursor="more")
    api.get(SEARCH, json=rest, match=[query_param_matcher(common | {"limit": "20", "cursor": "next"})])
    result = run("--limit", "120", "--ratings", "safe", "--json")
    assert result.exit_code == 0, result.output
    printed = json.loads(result.output)
    assert [image["id"] for image in printed["images"]] == list(range(120))
    assert printed["next_cursor"] == "more"


def test_a_wrong_search_is_told_with_a_caret_under_it(api: responses.RequestsMock) -> None:
    detail = "There is no field ratting. Did you mean rating:?\nratting:safe\n^^^^^^^"
    problem = {"title": "The search cannot be understood", "detail": detail, "code": "query_invalid"}
    api.get(SEARCH, status=400, json=problem | {"column": 1, "length": 7, "hint": "Did you mean rating:?"})
    result = run("ratting:safe")
    assert result.exit_code == 1
    assert result.output.rstrip().endswith("\nratting:safe\n^^^^^^^")


def test_another_search_is_offered_when_nothing_is_found(api: responses.RequestsMock) -> None:
    api.get(SEARCH, json=answer_of(did_you_mean="fog"))
    result = run("fgo")
    assert "0 images" in result.output
    assert "Did you mean fog?" in result.output
