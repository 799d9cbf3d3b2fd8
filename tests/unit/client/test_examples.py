"""Each example does what it says."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
import responses

from tests.unit.client.conftest import API
from tests.unit.client.test_crawling import archive, crawl
from tests.unit.client.test_logging_in import tokens
from tests.unit.client.test_subscribing import CHECKED, check, listing_run, subscription
from tests.unit.client.told import ARTWORK, SEARCH_ID, account, failed, problem, result, run, search

FOLDER = Path(__file__).parents[3] / "src" / "client" / "examples"
SEARCHES = f"{API}/api/artist-searches"
HERE = ["--url", API]

pytestmark = pytest.mark.usefixtures("pauses")


def example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_example_is_run_here() -> None:
    tested = Path(__file__).read_text()
    names = [path.stem for path in FOLDER.glob("*.py")]
    assert len(names) == 4
    assert [name for name in names if f'example("{name}")' not in tested] == []


def test_an_artist_is_found(api: responses.RequestsMock, capsys: pytest.CaptureFixture[str]) -> None:
    api.post(SEARCHES, json=search("scanning", accounts=[account()]), status=202)
    api.get(f"{SEARCHES}/{SEARCH_ID}/events", json=problem(503, "too_busy"), status=503)
    api.get(f"{SEARCHES}/{SEARCH_ID}", json=search("done", accounts=[account()], results=[result()]))
    assert example("find_an_artist").main([ARTWORK, *HERE]) == 0
    said = capsys.readouterr()
    assert said.err == "reading the artist's posts: 40 so far\n"
    assert said.out.splitlines() == [
        "90%  https://bsky.app/profile/mara.bsky.social",
        "      same_picture: https://bsky.app/profile/x/post/9",
    ]


def test_an_artist_is_not_found(api: responses.RequestsMock, capsys: pytest.CaptureFixture[str]) -> None:
    api.post(SEARCHES, json=failed("no_account_found", "Nobody is linked there."))
    assert example("find_an_artist").main([ARTWORK, *HERE]) == 1
    assert "(no_account_found): Nobody is linked there." in capsys.readouterr().err


def test_the_database_is_filled_from_a_list(
    api: responses.RequestsMock, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "addresses.txt"
    file.write_text(
        "# mine\nhttps://a.example/1\n\nhttps://a.example/2\nhttps://a.example/1\nhttps://a.example/3"
    )
    api.post(SEARCHES, json=search("scanning") | {"id": "1"}, status=202)
    api.post(SEARCHES, json=problem(422, "unsupported_website"), status=422)
    api.post(SEARCHES, json=failed("no_account_found", "Nobody."))
    api.get(f"{SEARCHES}/1", json=search("scanning") | {"id": "1"})
    api.get(f"{SEARCHES}/1", json=search("done", accounts=[account()], results=[result()]) | {"id": "1"})
    arguments = [str(file), *HERE, "--at-once", "2", "--pause", "0"]
    assert example("fill_the_database").main(arguments) == 1
    assert capsys.readouterr().out.splitlines() == [
        "https://a.example/2: That does not go: Do otherwise.",
        "https://a.example/3: no_account_found",
        "https://a.example/1: 1 accounts, 1 posts",
    ]
    assert len([call for call in api.calls if call.request.method == "POST"]) == 3


def test_a_subscription_is_watched(api: responses.RequestsMock, capsys: pytest.CaptureFixture[str]) -> None:
    api.post(f"{API}/api/subscriptions/checks", json={"run": run()})
    api.get(f"{API}/api/subscriptions/checks/1", json=check(checked=CHECKED))
    api.post(f"{API}/api/subscriptions", json=subscription(), status=201)
    runs = f"{API}/api/subscriptions/3/runs"
    api.get(runs, json={"runs": [listing_run(5, "running")], "next_cursor": None})
    done = listing_run(5, progress={"posts_read": 1_200, "posts_new": 12})
    api.get(runs, json={"runs": [done], "next_cursor": None})
    assert example("watch_a_subscription").main(["danbooru: cat", *HERE, "--runs", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "cat (https://x.example)",
        "done: 1,200 posts read, 12 of them new",
    ]


def test_pictures_are_taken_home(
    api: responses.RequestsMock,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda: "a long password")
    api.post(f"{API}/api/auth/token", json=tokens())
    api.post(f"{API}/api/crawls", json=crawl(), status=202)
    progress = {"listed": 1_200, "different": 900, "dead": 30}
    done = crawl(state="done", progress=progress, classes={"text": 300, "nontext": 600})
    api.get(f"{API}/api/crawls/3", json=done)
    api.get(f"{API}/api/crawls/3/zip", body=archive())
    api.post(f"{API}/api/auth/token/revoke", status=204)
    wanted = ["cat", "--engine", "commons", "--user", "mia", "--to", str(tmp_path), *HERE]
    assert example("take_pictures_home").main(wanted) == 0
    assert capsys.readouterr().out.splitlines() == [
        "active: 0 found, 0 different pictures (0 with writing, 0 without), 0 gone",
        "done: 1,200 found, 900 different pictures (300 with writing, 600 without), 30 gone",
        str(tmp_path / "crawl-3.zip"),
    ]
    assert [call.request.url for call in api.calls][-1] == f"{API}/api/auth/token/revoke"


def test_examples_need_the_client_only() -> None:
    for path in FOLDER.glob("*.py"):
        lines = [
            line.split()[1] for line in path.read_text().splitlines() if line.startswith(("from ", "import "))
        ]
        assert {name.split(".")[0] for name in lines} - set(sys.stdlib_module_names) == {"fovea_client"}
