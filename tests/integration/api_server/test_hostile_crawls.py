"""What somebody sends to crawls and logins who means no good, or whose program is broken: refused in words,
and nothing of it comes out where it could do harm.
"""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from api_server.context import Context
from api_server.crawls import manifest
from api_server.crawls.manifest import Entry
from api_server.settings import ApiServerSettings
from fovea.database.engine import read
from fovea.database.tables import accounts
from tests.integration.api_server.people import OWN_PAGE, Browser, People

WANTED: dict[str, Any] = {"keywords": ["cat"], "engines": ["commons"], "limit": 10}


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    """Whoever begins a crawl carries it on."""
    return settings.model_copy(update={"crawl_threads": 0})


@pytest.fixture
def anna(people: People) -> Browser:
    return people.logged_in("1@N00")


KEYWORDS = (
    "\x00",
    "a\x00b",
    "\r\nSet-Cookie: a=b",
    "\u202eevil\u202c",
    "../../etc/passwd",
    '"; DROP TABLE crawls; --',
    "=cmd|'/c calc'!A0",
    "😀" * 300,
    "e" + "\u0301" * 299,
    "{}{0}{name}%s%00",
    "<script>alert(1)</script>",
    "\ufeff\u200b",
)


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_any_keyword_is_searched_for_or_refused_in_words(anna: Browser, keyword: str) -> None:
    answer = anna.post("/api/crawls", json=WANTED | {"keywords": [keyword]})
    told = answer.get_json()
    assert answer.status_code in {202, 422}, told
    if answer.status_code == 422:
        assert told["detail"]
        return
    (search,) = told["searches"]
    assert search["url"].startswith("https://commons.wikimedia.org/")
    assert not set(search["url"]) & set("\r\n\x00 <>")
    assert anna.get("/api/crawls").get_json()["crawls"][0]["id"] == told["id"]


LONE_HALF = '"\\ud83d"'  # of an emoji: JSON can say it, UTF-8 cannot


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/crawls", f'{{"keywords": [{LONE_HALF}], "engines": ["commons"]}}'),
        ("/api/crawls", f'{{"keywords": ["cat"], "engines": [{LONE_HALF}]}}'),
        ("/api/task", f'{{"keyword": {LONE_HALF}, "engines": ["commons"], "limit": 5}}'),
        ("/api/auth/token", f'{{"name": {LONE_HALF}, "password": "correct horse"}}'),
        ("/api/auth/token", f'{{"name": "ada", "password": {LONE_HALF}}}'),
        ("/api/auth/login", f'{{"name": "ada", "password": {LONE_HALF}}}'),
        ("/api/auth/token/refresh", f'{{"refresh_token": {LONE_HALF}}}'),
        ("/api/auth/token/revoke", f'{{"token": {LONE_HALF}}}'),
        ("/api/auth/token/refresh", '{"refresh_token": "\\u0000"}'),
        ("/api/auth/login", '{"name": "\\u0000", "password": "\\u0000"}'),
    ],
)
def test_no_text_makes_the_server_fail(anna: Browser, path: str, body: str) -> None:
    answer = anna.client.post(path, data=body, headers={**OWN_PAGE, "Content-Type": "application/json"})
    assert answer.status_code < 500, answer.get_json()


@pytest.mark.parametrize("limit", [-1, 0, 2**31, 2**63, 10**30, 1.5, "10", True, None, [], {}])
def test_a_limit_is_a_number_that_may_be(anna: Browser, limit: Any) -> None:
    for told in ({"limit": limit}, {"filters": {"least_width": limit or -1}}):
        answer = anna.post("/api/crawls", data=json.dumps(WANTED | told), content_type="application/json")
        assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_input"), told
    older = json.dumps({"keyword": "cat", "engines": ["commons"], "limit": limit})
    assert 400 <= anna.post("/api/task", data=older, content_type="application/json").status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "/api/crawls/0",
        "/api/crawls/99999999999999999999",
        "/api/crawls/-1",
        "/api/crawls/1e3",
        "/api/crawls/1/../2",
        "/api/crawls/%00",
        "/api/crawl-archives/%00",
        "/api/crawl-archives/..%2F..%2Fetc",
        "/api/crawl-archives/" + "A" * 5_000,
        "/api/crawl-archives/ünsinn",
        "/api/task/99999999999999999999",
        "/api/task/61d2f2f2f2f2f2f2f2f2f2f2",
        "/api/task/1/zip/..%2F..%2Fetc",
        "/api/task/1/zip/text%00",
        "/api/image/list?task=99999999999999999999",
        "/api/image/list?task=%00",
        "/api/image/list?task=1%20OR%201=1",
    ],
)
def test_what_is_not_there_is_told_so(anna: Browser, path: str) -> None:
    answer = anna.get(path)
    assert 400 <= answer.status_code < 500, answer.get_data()


