"""A user's own data: all of it is handed out, and none of it is left after deletion."""

import base64
import json

import pytest
from sqlalchemy import Connection, event, select, text

from api_server.context import Context
from api_server.runs import service as runs_service
from fovea import clock, packing
from fovea.database import feeds as feed_of
from fovea.database import memory, runs
from fovea.database.crawl_tables import crawls, metadata
from fovea.database.engine import read
from fovea.database.library_tables import api_keys, user_roles
from fovea.database.login_tables import token_families
from fovea.database.tables import (
    accounts,
    dismissed_accounts,
    dismissed_posts,
    favorite_edits,
    favorite_lists,
    feed_items,
    feeds,
    follows,
    mutes,
    posts,
    receipts,
    run_items,
    shown_posts,
    steering,
    subscriptions,
    users,
    visits,
)
from fovea.database.tables import runs as runs_table
from fovea.messages import PullResponse, Receipt
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.test_problems import assert_problem


@pytest.fixture
def browser(people: People, context: Context) -> Browser:
    """Somebody about whom there is a row in every table that can have one."""
    browser = people.administrator("1@N00")
    browser.post("/api/keys", json={"name": "script"})
    photo, other = people.photo("555", owner="9@N00"), people.photo("556", owner="8@N00")
    browser.put(f"/api/favorites/{photo}")
    browser.put(f"/api/dismissals/posts/{other}")
    browser.put(f"/api/dismissals/accounts/{people.account('8@N00')}")
    browser.put("/api/steering/mutes/tag/sunset")
    browser.put(f"/api/steering/mutes/account/{people.account('6@N00', username='mara')}")
    browser.patch("/api/steering", json={"freshness": 0.5})
    browser.post("/api/steering/reset", json={"mutes": True})
    browser.put("/api/steering/mutes/tag/cat")
    shown = {"view": "1000", "posts": [{"id": other, "supporters": 4}]}
    browser.post("/api/recommendations/shown", json=shown)
    browser.post("/api/feeds")

    def look_and_read(connection: Connection) -> None:
        best = packing.sorted_numbers([photo, other])
        memory.look(connection, browser.user.id, best, at=clock.now(), gap_ms=1)
        feed_of.fill(connection, browser.user.id, {other: "why"}, at=clock.now(), every_ms=1, keep=9)

    people.write(look_and_read)
    run = runs_service.of(context).start_refresh(browser.user.account_id).run

    followed = {"account_id": browser.user.account_id, "followee_id": people.account("7@N00")}
    people.execute(follows.insert().values(followed))
    with read(context.engine) as connection:
        item = (
            connection.execute(select(run_items.c.id).where(run_items.c.run_id == run.id)).scalars().first()
        )
    receipt = {
        "item_id": item,
        "execution": 1,
        "number": 0,
        "run_id": run.id,
        "rows": 1,
        "last": True,
        "received_at": 1,
    }
    people.execute(receipts.insert().values(receipt))
    people.token_program(browser.user.id)
    crawl: dict[str, object] = {
        "owner_id": browser.user.id,
        "keywords": "[]",
        "engines": "[]",
        "most_each": 1,
    }
    crawl |= {"state": "done", "next_at": 1, "created_at": 1}
    people.execute(crawls.insert().values(crawl))
    return browser


def test_the_export_holds_everything(browser: Browser, people: People) -> None:
    answer = browser.get("/api/users/me/export")
    assert "attachment" in answer.headers["Content-Disposition"]
    export = answer.get_json()
    assert export["user"]["id"] == browser.user.id
    assert export["user"]["flickr_login_stored"] is True
    assert len(export["user"]["sessions_begun_at"]) == 1
    assert export["account"]["external_id"] == "1@N00"
    assert [post["external_id"] for post in export["favorites"]] == ["555"]
    assert export["favorite_edits"][0]["action"] == "add"
    assert [account["external_id"] for account in export["follows"]] == ["7@N00"]
    assert [post["external_id"] for post in export["dismissed_posts"]] == ["556"]
    assert [account["external_id"] for account in export["dismissed_accounts"]] == ["8@N00"]
    assert {run["kind"] for run in export["runs"]} == {"favorite", "refresh"}
    assert export["subscriptions"][0]["kind"] == "recommendations"
    assert export["dismissed_posts"][0]["dismissed_at"].endswith("Z")
    assert [(mute["kind"], mute["value"]) for mute in export["mutes"]] == [("tag", "cat")]
    (reset,) = export["resets"]
    assert {mute["label"] for mute in reset["mutes"]} == {"sunset", "6@N00"}
    assert export["steering"]["freshness"] == 0.5
    assert [(post["external_id"], post["supporters"]) for post in export["shown_posts"]] == [("556", 4)]
    assert [post["external_id"] for post in export["visit"]["best"]] == ["555", "556"]
    assert export["visit"]["looked_at"].endswith("Z")
    assert [post["external_id"] for post in export["feed_items"]] == ["556"]
    assert export["feed"]["created_at"].endswith("Z")


