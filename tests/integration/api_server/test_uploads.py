"""Pictures that people bring: taken unseen, looked at by the image ingester, told about by their links."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api_server.context import Context
from fovea import library
from fovea.database import images, links
from fovea.database.engine import read
from fovea.database.links import Link
from fovea.decoding import Decoder
from tests.integration.api_server.people import OWN_PAGE, People, Program
from tests.integration.api_server.test_problems import assert_problem
from tests.integration.ingester.images.conftest import decoder
from tests.integration.ingester.images.library import library_of
from tests.integration.ingester.images.test_taking_in import picture

__all__ = ["decoder"]


@pytest.fixture
def program(people: People) -> Program:
    """A program of the operator that may write."""
    return people.program("library:write")


def bring(program: Program, body: bytes, **told: Any) -> TestResponse:
    form = {"file": (io.BytesIO(body), "any name.jpg"), **told}
    return program.post("/api/library/images", data=form, content_type="multipart/form-data")


def link_of(context: Context, answer: TestResponse) -> Link:
    with read(context.engine) as connection:
        link = links.get(connection, answer.get_json()["link"]["id"])
    assert link is not None
    return link


def test_a_file_is_stored_unseen_and_asked_for(program: Program, context: Context) -> None:
    answer = bring(program, b"no picture at all", tags="artist:Me, cat", rating="q", title="Mine")
    assert answer.status_code == 202
    link = link_of(context, answer)
    assert answer.headers["Location"] == f"/api/links/{link.id}"
    assert (link.state, link.keep) == ("waiting", True)
    assert link.sha256 == hashlib.sha256(b"no picture at all").digest()
    assert context.storage.get(link.url.removeprefix("storage:")) == b"no picture at all"
    (received,) = context.queues.queue("images").receive(wait_seconds=5)
    assert received.message.links == [link.id]  # type: ignore[union-attr]
    post = answer.get_json()["post"]
    assert (post["source"], post["title"], post["tags"]) == ("upload", "Mine", ["artist:me", "cat"])
    assert post["owner"]["external_id"] == "operator"
    one = program.get(f"/api/submissions/{post['id']}").get_json()
    assert one["rating"] == "questionable"


def test_the_same_bytes_twice_are_one(program: Program, context: Context) -> None:
    first, second = bring(program, b"bytes", tags="a"), bring(program, b"bytes", tags="b")
    assert first.get_json()["link"]["id"] == second.get_json()["link"]["id"]
    assert second.get_json()["post"]["tags"] == ["b"]
    assert len(list(Path(context.settings.storage_url).rglob("*.bin"))) == 1


def test_the_same_address_twice_is_one(program: Program) -> None:
    told = {"url": "https://example.com/1.jpg", "tags": ["cat"], "source_url": "https://example.com/"}
    first = program.post("/api/library/images", json=told)
    assert first.status_code == 202
    assert first.get_json()["link"]["url"] == told["url"]
    again = program.post("/api/library/images", json=told)
    assert again.get_json()["link"]["id"] == first.get_json()["link"]["id"]


def test_what_a_user_brings_is_theirs(people: People) -> None:
    browser = people.administrator("1@N00")
    form = {"file": (io.BytesIO(b"x"), "x")}
    answer = browser.post("/api/library/images", data=form, content_type="multipart/form-data")
    assert answer.get_json()["post"]["owner"]["external_id"] == str(browser.user.id)


def test_only_editors_bring_pictures(people: People, visitor: FlaskClient) -> None:
    form = {"file": (io.BytesIO(b"x"), "x")}
    refused = visitor.post("/api/library/images", data=form, headers=OWN_PAGE)
    assert_problem(refused, 401, "not_logged_in")
    refused = people.logged_in("1@N00").post("/api/library/images", json={"url": "https://example.com/"})
    assert_problem(refused, 403, "not_an_administrator")
    assert_problem(bring(people.program("library:read"), b"x"), 403, "scope_missing")


@pytest.mark.parametrize(
    "told",
    [
        {"tags": "\u202e"},
        {"rating": "fine"},
        {"title": "x" * 1_001},
        {"source_url": "javascript:alert(1)"},
        {"posted_at": "soon"},
        {"external_id": "x" * 65},
        {"batch": "not a name"},
        {"owner": "somebody"},
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_stored(
    program: Program, context: Context, told: dict[str, str]
) -> None:
    assert_problem(bring(program, b"x", **told), 422, "invalid_input")
    assert not list(Path(context.settings.storage_url).rglob("*.bin"))


def test_no_file_an_empty_one_and_others_are_refused(program: Program) -> None:
    path = "/api/library/images"
    assert_problem(bring(program, b""), 422, "invalid_input")
    for fields in ({"tags": "a"}, {"picture": (io.BytesIO(b"x"), "x")}):
        refused = program.post(path, data=fields, content_type="multipart/form-data")
        assert_problem(refused, 422, "invalid_input")
    assert_problem(program.post(path, json={"url": "file:///etc/passwd"}), 422, "invalid_input")
    plain = program.post(path, data="x", content_type="text/plain")
    assert_problem(plain, 415, "unsupported_media_type")


def test_only_uploads_may_be_large(program: Program, context: Context) -> None:
    context.settings.upload_most_bytes = 1_000_000
    assert bring(program, bytes(1_000_000)).status_code == 202
    assert_problem(bring(program, bytes(1_000_001)), 413, "payload_too_large")
    assert_problem(bring(program, bytes(2_000_000)), 413, "payload_too_large")
    form = {"file": (io.BytesIO(bytes(300_000)), "x")}
    refused = program.post("/api/links", data=form, content_type="multipart/form-data")
    assert refused.status_code in {413, 415}
    large = program.post("/api/accounts/lookup", json={"query": "x" * 300_000})
    assert_problem(large, 413, "payload_too_large")


def test_the_ingester_takes_in_what_is_a_picture_and_says_what_is_none(
    program: Program, context: Context, decoder: Decoder
) -> None:
    good, bad = bring(program, picture(1), tags="cat"), bring(program, b"<html>no picture</html>")
    ids = [link_of(context, answer).id for answer in (good, bad)]
    folder = Path(context.settings.storage_url)
    with library_of(context.engine, folder, decoder=decoder, redis_url=context.settings.redis_url) as taking:
        taking.take_in(*ids)
        done, failed = (program.get(f"/api/links/{number}").get_json() for number in ids)
        assert (done["state"], failed["state"], failed["code"]) == ("done", "failed", "picture_type")
        assert failed["reason"]
        image_id = done["image_id"]
        file = program.get(f"/api/library/images/{image_id}/file")
        assert (file.data, file.content_type) == (picture(1), "image/jpeg")
        thumbnail = program.get(f"/api/library/images/{image_id}/thumbnails/256.webp")
        assert thumbnail.data[8:12] == b"WEBP"
        # What is in the library is not stored again, and what failed is tried again.
        assert bring(program, picture(1), tags="cat").get_json()["link"]["state"] == "done"
        assert bring(program, b"<html>no picture</html>").get_json()["link"]["state"] == "waiting"
        assert len(list((folder / "incoming").glob("*"))) == 1

        # Removed for good: the same bytes do not come back, and the link says so.
        assert program.delete(f"/api/library/images/{image_id}?reason=Not+ours").status_code == 204
        assert program.get(f"/api/library/images/{image_id}/file").status_code == 410
        assert not context.storage.exists(library.thumbnail(hashlib.sha256(picture(1)).digest(), 256))
        again = bring(program, picture(1), tags="cat").get_json()["link"]
        assert (again["state"], again["reason"]) == ("removed", "Not ours")

        # Restored: it is there again when it is brought again.
        assert program.post(f"/api/library/images/{image_id}/restore").status_code == 202
        back = bring(program, picture(1), tags="cat").get_json()["link"]
        taking.take_in(back["id"])
        with read(context.engine) as connection:
            image = images.get(connection, image_id)
        assert image is not None
        assert image.state == images.READY
        assert program.get(f"/api/library/images/{image_id}/file").data == picture(1)


def test_what_is_not_told_of_a_picture_that_comes_again_stays(program: Program) -> None:
    told = {"title": "Sunset", "tags": "beach", "rating": "questionable", "description": "By me"}
    again = {"description": "By us"}
    first, second = (
        program.post("/api/library/images", json={"url": "https://example.com/a.jpg", **one}).get_json()
        for one in (told, again)
    )
    assert first["post"]["id"] == second["post"]["id"]
    submission = program.get(f"/api/submissions/{first['post']['id']}").get_json()
    assert (submission["post"]["title"], submission["post"]["tags"]) == ("Sunset", ["beach"])
    assert (submission["rating"], submission["description"]) == ("questionable", "By us")
