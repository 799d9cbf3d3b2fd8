"""`fovea image-search`, against recorded answers of the API."""

import json
from pathlib import Path
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result
from responses.matchers import json_params_matcher

from fovea_cli.main import main

API = "http://fovea.test"
PATH = f"{API}/api/image-search"
WISHES = {"ratings": "general,safe", "method": "best", "limit": 20}
MATCH: dict[str, Any] = {
    "image": {"id": 7, "width": 640, "height": 480, "format": "png", "rating": "safe", "variants": 2},
    "distance": 61.0,
    "similarity": "edited",
    "orientation": "mirrored",
    "in_trimmed": True,
    "best": True,
    "post_count": 5,
    "posts": [
        {
            "post": {
                "title": "[bold]Fog \x1b[31m",
                "url": f"https://example.com/{number}",
                "owner": {"display_name": "Mara"},
                "posted_at": "2024-05-01T09:00:00Z",
            }
        }
        for number in range(5)
    ],
}


def answer_of(*matches: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"matches": list(matches), "searched": 1_234, "took_ms": 12.3, "hidden": {}, "note": None} | more


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, ["image-search", "--url", API, *arguments])


@pytest.fixture
def api() -> Any:
    with responses.RequestsMock() as mock:
        yield mock


def test_a_file_is_sent_and_told_where_it_was_seen(api: responses.RequestsMock, tmp_path: Path) -> None:
    file = tmp_path / "picture.jpg"
    file.write_bytes(b"the bytes")
    api.post(PATH, json=answer_of(MATCH, hidden={"explicit": 2}, note="Only so much."))
    result = run(str(file), "--account", "mara")
    assert result.exit_code == 0, result.output
    body = api.calls[0].request.body
    assert isinstance(body, bytes)
    assert b"the bytes" in body
    assert b'name="account"\r\n\r\nmara' in body
    assert "edited" in result.output
    assert "(mirrored)" in result.output
    assert "(without its margins)" in result.output
    assert "the best copy" in result.output
    assert "2024-05-01 [bold]Fog \N{REPLACEMENT CHARACTER}[31m, Mara" in result.output
    assert "https://example.com/2" in result.output
    assert "https://example.com/3" not in result.output
    assert f"and 2 more: {API}/library/images/7" in result.output
    assert "1 image found among 1,234 in 12 ms; hidden by your ratings: 2 explicit" in result.output
    assert "Only so much." in result.output


def test_several_accounts_are_looked_through(api: responses.RequestsMock, tmp_path: Path) -> None:
    accounts = ["--account", "mara", "--account", "https://bsky.app/profile/mara.bsky.social"]
    sent = {"image_id": 12, "account": [accounts[1], accounts[3]]}
    api.post(PATH, json=answer_of(), match=[json_params_matcher(sent | WISHES)])
    assert run("12", *accounts).exit_code == 0
    (tmp_path / "picture.jpg").write_bytes(b"the bytes")
    api.post(PATH, json=answer_of())
    assert run(str(tmp_path / "picture.jpg"), *accounts).exit_code == 0
    body = api.calls[1].request.body
    assert isinstance(body, bytes)
    assert body.count(b'name="account"') == 2


@pytest.mark.parametrize(
    ("picture", "sent"),
    [
        ("https://example.com/a.jpg", {"url": "https://example.com/a.jpg"}),
        ("12", {"image_id": 12}),
        ("00112233445566aa", {"hash": "00112233445566aa"}),
        ("f" * 64, {"hash": "f" * 64}),
    ],
)
def test_an_address_a_number_and_a_hash_are_told_apart(
    api: responses.RequestsMock, picture: str, sent: dict[str, Any]
) -> None:
    api.post(PATH, json=answer_of(), match=[json_params_matcher(sent | WISHES)])
    result = run(picture)
    assert result.exit_code == 0, result.output
    assert "Nothing found among 1,234" in result.output


def test_the_answer_is_printed_as_it_is(api: responses.RequestsMock) -> None:
    api.post(PATH, json=answer_of(MATCH))
    assert json.loads(run("--json", "12").output)["matches"] == [MATCH]


def test_what_names_no_picture_is_refused_before_anything_is_asked() -> None:
    result = run("no such file.jpg")
    assert result.exit_code == 1
    assert "is no file" in result.output


def test_why_a_picture_cannot_be_looked_for_is_told(api: responses.RequestsMock) -> None:
    problem = {"title": "This picture is too simple to be searched", "detail": "It is of one tone."}
    api.post(PATH, status=422, json=problem)
    result = run("12")
    assert result.exit_code == 1
    assert "too simple to be searched. It is of one tone." in result.output
