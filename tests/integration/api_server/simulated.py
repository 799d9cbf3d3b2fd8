"""The simulated Flickr as a process of its own, and what a person does on its pages."""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from simulator.settings import DEMO_API_KEY, DEMO_API_SECRET
from tests.harness.ports import free_port
from tests.harness.processes import running


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """A running simulator. `people`: some of its active accounts."""

    url: str
    people: list[dict[str, Any]]
    key: str = DEMO_API_KEY
    secret: str = DEMO_API_SECRET

    def approve(self, address: str, nsid: str) -> str:
        """What a browser is sent to when somebody allows the login at `address`: path and query of the
        callback.
        """
        return self._decide(address, answer="approve", nsid=nsid)

    def refuse(self, address: str) -> str:
        """What a browser is sent to when somebody does not allow the login."""
        return self._decide(address, answer="refuse")

    def revoke(self, nsid: str) -> None:
        """Somebody takes back what they allowed."""
        requests.delete(f"{self.url}/_simulator/accounts/{nsid}/tokens", timeout=10).raise_for_status()

    def favorites_of(self, nsid: str) -> int:
        """How many favourites an account has."""
        answer = requests.get(f"{self.url}/_simulator/accounts", params={"q": nsid}, timeout=10).json()
        return next(int(account["favorites"]) for account in answer["accounts"] if account["nsid"] == nsid)

    def _decide(self, address: str, **decision: str) -> str:
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        form = {"oauth_token": query["oauth_token"], "perms": query["perms"], **decision}
        answer = requests.post(address.partition("?")[0], data=form, allow_redirects=False, timeout=10)
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@contextlib.contextmanager
def simulator() -> Iterator[Simulated]:
    """Start a simulator with a small world for the length of the block."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="fovea-simulator-") as folder:
        command = [
            sys.executable,
            "-m",
            "simulator",
            "--port",
            str(port),
            "--users",
            "300",
            "--data-folder",
            "none",
        ]
        with running(command, log=Path(folder) / "log", ready=lambda: _answers(url)):
            accounts = requests.get(f"{url}/_simulator/accounts", params={"limit": 40}, timeout=10).json()[
                "accounts"
            ]
            active = [
                account for account in accounts if account["state"] == "active" and account["favorites"] > 20
            ]
            yield Simulated(url=url, people=active)


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/_simulator/calls", timeout=5).ok
    except requests.RequestException:
        return False
