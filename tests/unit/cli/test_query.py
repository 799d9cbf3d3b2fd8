"""`fovea query`, against recorded answers of the API."""

import json
from pathlib import Path
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result
from responses.matchers import json_params_matcher

from fovea_cli.artist_view import in_words, span
from fovea_cli.main import main

API = "http://fovea.test"
SEARCHES = f"{API}/api/artist-searches"
ONE = f"{SEARCHES}/abc"
ARTWORK = "https://www.pixiv.net/artworks/100000001"

pytestmark = pytest.mark.usefixtures("no_pauses")


def scan(state: str = "none", **more: Any) -> dict[str, Any]:
    return {
        "state": state,
        "first": False,
        "posts_read": 0,
        "pictures_done": 0,
        "pictures_total": 0,
        "code": None,
        "reason": None,
        "eta_seconds": None,
    } | more


def account(key: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "network": "bluesky",
        "network_title": "Bluesky",
        "handle": key,
        "url": f"https://bsky.app/profile/{key}",
        "confidence": 0.93,
        "accepted": True,
        "state": "active",
        "former": [],
        "evidence": [[{"kind": "own_field", "url": "https://www.pixiv.net/users/11", "to": key, "what": ""}]],
        "scan": scan(),
    } | more


def search(state: str = "done", **more: Any) -> dict[str, Any]:
    mara = {"name": "Mara", "url": None, "role": "artist"}
    return {
        "id": "abc",
        "url": ARTWORK,
        "state": state,
        "error": None,
        "note": None,
        "picture": {"image": None, "width": 640, "height": 480},
        "artwork": {
            "title": "Fog",
            "url": ARTWORK,
            "artists": [mara],
        },
        "accounts": [],
        "results": [],
        "removed": 0,
        "elsewhere": None,
        "position_in_queue": None,
        "shared_url": "http://fovea.test/artists/abc",
    } | more


def result(**more: Any) -> dict[str, Any]:
    return {
        "post": {"url": "https://bsky.app/post/1", "posted_at": "2024-05-01T09:00:00Z"},
        "account": "mara.bsky.social",
        "position": 2,
        "count": 4,
        "distance": 12.0,
        "similarity": "same_picture",
        "exists": True,
    } | more


@pytest.fixture
def api() -> Any:
    with responses.RequestsMock() as mock:
        yield mock


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, ["query", "--url", API, *arguments])


def test_an_artwork_is_followed_until_its_artist_is_found(api: responses.RequestsMock) -> None:
    api.post(SEARCHES, json=search("waiting"), status=202, match=[json_params_matcher({"url": ARTWORK})])
    api.get(ONE, json=search("scanning", accounts=[account("mara.bsky.social", scan=scan("reading"))]))
    found = account("mara.bsky.social", scan=scan("done", posts_read=1_200), former=["mira"])
    friend = account("friend", accepted=False, confidence=0.2, state="suspended")
    whole = {"matches": [{}, {}], "searched": 5_000, "note": None}
    api.get(
        ONE,
        json=search(
            accounts=[found, friend],
            results=[result(), result(exists=None)],
            elsewhere=whole,
            note="In part.",
            removed=1,
        ),
    )
    said = run(ARTWORK, "--why")
    assert said.exit_code == 0, said.output
    for words in (
        "Fog by Mara",
        "93%",
        "formerly mira",
        "1,200 posts",
        "in the field for their own accounts: https://www.pixiv.net/users/11",
        "not taken for theirs",
        "suspended",
        "the same picture",
        "https://bsky.app/post/1",
        "2024-05-01 (2 of 4)",
        "not seen to be there still",
        "Bluesky mara.bsky.social",
        "Of 5,000 images of the whole library 2 images show it.",
        "In part.",
        "2 posts show it. 1 post shows it no more: gone since. http://fovea.test/artists/abc",
    ):
        assert words in said.output


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ([ARTWORK, "--again"], {"url": ARTWORK, "again": True}),
        (["https://x.example/a.PNG"], {"image_url": "https://x.example/a.PNG"}),
        (["https://[x.png"], {"url": "https://[x.png"}),
        ([ARTWORK, "--account", "@mara"], {"image_url": ARTWORK, "account": "@mara"}),
        (["--account", "@mara"], {"account": "@mara"}),
    ],
)
def test_what_is_wanted_is_sent(
    api: responses.RequestsMock, arguments: list[str], sent: dict[str, Any]
) -> None:
    api.post(SEARCHES, json=search(), match=[json_params_matcher(sent)])
    assert run(*arguments).exit_code == 0


