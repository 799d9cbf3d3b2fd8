"""The older system's routes: its parameters, its shapes, and none of its faults."""

import hashlib
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from fovea.database import versions
from fovea.database.library_tables import images
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import People
from tests.integration.api_server.test_problems import assert_problem

PLAIN = 0xF00FF00FF00FF00F  # more than 53 bits
DOCUMENT = {
    "ID": str,
    "URL": str,
    "ThumbnailURL": str,
    "Tags": list,
    "Tagstring": str,
    "Rating": str,
    "Added": str,
    "PHash": int,
    "PHashHex": str,
    "Size": int,
    "Width": int,
    "Height": int,
    "Filename": str,
}


@pytest.fixture
def several(library_world: LibraryWorld, people: People) -> list[int]:
    """Thirteen images of cats, the last of which is explicit."""
    made = []
    for number in range(13):
        post = people.photo(str(number), owner="9@N00", tags=["cat", f"number_{number}"])
        made.append(library_world.image(posts=[post], body=f"body {number}".encode(), phash=PLAIN ^ number))

    def rate(connection: Any) -> None:
        version = versions.next_version(connection)
        changed = update(images).where(images.c.id == made[-1])
        connection.execute(changed.values(rating=3, rating_set=True, version=version))

    library_world.write(rate)
    return made


def md5(number: int) -> str:
    return hashlib.md5(f"body {number}".encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("name", ["q", "query"])
def test_a_search_answers_in_the_old_shape(visitor: FlaskClient, several: list[int], name: str) -> None:
    told = visitor.get(f"/api/search?{name}=cat").get_json()
    assert set(told) == {"results", "error", "total_hits"}
    assert (len(told["results"]), told["total_hits"], told["error"]) == (10, len(several) - 1, "")
    for document in told["results"]:
        assert {key: type(value) for key, value in document.items()} == DOCUMENT
    assert [document["ID"] for document in told["results"]] == [md5(number) for number in range(11, 1, -1)]
    assert visitor.get(f"/api/search?{name}=cat").get_json() == told
    assert told["results"][0]["PHash"] == PLAIN ^ 11
    assert told["results"][0]["PHashHex"] == f"{PLAIN ^ 11:016x}"
    assert told["results"][0]["Tagstring"] == "cat number_11"


def test_a_search_is_shuffled_only_if_that_is_wanted(visitor: FlaskClient, several: list[int]) -> None:
    told = [visitor.get("/api/search?q=cat&limit=50&shuffle=true").get_json() for _ in range(6)]
    orders = {tuple(document["ID"] for document in one["results"]) for one in told}
    assert len(orders) > 1
    assert {frozenset(order) for order in orders} == {frozenset(md5(number) for number in range(12))}
    assert len(several) == 13


@pytest.mark.parametrize("limit", ["0", "51", "-1", "ten", "1.5", "", "9" * 100, "\u0663"])
def test_a_limit_out_of_range_is_refused_as_documented(visitor: FlaskClient, limit: str) -> None:
    refused = visitor.get("/api/search", query_string={"q": "cat", "limit": limit})
    assert_problem(refused, 400, "limit_invalid")
    assert refused.get_json()["error"] == "limit must be a number from 1 to 50."


def test_a_wrong_search_says_what_is_wrong_in_error_too(visitor: FlaskClient) -> None:
    refused = visitor.get("/api/search", query_string={"q": "(cat"})
    assert_problem(refused, 400, "query_invalid")
    assert refused.get_json()["error"]


def test_an_image_is_found_by_its_md5(visitor: FlaskClient, several: list[int]) -> None:
    told = visitor.get(f"/api/image/{md5(1)}").get_json()
    assert (set(told), told["error"], told["image"]["ID"]) == ({"image", "error"}, "", md5(1))
    file = visitor.get(told["image"]["URL"].removeprefix("http://localhost"))
    assert (file.data, told["image"]["Filename"]) == (b"body 1", f"{md5(1)}.png")
    assert visitor.get(told["image"]["ThumbnailURL"].removeprefix("http://localhost")).status_code in {
        200,
        404,
    }
    for wrong in (md5(99), "x", "0" * 31, "%00", "..", md5(1).upper() + "0"):
        assert_problem(visitor.get(f"/api/image/{wrong}"), 404, "not_found")
    assert visitor.get(f"/api/image/{md5(99)}").get_json()["error"] == "image not found"
    assert visitor.get(f"/images/{md5(1)}.jpg").status_code == 404
    assert visitor.get(f"/images/{md5(99)}.png").status_code == 404
    assert len(several) == 13


def test_related_images_are_ids_that_anybody_may_see(visitor: FlaskClient, several: list[int]) -> None:
    told = visitor.get(f"/api/image/{md5(1)}/related").get_json()
    assert (set(told), told["error"]) == ({"results", "error"}, "")
    assert set(told["results"]) == {md5(number) for number in range(12) if number != 1}
    assert_problem(visitor.get(f"/api/image/{md5(99)}/related"), 404, "not_found")
    assert len(several) == 13
