"""Tags over HTTP: lists, namespaces, aliases, implications, and what is blocked."""

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from api_server.context import Context
from api_server.tags import service
from fovea.database import runs
from fovea.database.engine import read
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.test_problems import assert_problem
from tests.integration.database.pictured import on, pictured

ODD_NAMES = ["fate/stay_night", "<script>alert(1)</script>", "初音ミク", "100%", "a?b#c&d", "re:zero"]


@pytest.fixture
def engine(context: Context) -> Engine:
    return context.engine


@pytest.fixture
def editor(people: People) -> Browser:
    return people.administrator("1@N00")


def tagged(visitor: FlaskClient, name: str) -> dict[str, Any]:
    """A tag as the API tells it."""
    answer = visitor.get(f"/api/tags/{name}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_tags_come_page_by_page_by_count_and_by_name(visitor: FlaskClient, engine: Engine) -> None:
    for number in range(3):
        pictured(engine, str(number), *["sky", "artist:anna", "sea"][: number + 1])
    for order, expected in (("count", ["sky", "anna", "sea"]), ("name", ["anna", "sea", "sky"])):
        names, cursor = [], ""
        while cursor is not None:
            query = {"order": order, "limit": "1", **({"cursor": cursor} if cursor else {})}
            body = visitor.get("/api/tags", query_string=query).get_json()
            names += [tag["name"] for tag in body["tags"]]
            cursor = body["next_cursor"]
        assert names == expected
    (anna,) = visitor.get("/api/tags?namespace=artist").get_json()["tags"]
    assert anna == {
        "name": "anna",
        "namespace": "artist",
        "count": 2,
        "alias_of": None,
        "aliases": [],
        "implies": [],
        "blocked": False,
    }
    assert [tag["name"] for tag in visitor.get("/api/tags?prefix=S").get_json()["tags"]] == ["sky", "sea"]


def test_a_cursor_that_is_none_is_refused(visitor: FlaskClient) -> None:
    for query in ("cursor=nonsense", "cursor=1.99999999999", "order=name&cursor=%ff", "order=name&cursor=*"):
        assert_problem(visitor.get(f"/api/tags?{query}"), 422, "invalid_input")


def test_tags_of_any_name_can_be_read_and_changed(editor: Browser, engine: Engine) -> None:
    numbers = [pictured(engine, name, name) for name in ODD_NAMES]
    for number, name in zip(numbers, ODD_NAMES, strict=True):
        path = f"/api/tags/{quote(name)}"
        assert editor.get(path).get_json()["name"] == name
        assert editor.patch(path, json={"namespace": "artist"}).get_json()["namespace"] == "artist"
        answer = editor.put(f"{path}/alias", json={"of": "plain"})
        assert answer.status_code == 200
        assert answer.get_json()["tag"]["alias_of"] == "plain"
        assert on(engine, number) == {"plain": "source"}
    assert editor.get("/api/tags/plain").get_json()["aliases"] == sorted(ODD_NAMES)


def test_a_tag_that_there_is_not_is_not_found(visitor: FlaskClient, editor: Browser) -> None:
    assert_problem(visitor.get("/api/tags/nothing"), 404, "not_found")
    assert_problem(editor.delete("/api/tags/nothing/alias"), 404, "not_found")
    assert_problem(editor.delete("/api/tags/one/implications/other"), 404, "not_found")


def test_images_follow_an_alias_and_its_end_at_once(editor: Browser, engine: Engine) -> None:
    number = pictured(engine, "one", "kitty")
    body = editor.put("/api/tags/Kitty/alias", json={"of": "Animal Cat"}).get_json()
    assert body == {"tag": body["tag"], "run": None}
    assert on(engine, number) == {"animal_cat": "source"}
    assert editor.delete("/api/tags/kitty/alias").get_json()["tag"]["alias_of"] is None
    assert on(engine, number) == {"kitty": "source"}
    assert_problem(editor.delete("/api/tags/kitty/alias"), 404, "not_found")


def test_an_alias_that_leads_somewhere_else_takes_its_images_along(editor: Browser, engine: Engine) -> None:
    number = pictured(engine, "one", "kitty")
    editor.put("/api/tags/kitty/alias", json={"of": "cat"})
    editor.put("/api/tags/kitty/alias", json={"of": "dog"})
    assert on(engine, number) == {"dog": "source"}


def test_images_follow_an_implication_and_its_end_at_once(editor: Browser, engine: Engine) -> None:
    number = pictured(engine, "one", "cat")
    assert editor.put("/api/tags/cat/implications/animal").get_json()["tag"]["implies"] == ["animal"]
    assert on(engine, number) == {"cat": "source", "animal": "implied"}
    assert editor.delete("/api/tags/cat/implications/animal").get_json()["tag"]["implies"] == []
    assert on(engine, number) == {"cat": "source"}


def test_circles_are_refused_with_what_to_do(editor: Browser) -> None:
    editor.put("/api/tags/cat/implications/animal")
    editor.put("/api/tags/kitty/alias", json={"of": "cat"})
    for answer in (
        editor.put("/api/tags/animal/implications/cat"),
        editor.put("/api/tags/animal/implications/kitty"),
        editor.put("/api/tags/cat/alias", json={"of": "kitty"}),
        editor.put("/api/tags/cat/alias", json={"of": "cat"}),
    ):
        problem = assert_problem(answer, 409, "conflict")
        assert "circle" in problem["detail"]
        assert "Remove" in problem["detail"]


def test_what_is_no_name_is_no_alias(editor: Browser) -> None:
    for of in ("", "   ", "---", "x" * 200):
        assert_problem(editor.put("/api/tags/kitty/alias", json={"of": of}), 422, "invalid_input")


def test_many_images_follow_in_a_run(
    editor: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictured(engine, "one", "kitty")
    monkeypatch.setattr(service, "PATIENCE_SECONDS", 0.0)
    run = editor.put("/api/tags/kitty/alias", json={"of": "cat"}).get_json()["run"]
    assert (run["kind"], run["state"], run["progress"]["total"]) == ("cleanup", "running", 2)
    assert editor.get(f"/api/runs/{run['id']}").get_json()["account"]["source"] == "fovea"
    with read(engine) as connection:
        assert runs.get(connection, run["id"]) is not None


def test_tags_are_blocked_and_let_in_again(editor: Browser, visitor: FlaskClient, engine: Engine) -> None:
    pictured(engine, "one", "bad/thing", "sky")
    pictured(engine, "two", "sky")
    answer = editor.put("/api/blocked-tags/Bad%2FThing", json={"reason": "<b>because</b> 🙂"})
    assert answer.status_code == 200
    blocked = answer.get_json()
    assert (blocked["name"], blocked["reason"]) == ("bad/thing", "<b>because</b> 🙂")
    assert visitor.get("/api/blocked-tags").get_json() == {"blocked": [blocked], "tags": 1, "images": 1}
    assert tagged(visitor, "bad/thing")["blocked"] is True
    for _ in range(2):
        assert editor.delete("/api/blocked-tags/bad/thing").status_code == 204
    assert visitor.get("/api/blocked-tags").get_json() == {"blocked": [], "tags": 0, "images": 0}


def test_a_beginning_is_blocked_with_a_star(editor: Browser, visitor: FlaskClient, engine: Engine) -> None:
    pictured(engine, "one", "bad_thing", "badger")
    assert editor.put("/api/blocked-tags/bad_*", json={}).get_json()["name"] == "bad_*"
    assert tagged(visitor, "bad_thing")["blocked"] is True
    assert tagged(visitor, "badger")["blocked"] is False
    for name in ("*", "a*"):
        assert_problem(editor.put(f"/api/blocked-tags/{name}", json={}), 422, "invalid_input")


def test_only_those_who_may_administrate_block_tags(people: People) -> None:
    writer, operator = people.program("library:write"), people.program("admin")
    assert_problem(writer.put("/api/blocked-tags/bad", json={}), 403, "scope_missing")
    assert operator.put("/api/blocked-tags/bad", json={}).status_code == 200
    assert writer.put("/api/tags/one/alias", json={"of": "another"}).status_code == 200
