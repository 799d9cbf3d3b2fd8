"""The cache (Redis or Valkey): the connection to it, and locks that nobody dead can hold for long."""

from typing import Any

from redis import Redis
from redis.backoff import EqualJitterBackoff
from redis.retry import Retry

from fovea.cache_login import login_of

# Each script compares before it writes, in one step: a holder that slept past its time cannot touch its
# successor's lock.
_ACQUIRE = """
if redis.call('exists', KEYS[1]) == 1 then return 0 end
local token = redis.call('incr', KEYS[2])
redis.call('set', KEYS[1], token .. ':' .. ARGV[1], 'px', ARGV[2])
return token
"""
_RENEW = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end
return 0
"""
_RELEASE = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0
"""


def connect(redis_url: str, *, timeout_seconds: float = 5.0, retries: int = 2) -> Redis:
    """A connection pool to the cache. Answers are bytes; nothing is asked before the first command.

    Every command is limited to `timeout_seconds` and tried again `retries` times when the connection breaks;
    then redis-py's `ConnectionError` or `TimeoutError` is raised. An address with `?iam=` is logged in to by
    the role of the process (see `fovea.cache_login`).
    """
    address, login = login_of(redis_url)
    return Redis.from_url(
        address,
        credential_provider=login,
        socket_connect_timeout=min(2.0, timeout_seconds),
        socket_timeout=timeout_seconds,
        health_check_interval=30,
        retry=Retry(EqualJitterBackoff(cap=0.5, base=0.05), retries),
    )


class Lock:
    """A lock with a time to live and a fencing token, held by one process among many.

    `token` is a number that rises with every acquisition: work that must not be done by a former holder sends
    it along and the receiver refuses a smaller one than it has seen. `holder` is only for people to read: a
    lock is never given or renewed because of a name, since two processes may believe to have the same one.
    """

    def __init__(self, redis: Redis, name: str, holder: str, seconds: float) -> None:
        self.name = name
        self.token: int | None = None
        self._redis = redis
        self._holder = holder
        self._milliseconds = max(1, int(seconds * 1000))
        self._key = f"lock:{{{name}}}"
        self._counter = f"lock:{{{name}}}:token"
        self._acquire = redis.register_script(_ACQUIRE)
        self._renew = redis.register_script(_RENEW)
        self._release = redis.register_script(_RELEASE)

    def acquire(self) -> bool:
        """Takes the lock for `seconds` if it is free, renews it if it is ours; whether we have it."""
        if self.token is not None and self.renew():
            return True
        token: Any = self._acquire(keys=[self._key, self._counter], args=[self._holder, self._milliseconds])
        self.token = int(token) or None
        return self.token is not None

    def renew(self) -> bool:
        """Holds the lock for `seconds` from now. False when it has been lost: stop what it protects."""
        if self.token is None:
            return False
        if int(self._renew(keys=[self._key], args=[self._value(), self._milliseconds])) == 1:
            return True
        self.token = None
        return False

    def release(self) -> None:
        """Gives the lock back, if it is still ours."""
        if self.token is not None:
            self._release(keys=[self._key], args=[self._value()])
            self.token = None

    def holder(self) -> str | None:
        """The name of who holds the lock now, or None."""
        value: Any = self._redis.get(self._key)
        return None if value is None else value.decode().split(":", 1)[1]

    def _value(self) -> str:
        return f"{self.token}:{self._holder}"
