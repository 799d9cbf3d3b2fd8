"""`fovea image`, against recorded answers of the API."""

import json
from pathlib import Path
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result

from fovea_cli.main import main

API = "http://fovea.test"
MD5 = "0123456789abcdef0123456789abcdef"
IMAGE: dict[str, Any] = {
    "id": 7,
    "state": "ready",
    "state_reason": None,
    "title": "A \x1b[31mred\u202e title",
    "width": 640,
    "height": 480,
    "format": "png",
    "bytes": 1234,
    "frames": 1,
    "rating": "safe",
    "added_at": "2026-11-21T09:00:00Z",
    "md5": MD5,
    "sha256": "0" * 64,
    "fingerprints": {"phash": "f" * 16},
    "original_url": "https://example.com/a.png",
    "file_url": "/api/library/images/7/file",
    "tags": [{"name": "cat", "namespace": "general"}, {"name": "some_one", "namespace": "artist"}],
    "posts": [
        {
            "post": {
                "title": "[bold]Fog",
                "url": "https://example.com/1",
                "owner": {"display_name": "Mara"},
                "source": "reddit",
                "posted_at": None,
            }
        }
    ],
    "group": [{"id": 8, "width": 64, "height": 48, "format": "gif", "distance": 3, "best": True}],
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["image", "--url", API, *arguments])


@pytest.mark.parametrize(
    "which", ["7", " 7 ", "http://fovea.test/library/images/7", "https://x/library/images/7/anything"]
)
@responses.activate
def test_an_image_is_shown_by_its_number_or_address(which: str) -> None:
    responses.get(f"{API}/api/library/images/7", json=IMAGE)
    result = run(which)
    assert result.exit_code == 0, result.output
    for words in ("640 x 480", MD5, "artist:some_one", "cat", "[bold]Fog", "Mara (reddit)", "the best copy"):
        assert words in result.stdout
    assert "\x1b[31m" not in result.stdout
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize(
    "which", [MD5, MD5.upper(), f"http://fovea.test/images/{MD5}.png", f"http://x/api/image/{MD5}"]
)
@responses.activate
def test_an_image_is_found_by_its_md5(which: str) -> None:
    query = {"q": f"md5:{MD5}", "ratings": "general,safe,questionable,explicit", "limit": "1"}
    matcher = responses.matchers.query_param_matcher(query)
    responses.get(f"{API}/api/library/search", match=[matcher], json={"images": [{"id": 7}]})
    responses.get(f"{API}/api/library/images/7", json=IMAGE)
    assert json.loads(run(which, "--json").stdout) == IMAGE


@responses.activate
def test_the_file_is_stored(tmp_path: Path) -> None:
    responses.get(f"{API}/api/library/images/7", json=IMAGE)
    responses.get(f"{API}/api/library/images/7/file", body=b"bytes")
    assert run("7", "--save", str(tmp_path / "a.png")).exit_code == 0
    assert (tmp_path / "a.png").read_bytes() == b"bytes"


@responses.activate
def test_a_file_that_is_not_kept_is_told_with_where_it_is(tmp_path: Path) -> None:
    responses.get(f"{API}/api/library/images/7", json=IMAGE | {"file_url": None})
    result = run("7", "--save", str(tmp_path / "a.png"))
    assert result.exit_code == 1
    assert "https://example.com/a.png" in result.output
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize("which", ["", "x", "-7", "0x7", "٣", "http://fovea.test/", MD5 + "0"])
def test_what_names_no_image_is_told(which: str) -> None:
    result = run("--", which)
    assert result.exit_code == 1
    assert "Name an image" in result.output


@responses.activate
def test_an_md5_that_there_is_not_is_told() -> None:
    responses.get(f"{API}/api/library/search", json={"images": []})
    assert "There is no image" in run(MD5).output
