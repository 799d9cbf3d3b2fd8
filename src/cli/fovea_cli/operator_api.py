"""The operator's way to users and API keys, without a browser: the internal API, with the installation's
service token.
"""

import json
import os
from typing import Any

import requests

from fovea.internal_api import ARTIST_ACCOUNTS
from fovea_cli.api_client import problem_of
from fovea_cli.installation import Installation, Running, default_folder, write_private
from fovea_cli.problems import CannotGoOnError

KEY_FILE = "api-key.json"
TIMEOUT_SECONDS = 30.0
OWN_NAME = "fovea command on this machine"


class OperatorApi:
    """The internal API of the system that runs on a data folder. CannotGoOnError when none does."""

    def __init__(self, folder: Installation, running: Running) -> None:
        self._installation = folder
        self._running = running
        token = os.environ.get("FOVEA_SERVICE_TOKEN") or folder.secrets().service_token
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {token}"

    @classmethod
    def here(cls) -> "OperatorApi":
        """That of the system on this machine."""
        folder = default_folder()
        installation = Installation(folder) if folder.exists() else None
        running = installation.running() if installation else None
        if installation is None or running is None:
            message = f"No Fovea runs on the data folder {folder}. Start it with `fovea up` (or `make run`)."
            raise CannotGoOnError(message)
        return cls(installation, running)

    @property
    def url(self) -> str:
        """The public address of the system."""
        return self._running.url

    def work(self) -> dict[str, Any]:
        """What is under way (`fovea.internal_api.Work`)."""
        found: dict[str, Any] = self._ask("GET", "/internal/work")
        return found

    def gone_accounts(self) -> dict[str, Any]:
        """Accounts of the artist finder that may have to go (`fovea.internal_api.GoneAccounts`)."""
        found: dict[str, Any] = self._ask("GET", f"{ARTIST_ACCOUNTS}/gone")
        return found

    def accounts_are_there(self, ids: list[int]) -> None:
        """Tell that accounts are there again."""
        self._ask("POST", f"{ARTIST_ACCOUNTS}/there", json={"ids": ids})

    def remove_accounts(self, ids: list[int]) -> dict[str, int]:
        """Remove accounts with what they have brought (`fovea.internal_api.RemovedAccounts`)."""
        removed: dict[str, int] = self._ask("POST", f"{ARTIST_ACCOUNTS}/remove", json={"ids": ids})
        return removed

    def make_key(self, *, name: str, scopes: list[str], expires_in_days: int | None = None) -> dict[str, Any]:
        """A new key of the operator: its number, and itself, this once."""
        wanted = {"name": name, "scopes": scopes, "expires_in_days": expires_in_days}
        made: dict[str, Any] = self._ask("POST", "/internal/keys", json=wanted)
        return made

    def all_keys(self) -> list[dict[str, Any]]:
        """Everybody's keys."""
        found: list[dict[str, Any]] = self._ask("GET", "/internal/keys")["keys"]
        return found

    def revoke(self, key_id: int) -> None:
        """End a key."""
        self._ask("DELETE", f"/internal/keys/{key_id}")

    def all_users(self) -> list[dict[str, Any]]:
        """All users, the newest first."""
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            page = self._ask("GET", "/internal/users", params={"cursor": cursor} if cursor else None)
            found += page["users"]
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    def add_user(self, *, name: str, password: str, role: str) -> dict[str, Any]:
        """A new user who logs in with a name and a password."""
        wanted = {"name": name, "password": password, "role": role}
        made: dict[str, Any] = self._ask("POST", "/internal/users", json=wanted)
        return made

    def change_user(self, user_id: int, told: dict[str, Any]) -> dict[str, Any]:
        """Change a user's role or password, or whether they may log in."""
        changed: dict[str, Any] = self._ask("PATCH", f"/internal/users/{user_id}", json=told)
        return changed

    def own_key(self) -> str:
        """The key that this command itself uses: made at the first call, and again when it opens nothing any
        more; only the owner of the data folder can read it.
        """
        path = self._installation.folder / KEY_FILE
        try:
            key = str(json.loads(path.read_text())["key"])
        except (OSError, ValueError, KeyError, TypeError):
            key = ""
        if not key or not self._works(key):
            key = self.make_key(name=OWN_NAME, scopes=["admin"])["key"]
            write_private(path, {"key": key})
        return key

    def _works(self, key: str) -> bool:
        headers = {"X-Api-Key": key, "Authorization": ""}
        try:
            answer = self._session.get(f"{self.url}/api/status", headers=headers, timeout=TIMEOUT_SECONDS)
        except requests.RequestException:
            return True  # which will be told by whoever uses it
        return answer.status_code != 401

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        address = self._running.environment.get("FOVEA_INTERNAL_API_URL", "")
        try:
            answer = self._session.request(method, address + path, timeout=TIMEOUT_SECONDS, **options)
        except requests.RequestException as error:
            message = f"The internal API of Fovea does not answer at {address}. See `fovea status`."
            raise CannotGoOnError(message) from error
        if not answer.ok:
            raise CannotGoOnError(problem_of(answer))
        return answer.json() if answer.content else None
