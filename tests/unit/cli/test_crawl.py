"""`fovea crawl`, against recorded answers of the API."""

import json
from pathlib import Path
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result

from fovea_cli.main import main
from tests.unit.cli.listing_answers import API

pytestmark = pytest.mark.usefixtures("no_pauses")

COUNTED = ("listed", "pending", "pictures", "different", "duplicates_bytes", "duplicates_looks")
FAILED = ("dead", "not_pictures", "filtered", "removed", "cancelled")


def crawl(
    state: str = "active", *, searches: list[dict[str, Any]] | None = None, untold: int = 0, **counted: int
) -> Any:
    """A crawl as the API tells it."""
    return {
        "id": 5,
        "state": state,
        "progress": dict.fromkeys((*COUNTED, *FAILED), 0) | counted,
        "classes": {"text": 3, "nontext": 4, "unsure": 1, "pending": untold},
        "searches": searches or [],
    }


def engine(name: str, *, usable: bool = True, takes: str = "words") -> dict[str, Any]:
    return {"name": name, "usable": usable, "takes": takes}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["crawl", *arguments, "--url", API, "--key", "k"])


@responses.activate
def test_a_crawl_is_watched_until_it_has_ended() -> None:
    begun = responses.post(f"{API}/api/crawls", status=202, json=crawl())
    responses.get(f"{API}/api/crawls/5", json=crawl(listed=9, pending=5))
    responses.get(f"{API}/api/crawls/5", json=crawl("done", listed=9, different=7, dead=2))
    result = run("red panda", "--engine", "commons", "--limit", "9", "--licensed")
    assert result.exit_code == 0
    assert "7 different pictures: 3 with writing, 4 without" in result.stdout
    assert "2 dead links" in result.stdout
    wanted = json.loads(begun.calls[0].request.body or "")
    assert wanted["keywords"] == ["red panda"]
    assert (wanted["engines"], wanted["limit"], wanted["filters"]["licensed"]) == (["commons"], 9, True)


@responses.activate
def test_pictures_are_waited_for_until_somebody_has_looked_at_them() -> None:
    responses.post(f"{API}/api/crawls", status=202, json=crawl("done", different=9, untold=9))
    for untold in (9, 4, 0):
        responses.get(f"{API}/api/crawls/5", json=crawl("done", different=9, untold=untold))
    result = run("red panda", "-e", "commons")
    assert result.exit_code == 0
    assert "0 not looked at" in result.stdout


@responses.activate
def test_where_nobody_looks_at_pictures_nobody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fovea_cli.crawl.PATIENCE_SECONDS", 0.05)
    responses.post(f"{API}/api/crawls", status=202, json=crawl("done", different=9, untold=9))
    responses.get(f"{API}/api/crawls/5", json=crawl("done", different=9, untold=9))
    result = run("red panda", "-e", "commons")
    assert result.exit_code == 0
    assert "9 not looked at" in result.stdout


@responses.activate
def test_without_an_engine_all_are_asked_that_take_words_and_can_be() -> None:
    told = [engine("google", usable=False), engine("commons"), engine("danbooru", takes="tags")]
    responses.get(f"{API}/api/crawl-engines", json={"engines": told})
    begun = responses.post(f"{API}/api/crawls", status=202, json=crawl("done"))
    assert run("cat").exit_code == 0
    assert json.loads(begun.calls[0].request.body or "")["engines"] == ["commons"]


@responses.activate
def test_an_engine_that_could_not_be_asked_is_told() -> None:
    failed = {
        "engine": "google",
        "keyword": "cat",
        "state": "failed",
        "code": "key_missing",
        "reason": "No key",
    }
    told = crawl("done_with_failures", searches=[failed])
    responses.post(f"{API}/api/crawls", status=202, json=told)
    result = run("cat", "-e", "google")
    assert result.exit_code == 1
    assert "No key" in result.stderr


@responses.activate
def test_the_pictures_are_written_into_a_file(tmp_path: Path) -> None:
    responses.post(f"{API}/api/crawls", status=202, json=crawl("done"))
    responses.get(f"{API}/api/crawls/5/zip?class=text", body=b"PK")
    file = tmp_path / "cats.zip"
    assert run("cat", "-e", "commons", "--zip", str(file), "--class", "text").exit_code == 0
    assert file.read_bytes() == b"PK"
    assert list(tmp_path.iterdir()) == [file]
