"""`fovea remove-deleted-accounts` and `fovea stats`, against recorded answers."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result

from fovea_cli import deleted_accounts
from fovea_cli.installation import Installation, Running
from fovea_cli.main import main

API, INTERNAL = "http://fovea.test", "http://internal.test"
ACCOUNTS = f"{INTERNAL}/internal/artist-accounts"
CHECKS = f"{API}/api/subscriptions/checks"


@pytest.fixture(autouse=True)
def _running_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FOVEA_API_KEY", "fov_key")
    monkeypatch.delenv("FOVEA_SERVICE_TOKEN", raising=False)
    monkeypatch.setattr(deleted_accounts, "POLL_SECONDS", 0.0)
    running = Running(
        process_id=os.getpid(),
        url=API,
        health_addresses={},
        environment={"FOVEA_INTERNAL_API_URL": INTERNAL},
    )
    Installation(tmp_path).announce(running)


def account(number: int, **told: Any) -> dict[str, Any]:
    return {
        "id": number,
        "network": "bluesky",
        "handle": f"a{number}.bsky.social",
        "url": f"https://bsky.app/profile/a{number}.bsky.social",
        "check": f"https://bsky.app/profile/a{number}.bsky.social",
        "blacklisted": None,
        "vanished_at": "2026-11-01T00:00:00Z",
        "posts": 1_200,
        "subscribed": False,
        **told,
    }


def tell(*accounts: dict[str, Any]) -> None:
    responses.get(f"{ACCOUNTS}/gone", json={"accounts": list(accounts), "more": 0})


def ask(number: int, *, code: str | None, deferred: bool = False) -> None:
    """What the network of an account says: that it is there (None), or this."""
    text = {"text": f"https://bsky.app/profile/a{number}.bsky.social"}
    responses.post(
        CHECKS, json={"run": {"id": number}}, status=202, match=[responses.matchers.json_params_matcher(text)]
    )
    state = "running" if deferred else "failed" if code else "done"
    responses.get(
        f"{CHECKS}/{number}",
        json={
            "run": {"id": number, "state": state, "deferred_until": "soon" if deferred else None},
            "checked": None if code else {"title": "a"},
            "problem": {"code": code, "reason": f"said {code}"} if code else None,
            "waiting": None,
        },
    )


def removing(*ids: int) -> None:
    responses.post(
        f"{ACCOUNTS}/remove",
        json={"accounts": len(ids), "posts": 1_200 * len(ids)},
        match=[responses.matchers.json_params_matcher({"ids": list(ids)})],
    )


def run(*options: str, answer: str = "") -> Result:
    return CliRunner().invoke(
        main, ["remove-deleted-accounts", *options], input=answer, env={"COLUMNS": "200"}
    )


@responses.activate
def test_what_networks_say_is_gone_goes_after_a_yes() -> None:
    tell(account(1), account(2), account(3), account(4, blacklisted="a bot", vanished_at=None))
    ask(1, code="account_gone")
    ask(2, code=None)
    ask(3, code="account_private")
    back = responses.post(f"{ACCOUNTS}/there", status=204)
    removing(1, 4)
    result = run(answer="y\n")
    assert result.exit_code == 0, result.output
    assert json.loads(str(back.calls[0].request.body or b"", "utf-8")) == {"ids": [2]}
    lines = {
        n: next(line for line in result.output.splitlines() if f"a{n}.bsky" in line) for n in range(1, 5)
    }
    assert ("goes" in lines[1], "gone: said account_gone" in lines[1]) == (True, True)
    assert ("stays" in lines[2], "there" in lines[2]) == (True, True)
    assert ("stays" in lines[3], "private" in lines[3]) == (True, True)
    assert "blacklisted: a bot" in lines[4]
    assert "2 accounts were removed, and 2,400 posts go within" in result.output


@responses.activate
def test_without_a_yes_nothing_goes() -> None:
    tell(account(1))
    ask(1, code="account_suspended")
    for result in (run(answer="n\n"), run(answer="\n")):
        assert result.exit_code == 0, result.output
        assert "Nothing was removed." in result.output


@responses.activate
def test_a_network_that_does_not_answer_removes_nobody() -> None:
    tell(account(1), account(2), account(3, check=None))
    ask(1, code=None, deferred=True)
    ask(2, code="source_unavailable")
    told = json.loads(run("--yes", "--json").stdout)
    assert [one["outcome"] for one in told["accounts"]] == ["unknown", "unknown", "unknown"]
    assert told["removed"] == {"accounts": 0, "posts": 0}


@responses.activate
def test_a_program_removes_only_with_yes() -> None:
    tell(account(1))
    ask(1, code="account_not_found")
    assert json.loads(run("--json").stdout)["removed"] == {"accounts": 0, "posts": 0}
    removing(1)
    told = json.loads(run("--json", "--yes").stdout)
    assert told["removed"] == {"accounts": 1, "posts": 1_200}


@responses.activate
def test_nothing_that_vanished_is_told_so() -> None:
    tell()
    assert run().output == "No account of the artist finder has vanished.\n"


def test_without_a_system_it_is_told_how_to_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOVEA_DATA_DIR", str(tmp_path / "nowhere"))
    result = run()
    assert (result.exit_code, "fovea up" in result.stderr) == (1, True)


@responses.activate
def test_stats_count_what_there_is() -> None:
    library = {
        "images": 12_345,
        "posts": 9_876,
        "accounts": 54,
        "tags": 7,
        "bytes": 3_200_000_000,
        "links": {"waiting": 1_000, "sent": 234, "failed": 5},
    }
    finder = {"accounts": 11, "posts": 4_321, "searches": 2, "scans": 1, "pictures_waiting": 99}
    responses.get(f"{API}/api/library/stats", json=library)
    responses.get(f"{API}/api/artist-finder", json=finder)
    shown = CliRunner().invoke(main, ["stats"], env={"COLUMNS": "120"}).output
    for told in ("12,345", "9,876", "3.2 GB", "1,234", "4,321", "99"):
        assert told in shown
    told_to_programs = json.loads(CliRunner().invoke(main, ["stats", "--json"]).output)
    assert told_to_programs == {"library": library, "artist_finder": finder}