def test_the_export_holds_no_secret_and_nobody_elses_data(browser: Browser, people: People) -> None:
    people.logged_in("2@N00").put(f"/api/dismissals/posts/{people.photo('999', owner='5@N00')}")
    exported = browser.get("/api/users/me/export").text
    token = browser.get("/api/feeds").get_json()["feed"]["rss_url"].split("/")[-2]
    assert token not in exported
    assert "secret" not in exported
    assert "key of" not in exported
    assert "2@N00" not in exported
    assert "999" not in json.dumps(json.loads(exported)["dismissed_posts"])


def rows_about(context: Context, browser: Browser) -> dict[str, int]:
    """How many rows of each table speak of a user or of their account."""
    own, user = browser.user.account_id, browser.user.id
    about = {
        users: users.c.id == user,
        dismissed_posts: dismissed_posts.c.user_id == user,
        dismissed_accounts: dismissed_accounts.c.user_id == user,
        mutes: mutes.c.user_id == user,
        steering: steering.c.user_id == user,
        visits: visits.c.user_id == user,
        shown_posts: shown_posts.c.user_id == user,
        feeds: feeds.c.user_id == user,
        feed_items: feed_items.c.user_id == user,
        api_keys: api_keys.c.user_id == user,
        user_roles: user_roles.c.user_id == user,
        token_families: token_families.c.user_id == user,
        crawls: crawls.c.owner_id == user,
        favorite_lists: favorite_lists.c.account_id == own,
        favorite_edits: favorite_edits.c.account_id == own,
        follows: follows.c.account_id == own,
        subscriptions: subscriptions.c.account_id == own,
        runs_table: runs_table.c.account_id == own,
        run_items: run_items.c.run_id.in_(select(runs_table.c.id).where(runs_table.c.account_id == own)),
        receipts: receipts.c.run_id.in_(select(runs_table.c.id).where(runs_table.c.account_id == own)),
    }
    with read(context.engine) as connection:
        return {
            table.name: len(connection.execute(select(text("1")).select_from(table).where(rule)).all())
            for table, rule in about.items()
        }


def test_every_table_is_thought_of() -> None:
    """A table that is added later must say here whether it holds anything about a user."""
    public = {
        "accounts", "posts", "post_fingerprints", "group_pools", "favorite_counts", "favorite_changes",
        "images", "image_fingerprints", "post_images", "post_details", "links", "placeholders", "tags",
        "image_tags", "image_tag_removals", "tag_implications", "tag_words", "library_version",
        "listings", "listing_runs", "listing_parts", "listing_checks", "listing_posts",
        "artist_accounts", "artist_search_accounts", "artist_search_pages", "artist_search_results",
        "person_pages", "artist_searches",  # which know a digest of who asked, until they end
        "login_failures",  # of names that anybody types, by their digests, for a day
        # These forget who did it:
        "blocked_tags", "merges", "distinct_images", "listing_subscriptions", "image_labels",
    }  # fmt: skip
    personal = {
        "users", "dismissed_posts", "dismissed_accounts", "favorite_lists", "favorite_edits", "follows",
        "subscriptions", "runs", "run_items", "receipts", "mutes", "steering", "visits", "shown_posts",
        "feeds", "feed_items", "api_keys", "user_roles", "local_logins", "token_families", "refresh_tokens",
        "crawls", "crawl_listings", "crawl_runs", "crawl_images",
    }  # fmt: skip
    assert set(metadata.tables) == public | personal


def test_no_statement_tells_the_database_a_token_or_a_key(context: Context, people: People) -> None:
    """The older system sent the key, and the token in clear, in the statements themselves."""
    told: list[str] = []

    def note(_c: object, _k: object, statement: str, parameters: object, *_: object) -> None:
        told.append(f"{statement} {parameters}")

    event.listen(context.engine, "before_cursor_execute", note)
    browser = people.logged_in("1@N00")
    assert browser.put(f"/api/favorites/{people.photo('5', owner='9@N00')}").status_code == 200
    event.remove(context.engine, "before_cursor_execute", note)
    assert any("UPDATE users" in one for one in told)
    secrets = ["secret of 1@N00", "key of 1@N00", "AES_ENCRYPT", "AES_DECRYPT", *_keys(context)]
    assert [secret for secret in secrets for one in told if secret in one] == []


