"""What processes tell of themselves, in the cache: one entry each, which goes when the process does.

A process that was killed cannot take its entry away: it stays, with the moment when it was last heard of, for
a quarter of an hour. Moments are milliseconds of the machines' own clocks, not of `fovea.clock`, which a
demonstration may put ahead.
"""

import secrets
import time
from typing import cast

import msgspec
from redis import Redis

from fovea.metrics.totals import Total
from fovea.presence.activity import Activity

FORGOTTEN_AFTER_SECONDS = 900
SILENT_AFTER_SECONDS = 20
STACKS_WANTED_SECONDS = 30
STACKS_KEPT_SECONDS = 600

_PROCESSES = "presence:processes"
_TOTALS = "presence:totals"
_WANTED = "presence:stacks-wanted"
_STACKS = "presence:stacks:"
_ENTRY_SECONDS = 86_400


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """A process: who it is, since when, when it was last heard of, and what its threads are busy with.

    `children` are the processes that it has started (those that decode pictures), with their memory.
    """

    name: str
    host: str
    process_id: int
    service: str
    version: str
    since: int
    heard_at: int
    memory_bytes: int
    children: int = 0
    children_bytes: int = 0
    threads: int = 0
    doing: list[Activity] = []

    def silent_seconds(self, now: int) -> float:
        """For how long nothing was heard of it."""
        return max(0, now - self.heard_at) / 1_000


class WantedStacks(msgspec.Struct, frozen=True, kw_only=True):
    """An operator asks processes for their stacks; all of them when none is named."""

    id: str
    names: list[str] = []


class Registry:
    """The entries. Every call may raise redis-py's `RedisError`."""

    def __init__(self, cache: Redis) -> None:
        self._cache = cache

    def tell(self, process: Process, totals: list[Total] | None = None) -> WantedStacks | None:
        """Enter a process, perhaps with what it has measured; stacks that are wanted, if any are."""
        pipeline = self._cache.pipeline(transaction=False)
        pipeline.get(_WANTED)
        pipeline.hset(_PROCESSES, process.name, msgspec.json.encode(process))
        pipeline.expire(_PROCESSES, _ENTRY_SECONDS)
        if totals is not None:
            pipeline.hset(_TOTALS, process.name, msgspec.json.encode(totals))
            pipeline.expire(_TOTALS, _ENTRY_SECONDS)
        wanted = pipeline.execute()[0]
        return None if wanted is None else msgspec.json.decode(wanted, type=WantedStacks)

    def withdraw(self, name: str) -> None:
        """A process ends."""
        pipeline = self._cache.pipeline(transaction=False)
        pipeline.hdel(_PROCESSES, name)
        pipeline.hdel(_TOTALS, name)
        pipeline.execute()

    def processes(self) -> list[Process]:
        """All processes, by service and age. Those that were not heard of for long are forgotten."""
        found = []
        for name, told in self._all(_PROCESSES).items():
            try:
                process = msgspec.json.decode(told, type=Process)
            except msgspec.DecodeError:
                continue  # of another version of ours
            if process.silent_seconds(moment()) > FORGOTTEN_AFTER_SECONDS:
                self.withdraw(name.decode())
            else:
                found.append(process)
        return sorted(found, key=lambda process: (process.service, process.since, process.name))

    def totals(self) -> dict[str, list[Total]]:
        """What each process has measured since it began, by its name."""
        found = {}
        for name, told in self._all(_TOTALS).items():
            try:
                found[name.decode()] = msgspec.json.decode(told, type=list[Total])
            except msgspec.DecodeError:
                continue
        return found

    def want_stacks(self, names: list[str]) -> WantedStacks:
        """Ask processes (all of them, when none is named) for their stacks."""
        wanted = WantedStacks(id=secrets.token_hex(8), names=names)
        self._cache.set(_WANTED, msgspec.json.encode(wanted), ex=STACKS_WANTED_SECONDS)
        return wanted

    def give_stacks(self, wanted: WantedStacks, name: str, text: str) -> None:
        """Answer with the stacks of a process."""
        pipeline = self._cache.pipeline(transaction=False)
        pipeline.hset(_STACKS + wanted.id, name, text)
        pipeline.expire(_STACKS + wanted.id, STACKS_KEPT_SECONDS)
        pipeline.execute()

    def given_stacks(self, wanted: WantedStacks) -> dict[str, str]:
        """The stacks that have come so far, by the process's name."""
        found = self._all(_STACKS + wanted.id)
        return {name.decode(): text.decode(errors="replace") for name, text in found.items()}

    def _all(self, key: str) -> dict[bytes, bytes]:
        return cast(dict[bytes, bytes], self._cache.hgetall(key))


def moment() -> int:
    """Now, in milliseconds of this machine's clock."""
    return int(time.time() * 1_000)
