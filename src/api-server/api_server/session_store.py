"""Sessions in the cache: a random id that only its browser knows; the cache keeps the id's hash.

A session ends thirty days (a setting) after its last use, at logout (this browser only), or with the user's
account. It names the user's number and moment of creation: a number that a database gives anew opens no old
session.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import cast

import msgspec
import redis

from fovea import clock
from fovea.database.users import User

ID_BYTES = 32
RENEW_AFTER = clock.DAY
_ID = re.compile(r"[A-Za-z0-9_-]{43}")


class Record(msgspec.Struct, array_like=True):
    """What the cache keeps of a session. Times in milliseconds."""

    user_id: int
    user_created_at: int
    begun_at: int
    renewed_at: int


@dataclass(frozen=True)
class Sessions:
    """The sessions in the cache."""

    cache: redis.Redis
    seconds: int

    def begin(self, user: User) -> str:
        """The id of a new session, to be told to this browser and nobody else."""
        session_id = secrets.token_urlsafe(ID_BYTES)
        digest, moment = _digest(session_id), clock.now()
        record = Record(user.id, user.created_at, moment, moment)
        with self.cache.pipeline(transaction=True) as pipeline:
            pipeline.set(_key(digest), msgspec.json.encode(record), ex=self._kept_seconds)
            pipeline.zadd(_of_user(user.id), {digest: moment})
            pipeline.expire(_of_user(user.id), self._kept_seconds)
            pipeline.execute()
        return session_id

    def find(self, session_id: str) -> Record | None:
        """What is known of a session, or None for one that never was or is over."""
        if not _ID.fullmatch(session_id):
            return None
        stored = cast("bytes | None", self.cache.get(_key(_digest(session_id))))
        return msgspec.json.decode(stored, type=Record) if stored else None

    def renew(self, session_id: str, record: Record) -> None:
        """Let a used session live on. One that was ended meanwhile stays ended."""
        record.renewed_at = clock.now()
        stored = msgspec.json.encode(record)
        if self.cache.set(_key(_digest(session_id)), stored, ex=self._kept_seconds, xx=True):
            self.cache.expire(_of_user(record.user_id), self._kept_seconds)

    def end(self, session_id: str) -> None:
        """End one session."""
        digest = _digest(session_id)
        stored = cast("bytes | None", self.cache.getdel(_key(digest)))
        if stored:
            self.cache.zrem(_of_user(msgspec.json.decode(stored, type=Record).user_id), digest)

    def end_all(self, user_id: int) -> None:
        """End every session of a user."""
        digests = cast("list[bytes]", self.cache.zrange(_of_user(user_id), 0, -1))
        self.cache.delete(_of_user(user_id), *(_key(digest.decode()) for digest in digests))

    def begun_at(self, user_id: int) -> list[int]:
        """When the living sessions of a user began, in milliseconds."""
        members = cast(
            "list[tuple[bytes, float]]", self.cache.zrange(_of_user(user_id), 0, -1, withscores=True)
        )
        return [int(begun) for digest, begun in members if self.cache.exists(_key(digest.decode()))]

    @property
    def _kept_seconds(self) -> int:
        # A session is renewed once a day at most, so it is kept a day longer than it may lie unused.
        return self.seconds + RENEW_AFTER // clock.SECOND


def _digest(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()


def _key(digest: str) -> str:
    return f"fovea:session:{digest}"


def _of_user(user_id: int) -> str:
    return f"fovea:sessions-of:{user_id}"
