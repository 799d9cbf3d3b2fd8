"""Submissions and their links: whole lists or nothing, told by index what is wrong, and nothing deleted for a
failure.
"""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from api_server.context import Context
from fovea.database import images, links
from fovea.database.engine import in_transaction, read
from fovea.database.library_tables import links as links_table
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import People, Program
from tests.integration.api_server.test_problems import assert_problem


@pytest.fixture
def program(people: People) -> Program:
    """A program of the operator that may write."""
    return people.program("library:write")


def submission(external_id: str = "a1", **told: Any) -> dict[str, Any]:
    return {"source": "reddit", "external_id": external_id, "account": "some_author", **told}


def test_a_list_is_stored_with_its_links_and_read_by_anybody(program: Program, visitor: FlaskClient) -> None:
    told = submission(
        title="A title",
        tags=["artist:Some One", "cat", "Cat"],
        posted_at="2026-11-20T10:00:00+01:00",
        rating="questionable",
        score=-3,
        links=["https://example.com/1.jpg", "https://example.com/2.jpg"],
    )
    saved = program.post("/api/submissions", json=[told, submission("a2")])
    assert saved.status_code == 200
    assert (saved.get_json()["added"], saved.get_json()["links_added"]) == (2, 2)
    first, second = saved.get_json()["ids"]
    one = visitor.get(f"/api/submissions/{first}").get_json()
    assert one["post"]["tags"] == ["artist:some_one", "cat"]
    assert one["post"]["posted_at"] == "2026-11-20T09:00:00Z"
    assert one["post"]["owner"]["external_id"] == "some_author"
    assert (one["rating"], one["score"], one["removed_at"]) == ("questionable", -3, None)
    assert [(link["url"], link["state"]) for link in one["links"]] == [
        ("https://example.com/1.jpg", "waiting"),
        ("https://example.com/2.jpg", "waiting"),
    ]
    listed = visitor.get("/api/submissions?source=reddit").get_json()["submissions"]
    assert [one["post"]["id"] for one in listed] == [second, first]
    assert listed[1] == one


def test_what_is_there_already_is_no_error(program: Program, visitor: FlaskClient) -> None:
    """The older system refused a whole batch for one known link, and never asked for the others again."""
    link = {"source": "reddit", "external_id": "a1", "url": "https://example.com/1.jpg"}
    program.post("/api/submissions", json=[submission(title="before")])
    assert program.post("/api/links", json=[link]).get_json()["added"] == 1
    assert (
        program.post("/api/links", json=[link, {**link, "url": "https://example.com/2.jpg"}]).get_json()[
            "added"
        ]
        == 1
    )
    again = program.post("/api/submissions", json=[submission(title="after", links=[link["url"]])]).get_json()
    assert (again["added"], again["links_added"]) == (0, 0)
    one = visitor.get(f"/api/submissions/{again['ids'][0]}").get_json()
    assert one["post"]["title"] == "after"
    assert len(one["links"]) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"account": "x" * 65}, "account"),
        ({"title": "x" * 1_001}, "title"),
        ({"rating": "sensitive-ish"}, "rating"),
        ({"links": ["javascript:alert(1)"]}, "links"),
        ({"links": ["storage:incoming/x.bin"]}, "links"),
        ({"tags": ["\u202e"]}, "tags"),
        ({"source": "Reddit"}, "source"),
        ({"source": "flickr"}, "source"),
        ({"flair": "unknown"}, "flair"),
        ({"posted_at": "yesterday"}, "posted_at"),
    ],
)
def test_one_wrong_element_is_named_and_nothing_is_done(
    program: Program, visitor: FlaskClient, wrong: dict[str, Any], field: str
) -> None:
    """The older system lost a whole batch for one author's name that was too long, and told nobody which."""
    body = [submission("good"), submission("bad", **wrong)]
    refused = program.post("/api/submissions", json=body)
    assert_problem(refused, 422, "invalid_input")
    assert list(refused.get_json()["errors"]) == ["1"]
    assert field in refused.get_json()["errors"]["1"]
    assert visitor.get("/api/submissions").get_json()["submissions"] == []


