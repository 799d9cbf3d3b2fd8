"""Accounts of the artist finder that are no more: which they are, and removing what they brought."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from api_server.app import create_internal_app
from api_server.context import Context
from fovea import clock
from fovea.artists.addresses import account
from fovea.artists.records import AccountAddress
from fovea.database import (
    artist_accounts,
    artist_removal,
    link_answers,
    links,
    listing_posts,
    listing_subscriptions,
    listings,
)
from fovea.database.engine import in_transaction, read
from fovea.database.library_tables import links as links_table
from fovea.messages import CheckedListing, LinkRecord, ListingName
from tests.integration.api_server.resolving import TOKEN
from tests.integration.database.pictured import post

PATH = "/internal/artist-accounts"


@pytest.fixture
def internal(context: Context) -> FlaskClient:
    return create_internal_app(context).test_client()


def gone(internal: FlaskClient) -> dict[str, Any]:
    """The accounts that may have to go, by handle."""
    answer = internal.get(f"{PATH}/gone", headers=TOKEN)
    assert answer.status_code == 200
    return {one["handle"]: one for one in answer.get_json()["accounts"]}


def scanned(
    context: Context, address: AccountAddress, *names: str, vanished: bool, purpose: str = "artist"
) -> int:
    """An account that was read, with posts of these names, each with a link that failed; its number."""

    def write(connection: Connection) -> int:
        name = ListingName(kind="account", query=address.handle, url=address.url)
        checked = CheckedListing(source=address.network, listing=name)
        listing = listings.put(connection, checked, now=clock.now())
        listing_subscriptions.subscribe(
            connection,
            listing.id,
            since=0,
            interval_seconds=86_400,
            user_id=None,
            purpose=purpose,
            now=clock.now(),
        )
        artist_accounts.used(connection, listing.id, address, now=clock.now())
        for each in names:
            number = post(connection, each, [])
            listing_posts.note(connection, {listing.id: [number]}, now=clock.now())
            told = LinkRecord(url=f"https://pictures.test/{each}.jpg", kind="image")
            new = link_answers.from_record(told, post_id=number)
            assert new is not None
            for link in links.add(connection, [new], now=clock.now()).ids:
                values = {"state": links.FAILED, "code": "gone"}
                connection.execute(links_table.update().where(links_table.c.id == link).values(values))
        if vanished:
            artist_accounts.note_vanished(connection, [listing.id], now=clock.now())
        return listing.id

    return in_transaction(context.engine, write)


def link_states(context: Context) -> dict[str, str]:
    """The states of all links, by the name of their picture."""
    with read(context.engine) as connection:
        rows = connection.execute(select(links_table.c.url, links_table.c.state))
        return {row.url.rpartition("/")[2].removesuffix(".jpg"): row.state for row in rows}


def test_vanished_and_blacklisted_accounts_may_have_to_go_and_no_others(
    context: Context, internal: FlaskClient
) -> None:
    scanned(context, account("bluesky", "there.bsky.social"), "a", vanished=False)
    scanned(context, account("bluesky", "gone.bsky.social"), "b", "c", vanished=True)
    scanned(context, account("x", "pixivfanbox"), "d", vanished=False)
    told = gone(internal)
    assert told.keys() == {"gone.bsky.social", "pixivfanbox"}
    assert (told["gone.bsky.social"]["posts"], told["gone.bsky.social"]["blacklisted"]) == (2, None)
    assert told["gone.bsky.social"]["check"] == "https://bsky.app/profile/gone.bsky.social"
    assert told["pixivfanbox"]["blacklisted"] == "the platform's own account"
    assert told["pixivfanbox"]["vanished_at"] is None


def test_an_account_goes_with_its_posts_its_subscription_and_its_failed_links(
    context: Context, internal: FlaskClient
) -> None:
    other = scanned(context, account("bluesky", "there.bsky.social"), "shared", "other", vanished=False)
    number = scanned(context, account("bluesky", "gone.bsky.social"), "own", "shared", vanished=True)
    removed = internal.post(f"{PATH}/remove", json={"ids": [number]}, headers=TOKEN)
    assert removed.get_json() == {"accounts": 1, "posts": 2}
    assert link_states(context) == {"own": "removed", "shared": "failed", "other": "failed"}
    with read(context.engine) as connection:
        assert listing_subscriptions.of_listing(connection, number) is None
        assert listing_subscriptions.of_listing(connection, other) is not None
        assert artist_accounts.get(connection, number) is None
    internal.post("/internal/listings/remove-posts", json={"limit": 100}, headers=TOKEN)
    with read(context.engine) as connection:
        assert artist_removal.posts_of(connection, [number]).get(number, 0) == 0
        assert artist_removal.posts_of(connection, [other]).get(other, 0) == 2
    again = internal.post(f"{PATH}/remove", json={"ids": [number]}, headers=TOKEN)
    assert again.get_json() == {"accounts": 0, "posts": 0}


def test_what_a_person_has_subscribed_to_keeps_its_posts(context: Context, internal: FlaskClient) -> None:
    number = scanned(context, account("bluesky", "gone.bsky.social"), "own", vanished=True, purpose="person")
    assert gone(internal)["gone.bsky.social"]["subscribed"]
    removed = internal.post(f"{PATH}/remove", json={"ids": [number]}, headers=TOKEN)
    assert removed.get_json() == {"accounts": 1, "posts": 0}
    internal.post("/internal/listings/remove-posts", json={"limit": 100}, headers=TOKEN)
    with read(context.engine) as connection:
        assert artist_removal.posts_of(connection, [number]).get(number, 0) == 1
        assert listing_subscriptions.of_listing(connection, number) is not None
    assert link_states(context) == {"own": "failed"}
    assert gone(internal) == {}


def test_an_account_that_is_there_again_stays(context: Context, internal: FlaskClient) -> None:
    number = scanned(context, account("bluesky", "gone.bsky.social"), "own", vanished=True)
    assert internal.post(f"{PATH}/there", json={"ids": [number]}, headers=TOKEN).status_code == 204
    assert gone(internal) == {}


def test_only_who_has_the_service_token_may(internal: FlaskClient) -> None:
    assert internal.get(f"{PATH}/gone").status_code == 401
    assert internal.post(f"{PATH}/remove", json={"ids": [1]}).status_code == 401
    assert internal.post(f"{PATH}/remove", json={"ids": "all"}, headers=TOKEN).status_code == 422
