"""Groups of variants: looked through, merged, told apart."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import People, Program
from tests.integration.api_server.test_problems import assert_problem

PLAIN = 0x0F0F0F0F0F0F0F0F  # a hash; as many bits are set in it as not
OTHER = 0x00FF00FF00FF00FF

Make = Callable[[int], int]


@pytest.fixture
def program(people: People) -> Program:
    """A program of the operator that may write."""
    return people.program("library:write")


@pytest.fixture
def make(people: People, library_world: LibraryWorld) -> Make:
    """Makes an image with this hash, which a post with a tag of its own shows."""
    made: list[int] = []

    def image(phash: int) -> int:
        name = str(len(made))
        post = people.photo(name, owner="9@N00", title=f"Photo {name}", tags=[f"tag{name}"])
        made.append(library_world.image(posts=[post], phash=phash))
        return made[-1]

    return image


def test_groups_come_page_by_page_with_what_their_images_are_compared_by(
    visitor: FlaskClient, make: Make
) -> None:
    pair = [make(PLAIN), make(PLAIN ^ 0b111)]
    three = [make(OTHER), make(OTHER), make(OTHER ^ 1)]
    make(0x3333333333333333)
    newest = make(PLAIN ^ (0b11 << 40))
    first = visitor.get("/api/duplicates?limit=1").get_json()
    assert first["total"] == 2
    (group,) = first["groups"]
    assert (group["id"], group["size"]) == (pair[0], 3)
    assert [image["id"] for image in group["images"]] == [*pair, newest]
    assert group["distances"] == [[0, 3, 2], [3, 0, 5], [2, 5, 0]]
    assert group["distinct"] == []
    shown = group["images"][1]
    assert [tag["name"] for tag in shown["tags"]] == ["tag1"]
    assert (shown["post_count"], shown["kept"], shown["best"]) == (1, True, False)
    second = visitor.get(f"/api/duplicates?limit=1&cursor={first['next_cursor']}").get_json()
    assert [image["id"] for image in second["groups"][0]["images"]] == three
    last = visitor.get(f"/api/duplicates?limit=1&cursor={second['next_cursor']}").get_json()
    assert (last["groups"], last["next_cursor"]) == ([], None)
    by_age = visitor.get("/api/duplicates?order=newest").get_json()
    assert [group["id"] for group in by_age["groups"]] == [pair[0], three[0]]
    assert visitor.get("/api/duplicates?ratings=explicit").get_json()["total"] == 0
    for wrong in ("cursor=1-2", "order=x", "ratings=x", "limit=0"):
        assert_problem(visitor.get(f"/api/duplicates?{wrong}"), 422, "invalid_input")


def test_a_merge_is_made_and_undone(visitor: FlaskClient, program: Program, make: Make) -> None:
    kept, dropped, third = make(PLAIN), make(PLAIN), make(PLAIN)
    made = program.post("/api/duplicates/merges", json={"kept_id": kept, "dropped_ids": [dropped, third]})
    assert made.status_code == 201
    body = made.get_json()
    assert [(one["kept_id"], one["dropped_id"]) for one in body["merges"]] == [(kept, dropped), (kept, third)]
    assert sorted(tag["name"] for tag in body["image"]["tags"]) == ["tag0", "tag1", "tag2"]
    assert visitor.get("/api/duplicates").get_json()["total"] == 0
    gone = visitor.get(f"/api/library/images/{dropped}").get_json()
    assert (gone["state"], gone["merged_into"]) == ("merged", kept)
    merge_id = body["merges"][0]["id"]
    for _ in range(2):
        undone = program.delete(f"/api/duplicates/merges/{merge_id}")
        assert undone.status_code == 200
        assert undone.get_json()["undone_at"] is not None
    assert visitor.get("/api/duplicates").get_json()["groups"][0]["size"] == 2
    assert visitor.get(f"/api/library/images/{dropped}").get_json()["state"] == "ready"
    listed = visitor.get("/api/duplicates/merges?limit=1").get_json()
    assert [one["dropped_id"] for one in listed["merges"]] == [third]
    more = visitor.get(f"/api/duplicates/merges?cursor={listed['next_cursor']}").get_json()
    assert [one["dropped_id"] for one in more["merges"]] == [dropped]


def test_a_merge_that_cannot_be_is_told_as_such(program: Program, make: Make) -> None:
    kept, dropped = make(PLAIN), make(PLAIN)

    def merge(kept_id: int, *dropped_ids: int) -> TestResponse:
        body = {"kept_id": kept_id, "dropped_ids": dropped_ids}
        return program.post("/api/duplicates/merges", json=body)

    assert_problem(merge(kept, kept), 409, "cannot_merge")
    assert_problem(merge(kept, 999), 404, "not_found")
    assert_problem(merge(kept), 422, "invalid_input")
    merge(kept, dropped)
    assert_problem(merge(dropped, kept), 409, "cannot_merge")
    program.delete(f"/api/library/images/{kept}")
    (merge_id,) = [one["id"] for one in program.get("/api/duplicates/merges").get_json()["merges"]]
    assert_problem(program.delete(f"/api/duplicates/merges/{merge_id}"), 409, "cannot_undo")
    assert_problem(program.delete("/api/duplicates/merges/999"), 404, "not_found")


def test_images_are_told_apart_and_that_is_taken_back(
    visitor: FlaskClient, program: Program, make: Make
) -> None:
    one, other = make(PLAIN), make(PLAIN)
    address = f"/api/duplicates/distinct/{other}/{one}"
    for _ in range(2):
        assert program.put(address).status_code == 204
        assert visitor.get("/api/duplicates").get_json()["total"] == 0
    between = make(PLAIN ^ 1)
    (group,) = visitor.get("/api/duplicates").get_json()["groups"]
    assert (len(group["images"]), group["distinct"]) == (3, [[one, other]])
    program.delete(f"/api/library/images/{between}")
    assert program.delete(address).status_code == 204
    assert visitor.get("/api/duplicates").get_json()["total"] == 1
    assert_problem(program.put(f"/api/duplicates/distinct/{one}/{one}"), 422, "invalid_input")
    assert_problem(program.put(f"/api/duplicates/distinct/{one}/999"), 404, "not_found")


def test_only_editors_change_groups(visitor: FlaskClient, people: People, make: Make) -> None:
    one, other = make(PLAIN), make(PLAIN)
    body = {"kept_id": one, "dropped_ids": [other]}
    reader = people.program("library:read")
    assert_problem(reader.post("/api/duplicates/merges", json=body), 403, "scope_missing")
    somebody = people.logged_in("1@N00")
    assert_problem(somebody.post("/api/duplicates/merges", json=body), 403, "not_an_administrator")
    assert_problem(somebody.put(f"/api/duplicates/distinct/{one}/{other}"), 403, "not_an_administrator")
    administrator = people.administrator("2@N00")
    assert administrator.post("/api/duplicates/merges", json=body).status_code == 201