def test_a_file_is_sent_itself(api: responses.RequestsMock, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"the bytes")
    api.post(SEARCHES, json=search(artwork=None))
    told = run(str(tmp_path / "a.png"), "--account", "@mara", "--again")
    assert told.exit_code == 0, told.output
    assert "No post shows it." in told.output
    body = api.calls[0].request.body
    assert isinstance(body, bytes)
    for part in (b"the bytes", b'name="account"\r\n\r\n@mara', b'name="again"\r\n\r\ntrue'):
        assert part in body


def test_nobody_found_is_told_with_the_reason(api: responses.RequestsMock) -> None:
    error = {"code": "no_account_found", "message": "The page names nobody.\x1b[2J"}
    api.post(SEARCHES, json=search("failed", error=error))
    told = run(ARTWORK)
    assert told.exit_code == 1
    assert "The page names nobody.\N{REPLACEMENT CHARACTER}[2J" in told.output
    assert "\x1b" not in told.output


def test_the_accounts_of_somebody_are_found_without_a_picture(api: responses.RequestsMock) -> None:
    accounts = [account("mara"), account("friend", accepted=False)]
    api.post(SEARCHES, json=search(picture=None, artwork=None, accounts=accounts))
    told = run("--account", "@mara")
    assert told.exit_code == 0, told.output
    assert "1 account is theirs. http://fovea.test/artists/abc" in told.output


def test_a_refused_address_is_told(api: responses.RequestsMock) -> None:
    problem = {"title": "That is no artwork", "detail": "Give the page of one.", "status": 422}
    api.post(SEARCHES, json=problem, status=422)
    told = run("https://nottwitter.com/evil")
    assert told.exit_code == 1
    assert "That is no artwork. Give the page of one." in told.output


def test_who_asks_too_much_waits_as_long_as_is_said(
    api: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    api.post(SEARCHES, json={"title": "Too many"}, status=429, headers={"Retry-After": "30"})
    api.post(SEARCHES, json=search())
    assert run(ARTWORK).exit_code == 0
    assert pauses == [30]


def test_the_answer_is_printed_as_it_is(api: responses.RequestsMock) -> None:
    api.post(SEARCHES, json=search(accounts=[account("mara")]))
    assert json.loads(run(ARTWORK, "--json").output) == search(accounts=[account("mara")])


def test_something_has_to_be_named() -> None:
    assert run().exit_code == 2


def test_what_is_being_done_is_said_in_words() -> None:
    assert in_words(search("waiting", position_in_queue=3)) == "Waiting for its turn, behind 3 others"
    assert in_words(search("finding_accounts")) == "Looking for the artist's accounts"
    reading = [
        account("mara", scan=scan("reading", posts_read=1_000, eta_seconds=200.0)),
        account("mira", scan=scan("pictures", posts_read=200)),
        account("done", scan=scan("done", posts_read=7)),
    ]
    words = "Reading Bluesky mara, Bluesky mira: 1,200 posts, about 3 min left"
    assert in_words(search("scanning", accounts=reading)) == words
    assert in_words(search("scanning")) == "Reading the artist's posts"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (20, "20 s"), (89, "89 s"), (90, "2 min"), (5_300, "88 min"), (7_200, "2 h")],
)
def test_times_are_said_roughly(seconds: float, words: str) -> None:
    assert span(seconds) == words
