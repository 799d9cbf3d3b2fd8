"""`fovea links`, against recorded answers of the API."""

import json
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result
from responses.matchers import query_param_matcher

from fovea_cli.main import main
from tests.unit.cli.listing_answers import API

COUNTS = {"waiting": 1, "sent": 2, "done": 3_000, "failed": 4, "removed": 5}


def link(number: int, state: str = "failed", **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "kind": "imgur",
        "state": state,
        "url": f"https://imgur.com/a/{number}",
        "reason": None,
        "image_id": None,
        "next_at": None,
        **more,
    }


def links(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["links", "--url", API, *arguments])


@responses.activate
def test_failed_links_are_shown_with_their_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    found = [link(2, reason="There is no such album"), link(1, "done", image_id=77)]
    matches = [query_param_matcher({"limit": "20", "state": "failed", "source": "reddit", "kind": "imgur"})]
    responses.get(f"{API}/api/links", json={"links": found, "next_cursor": None}, match=matches)
    responses.get(f"{API}/api/links/counts", json={"states": COUNTS, "total": 3_012})
    result = links("--state", "failed", "--source", "reddit", "--kind", "imgur")
    assert result.exit_code == 0, result.output
    for words in ("There is no such album", "image 77", "https://imgur.com/a/2", "3,000 done, 4 failed"):
        assert words in result.output


@responses.activate
def test_more_than_a_page_can_be_had() -> None:
    pages = [range(150, 50, -1), range(50, 0, -1)]
    for place, numbers in enumerate(pages):
        wanted = {"limit": str(len(numbers)), **({"cursor": "51"} if place else {})}
        more = None if place else "51"
        answer = {"links": [link(number) for number in numbers], "next_cursor": more}
        responses.get(f"{API}/api/links", json=answer, match=[query_param_matcher(wanted)])
    told = json.loads(links("--limit", "150", "--json").output)
    assert [one["id"] for one in told] == list(range(150, 0, -1))


@responses.activate
def test_links_can_be_tried_again() -> None:
    for number in (4, 9):
        responses.post(f"{API}/api/links/{number}/retry", json=link(number, "waiting"), status=202)
    result = links("--retry", "4", "--retry", "9", "--key", "k")
    assert result.exit_code == 0, result.output
    assert [call.request.headers["Authorization"] for call in responses.calls] == ["Bearer k"] * 2
    assert result.output.count("waiting") == 2


@responses.activate
def test_one_that_cannot_be_tried_again_says_why() -> None:
    problem = {"title": "Conflict", "detail": "Only a link that failed is tried again.", "code": "x"}
    responses.post(f"{API}/api/links/4/retry", json=problem, status=409)
    result = links("--retry", "4", "--key", "k")
    assert result.exit_code == 1
    assert "Only a link that failed" in result.output