def test_links_to_unknown_posts_are_named_and_none_is_added(program: Program, visitor: FlaskClient) -> None:
    (post_id,) = program.post("/api/submissions", json=[submission()]).get_json()["ids"]
    body = [
        {"post_id": post_id, "url": "https://example.com/1.jpg"},
        {"post_id": 4_000_000_000, "url": "https://example.com/2.jpg"},
        {"source": "reddit", "external_id": "A1", "url": "https://example.com/3.jpg"},
    ]
    refused = program.post("/api/links", json=body)
    assert_problem(refused, 422, "invalid_input")
    assert set(refused.get_json()["errors"]) == {"1", "2"}
    assert visitor.get("/api/links").get_json()["links"] == []


def test_a_source_with_other_letters_is_another_source(program: Program) -> None:
    """Letters' case broke a foreign key of the older system; here ids are compared byte by byte."""
    program.post("/api/submissions", json=[submission("Ab"), submission("aB", account="Some_Author")])
    again = program.post("/api/submissions", json=[submission("Ab"), submission("AB")]).get_json()
    assert again["added"] == 1


def test_the_same_submission_twice_in_one_list_is_one(program: Program) -> None:
    saved = program.post("/api/submissions", json=[submission(title="x"), submission(title="y")]).get_json()
    assert saved["ids"][0] == saved["ids"][1]
    assert saved["added"] == 1


def test_a_failed_link_stays_with_its_reason_and_can_be_tried_again(
    program: Program, visitor: FlaskClient, people: People
) -> None:
    """The older system deleted a link at the third failure, whatever had failed."""
    program.post("/api/submissions", json=[submission(links=["https://example.com/1.jpg"])])
    (link,) = visitor.get("/api/links").get_json()["links"]
    assert_problem(program.post(f"/api/links/{link['id']}/retry"), 409, "link_not_failed")
    people.execute(update(links_table).values(state="failed", code="http_404", reason="Gone", attempts=3))
    (failed,) = visitor.get("/api/links?state=failed").get_json()["links"]
    assert (failed["code"], failed["reason"], failed["attempts"]) == ("http_404", "Gone", 3)
    again = program.post(f"/api/links/{link['id']}/retry")
    assert again.status_code == 202
    assert (again.get_json()["state"], again.get_json()["attempts"]) == ("waiting", 0)
    assert program.delete(f"/api/links/{link['id']}").status_code == 204
    assert_problem(program.delete(f"/api/links/{link['id']}"), 404, "not_found")


def test_links_are_sent_to_be_fetched(program: Program, context: Context) -> None:
    program.post("/api/submissions", json=[submission(links=["https://example.com/1.jpg"])])
    (received,) = context.queues.queue("images").receive(wait_seconds=5)
    with read(context.engine) as connection:
        assert received.message.links == list(connection.scalars(select(links_table.c.id)))  # type: ignore[union-attr]


