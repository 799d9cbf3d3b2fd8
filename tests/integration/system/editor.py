"""Somebody who may subscribe, in a running system."""

from typing import Any

import requests

from tests.harness.processes import wait_until
from tests.harness.stack import Stack


class Editor:
    """Somebody who may subscribe, by a key that the operator made."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        answer = requests.post(
            f"http://127.0.0.1:{stack.ports['internal']}/internal/keys",
            json={"name": "test", "scopes": ["library:write"]},
            headers={"Authorization": f"Bearer {stack.environment['FOVEA_SERVICE_TOKEN']}"},
            timeout=30,
        )
        self._headers = {"X-Api-Key": answer.json()["key"]}

    def check(self, text: str) -> int:
        """Have a text looked at; the run that does."""
        return int(self.ask("POST", "/api/subscriptions/checks", {"text": text})["run"]["id"])

    def checked(self, run_id: int) -> int:
        """The run of a check, when it has found something."""

        def is_checked() -> bool:
            check = self.ask("GET", f"/api/subscriptions/checks/{run_id}")
            assert check["problem"] is None, check
            return check["checked"] is not None

        wait_until(is_checked, timeout_seconds=60, pause_seconds=0.1, what="an answer of the source")
        return run_id

    def subscribe(self, run_id: int) -> Any:
        """Subscribe to what a check found, and want everything."""
        body = {"check": run_id, "since": "1990-01-01T00:00:00Z", "interval_seconds": 86_400}
        return self.ask("POST", "/api/subscriptions", body)

    def subscriptions(self) -> dict[int, Any]:
        """All subscriptions by number."""
        return {one["id"]: one for one in self.ask("GET", "/api/subscriptions")["subscriptions"]}

    def has_read_all(self) -> bool:
        """Whether all listings were read to their end; False while the API server is away."""
        try:
            found = self.subscriptions()
        except (requests.ConnectionError, requests.Timeout, requests.HTTPError):
            return False
        return all(
            one["back_fill_wanted"] is None and one["last_run"]["state"] != "running"
            for one in found.values()
        )

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the API answers; HTTPError for a problem."""
        answer = requests.request(
            method, self._stack.url + path, json=body, headers=self._headers, timeout=30
        )
        answer.raise_for_status()
        return answer.json()
