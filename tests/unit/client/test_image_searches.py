"""Looking for a picture."""

from pathlib import Path
from typing import Any

import pytest
import responses
from responses.matchers import json_params_matcher

from fovea_client import Fovea, ImageSearch, InvalidRequest
from tests.unit.client.conftest import API
from tests.unit.client.told import POST, problem

PATH = f"{API}/api/image-search"
WISHES = {"method": "best", "limit": 20, "ratings": "general,safe"}
ANSWER: dict[str, Any] = {
    "query": {"sha256": None, "width": 640, "height": 480, "simple": False, "trimmed": None},
    "method": "best",
    "matches": [
        {
            "image": {"id": 7, "width": 640, "height": 480, "format": "png", "rating": "safe"},
            "distance": 61.0,
            "distances": {"best": 61.0},
            "similarity": "edited",
            "posts": [{"post": POST, "rating": None, "score": None, "image_ids": [7], "links": []}],
            "post_count": 5,
        }
    ],
    "searched": 1_234,
    "hidden": {"explicit": 2},
    "took_ms": 12.3,
    "note": None,
}


def test_what_is_found_is_typed(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(PATH, json=ANSWER)
    found = fovea.find_image("https://x.example/a.png")
    assert isinstance(found, ImageSearch)
    (match,) = found.matches
    assert (match.image.id, match.similarity, match.distances["best"]) == (7, "edited", 61.0)
    assert match.posts[0].post.owner.display_name == "Mara"
    assert found.hidden == {"explicit": 2}


@pytest.mark.parametrize(
    ("what", "wishes", "sent"),
    [
        ("https://x.example/a.png", {}, {"url": "https://x.example/a.png"}),
        (12, {}, {"image_id": 12}),
        (12, {"accounts": "mara"}, {"image_id": 12, "account": "mara"}),
        (12, {"accounts": ["mara"]}, {"image_id": 12, "account": "mara"}),
        (12, {"accounts": ["mara", "x/1"]}, {"image_id": 12, "account": ["mara", "x/1"]}),
        (12, {"source": "x", "distance": 3.5, "ratings": ["explicit"]},
         {"image_id": 12, "source": "x", "distance": 3.5, "ratings": "explicit"}),
    ],
)  # fmt: skip
def test_wishes_are_sent(
    fovea: Fovea, api: responses.RequestsMock, what: Any, wishes: dict[str, Any], sent: dict[str, Any]
) -> None:
    api.post(PATH, json=ANSWER, match=[json_params_matcher(WISHES | sent)])
    fovea.image_searches.search(what, **wishes)


def test_a_file_is_sent_itself_with_several_accounts(
    fovea: Fovea, api: responses.RequestsMock, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"the bytes")
    api.post(PATH, json=ANSWER)
    fovea.find_image(tmp_path / "a.png", accounts=["mara", "x/1"], limit=5)
    body = api.calls[0].request.body
    assert isinstance(body, bytes)
    for part in (
        b"the bytes",
        b'name="account"\r\n\r\nmara',
        b'name="account"\r\n\r\nx/1',
        b'"limit"\r\n\r\n5',
    ):
        assert part in body


def test_a_hash_is_looked_for(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(PATH, json=ANSWER, match=[json_params_matcher({"hash": "f" * 16, "limit": 3})])
    fovea.image_searches.by_hash("f" * 16, limit=3)


def test_a_picture_that_is_none_says_so(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(PATH, json=problem(422, "could_not_be_fetched", reason="http_404"), status=422)
    with pytest.raises(InvalidRequest) as raised:
        fovea.find_image("https://x.example/a.png")
    assert raised.value.extra == {"reason": "http_404"}