def test_pages_follow_each_other_without_gaps(program: Program, visitor: FlaskClient) -> None:
    program.post(
        "/api/submissions",
        json=[submission(f"s{number}", links=[f"https://example.com/{number}"]) for number in range(7)],
    )
    for path, name in (("/api/submissions", "submissions"), ("/api/links", "links")):
        seen: list[str] = []
        cursor = ""
        while True:
            page = visitor.get(f"{path}?limit=3{cursor}").get_json()
            seen += [str(one.get("post", one)["id"]) for one in page[name]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert len(seen) == len(set(seen)) == 7


def test_links_are_counted_by_what_they_came_with(program: Program, visitor: FlaskClient) -> None:
    program.post(
        "/api/submissions",
        json=[
            submission("a", links=["https://example.com/1", "https://example.com/2"], batch="one"),
            submission("b", links=["https://example.com/3"]),
        ],
    )
    assert visitor.get("/api/links/counts?batch=one").get_json()["total"] == 2
    assert visitor.get("/api/links/counts").get_json()["states"]["waiting"] == 3


def test_any_text_is_stored_as_it_is(program: Program, visitor: FlaskClient) -> None:
    text = "<script>alert(1)</script> \u202egnirts \U0001f468\u200d\U0001f469 {{7*7}} ' \" \\ %s ..\n"
    told = submission(title=text, description=text, account_name=text)
    (post_id,) = program.post("/api/submissions", json=[told]).get_json()["ids"]
    one = visitor.get(f"/api/submissions/{post_id}")
    assert one.content_type == "application/json"
    assert one.get_json()["post"]["title"] == text
    assert one.get_json()["description"] == text
    assert one.get_json()["post"]["owner"]["username"] == text


def test_what_is_told_can_be_changed(program: Program) -> None:
    told = submission(title="x", tags=["a"], score=1, description="d")
    (post_id,) = program.post("/api/submissions", json=[told]).get_json()["ids"]
    changed = program.patch(
        f"/api/submissions/{post_id}", json={"title": "y", "rating": "explicit"}
    ).get_json()
    assert (changed["post"]["title"], changed["post"]["tags"]) == ("y", ["a"])
    assert (changed["rating"], changed["score"], changed["description"]) == ("explicit", 1, "d")
    assert program.patch(f"/api/submissions/{post_id}", json={"rating": None}).get_json()["rating"] is None
    assert_problem(program.patch(f"/api/submissions/{post_id}", json={"rating": "r"}), 422, "invalid_input")


def test_taking_a_post_down_removes_what_only_it_showed(
    program: Program, library_world: LibraryWorld, context: Context
) -> None:
    ids = program.post("/api/submissions", json=[submission("a"), submission("b")]).get_json()["ids"]
    alone, shared = library_world.image(posts=ids[:1]), library_world.image(posts=ids)
    program.post("/api/links", json=[{"post_id": ids[0], "url": "https://example.com/late.jpg"}])
    assert program.delete(f"/api/submissions/{ids[0]}").status_code == 204
    one = program.get(f"/api/submissions/{ids[0]}").get_json()
    assert one["removed_at"] is not None
    assert [link["state"] for link in one["links"]] == ["removed"]
    with read(context.engine) as connection:
        states = {
            number: image.state for number, image in images.get_many(connection, [alone, shared]).items()
        }
    assert states == {alone: images.REMOVED, shared: images.READY}
    assert program.delete(f"/api/submissions/{ids[0]}").status_code == 204
    assert program.post("/api/submissions", json=[submission("a")]).status_code == 200
    assert program.get(f"/api/submissions/{ids[0]}").get_json()["removed_at"] is None


def test_a_list_that_is_too_long_or_no_list_is_refused(program: Program) -> None:
    assert_problem(
        program.post("/api/submissions", json=[submission(str(number)) for number in range(1_001)]),
        422,
        "invalid_input",
    )
    assert_problem(program.post("/api/submissions", json={"source": "reddit"}), 422, "invalid_input")
    large = [submission(str(number), description="x" * 9_000) for number in range(600)]
    assert_problem(program.post("/api/submissions", json=large), 413, "payload_too_large")
    assert program.post("/api/submissions", json=large[:100]).status_code == 200


def test_the_address_of_an_upload_goes_with_its_file(program: Program, context: Context) -> None:
    (post_id,) = program.post("/api/submissions", json=[submission()]).get_json()["ids"]
    url = "storage:incoming/abc.bin"
    context.storage.put("incoming/abc.bin", b"x")

    def write(connection: Any) -> int:
        return links.add(connection, [links.NewLink(post_id=post_id, url=url)], now=1).ids[0]

    link_id = in_transaction(context.engine, write)
    assert program.delete(f"/api/links/{link_id}").status_code == 204
    assert not context.storage.exists("incoming/abc.bin")
