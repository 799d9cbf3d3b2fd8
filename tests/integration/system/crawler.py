"""Somebody who crawls, in a running system: a user with a name and a password, by a program."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, TypeVar
from zipfile import ZipFile

import requests

from tests.harness.processes import wait_until
from tests.harness.stack import Stack

AWAY = (requests.ConnectionError, requests.Timeout, requests.HTTPError)
UNDER_WAY = {"active", "paused"}
T = TypeVar("T")


class Crawler:
    """A member, whose token is good for as long as a test lasts. What is asked while the API server is away
    is asked again.
    """

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        who = {"name": "crawler", "password": "a long enough password"}
        answer = requests.post(
            f"http://127.0.0.1:{stack.ports['internal']}/internal/users",
            json=who | {"role": "member"},
            headers={"Authorization": f"Bearer {stack.environment['FOVEA_SERVICE_TOKEN']}"},
            timeout=30,
        )
        answer.raise_for_status()
        token = requests.post(f"{stack.url}/api/auth/token", json=who, timeout=30).json()["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def begin(self, **wish: Any) -> int:
        """The number of a new crawl."""
        return int(self._ask("POST", "/api/crawls", wish).json()["id"])

    def crawl(self, number: int) -> Any:
        """A crawl as it is."""
        return self._patiently(lambda: self._ask("GET", f"/api/crawls/{number}").json())

    def change(self, number: int, state: str) -> None:
        """Pause a crawl, or let it go on."""
        self._patiently(lambda: self._ask("PATCH", f"/api/crawls/{number}", {"state": state}))

    def has_ended(self, number: int) -> bool:
        """Whether all is fetched."""
        return self.crawl(number)["state"] not in UNDER_WAY

    def wait_until_told(self, number: int, *, timeout_seconds: float) -> Any:
        """A crawl when all its pictures are fetched and looked at."""
        wait_until(
            lambda: self.has_ended(number) and self.crawl(number)["classes"]["pending"] == 0,
            timeout_seconds=timeout_seconds,
            pause_seconds=0.5,
            what="the crawl to end",
        )
        return self.crawl(number)

    def images(self, number: int) -> Iterator[Any]:
        """The different pictures, page by page."""
        query: dict[str, Any] = {"limit": 100}
        while True:
            page = self._ask("GET", f"/api/crawls/{number}/images", query=query).json()
            yield from page["images"]
            if page["next_cursor"] is None:
                return
            query["cursor"] = page["next_cursor"]

    def archive(self, number: int) -> ZipFile:
        """All pictures as a ZIP file."""
        return ZipFile(BytesIO(self._ask("GET", f"/api/crawls/{number}/zip").content))

    def _patiently(self, ask: Callable[[], T]) -> T:
        answers: list[T] = []

        def is_answered() -> bool:
            try:
                answers.append(ask())
            except AWAY:
                return False
            return True

        wait_until(is_answered, timeout_seconds=60, pause_seconds=0.2, what="the API server")
        return answers[0]

    def _ask(
        self, method: str, path: str, body: Any = None, *, query: dict[str, Any] | None = None
    ) -> requests.Response:
        answer = requests.request(
            method, self._stack.url + path, json=body, params=query, headers=self._headers, timeout=60
        )
        answer.raise_for_status()
        return answer
