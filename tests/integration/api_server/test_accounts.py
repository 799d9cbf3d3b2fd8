"""Accounts: found by what people paste, remembered for a short while, and described."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from api_server.context import Context
from fovea import clock, packing
from fovea.database import accounts
from fovea.database.engine import read
from fovea.database.tables import accounts as accounts_table
from fovea.database.tables import favorite_lists
from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    InvalidInput,
    SourceRefused,
    SourceUnavailable,
)
from fovea.messages import AccountRecord
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr
from tests.integration.api_server.test_problems import assert_problem

ADA = AccountRecord(external_id="12@N00", username="ada", real_name="Ada", path_alias="ada", state="active")

LookUp = Callable[[str], TestResponse]


@pytest.fixture
def look_up(visitor: FlaskClient) -> LookUp:
    return lambda text: visitor.post("/api/accounts/lookup", json={"query": text}, headers=OWN_PAGE)


def test_what_somebody_pastes_becomes_an_account(look_up: LookUp, flickr: ScriptedFlickr) -> None:
    flickr.people["https://www.flickr.com/photos/ada/"] = ADA
    answer = look_up("  https://www.flickr.com/photos/ada/ ").get_json()
    assert (answer["external_id"], answer["username"], answer["display_name"]) == ("12@N00", "ada", "Ada")
    assert answer["url"] == "https://www.flickr.com/photos/ada/"
    assert answer["state"] == "active"


def test_a_lookup_is_made_for_nobody_in_particular(people: People, flickr: ScriptedFlickr) -> None:
    """The older system kept answers by their arguments alone, so one user's could be shown to another."""
    flickr.people["ada"] = ADA
    browser = people.logged_in("1@N00")
    assert browser.post("/api/accounts/lookup", json={"query": "ada"}).status_code == 200
    assert flickr.calls == [("lookup", None, ("ada",))]


def test_answers_are_remembered_for_a_while(
    look_up: LookUp, flickr: ScriptedFlickr, context: Context
) -> None:
    flickr.people["ada"] = ADA
    first, second = look_up("ada").get_json(), look_up("ada").get_json()
    assert first == second
    assert len(flickr.calls) == 1
    lifetimes = [context.cache.ttl(key) for key in context.cache.scan_iter("fovea:lookup:*")]
    assert len(lifetimes) == 1
    assert 0 < lifetimes[0] <= 600


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (AccountNotFound("Nobody is called so"), 404, "account_not_found"),
        (AccountGone("This person has deleted their Flickr account"), 410, "account_gone"),
        (AccountPrivate("This account is private"), 403, "account_private"),
    ],
)
def test_that_somebody_cannot_be_found_is_remembered_too(
    look_up: LookUp, flickr: ScriptedFlickr, failure: FoveaError, status: int, code: str
) -> None:
    flickr.failures["lookup"] = failure
    first, second = assert_problem(look_up("x"), status, code), assert_problem(look_up("x"), status, code)
    assert first == second
    assert first["detail"] == failure.detail
    assert len(flickr.calls) == 1


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (SourceUnavailable("Flickr is busy"), 503, "source_unavailable"),
        (SourceRefused("Flickr refused the API key"), 502, "source_refused"),
        (InvalidInput("Give the address of somebody's Flickr page"), 422, "invalid_input"),
    ],
)
def test_a_failure_is_no_answer_and_not_remembered(
    look_up: LookUp, flickr: ScriptedFlickr, failure: FoveaError, status: int, code: str
) -> None:
    flickr.failures["lookup"] = failure
    assert_problem(look_up("ada"), status, code)
    del flickr.failures["lookup"]
    flickr.people["ada"] = ADA
    assert look_up("ada").status_code == 200


def test_an_account_seen_again_is_the_same_one_with_its_newest_names(
    look_up: LookUp, flickr: ScriptedFlickr, context: Context
) -> None:
    flickr.people["ada"] = ADA
    number = look_up("ada").get_json()["id"]
    flickr.people["12@N00"] = AccountRecord(external_id="12@N00", username="ada lovelace")
    again = look_up("12@N00").get_json()
    assert (again["id"], again["username"], again["real_name"]) == (number, "ada lovelace", "Ada")
    with read(context.engine) as connection:
        assert len(connection.execute(select(accounts_table)).all()) == 1


def test_an_address_of_ours_finds_an_account_that_nobody_looked_up_before(
    visitor: FlaskClient, flickr: ScriptedFlickr
) -> None:
    flickr.people["12@N00"] = ADA
    answer = visitor.get("/api/accounts/flickr/12@N00").get_json()
    assert (answer["username"], answer["favorites"], answer["photographers"], answer["run"]) == (
        "ada",
        None,
        None,
        None,
    )
    assert visitor.get("/api/accounts/flickr/12@N00").status_code == 200
    assert len(flickr.calls) == 1


def test_an_account_tells_how_much_is_known_of_it(
    visitor: FlaskClient, people: People, context: Context
) -> None:
    account = people.account("1@N00")
    mine = [
        people.photo("1", owner="8@N00"),
        people.photo("2", owner="8@N00"),
        people.photo("3", owner="9@N00"),
    ]
    own = people.photo("4", owner="1@N00")
    row = {
        "account_id": account,
        "count": 4,
        "posts": packing.pack(packing.sorted_numbers([*mine, own])),
        "pulled_at": 1_700_000_000_000,
    }
    people.execute(favorite_lists.insert().values(row))
    answer = visitor.get("/api/accounts/flickr/1@N00").get_json()
    assert (answer["favorites"], answer["photographers"]) == (4, 2)
    assert answer["favorites_pulled_at"] == "2023-11-14T22:13:20Z"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("flickr/nobody", "account_not_found"),
        ("flickr/12345", "account_not_found"),
        ("flickr/12@N00%00", "account_not_found"),
        ("flickr/1@N00 OR 1=1", "account_not_found"),
        ("flickr/" + "1" * 300 + "@N00", "account_not_found"),
        ("flickr/%F0%9F%93%B7", "account_not_found"),
        ("reddit/1@N00", "not_found"),
        ("%00/1@N00", "not_found"),
    ],
)
def test_what_is_no_account_is_not_found_without_asking_flickr(
    visitor: FlaskClient, flickr: ScriptedFlickr, path: str, code: str
) -> None:
    assert_problem(visitor.get(f"/api/accounts/{path}"), 404, code)
    assert_problem(visitor.get(f"/api/accounts/{path}/recommendations"), 404, code)
    assert_problem(visitor.post(f"/api/accounts/{path}/runs", json={}, headers=OWN_PAGE), 404, code)
    assert flickr.calls == []


def test_a_remembered_account_that_was_deleted_is_looked_up_anew(
    look_up: LookUp, flickr: ScriptedFlickr, context: Context, people: People
) -> None:
    flickr.people["ada"] = ADA
    look_up("ada")
    people.execute(accounts_table.delete())
    assert look_up("ada").status_code == 200
    assert len(flickr.calls) == 2
    with read(context.engine) as connection:
        assert accounts.find(connection, "flickr", "12@N00") is not None


def test_a_private_account_is_shown_as_what_it_is(visitor: FlaskClient, people: People) -> None:
    number = people.account("1@N00")
    people.write(lambda connection: accounts.set_state(connection, number, "private", at=clock.now()))
    assert visitor.get("/api/accounts/flickr/1@N00").get_json()["state"] == "private"
