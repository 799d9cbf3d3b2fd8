"""What is kept of the gallery between two starts: when its world ends, posts that were added and removed, and
the digests of files.
"""

import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulator.gallery.files import Digests

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value INTEGER);
CREATE TABLE IF NOT EXISTS posts (
    place INTEGER PRIMARY KEY, site TEXT, work INTEGER, copy INTEGER, at INTEGER
);
CREATE TABLE IF NOT EXISTS removed (site TEXT, number INTEGER, gone INTEGER, PRIMARY KEY (site, number));
CREATE TABLE IF NOT EXISTS digests (
    version INTEGER, file INTEGER, md5 BLOB, sha256 BLOB, sha512 BLOB, size INTEGER,
    PRIMARY KEY (version, file)
) WITHOUT ROWID;
"""


class AddedPost(NamedTuple):
    """A post that came after the world was generated."""

    site: str
    work: int
    copy: int
    at: int


class GalleryJournal:
    """One SQLite file (or none: `path` None keeps all in memory). Threads may share it."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(_SCHEMA)

    def fact(self, name: str, value: int) -> int:
        """A number that was kept, or else this one, which is kept from now on."""
        with self._lock:
            self._connection.execute("INSERT OR IGNORE INTO facts VALUES (?, ?)", (name, value))
            found = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return int(found[0])

    def added(self) -> list[AddedPost]:
        """The posts that were added, in their order."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT site, work, copy, at FROM posts ORDER BY place"
            ).fetchall()
        return [AddedPost(*row) for row in rows]

    def keep_added(self, posts: list[AddedPost]) -> None:
        """Remember added posts."""
        with self._lock:
            self._connection.execute("BEGIN")
            self._connection.executemany(
                "INSERT INTO posts (site, work, copy, at) VALUES (?, ?, ?, ?)", posts
            )
            self._connection.execute("COMMIT")

    def removed(self) -> dict[tuple[str, int], bool]:
        """(site, number) of the posts that were removed, and whether nothing at all is left of them."""
        with self._lock:
            rows = self._connection.execute("SELECT site, number, gone FROM removed").fetchall()
        return {(site, number): bool(gone) for site, number, gone in rows}

    def keep_removed(self, site: str, number: int, *, gone: bool) -> None:
        """Remember that a post was removed."""
        with self._lock:
            self._connection.execute("INSERT OR REPLACE INTO removed VALUES (?, ?, ?)", (site, number, gone))

    def digests(self, version: int) -> "dict[int, Digests]":
        """The digests of files that this version of the drawing made."""
        from simulator.gallery.files import Digests

        with self._lock:
            rows = self._connection.execute(
                "SELECT file, md5, sha256, sha512, size FROM digests WHERE version = ?", (version,)
            ).fetchall()
        return {
            file: Digests(md5.hex(), sha256.hex(), sha512.hex(), size)
            for file, md5, sha256, sha512, size in rows
        }

    def keep_digests(self, version: int, file: int, digests: "Digests") -> None:
        """Remember the digests of a file."""
        blobs = (bytes.fromhex(one) for one in digests[:3])
        with self._lock:
            self._connection.execute(
                "INSERT OR IGNORE INTO digests VALUES (?, ?, ?, ?, ?, ?)",
                (version, file, *blobs, digests.size),
            )
