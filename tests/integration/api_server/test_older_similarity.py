"""LZBooru's similarity requests: its parameters, shapes and values; and GraphQL's way to look for one."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from api_server.settings import ApiServerSettings
from fovea import clock
from fovea.database import submissions
from fovea.messages import PostRecord
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.pictures import Pictures, context, pictures, shared_decoder
from tests.integration.api_server.test_problems import assert_problem
from tests.integration.fetching.conftest import Server, response, server
from tests.unit.fingerprints.pictures import encoded, scene

__all__ = ["context", "pictures", "server", "shared_decoder"]

FILE, URL = "/api/similarity/file", "/api/similarity/url"


@pytest.fixture
def settings(settings: ApiServerSettings, server: Server) -> ApiServerSettings:
    return settings.model_copy(update={"fetch_allowed_hosts": server.authority, "fetch_retries": 0})


def ask(visitor: FlaskClient, body: bytes, **query: Any) -> Any:
    form = {"image": (BytesIO(body), "x.jpg")}
    return visitor.post(FILE, query_string=query, data=form, content_type="multipart/form-data")


@pytest.mark.parametrize("algorithm", ["abs_norm", "eucl_norm", "dhash_xor_norm"])
def test_a_file_gives_the_nearest_with_the_older_system_s_values(
    visitor: FlaskClient, pictures: Pictures, algorithm: str
) -> None:
    answer = ask(visitor, pictures.body(3), q=4, algorithm=algorithm)
    assert answer.status_code == 201
    told = answer.get_json()
    assert len(told) == 4
    assert {frozenset(one) for one in told} == {frozenset({"image", "url", "similarity"})}
    assert [one["similarity"] for one in told] == sorted(one["similarity"] for one in told)
    assert told[0]["similarity"] == 0
    most = {"abs_norm": 1_572_864, "eucl_norm": 642_119, "dhash_xor_norm": 192}[algorithm]
    assert 0 < told[-1]["similarity"] <= most
    assert told[0]["url"].endswith("/3")
    assert told[0]["image"].startswith("http")


def test_the_values_are_those_of_its_sql(visitor: FlaskClient, pictures: Pictures) -> None:
    one = visitor.get(f"/api/fingerprints/{pictures.numbers[0]}").get_json()
    two = visitor.get(f"/api/fingerprints/{pictures.numbers[1]}").get_json()
    channels = ("red", "green", "blue")
    apart = [
        a - b
        for channel in channels
        for a, b in zip(one["histogram"][channel], two["histogram"][channel], strict=True)
    ]
    bits = sum((int(one["dhash"][name], 16) ^ int(two["dhash"][name], 16)).bit_count() for name in channels)
    wanted = {
        "abs_norm": sum(map(abs, apart)),
        "eucl_norm": sum(value * value for value in apart) ** 0.5,
        "dhash_xor_norm": bits,
    }
    for algorithm, value in wanted.items():
        told = ask(visitor, pictures.body(0), q=6, algorithm=algorithm).get_json()
        assert pytest.approx(value, rel=1e-6) in [row["similarity"] for row in told]


def test_a_submission_of_reddit_is_named_by_its_short_address(
    visitor: FlaskClient, pictures: Pictures, library_world: LibraryWorld
) -> None:
    made: list[int] = []

    def write(connection: Any) -> None:
        record = PostRecord(external_id="abc12", owner="bob", title="Seen")
        made.extend(submissions.save(connection, "reddit", [record], names={}, at=clock.now()).values())

    library_world.write(write)
    pictures.bring(encoded(scene(70, size=(640, 480))), posts=made)
    told = ask(visitor, encoded(scene(70, size=(640, 480))), q=1).get_json()
    assert [(one["url"], one["similarity"]) for one in told] == [("https://redd.it/abc12", 0.0)]


def test_an_address_is_fetched(visitor: FlaskClient, pictures: Pictures, server: Server) -> None:
    url = server.says("/a.jpg", response(pictures.body(1)))
    told = visitor.post(URL, query_string={"q": 1}, data={"url": url})
    assert (told.status_code, told.get_json()[0]["similarity"]) == (201, 0.0)
    missing = visitor.post(URL, data={"url": server.url("/missing")})
    assert_problem(missing, 400, "could_not_be_fetched")
    assert missing.get_json()["message"] == "The host answered with HTTP status 404."
    assert_problem(visitor.post(URL, data={"url": "http://127.0.0.1/"}), 400, "could_not_be_fetched")


def test_what_is_wrong_is_told_as_400_with_a_message(visitor: FlaskClient, pictures: Pictures) -> None:
    body = pictures.body(1)
    for answer in (
        visitor.post(FILE, data={}, content_type="multipart/form-data"),
        ask(visitor, b"no picture"),
        ask(visitor, encoded(scene(1, size=(3_000, 1)), "PNG")),
        visitor.post(URL, data={}),
        visitor.post(URL, data={"url": "nowhere"}),
    ):
        assert answer.status_code == 400
        assert answer.get_json()["message"]
    assert ask(visitor, body, q=0).status_code == 422
    assert ask(visitor, body, algorithm="other").status_code == 422


def test_graphql_finds_a_picture_too(visitor: FlaskClient, pictures: Pictures, server: Server) -> None:
    url = server.says("/a.jpg", response(pictures.body(4)))
    fields = (
        "{method searched hidden note matches {similarity distance byChance orientation image {id title} "
    )
    query = f'{{imageSearch(url: "{url}") {fields} distances {{method distance}} }} }} }}'
    told = visitor.post("/graphql", json={"query": query}).get_json()["data"]["imageSearch"]
    assert (told["method"], told["searched"], told["hidden"], told["note"]) == ("best", 6, 0, None)
    (match,) = told["matches"]
    assert match["image"] == {"id": str(pictures.numbers[4]), "title": "Scene 4"}
    assert (match["similarity"], match["distance"], match["orientation"]) == ("same_file", 0, "same")
    assert {one["method"] for one in match["distances"]} >= {"best", "phash", "pdq"}
    for arguments, code in (
        ('url: "http://127.0.0.1/"', "could_not_be_fetched"),
        ("imageId: 99999", "not_found"),
        ('hash: "x"', "invalid_input"),
        ("limit: 5", "invalid_input"),
        ('hash: "0000000000000000", limit: 1000', "invalid_input"),
        ('hash: "0000000000000000", method: "other"', "invalid_input"),
    ):
        answer = visitor.post("/graphql", json={"query": f"{{imageSearch({arguments}) {{searched}}}}"})
        assert answer.get_json()["errors"][0]["extensions"]["code"] == code