def _keys(context: Context) -> list[str]:
    assert context.settings.token_keys is not None
    encoded = context.settings.token_keys.get_secret_value().split(":")[1]
    return [encoded, str(base64.b64decode(encoded))[2:-1]]


def test_deleting_the_account_leaves_nothing(browser: Browser, context: Context, people: People) -> None:
    assert min(rows_about(context, browser).values()) >= 1
    with read(context.engine) as connection:
        run_ids = [run.id for run in connection.execute(select(runs_table.c.id))]

    answer = browser.delete("/api/users/me")
    assert answer.status_code == 204
    assert set(rows_about(context, browser).values()) == {0}
    with read(context.engine) as connection:
        assert connection.execute(select(receipts)).all() == []
        assert connection.execute(select(run_items)).all() == []
        account = connection.execute(select(accounts).where(accounts.c.id == browser.user.account_id)).one()
    assert run_ids
    assert (account.external_id, account.username, account.real_name, account.icon_url) == (
        "1@N00",
        None,
        None,
        None,
    )

    keys = [key.decode() for key in context.cache.scan_iter()]
    assert not [key for key in keys if "session" in key or "undo-of" in key]
    assert_problem(browser.get("/api/users/me/export"), 401, "not_logged_in")
    assert browser.get("/api/session").get_json() == {"user": None}


def test_a_photographer_whom_others_fave_keeps_their_credit(people: People, context: Context) -> None:
    people.account("1@N00", username="ada")
    browser = people.logged_in("1@N00")
    photo = people.photo("777", owner="1@N00")
    people.account("1@N00", username="ada")
    assert browser.delete("/api/users/me").status_code == 204
    with read(context.engine) as connection:
        assert connection.execute(select(posts.c.id).where(posts.c.id == photo)).one()
        name = connection.execute(
            select(accounts.c.username).where(accounts.c.id == browser.user.account_id)
        ).scalar_one()
    assert name == "ada"


def test_what_others_have_stays(browser: Browser, people: People, context: Context) -> None:
    other = people.logged_in("2@N00")
    photo = people.photo("555", owner="9@N00")
    other.put(f"/api/favorites/{photo}")
    other.put(f"/api/dismissals/accounts/{browser.user.account_id}")
    before = rows_about(context, other)
    assert browser.delete("/api/users/me").status_code == 204
    assert rows_about(context, other) == before
    assert other.get("/api/session").get_json()["user"] is not None
    assert other.get("/api/dismissals").get_json()["accounts"][0]["external_id"] == "1@N00"


def test_a_deletion_that_fails_deletes_nothing(
    browser: Browser, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault in the middle")

    before = rows_about(context, browser)
    monkeypatch.setattr("fovea.database.personal_data._keep_only_the_credit", fail)
    assert_problem(browser.delete("/api/users/me"), 500, "internal_error")
    assert rows_about(context, browser) == before
    assert browser.get("/api/session").get_json()["user"] is not None


def test_answers_that_arrive_after_the_deletion_change_nothing(browser: Browser, context: Context) -> None:
    with read(context.engine) as connection:
        run = runs.latest_of(connection, browser.user.account_id)
        assert run is not None
        items = connection.execute(select(run_items.c.id).where(run_items.c.run_id == run.id)).scalars().all()
    browser.delete("/api/users/me")
    service = runs_service.of(context)
    service.record_puller_responses(
        [PullResponse(run_id=run.id, item_id=item, execution=5, batches=1) for item in items]
    )
    service.record_receipts([Receipt(run_id=run.id, item_id=item, execution=5, number=0) for item in items])
    assert set(rows_about(context, browser).values()) == {0}


def test_somebody_who_comes_back_begins_anew(browser: Browser, people: People) -> None:
    browser.delete("/api/users/me")
    again = people.logged_in("1@N00")
    assert again.get("/api/dismissals").get_json() == {"posts": [], "accounts": []}
    assert again.get("/api/users/me/export").get_json()["favorites"] == []
    assert browser.get("/api/session").get_json() == {"user": None}
