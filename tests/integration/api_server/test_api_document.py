"""The OpenAPI document is true: what it promises is what comes, and nothing that it allows or forbids is a
500.
"""

import contextlib
import hashlib
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from api_server.context import Context
from api_server.permissions import ACCESS, Who, route_name
from api_server.settings import ApiServerSettings
from fovea.database import favorite_edits
from fovea.messages import AccountRecord
from tests.integration.api_server.finder_world import ARTWORK, FinderWorld, context, found, match, result
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.listing_world import Pullers
from tests.integration.api_server.people import OWN_PAGE, Browser, People, Program
from tests.integration.api_server.pictures import shared_decoder, wait_for_the_index
from tests.integration.api_server.scripted_flickr import ScriptedFlickr, photo
from tests.integration.api_server.test_problems import assert_problem

__all__ = ["context", "shared_decoder"]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
ON_SQLITE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)
SEARCH = "0" * 22  # the id of the search of the small world
KNOWN = {
    "source": "flickr",
    "external_id": "1@N00",
    "post_id": 2,
    "account_id": 3,
    "run_id": 1,
    "crawl_id": 1,
    "kind": "tag",
    "image_id": 2,
    "link_id": 1,
    "subscription_id": 1,
    "width": 256,
    "public_id": SEARCH,
    "md5": hashlib.md5(b"body", usedforsecurity=False).hexdigest(),
}
CHECK = 2  # the number of the check of the small world
PARTS = 3  # tests that run side by side, and have the operations among them
FEW = hypothesis_settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    limits = (name for name in ApiServerSettings.model_fields if name.startswith("limit_"))
    update: dict[str, Any] = dict.fromkeys(limits, "1000000/minute")
    # Nothing is reached from here, and there is no waiting for it.
    update |= {"fetch_retries": 0, "fetch_timeout_seconds": 0.2, "crawl_threads": 0}
    return settings.model_copy(update=update)


@pytest.fixture
def document(visitor: FlaskClient) -> dict[str, Any]:
    shape: dict[str, Any] = visitor.get("/api/openapi.json").get_json()
    return shape


@pytest.fixture
def small_world(
    people: People, flickr: ScriptedFlickr, library_world: LibraryWorld, context: Context
) -> Browser:
    """Some rows under small numbers, so that generated numbers meet them now and then."""
    browser = people.logged_in("1@N00")
    for number in range(1, 6):
        people.photo(str(number), owner=f"{number}@N00")
    flickr.people["ada"] = AccountRecord(external_id="1@N00", username="ada")
    flickr.pools["1@N20"] = [photo(str(number), owner="2@N00") for number in range(30)]
    flickr.groups_of = {str(number): ["1@N20"] for number in range(1, 7)}
    browser.put(f"/api/favorites/{people.photo('6', owner='2@N00')}")
    for number in range(1, 4):
        library_world.image(posts=[number], body=b"body" * number)
    wait_for_the_index(context, size=3)
    program = people.program("library:write")
    program.post("/api/links", json=[{"post_id": 1, "url": "https://example.com/1.jpg", "kind": "unknown"}])
    pullers = Pullers(context)
    pullers.subscribed(program)
    pullers.answer(pullers.job(), posts=3, newest=3)
    assert program.get(f"/api/subscriptions/checks/{CHECK}").get_json()["subscribed"] == 1
    search_for_an_artist(program, FinderWorld(context), image=1)
    crawl = program.post("/api/crawls", json={"keywords": ["cat"], "engines": ["commons"]})
    assert crawl.get_json()["id"] == KNOWN["crawl_id"]
    return browser


def search_for_an_artist(program: Program, world: FinderWorld, *, image: int) -> None:
    """A search that has found all that one may find."""
    begun = program.post("/api/artist-searches", json={"url": ARTWORK.url}).get_json()["id"]
    somebody = found("bluesky", "somebody.bsky.social")
    world.accounts(begun, [somebody, found("x", "friend", accepted=False)])
    world.results(begun, [result(1, image, somebody.account.key, there=True)])
    world.elsewhere(begun, [match(image)], searched=3)
    world.enter(begun, "done", artwork=ARTWORK)
    world.change(begun, public_id=SEARCH)
    assert program.get(f"/api/artist-searches/{SEARCH}").get_json()["state"] == "done"


