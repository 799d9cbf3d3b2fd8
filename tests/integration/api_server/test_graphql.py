"""GraphQL: the older system's schema whole, our own, its limits, and the protocol."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.serving import make_server

from api_server.app import create_app
from api_server.context import Context
from fovea.database import taking_down
from fovea.sources.catalogue import known_sources
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.listing_world import Pullers
from tests.integration.api_server.people import People

AUDIT = Path(__file__).parents[3] / "frontend" / "scripts" / "audit-graphql.mjs"
PLAIN = 0x0F0F0F0F0F0F0F0F
OLDER = "ID Url ThumbnailUrl Tags Tagstring Rating Added PHash Size Width Height Filename"


class GraphQL:
    """Asks, as a program that has no key."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def answer(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer."""
        body = {"query": query, "variables": variables}
        told: dict[str, Any] = self.client.post("/graphql", json=body).get_json()
        return told

    def data(self, query: str, **variables: Any) -> dict[str, Any]:
        """What an operation without errors gives."""
        answer = self.answer(query, **variables)
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    def problem(self, query: str, **variables: Any) -> dict[str, Any]:
        """The first error."""
        errors: list[dict[str, Any]] = self.answer(query, **variables)["errors"]
        return errors[0]


@pytest.fixture
def graphql(visitor: FlaskClient) -> GraphQL:
    """Somebody who asks."""
    return GraphQL(visitor)


