"""Faults on demand: slow, failing, refusing, answering nonsense, not answering at all."""

import random
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

import msgspec


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule. It concerns calls to some place, of some methods, about some user; then it delays them, or
    breaks a share of them.
    """

    where: Literal["rest", "oauth", "photos", "hosts"] = "rest"
    """The Flickr API, its login, its pictures, or the hosts of other sources."""
    hosts: tuple[str, ...] = ()
    """Names or patterns of hosts (`*.donmai.us`); empty: all. Their `methods` are paths (`/posts.json`)."""
    methods: tuple[str, ...] = ()
    """Names or patterns (`flickr.favorites.*`); empty: all."""
    user_id: str | None = None
    """Only calls with this user_id."""
    times: int | None = None
    """Only so many calls, then the rule is used up."""
    latency_milliseconds: float = 0.0
    jitter_milliseconds: float = 0.0
    error_rate: float = 1.0
    """The share of concerned calls that break (for the fields below)."""
    http_status: int | None = None
    """Answer with this status and an HTML page."""
    flickr_code: int | None = None
    """Answer with this code of Flickr's: 105, 106, 95 ..."""
    retry_after_seconds: int | None = None
    """The Retry-After header of refusals."""
    nonsense: Literal["html", "truncated", "empty", "unknown", "huge", "repeat"] | None = None
    """HTML with status 200, half an answer, nothing, or valid JSON of another kind; of hosts also more than
    10 MB of it, or what the first call was answered with, again and again.
    """
    hang_seconds: float = 0.0
    """Hold the connection so long and then close it with HTTP 504."""
    rate_limit_per_hour: int = 0
    """After so many calls in an hour (sliding, by API key) answer 429."""


@dataclass
class Verdict:
    """What is to happen to one call."""

    delay_seconds: float = 0.0
    fault: Fault | None = None
    limited: Fault | None = None


@dataclass
class _Rule:
    fault: Fault
    left: int | None
    calls: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))


class Faults:
    """The rules in force. Threads may share it."""

    def __init__(self, initial: tuple[Fault, ...] = ()) -> None:
        self._initial = initial
        self._lock = threading.Lock()
        self._rules: list[_Rule] = []
        self._random = random.Random(1)
        self.reset()

    def set(self, faults: tuple[Fault, ...]) -> None:
        """Put these rules into force, instead of all others."""
        with self._lock:
            self._rules = [_Rule(fault, fault.times) for fault in faults]

    def reset(self) -> None:
        """Back to the rules that the settings gave."""
        self.set(self._initial)

    def now(self) -> tuple[Fault, ...]:
        """The rules in force."""
        return tuple(rule.fault for rule in self._rules)

    def judge(
        self, *, where: str, method: str, user_id: str = "", api_key: str = "", host: str = ""
    ) -> Verdict:
        """What the rules say about a call; the first that breaks it wins, delays add up."""
        verdict = Verdict()
        with self._lock:
            for rule in self._rules:
                fault = rule.fault
                if fault.where != where or rule.left == 0 or (fault.user_id and fault.user_id != user_id):
                    continue
                if not _fits(method, fault.methods) or not _fits(host, fault.hosts):
                    continue
                if rule.left is not None:
                    rule.left -= 1
                verdict.delay_seconds += (
                    fault.latency_milliseconds + self._random.random() * fault.jitter_milliseconds
                ) / 1_000
                if verdict.fault or verdict.limited:
                    continue
                if fault.rate_limit_per_hour and self._over_limit(rule, api_key):
                    verdict.limited = fault
                elif self._breaks(fault) and self._random.random() < fault.error_rate:
                    verdict.fault = fault
        return verdict

    @staticmethod
    def _breaks(fault: Fault) -> bool:
        return bool(fault.http_status or fault.flickr_code or fault.nonsense or fault.hang_seconds)

    @staticmethod
    def _over_limit(rule: _Rule, api_key: str) -> bool:
        now, calls = time.monotonic(), rule.calls[api_key]
        while calls and calls[0] < now - 3_600:
            calls.popleft()
        if len(calls) >= rule.fault.rate_limit_per_hour:
            return True
        calls.append(now)
        return False


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)