@pytest.mark.parametrize(
    "query",
    ["cursor=999999-999999999999999999-999999999999999999", "class=../text", "limit=-1", "cursor=1-2-3-4"],
)
def test_a_page_that_cannot_be_is_empty_or_refused(anna: Browser, query: str) -> None:
    number = anna.post("/api/crawls", json=WANTED).get_json()["id"]
    answer = anna.get(f"/api/crawls/{number}/images?{query}")
    assert answer.status_code == 422 or answer.get_json()["images"] == []
    assert anna.get(f"/api/crawls/{number}/zip?class=..%2F..%2Ftext").status_code == 422


@pytest.mark.parametrize("images", [[2**63], [-1], [True], ["1"], [1.5], [1] * 501, [], None, "1"])
def test_pictures_are_named_by_their_numbers(anna: Browser, images: Any) -> None:
    number = anna.post("/api/crawls", json=WANTED).get_json()["id"]
    answer = anna.put(f"/api/crawls/{number}/labels", json={"images": images, "label": "text"})
    assert answer.status_code in {404, 422}


def test_the_archive_of_a_hostile_keyword_is_an_archive(anna: Browser) -> None:
    told = anna.post("/api/crawls", json=WANTED | {"keywords": ["../../x\r\nX-Evil: 1", "=1+1"]}).get_json()
    answer = anna.get(f"/api/crawls/{told['id']}/zip")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="crawl-{told["id"]}.zip"'
    assert "X-Evil" not in answer.headers
    archive = zipfile.ZipFile(io.BytesIO(answer.get_data()))
    assert archive.namelist() == ["manifest.json", "manifest.csv"]
    assert json.loads(archive.read("manifest.json"))["keywords"] == told["keywords"]


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", ' =1";=2')


@pytest.mark.parametrize("text", FORMULAS)
def test_no_spreadsheet_calculates_what_a_stranger_wrote(text: str) -> None:
    entry = Entry(
        file="text/a.png",
        class_name="text",
        sure=True,
        label=None,
        score=0.9,
        engine="commons",
        keyword=text,
        title=text,
        page=text,
        address=text,
        licence=text,
        licence_url=text,
        creator=text,
        width=1,
        height=1,
        bytes=1,
        format="png",
        sha256="0",
        md5="0",
        image=1,
        also=[{"page": text}],
    )
    body = manifest.as_csv([entry]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body, newline=""))
    for name in ("keyword", "title", "page", "address", "licence", "licence_url", "creator", "also"):
        assert row[name] == (text if text[0] == " " else f"'{text}")
    assert row["score"] == "0.9"


def test_nobody_learns_what_others_crawl_for(people: People, anna: Browser, visitor: FlaskClient) -> None:
    keyword = "zanzibar_zeppelin"
    told = anna.post("/api/crawls", json=WANTED | {"keywords": [keyword]}).get_json()
    other = people.logged_in("2@N00")
    for run_id in range(1, told["run_id"] + 50):
        for asker in (other.client, visitor):
            assert keyword not in asker.get(f"/api/runs/{run_id}").get_data(as_text=True)
    for path in ("/api/subscriptions", "/api/crawls", "/api/task/list", "/api/users/me/export"):
        assert keyword not in other.get(path).get_data(as_text=True), path
    query = "{ subscriptions(first: 50) { subscriptions { title } } }"
    assert keyword not in visitor.post("/graphql", json={"query": query}).get_data(as_text=True)
    prefix = visitor.get(f"/api/library/suggestions?q=subscription:{keyword[:4]}").get_data(as_text=True)
    assert keyword not in prefix


@pytest.mark.parametrize("number", [2**32, 2**63, 2**200])
def test_a_number_that_no_image_can_have_finds_none(anna: Browser, number: int) -> None:
    body = json.dumps({"image_id": number})
    answer = anna.post("/api/image-search", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_input")


def test_guessed_numbers_name_neither_what_others_crawl_for_nor_who_logs_in_here(
    people: People, anna: Browser, context: Context
) -> None:
    anna.post("/api/crawls", json=WANTED | {"keywords": ["zanzibar_zeppelin"]})
    people.named("berta", "a long password 1")
    seen = people.account("9@N00")
    with read(context.engine) as connection:
        every = {row.id: row.source for row in connection.execute(select(accounts.c.id, accounts.c.source))}
    assert {"flickr", "fovea", "local"} == set(every.values())
    other = people.logged_in("2@N00")
    for number, source in every.items():
        expected = 404 if source in {"fovea", "local"} else 204
        assert other.put(f"/api/dismissals/accounts/{number}").status_code == expected, source
        muted = other.put(f"/api/steering/mutes/account/{number}")
        assert muted.status_code == (404 if expected == 404 else 200), muted.get_data()
    for path in ("/api/dismissals", "/api/steering", "/api/users/me/export"):
        told = other.get(path).get_data(as_text=True)
        assert "zanzibar" not in told, path
        assert "berta" not in told, path
    assert seen in {one["id"] for one in other.get("/api/dismissals").get_json()["accounts"]}