@pytest.fixture
def statements(context: Context) -> Iterator[list[str]]:
    """What the database is asked, from now on."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(context.engine, "before_cursor_execute", note)
    yield asked
    event.remove(context.engine, "before_cursor_execute", note)


@pytest.fixture
def images(people: People, library_world: LibraryWorld) -> list[int]:
    """Five images, the first two of which look the same."""
    posts = [
        people.photo(str(number), owner="9@N00", title=f"Picture {number}", tags=["cat", f"tag_{number}"])
        for number in range(5)
    ]
    prints = [PLAIN, PLAIN ^ 3, *(PLAIN ^ (0xFFFF << (16 * place)) for place in range(3))]
    return [library_world.image(posts=[post], phash=one) for post, one in zip(posts, prints, strict=True)]


def test_an_image_is_told_in_the_older_shape(graphql: GraphQL, images: list[int]) -> None:
    first = graphql.data(f'{{ paginatedSearch(query: "tag_0", limit: 1, page: 1) {{ {OLDER} }} }}')
    (found,) = first["paginatedSearch"]
    query = f"query One($id: String!) {{ image(ID: $id) {{ {OLDER} Related {{ {OLDER} }} }} }}"
    told = graphql.data(query, id=found["ID"])["image"]
    assert {name: told[name] for name in found} == found
    assert sorted(told["Tags"]) == ["cat", "tag_0"]
    assert told["Tagstring"].split() == told["Tags"]
    assert told["PHash"] == str(PLAIN)
    assert (told["Rating"], told["Width"], told["Height"]) == ("safe", 640, 480)
    assert int(told["Added"]) > 1_600_000_000
    assert [one["PHash"] for one in told["Related"]] == [str(PLAIN ^ 3)]
    assert graphql.data(query, id="0" * 32)["image"] is None
    assert graphql.data(query, id="no digest")["image"] is None


def test_a_relative_that_is_gone_is_left_out(
    graphql: GraphQL, images: list[int], library_world: LibraryWorld
) -> None:
    """The older system answered with an error in the place of all relatives."""
    query = '{ paginatedSearch(query: "tag_0", limit: 1, page: 1) { Related { ID } } }'
    assert len(graphql.data(query)["paginatedSearch"][0]["Related"]) == 1
    library_world.write(lambda connection: taking_down.take_images_down(connection, images[1:2], reason="x"))
    assert graphql.data(query)["paginatedSearch"] == [{"Related": []}]


def test_every_page_of_the_older_search_can_be_seen(graphql: GraphQL, images: list[int]) -> None:
    query = 'query Page($page: Int!) { paginatedSearch(query: "cat", limit: 2, page: $page) { Tags } }'
    pages = [graphql.data(query, page=page)["paginatedSearch"] for page in (0, 1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 2, 1, 0]
    assert pages[0] == pages[1]
    seen = [tag for page in pages[1:] for image in page for tag in image["Tags"] if tag != "cat"]
    assert seen == ["tag_4", "tag_3", "tag_2", "tag_1", "tag_0"]
    assert "Pages go up to" in graphql.problem(query, page=100_000)["message"]


def test_the_older_search_gives_as_many_as_there_are(graphql: GraphQL, images: list[int]) -> None:
    query = 'query Some($limit: Int!) { searchImages(query: "cat", limit: $limit) { ID } }'
    for limit, expected in [(5, 5), (4, 4), (0, 5), (500, 5), (1, 1)]:
        found = graphql.data(query, limit=limit)["searchImages"]
        assert len({one["ID"] for one in found}) == len(found) == expected
    newest = graphql.data('{ searchImages(query: "", limit: 2, shuffle: false) { Tags } }')
    assert [one["Tags"][-1] for one in newest["searchImages"]] == ["tag_4", "tag_3"]
    rated = graphql.data('{ searchImages(query: "cat", limit: 9, rating: explicit) { ID } }')
    assert rated["searchImages"] == []


def test_an_image_by_chance_needs_one_image_only(
    graphql: GraphQL, people: People, library_world: LibraryWorld
) -> None:
    nothing = graphql.problem("{ randomImage { ID } }")
    assert nothing["extensions"]["code"] == "not_found"
    library_world.image(posts=[people.photo("1", owner="9@N00")])
    assert graphql.data("{ randomImage { ID Width } }")["randomImage"]["Width"] == 640


def test_only_administrators_are_told_of_the_server(
    graphql: GraphQL, people: People, images: list[int]
) -> None:
    query = "{ ServerStats { Version ImageCount GroupCount Uptime } }"
    assert graphql.problem(query)["message"] == "unauthorized"
    program = people.program("admin")
    told = program.post("/graphql", json={"query": query}).get_json()["data"]["ServerStats"]
    assert (told["ImageCount"], told["GroupCount"]) == (5, 1)
    assert told["Uptime"].startswith("0h ")


def test_the_library_is_searched_page_by_page(graphql: GraphQL, images: list[int]) -> None:
    query = """query Pages($after: String) {
      library(query: "cat order:oldest", first: 3, after: $after) {
        total hidden query nextCursor
        images { id title tags { name namespace origin } posts { externalId owner { externalId } }
                 variants { id distance } fingerprints { phash } thumbnails { url width } colors { color } }
      }
    }"""
    first = graphql.data(query)["library"]
    second = graphql.data(query, after=first["nextCursor"])["library"]
    assert (first["total"], first["hidden"], second["nextCursor"]) == (5, 0, None)
    found = first["images"] + second["images"]
    assert [int(one["id"]) for one in found] == images
    assert [one["title"] for one in found] == [f"Picture {number}" for number in range(5)]
    assert [(tag["name"], tag["origin"]) for tag in found[0]["tags"]] == [
        ("cat", "source"),
        ("tag_0", "source"),
    ]
    assert found[0]["variants"] == [{"id": str(images[1]), "distance": 2}]
    assert found[0]["posts"] == [{"externalId": "0", "owner": {"externalId": "9@N00"}}]
    assert found[0]["fingerprints"] == {"phash": f"{PLAIN:016x}"}
    one = graphql.data("query One($id: ID!) { libraryImage(id: $id) { title } }", id=images[2])
    assert one["libraryImage"]["title"] == "Picture 2"
    told = graphql.data('{ libraryTags(prefix: "tag", first: 9) { name count } }')["libraryTags"]
    assert {tag["name"] for tag in told} == {f"tag_{number}" for number in range(5)}
    assert graphql.data("{ libraryStats { images variantGroups } }")["libraryStats"]["images"] == 5


def test_a_list_of_many_costs_few_queries(
    graphql: GraphQL, images: list[int], statements: "list[str]"
) -> None:
    query = """{ library(first: %d) { images {
      title tags { name } fingerprints { pdq } posts { title owner { displayName } } variants { title }
    } } }"""
    graphql.data(query % 5)
    statements.clear()
    graphql.data(query % 2)
    of_two = len(statements)
    statements.clear()
    graphql.data(query % 5)
    assert len(statements) <= of_two + 1
    statements.clear()
    graphql.data('{ paginatedSearch(query: "cat", limit: 1, page: 5) { ID Related { ID } } }')
    assert len(statements) <= of_two


def test_a_wrong_search_is_told_with_its_column(graphql: GraphQL) -> None:
    problem = graphql.problem('{ library(query: "cat (dog") { total } }')
    assert problem["extensions"]["code"] == "query_invalid"
    assert problem["extensions"]["column"] == 5


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "{ library(first: 1) { images { " + "variants(first: 1) { " * 8 + "id" + " }" * 11,
            "depth",
        ),
        ("{ library(first: 100) { images { posts(first: 100) { title url } } } }", "costs"),
        ("query Many($n: Int!) { library(first: $n) { images { posts(first: $n) { title } } } }", "costs"),
        ("{ " + " ".join(f"a{number}: libraryStats {{ images }}" for number in range(31)) + " }", "aliases"),
        ("{ " + "libraryStats { images } " * 800 + "}", "token"),
        ("{ nothing }", "nothing"),
        ("{ library(", "Syntax"),
    ],
)
def test_what_is_too_much_or_wrong_is_refused_before_it_is_done(
    graphql: GraphQL, query: str, said: str
) -> None:
    answer = graphql.answer(query, n=100)
    assert answer["data"] is None
    assert said in answer["errors"][0]["message"]


def test_any_text_may_be_asked_for(graphql: GraphQL) -> None:
    for text in ("<script>alert(1)</script>", "\\u0000", "☃" * 300, "'; DROP TABLE images; --", "\u202eabc"):
        answer = graphql.answer("query Text($text: String!) { library(query: $text) { total } }", text=text)
        assert answer["data"] is None or answer["data"]["library"]["total"] == 0


def test_the_server_passes_the_audit_of_graphql_over_http(context: Context) -> None:
    server = make_server("127.0.0.1", 0, create_app(context), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        for path in ("graphql", "query"):
            command = ["node", str(AUDIT), f"http://127.0.0.1:{server.server_port}/{path}"]
            audit = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert audit.returncode == 0, audit.stdout + audit.stderr
    finally:
        server.shutdown()
        thread.join()


def test_browsers_are_led_to_the_explorer(visitor: FlaskClient) -> None:
    for path in ("/graphql", "/query", "/playground"):
        led = visitor.get(path, headers={"Accept": "text/html"})
        assert (led.status_code, led.headers["Location"]) == (302, "/explorer.html")


def test_sources_and_subscriptions_can_be_asked_for(
    graphql: GraphQL, people: People, context: Context
) -> None:
    pullers = Pullers(context)
    editor = people.administrator("1@N00")
    made = [
        pullers.subscribed(editor, query, since="2020-01-01T00:00:00Z") for query in ("cat", "dog", "owl")
    ]
    editor.patch(f"/api/subscriptions/{made[1]['id']}", json={"state": "paused"})
    query = """query Q($after: String, $state: SubscriptionState) {
      sources { name title key keyNames left reason }
      subscriptions(first: 2, after: $after, state: $state, source: "danbooru") {
        subscriptions { id source query state posts images failedLinks adaptive nextDueAt } nextCursor } }"""
    first = graphql.data(query)
    assert {one["name"] for one in first["sources"]} == set(known_sources())
    page = first["subscriptions"]
    assert [one["query"] for one in page["subscriptions"]] == ["owl", "dog"]
    assert (page["subscriptions"][1]["state"], page["subscriptions"][1]["nextDueAt"]) == ("paused", None)
    rest = graphql.data(query, after=page["nextCursor"])["subscriptions"]
    assert [one["query"] for one in rest["subscriptions"]] == ["cat"]
    assert rest["nextCursor"] is None
    paused = graphql.data(query, state="paused")["subscriptions"]["subscriptions"]
    assert [one["id"] for one in paused] == [str(made[1]["id"])]
