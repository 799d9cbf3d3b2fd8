"""The routes of crawls: whose they are, what may be done with them, their pictures and archives."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import Connection

from api_server.context import Context
from api_server.settings import ApiServerSettings
from fovea import clock
from fovea.database import (
    crawl_duplicates,
    crawl_images,
    crawl_listings,
    crawls,
    links,
    listing_subscriptions,
)
from fovea.database.crawl_tables import crawl_images as results
from fovea.database.crawl_tables import crawls as crawl_rows
from fovea.database.engine import in_transaction, read
from fovea.database.links import NewLink
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import Browser, People

WANTED = {"keywords": ["cat"], "engines": ["commons", "openverse"], "limit": 10}
SEVERAL = ["brave", "commons", "openverse"]


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    """Whoever begins a crawl carries it on."""
    return settings.model_copy(update={"crawl_threads": 0})


@pytest.fixture
def anna(people: People) -> Browser:
    return people.logged_in("1@N00")


def begin(browser: Any, **wanted: Any) -> dict[str, Any]:
    answer = browser.post("/api/crawls", json=WANTED | wanted)
    assert answer.status_code == 202, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told


@pytest.fixture
def shown(context: Context, people: People, library_world: LibraryWorld) -> Any:
    """Makes a result of a crawl that shows a picture; gives the picture's number."""
    count = 0

    def show(crawl_id: int, **what: Any) -> int:
        nonlocal count
        count += 1
        post = people.photo(str(count), owner="9@N00", title=f"picture {count}")
        image = library_world.image(posts=[post], **what)

        def write(connection: Connection) -> None:
            now = clock.now()
            new = NewLink(post_id=post, url=f"https://example.org/{count}.png", keep=True)
            (link,) = links.add(connection, [new], now=now).ids
            search = crawl_listings.of_crawl(connection, crawl_id)[0]
            row = {
                "crawl_id": crawl_id,
                "crawl_listing_id": search.id,
                "post_id": post,
                "link_id": link,
                "position": count,
                "state": crawl_images.PICTURE,
                "image_id": image,
            }
            connection.execute(results.insert(), [row])
            crawls.lock(connection, crawl_id)
            crawl_duplicates.refold(connection, crawl_id)

        in_transaction(context.engine, write)
        return image

    return show


def test_a_crawl_is_its_owners(anna: Browser, people: People) -> None:
    number = begin(anna)["id"]
    other, administrator = people.logged_in("2@N00"), people.administrator("3@N00")
    assert anna.get(f"/api/crawls/{number}").get_json()["owner"]["external_id"] == "1@N00"
    assert [one["id"] for one in anna.get("/api/crawls").get_json()["crawls"]] == [number]
    assert other.get("/api/crawls").get_json()["crawls"] == []
    for path in ("", "/images", "/zip"):
        assert other.get(f"/api/crawls/{number}{path}").status_code == 404
    assert other.patch(f"/api/crawls/{number}", json={"state": "cancelled"}).status_code == 404
    assert other.post(f"/api/crawls/{number}/again").status_code == 404
    assert other.get("/api/crawls?everybodys=true").status_code == 403
    assert administrator.get(f"/api/crawls/{number}").status_code == 200
    listed = administrator.get("/api/crawls?everybodys=true").get_json()["crawls"]
    assert [one["id"] for one in listed] == [number]


def test_the_runs_of_a_crawl_are_its_owners(anna: Browser, people: People) -> None:
    path = f"/api/runs/{begin(anna)['run_id']}"
    assert anna.get(path).get_json()["kind"] == "crawl"
    assert people.logged_in("2@N00").get(path).status_code == 404
    assert people.administrator("3@N00").get(path).status_code == 200


def test_a_run_that_reads_for_a_subscription_too_is_everybodys(
    anna: Browser, people: People, context: Context
) -> None:
    other, told = people.logged_in("2@N00"), begin(anna)
    with read(context.engine) as connection:
        search, another = crawl_listings.of_crawl(connection, told["id"])
    assert other.get(f"/api/runs/{search.run_id}").status_code == 404

    def subscribe(connection: Connection) -> None:
        listing_subscriptions.subscribe(
            connection,
            search.listing_id,
            since=None,
            interval_seconds=None,
            user_id=None,
            now=clock.now(),
        )

    in_transaction(context.engine, subscribe)
    assert other.get(f"/api/runs/{search.run_id}").get_json()["state"] == "running"
    for hidden in (another.run_id, told["run_id"]):
        assert other.get(f"/api/runs/{hidden}").status_code == 404


def test_the_operators_key_has_crawls_of_its_own(anna: Browser, people: People) -> None:
    begin(anna)
    program = people.program("library:write")
    made = begin(program)
    assert made["owner"] is None
    assert [one["id"] for one in program.get("/api/crawls").get_json()["crawls"]] == [made["id"]]
    assert anna.get(f"/api/crawls/{made['id']}").status_code == 404
    assert people.program("library:read").post("/api/crawls", json=WANTED).status_code == 403


