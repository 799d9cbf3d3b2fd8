"""Answers to lookups, kept in the cache for a short while: whom a text means, or that it means nobody.

They are the same for everybody (the lookup is made by the app, never with a user's token). Only what Flickr
surely said is kept: a failure to answer is not an answer.
"""

import hashlib
from dataclasses import dataclass
from typing import cast

import msgspec
import redis

from fovea.errors import AccountGone, AccountNotFound, AccountPrivate, FoveaError

FOUND_SECONDS = 600
NOT_FOUND_SECONDS = 120
_REFUSALS: dict[str, type[FoveaError]] = {
    error.code: error for error in (AccountNotFound, AccountGone, AccountPrivate)
}


class Remembered(msgspec.Struct, frozen=True):
    """Either an account's number, or the code and sentence of a refusal."""

    account_id: int | None = None
    code: str = ""
    detail: str = ""


@dataclass(frozen=True)
class RememberedLookups:
    """The answers in the cache. A cache that is away remembers nothing and refuses nothing."""

    cache: redis.Redis

    def find(self, text: str) -> int | None:
        """The account's number if it was looked up lately. Raises the refusal that was remembered."""
        try:
            stored = cast("bytes | None", self.cache.get(_key(text)))
        except redis.RedisError:
            return None
        if stored is None:
            return None
        remembered = msgspec.json.decode(stored, type=Remembered)
        if remembered.code:
            raise _REFUSALS[remembered.code](remembered.detail)
        return remembered.account_id

    def keep(self, text: str, account_id: int) -> None:
        """Remember whom a text means."""
        self._set(text, Remembered(account_id=account_id), FOUND_SECONDS)

    def keep_refusal(self, text: str, error: FoveaError) -> None:
        """Remember that a text means nobody who can be shown."""
        if error.code in _REFUSALS:
            self._set(text, Remembered(code=error.code, detail=error.detail), NOT_FOUND_SECONDS)

    def _set(self, text: str, remembered: Remembered, seconds: int) -> None:
        try:
            self.cache.set(_key(text), msgspec.json.encode(remembered), ex=seconds)
        except redis.RedisError:
            return


def _key(text: str) -> str:
    return "fovea:lookup:" + hashlib.sha256(text.encode()).hexdigest()
