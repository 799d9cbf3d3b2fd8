"""What was done in a world, written to an SQLite file so that a restart knows it: favourites, comments,
states, tokens.
"""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS favorites (
    account INTEGER, photo INTEGER, at INTEGER, PRIMARY KEY (account, photo)
);
CREATE TABLE IF NOT EXISTS comments (
    id TEXT PRIMARY KEY, photo INTEGER, account INTEGER, at INTEGER, text TEXT
);
CREATE TABLE IF NOT EXISTS states (account INTEGER PRIMARY KEY, state INTEGER);
CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY, secret TEXT, api_key TEXT, account INTEGER, permissions TEXT
);
CREATE TABLE IF NOT EXISTS request_tokens (
    token TEXT PRIMARY KEY, secret TEXT, api_key TEXT, callback TEXT, created REAL,
    account INTEGER, permissions TEXT, verifier TEXT
);
"""


@dataclass(frozen=True)
class FavoriteEdit:
    """That an account's favourite was added at a time, or removed (no time)."""

    account: int
    photo: int
    at: int | None


@dataclass(frozen=True)
class Comment:
    """A comment under a photo."""

    id: str
    photo: int
    account: int
    at: int
    text: str


@dataclass(frozen=True)
class AccessToken:
    """That an account lets an app act for it."""

    token: str
    secret: str
    api_key: str
    account: int
    permissions: str


@dataclass(frozen=True)
class RequestToken:
    """A login that has begun. Account, permissions and verifier are there once somebody approved it."""

    token: str
    secret: str
    api_key: str
    callback: str
    created: float
    account: int | None = None
    permissions: str | None = None
    verifier: str | None = None


class Journal:
    """One SQLite file (or none: `path` None keeps all in memory). Threads may share it."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        with self._lock:
            self._connection.execute(statement, values)

    def _read(self, statement: str) -> list[tuple[object, ...]]:
        with self._lock:
            return self._connection.execute(statement).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def favorite_edits(self) -> Iterator[FavoriteEdit]:
        """All changed favourites, each as it is now."""
        return (FavoriteEdit(*row) for row in self._read("SELECT account, photo, at FROM favorites"))  # type: ignore[arg-type]

    def keep_favorite_edit(self, edit: FavoriteEdit) -> None:
        """Remember a changed favourite."""
        self._write("INSERT OR REPLACE INTO favorites VALUES (?, ?, ?)", astuple(edit))

    def comments(self) -> Iterator[Comment]:
        """All comments, oldest first."""
        return (Comment(*row) for row in self._read("SELECT * FROM comments ORDER BY at, rowid"))  # type: ignore[arg-type]

    def keep_comment(self, comment: Comment) -> None:
        """Remember a comment."""
        self._write("INSERT INTO comments VALUES (?, ?, ?, ?, ?)", astuple(comment))

    def states(self) -> dict[int, int]:
        """The accounts whose state was changed."""
        return {
            int(str(account)): int(str(state))
            for account, state in self._read("SELECT account, state FROM states")
        }

    def keep_state(self, account: int, state: int) -> None:
        """Remember an account's state."""
        self._write("INSERT OR REPLACE INTO states VALUES (?, ?)", (account, state))

    def access_tokens(self) -> Iterator[AccessToken]:
        """All access tokens."""
        return (AccessToken(*row) for row in self._read("SELECT * FROM access_tokens"))  # type: ignore[arg-type]

    def keep_access_token(self, token: AccessToken) -> None:
        """Remember an access token."""
        self._write("INSERT OR REPLACE INTO access_tokens VALUES (?, ?, ?, ?, ?)", astuple(token))

    def drop_access_token(self, token: str) -> None:
        """Forget an access token."""
        self._write("DELETE FROM access_tokens WHERE token = ?", (token,))

    def request_tokens(self) -> Iterator[RequestToken]:
        """All logins that have begun."""
        return (RequestToken(*row) for row in self._read("SELECT * FROM request_tokens"))  # type: ignore[arg-type]

    def keep_request_token(self, token: RequestToken) -> None:
        """Remember a login that has begun, or its approval."""
        self._write("INSERT OR REPLACE INTO request_tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(token))

    def drop_request_token(self, token: str) -> None:
        """Forget a login."""
        self._write("DELETE FROM request_tokens WHERE token = ?", (token,))
