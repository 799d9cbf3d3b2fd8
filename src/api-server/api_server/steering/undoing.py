"""What resets took away, kept in the cache for a day, so that each can be undone."""

import secrets
from dataclasses import dataclass
from typing import cast

import msgspec
import redis
import zstandard

from api_server.steering.parts import Before
from fovea import clock

KEPT_MS = clock.DAY
MOST_KEPT = 5  # of one user
TOKEN_BYTES = 16
_LARGEST_BYTES = 64_000_000


class Undoable(msgspec.Struct, frozen=True, kw_only=True):
    """One reset: when it was made, of which parts, and how things stood before. `undone`: it was undone."""

    made_at: int
    parts: list[str]
    before: Before
    undone: bool = False


@dataclass(frozen=True)
class Undoables:
    """A user's resets that can be undone. Raises redis.RedisError when the cache is away."""

    cache: redis.Redis
    user_id: int

    def keep(self, undoable: Undoable) -> str:
        """Keep one; the token that names it. Of very many the newest stay."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._write(token, undoable)
        kept = sorted(self.all().items(), key=lambda item: item[1].made_at, reverse=True)
        for old, _ in kept[MOST_KEPT:]:
            self.cache.hdel(self._key, old)
        return token

    def find(self, token: str) -> Undoable | None:
        """The reset that a token names; None when there is none, or none any more."""
        return self.all().get(token)

    def note_undone(self, token: str, undoable: Undoable) -> None:
        """Remember that it was undone: undoing it once more changes nothing."""
        self._write(token, msgspec.structs.replace(undoable, undone=True))

    def all(self) -> dict[str, Undoable]:
        """All of the last day, by token."""
        stored = cast("dict[bytes, bytes]", self.cache.hgetall(self._key))
        found = {token.decode(): _unpack(packed) for token, packed in stored.items()}
        since = clock.now() - KEPT_MS
        return {token: undoable for token, undoable in found.items() if undoable.made_at > since}

    def forget(self) -> None:
        """Forget them all."""
        self.cache.delete(self._key)

    def _write(self, token: str, undoable: Undoable) -> None:
        packed = zstandard.compress(msgspec.msgpack.encode(undoable))
        with self.cache.pipeline(transaction=True) as pipeline:
            pipeline.hset(self._key, token, packed)
            pipeline.pexpire(self._key, KEPT_MS)
            pipeline.execute()

    @property
    def _key(self) -> str:
        return f"fovea:undo-of:{self.user_id}"


def _unpack(packed: bytes) -> Undoable:
    plain = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_LARGEST_BYTES)
    return msgspec.msgpack.decode(plain, type=Undoable)
