"""What belongs to one user: seen and changed by them and by administrators, and by nobody else."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Connection

from api_server import ownership, sessions
from api_server.context import Context
from fovea import clock
from fovea.database import accounts, listing_subscriptions, posts
from fovea.database.listing_tables import listings
from fovea.errors import NotFound, NotYours
from fovea.messages import AccountRecord
from tests.integration.api_server.people import People
from tests.integration.api_server.scripted_flickr import photo
from tests.integration.api_server.test_problems import assert_problem

PASSWORD = "correct horse battery"


Sees = Callable[[int | None], bool]
REFUSALS: tuple[tuple[Callable[[int | None], None], type[Exception]], ...] = (
    (partial(ownership.require, what="thing"), NotFound),
    (partial(ownership.require_own, what="thing"), NotYours),
    (ownership.require_as_before, NotYours),
)


def asked_with(app: Flask, **headers: str) -> Sees:
    """Whether something that belongs to a user is seen in a request with these headers."""

    def sees(owner_id: int | None) -> bool:
        with app.test_request_context(headers=headers):
            seen = ownership.sees(owner_id)
            for require, error in REFUSALS:
                if seen:
                    require(owner_id)
                else:
                    with pytest.raises(error):
                        require(owner_id)
            return seen

    return sees


def test_what_is_somebodys_is_seen_by_them_and_by_administrators(
    people: People, app: Flask, context: Context
) -> None:
    owner = people.logged_in("1@N00")
    name = sessions.cookie_name(context)
    for browser, seen, operators in (
        (owner, True, False),
        (people.logged_in("2@N00"), False, False),
        (people.editor("3@N00"), False, False),
        (people.administrator("4@N00"), True, True),
    ):
        cookie = browser.client.get_cookie(name)
        assert cookie is not None
        sees = asked_with(app, Cookie=f"{name}={cookie.value}")
        assert (sees(owner.user.id), sees(None)) == (seen, operators)
    nobody = asked_with(app)
    assert (nobody(owner.user.id), nobody(None)) == (False, False)


def test_keys_and_tokens_see_what_their_user_sees(people: People, app: Flask) -> None:
    number = people.named("ada", PASSWORD)
    owner = people.with_password("ada", PASSWORD)
    for text, seen, operators in (
        (people.tokens("ada", PASSWORD).access_token, True, False),
        (people.program("library:read", user=owner.user).key, True, False),
        (people.program("library:write").key, False, True),
        (people.program("admin").key, True, True),
    ):
        sees = asked_with(app, Authorization=f"Bearer {text}")
        assert (sees(number), sees(None)) == (seen, operators)


def subscribed(people: People, user_id: int | None) -> int:
    """The number of a user's subscription."""
    name = f"tags of {user_id}"

    def write(connection: Connection) -> int:
        now = clock.now()
        account = accounts.upsert_many(connection, "danbooru", [AccountRecord(external_id=name)], at=now)[
            name
        ]
        row: dict[str, object] = {"source": "danbooru", "kind": "tags", "query": name}
        row |= {"query_digest": f"{account:032}"}
        row |= {"account_id": account, "title": name, "url": "https://example.org", "created_at": now}
        listing_id = connection.scalar(listings.insert().values(row).returning(listings.c.id))
        subscription, _ = listing_subscriptions.subscribe(
            connection, listing_id, since=None, interval_seconds=None, user_id=user_id, now=now
        )
        return subscription.id

    return people.write(write)


def test_a_subscription_is_changed_by_whoever_made_it(people: People) -> None:
    owner, other = people.editor("1@N00"), people.editor("2@N00")
    administrator, writer = people.administrator("3@N00"), people.program("library:write")
    theirs, operators = subscribed(people, owner.user.id), subscribed(people, None)
    path = f"/api/subscriptions/{theirs}"
    for somebody in (other, writer):
        assert somebody.get(path).get_json()["editable"] is False
        assert_problem(somebody.patch(path, json={"state": "paused"}), 403, "not_yours")
        assert_problem(somebody.post(f"{path}/runs", json={}), 403, "not_yours")
        assert_problem(somebody.delete(path), 403, "not_yours")
    for somebody in (owner, administrator):
        assert somebody.get(path).get_json()["editable"] is True
        assert somebody.patch(path, json={"state": "paused"}).get_json()["state"] == "paused"
    assert_problem(owner.patch(f"/api/subscriptions/{operators}", json={"state": "paused"}), 403, "not_yours")
    assert writer.patch(f"/api/subscriptions/{operators}", json={"state": "paused"}).status_code == 200
    listed = owner.get("/api/subscriptions").get_json()["subscriptions"]
    assert {one["id"]: one["editable"] for one in listed} == {theirs: True, operators: False}
    # Somebody whose role was taken does not edit even what is theirs.
    people.set_role(owner, "member")
    assert owner.get(path).get_json()["editable"] is False
    assert_problem(owner.patch(path, json={"state": "active"}), 403, "not_an_administrator")


def test_an_upload_is_changed_by_whoever_brought_it(people: People) -> None:
    owner, other, administrator = (
        people.editor("1@N00"),
        people.editor("2@N00"),
        people.administrator("3@N00"),
    )

    def write(connection: Connection) -> dict[str, int]:
        found: dict[str, int] = {}
        for name in (str(owner.user.id), "operator"):
            record = AccountRecord(external_id=name)
            owners = accounts.upsert_many(connection, "upload", [record], at=clock.now())
            told = posts.told(photo(f"by {name}", owner=name))
            found |= posts.upsert_many(connection, "upload", [told], owners=owners)
        return found

    uploads = people.write(write)
    theirs = f"/api/submissions/{uploads[f'by {owner.user.id}']}"
    assert_problem(other.patch(theirs, json={"title": "x"}), 403, "not_yours")
    assert_problem(other.delete(theirs), 403, "not_yours")
    for somebody in (owner, administrator):
        assert somebody.patch(theirs, json={"title": "x"}).status_code == 200
    assert_problem(owner.delete(f"/api/submissions/{uploads['by operator']}"), 403, "not_yours")
    assert owner.delete(theirs).status_code == 204


def test_nobody_uploads_in_the_name_of_somebody_else(people: People) -> None:
    owner, other = people.editor("1@N00"), people.editor("2@N00")
    post = {"source": "upload", "external_id": "x", "account": str(owner.user.id), "links": []}
    assert_problem(other.post("/api/submissions", json=[post]), 403, "not_yours")
    assert_problem(other.post("/api/submissions", json=[post | {"account": "operator"}]), 403, "not_yours")
    assert owner.post("/api/submissions", json=[post]).status_code == 200