def test_a_program_that_is_logged_in_may_what_its_user_may(people: People) -> None:
    people.named("berta", "a long password 1")
    program = people.tokens("berta", "a long password 1")
    answer = program.open("POST", "/api/crawls", json=WANTED)
    assert answer.status_code == 202
    assert program.get(answer.headers["Location"]).get_json()["owner"]["username"] == "berta"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"engines": ["nowhere"]}, "unknown_engine"),
        ({"keywords": ["  "]}, "no_keyword"),
        ({"limit": 100_000}, "invalid_input"),
        ({"limit": 0}, "invalid_input"),
        ({"keywords": []}, "invalid_input"),
        ({"filters": {"colour": "red"}}, "invalid_input"),
        ({"keywords": list("abcdefghijklmnopqrst"), "engines": SEVERAL}, "too_many_searches"),
    ],
)
def test_what_cannot_be_crawled_is_refused(anna: Browser, wanted: dict[str, Any], code: str) -> None:
    answer = anna.post("/api/crawls", json=WANTED | wanted)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_nobody_has_more_crawls_under_way_than_they_may(anna: Browser, people: People) -> None:
    for _ in range(5):
        begin(anna)
    answer = anna.post("/api/crawls", json=WANTED)
    assert (answer.status_code, answer.get_json()["code"]) == (429, "too_many_crawls")
    assert "Retry-After" in answer.headers
    begin(people.logged_in("2@N00"))


def test_a_crawl_is_paused_resumed_cancelled_and_done_again(anna: Browser) -> None:
    number = begin(anna, keywords=["cat", "dog"], filters={"least_width": 100})["id"]

    def change(state: str) -> Any:
        return anna.patch(f"/api/crawls/{number}", json={"state": state})

    assert change("paused").get_json()["state"] == "paused"
    assert change("active").get_json()["state"] == "active"
    told = change("cancelled").get_json()
    assert (told["state"], {one["state"] for one in told["searches"]}) == ("cancelled", {"cancelled"})
    assert change("cancelled").status_code == 200
    refused = change("active")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "crawl_ended")
    again = anna.post(f"/api/crawls/{number}/again").get_json()
    assert (again["again_of"], again["keywords"], again["state"]) == (number, ["cat", "dog"], "active")
    assert again["filters"] == {"least_width": 100, "least_height": 0, "licensed": False}


def test_pictures_come_in_pages_each_once(anna: Browser, shown: Any) -> None:
    number = begin(anna)["id"]
    images = [shown(number, phash=(0b1011 << 20) * 7**place) for place in range(3)]
    first = anna.get(f"/api/crawls/{number}/images?limit=2").get_json()
    second = anna.get(f"/api/crawls/{number}/images?limit=2&cursor={first['next_cursor']}").get_json()
    found = [one["image"]["id"] for one in first["images"] + second["images"]]
    assert (found, second["next_cursor"]) == (images, None)
    assert first["images"][0]["class"] == "pending"
    assert anna.get(f"/api/crawls/{number}/images?cursor=nonsense").status_code == 422


def test_what_a_person_says_of_a_picture_moves_it(anna: Browser, shown: Any) -> None:
    number = begin(anna)["id"]
    image = shown(number)
    path = f"/api/crawls/{number}/images/{image}/label"
    assert anna.put(path, json={"label": "text"}).status_code == 204
    (one,) = anna.get(f"/api/crawls/{number}/images?class=text").get_json()["images"]
    assert (one["label"], one["class"], one["sure"]) == ("text", "text", True)
    assert anna.get(f"/api/crawls/{number}").get_json()["classes"]["text"] == 1
    assert anna.put(path, json={"label": None}).status_code == 204
    assert anna.get(f"/api/crawls/{number}/images?class=text").get_json()["images"] == []
    assert (
        anna.put(f"/api/crawls/{number}/images/{image + 1}/label", json={"label": "text"}).status_code == 404
    )


def test_several_pictures_are_moved_at_once_or_none(anna: Browser, shown: Any) -> None:
    number = begin(anna)["id"]
    images = [shown(number, phash=(0b1011 << 20) * 7**place) for place in range(3)]
    path = f"/api/crawls/{number}/labels"
    assert anna.put(path, json={"images": images[:2], "label": "nontext"}).status_code == 204
    found = anna.get(f"/api/crawls/{number}/images?class=nontext").get_json()["images"]
    assert [one["image"]["id"] for one in found] == images[:2]
    assert anna.put(path, json={"images": [images[2], 4_000_000_000], "label": "text"}).status_code == 404
    assert anna.get(f"/api/crawls/{number}").get_json()["classes"] == {
        "text": 0,
        "nontext": 2,
        "unsure": 0,
        "pending": 1,
    }
    assert anna.put(path, json={"images": images, "label": None}).status_code == 204
    assert anna.get(f"/api/crawls/{number}").get_json()["classes"]["pending"] == 3
    for wrong in ([], [0], ["1"], list(range(1, 502))):
        assert anna.put(path, json={"images": wrong, "label": "text"}).status_code == 422


