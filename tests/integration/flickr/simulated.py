"""The simulated Flickr as a process of its own, with the switches that tests need."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from simulator.settings import DEMO_API_KEY, DEMO_API_SECRET
from tests.harness.ports import free_port
from tests.harness.processes import running

ADA = "26101998@N00"  # 400 favourites
KENJI = "41774012@N03"  # more than 1,000 favourites; his user name is not his alias
TOM = "93120457@N08"  # no favourites
GONE = "30219774@N02"
PRIVATE = "52008163@N07"
SAM = "150234867@N01"  # no alias


class Simulation:
    """A running simulator."""

    def __init__(self, url: str) -> None:
        self.url = url

    def break_with(self, *rules: dict[str, Any]) -> None:
        """Puts faults into force; without any, all is well."""
        self._control("POST", "faults", {"rules": list(rules)})

    def reset(self) -> None:
        """All well, nothing counted."""
        self._control("DELETE", "faults")
        self._control("DELETE", "calls")

    def calls(self) -> dict[str, Any]:
        """What was asked since the last reset."""
        counted: dict[str, Any] = self._control("GET", "calls").json()
        return counted

    def accounts(self, most: int = 100) -> list[dict[str, Any]]:
        """Accounts of its world with numbers."""
        found: list[dict[str, Any]] = self._control("GET", f"accounts?limit={most}").json()["accounts"]
        return found

    def fave(self, nsid: str, photo_id: str, *, at: int) -> None:
        """Lets somebody fave a photo at a time (seconds)."""
        self._control("POST", "favorites", {"nsid": nsid, "photo_id": photo_id, "at": at})

    def revoke(self, nsid: str) -> None:
        """Takes back what somebody allowed."""
        self._control("DELETE", f"accounts/{nsid}/tokens")

    def approve(self, url: str, nsid: str) -> str:
        """Approves the login at an authorize address as somebody; where the browser is sent."""
        query = dict(pair.split("=", 1) for pair in url.split("?", 1)[1].split("&"))
        return self._decide(url, {**query, "answer": "approve", "nsid": nsid})

    def refuse(self, url: str) -> str:
        """Refuses the login at an authorize address; where the browser is sent."""
        query = dict(pair.split("=", 1) for pair in url.split("?", 1)[1].split("&"))
        return self._decide(url, {**query, "answer": "refuse"})

    def _decide(self, url: str, form: dict[str, str]) -> str:
        answer = requests.post(url.split("?", maxsplit=1)[0], data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def _control(self, verb: str, path: str, body: Any = None) -> requests.Response:
        answer = requests.request(verb, f"{self.url}/_simulator/{path}", json=body, timeout=10)
        answer.raise_for_status()
        return answer


def environment_of(url: str) -> dict[str, str]:
    """The settings that lead a process to a simulator."""
    return {
        "FOVEA_FLICKR_BASE_URL": url,
        "FLICKR_API_KEY": DEMO_API_KEY,
        "FLICKR_API_SECRET": DEMO_API_SECRET,
    }


@contextlib.contextmanager
def simulation(*, users: int = 300) -> Iterator[Simulation]:
    """A simulator with a small world, for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="fovea-simulator-") as folder:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "simulator", "--port", str(port), "--users", str(users)]
        with running(
            [*command, "--data-folder", "none"],
            environment={**os.environ, "FOVEA_SIMULATOR_THREADS": "32"},
            log=Path(folder) / "log",
            ready=lambda: _answers(url),
            timeout_seconds=60,
        ):
            yield Simulation(url)


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/health/ready", timeout=5).ok
    except requests.RequestException:
        return False