@ON_SQLITE
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("logged_in", [False, True])
def test_every_operation_answers_as_the_document_says(
    app: Flask, people: People, small_world: Browser, logged_in: bool, part: int
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    if logged_in:  # the cookie is ours to send then, and not among what may be left out
        for path in schema.raw_schema["paths"].values():
            for method in path:
                if isinstance(path[method], dict):
                    path[method].pop("security", None)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    for operation in operations[part::PARTS]:
        _ask_this_and_that(operation, people if logged_in else None)
    documented = [name for name in ACCESS if " /api/" in name]
    assert len(operations) == len(documented) - 3  # the document itself and its page are not in it


def _ask_this_and_that(operation: Any, people: People | None) -> None:
    def ask(case: "schemathesis.Case[Any]", known: bool) -> None:
        if known:
            case.path_parameters |= {
                name: KNOWN.get(name, value) for name, value in (case.path_parameters or {}).items()
            }
            if "/groups/" in operation.path:
                case.path_parameters["external_id"] = "1@N20"
            if "/checks/" in operation.path:
                case.path_parameters["run_id"] = CHECK
        cookies = {}
        if people is not None:  # anew each time, since one of the operations deletes the user
            cookie = people.administrator("1@N00").client.get_cookie("fovea")
            assert cookie is not None
            cookies = {"fovea": cookie.value}
        headers = {**OWN_PAGE, "Accept-Encoding": "identity"}  # it would not unpack answers here
        case.call_and_validate(checks=CHECKS, headers=headers, cookies=cookies)

    # Whoever has to log in first is told so, whatever else is wrong.
    path = operation.path.replace("{", "<").replace("}", ">")
    is_open = people is not None or ACCESS[route_name(operation.method.upper(), path)].who is Who.ANYONE
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if is_open else (GenerationMode.POSITIVE,)
    for mode in modes:
        cases = operation.as_strategy(generation_mode=mode)
        with contextlib.suppress(Unsatisfiable):  # an operation without any input has no wrong input either
            FEW(given(case=cases, known=st.booleans())(ask))()


@ON_SQLITE
def test_the_document_is_openapi_3_1_and_complete(document: dict[str, Any]) -> None:
    from openapi_spec_validator import validate

    validate(document)
    assert document["openapi"] == "3.1.0"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            assert operation["summary"], (method, path)
            assert "default" in operation["responses"], (method, path)
            assert any(status.startswith(("2", "3")) for status in operation["responses"]), (method, path)
    not_open = {name for name, access in ACCESS.items() if access.who is not Who.ANYONE}
    secured = sum(
        "security" in operation
        for path in document["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
    )
    assert secured == len(not_open)
    run = document["components"]["schemas"]["Favorited"]["properties"]["run"]
    assert {"type": "null"} in run["anyOf"]


@ON_SQLITE
def test_what_may_be_of_several_types_is_not_said_to_be_of_one(document: dict[str, Any]) -> None:
    """`type` beside `anyOf` would have to hold, too."""

    def assert_open(part: Any, at: str) -> None:
        if isinstance(part, dict):
            assert not ("type" in part and "anyOf" in part and isinstance(part["anyOf"], list)), at
            for name, inner in part.items():
                assert_open(inner, f"{at}/{name}")
        elif isinstance(part, list):
            for number, inner in enumerate(part):
                assert_open(inner, f"{at}/{number}")

    assert_open(document, "")
    interval = document["components"]["schemas"]["SubscriptionChange"]["properties"]["interval_seconds"]
    assert [one["type"] for one in interval["anyOf"]] == ["integer", "string"]


@ON_SQLITE
def test_the_page_to_read_it_needs_nothing_from_elsewhere(visitor: FlaskClient) -> None:
    page = visitor.get("/api/docs")
    assert page.content_type == "text/html; charset=utf-8"
    assert "PUT /api/favorites/{post_id}" in page.text
    assert "<script" not in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert visitor.get("/api/docs.css").content_type == "text/css; charset=utf-8"


@ON_SQLITE
@pytest.mark.parametrize(
    "query",
    [
        "photos=501",
        "photos=-1",
        "photos=1e9",
        "people=101",
        "method=none",
        "cursor=%00",
        "cursor=" + "A" * 5_000,
        "user=2",
    ],
)
def test_absurd_wishes_for_recommendations_are_refused(
    visitor: FlaskClient, people: People, query: str
) -> None:
    people.account("1@N00")
    answer = visitor.get(f"/api/accounts/flickr/1@N00/recommendations?{query}")
    assert_problem(answer, 422, "invalid_input")


@ON_SQLITE
def test_only_ones_own_recommendations_can_be_changed(people: People, context: Context) -> None:
    people.account("1@N00")
    visitor, other, owner = people.app.test_client(), people.logged_in("2@N00"), people.logged_in("1@N00")
    path = "/api/accounts/flickr/1@N00/recommendations"
    assert visitor.get(path).get_json()["editable"] is False
    assert other.get(path).get_json()["editable"] is False
    assert owner.get(path).get_json()["editable"] is True
    forced = {"force": True}
    runs = "/api/accounts/flickr/1@N00/runs"
    assert visitor.post(runs, json=forced, headers=OWN_PAGE).status_code == 401
    assert other.post(runs, json=forced).get_json()["code"] == "not_yours"
    assert owner.post(runs, json=forced).status_code == 202
    with context.engine.connect() as connection:
        assert favorite_edits.left_pending(connection, before=2**60, limit=10) == []