def test_what_is_folded_into_a_picture_can_be_seen(anna: Browser, shown: Any) -> None:
    number = begin(anna)["id"]
    look = 0x0123456789ABCDEF
    first, alike, other = (shown(number, phash=one) for one in (look, look ^ 1, ~look & (2**64 - 1)))
    listed = anna.get(f"/api/crawls/{number}/images").get_json()["images"]
    assert [(one["image"]["id"], one["duplicates"]) for one in listed] == [(first, 1), (other, 0)]
    (folded,) = anna.get(f"/api/crawls/{number}/images/{first}/duplicates").get_json()["duplicates"]
    assert (folded["image"]["id"], folded["alike_by"]) == (alike, "looks")
    assert (folded["engine"], folded["keyword"], folded["title"]) == ("commons", "cat", "picture 2")
    assert folded["original_url"] == "https://example.org/2.png"
    assert anna.get(f"/api/crawls/{number}/images/{other}/duplicates").get_json() == {"duplicates": []}
    assert anna.get(f"/api/crawls/{number}/images/{alike}/duplicates").status_code == 404


def test_the_archive_has_the_files_and_says_where_they_are_from(anna: Browser, shown: Any) -> None:
    number = begin(anna)["id"]
    shown(number, body=b"first")
    shown(number, body=b"second")
    shown(number, body=b"first one with text")
    answer = anna.get(f"/api/crawls/{number}/zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.get_data()))
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    bodies = {archive.read(one["file"]) for one in manifest["pictures"]}
    assert bodies == {b"first", b"second", b"first one with text"}
    rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
    assert [row["address"] for row in rows] == [f"https://example.org/{one}.png" for one in (1, 2, 3)]
    empty = zipfile.ZipFile(io.BytesIO(anna.get(f"/api/crawls/{number}/zip?class=text").get_data()))
    assert sorted(empty.namelist()) == ["manifest.csv", "manifest.json"]


def test_a_file_that_is_lost_spoils_no_archive(anna: Browser, shown: Any, context: Context) -> None:
    number = begin(anna)["id"]
    shown(number, body=b"kept")
    shown(number, body=b"lost")
    for stored in list(context.storage.objects("images/")):
        if context.storage.get(stored.key) == b"lost":
            context.storage.delete(stored.key)
    archive = zipfile.ZipFile(io.BytesIO(anna.get(f"/api/crawls/{number}/zip").get_data()))
    told = json.loads(archive.read("manifest.json"))["pictures"]
    assert [one["missing"] for one in told] == [None, "not in the storage"]


def test_engines_say_whether_they_want_a_key(people: People, visitor: Any) -> None:
    told = {one["name"]: one for one in visitor.get("/api/crawl-engines").get_json()["engines"]}
    assert (told["google"]["keyed"], told["google"]["usable"]) == (True, False)
    assert (told["commons"]["keyed"], told["commons"]["usable"], told["commons"]["key"]) == (
        False,
        True,
        "not_needed",
    )


def runs_of(context: Context, told: dict[str, Any]) -> list[int]:
    """The runs of a crawl: its own, and those that read for it."""
    with read(context.engine) as connection:
        searches = crawl_listings.of_crawl(connection, told["id"])
    return [told["run_id"], *(one.run_id for one in searches if one.run_id is not None)]


def test_a_crawl_goes_with_its_owner(anna: Browser, people: People, context: Context) -> None:
    told = begin(anna)
    runs = runs_of(context, told)
    assert len(runs) == 3
    assert anna.delete("/api/users/me").status_code == 204
    administrator = people.administrator("3@N00")
    assert administrator.get(f"/api/crawls/{told['id']}").status_code == 404
    assert [administrator.get(f"/api/runs/{number}").status_code for number in runs] == [404] * 3


def test_a_crawl_is_deleted_and_its_pictures_stay(
    anna: Browser, people: People, context: Context, shown: Any
) -> None:
    told = begin(anna)
    image = shown(told["id"])
    path = f"/api/crawls/{told['id']}"
    runs = runs_of(context, told)
    assert people.logged_in("2@N00").delete(path).status_code == 404
    assert anna.delete(path).status_code == 204
    assert anna.get(path).status_code == anna.delete(path).status_code == 404
    assert [anna.get(f"/api/runs/{number}").status_code for number in runs] == [404] * 3
    assert anna.get(f"/api/library/images/{image}").status_code == 200


def test_only_editors_delete_a_crawl_with_its_pictures(anna: Browser, people: People) -> None:
    path = f"/api/crawls/{begin(anna)['id']}?pictures=remove"
    refused = anna.delete(path)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "not_an_editor")
    people.set_role(anna, "editor")
    assert anna.delete(path).status_code == 204


def test_nobody_sees_the_run_of_a_crawl_that_is_no_more(
    anna: Browser, people: People, context: Context
) -> None:
    """As it is between the deletion of a crawl by hand, and the next upkeep."""
    told = begin(anna)
    in_transaction(context.engine, lambda connection: connection.execute(crawl_rows.delete()))
    assert people.logged_in("2@N00").get(f"/api/runs/{told['run_id']}").status_code == 404
