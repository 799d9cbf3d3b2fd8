"""Which calls came: counted by method, user and outcome, the last ones in full."""

import threading
import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass

_KEPT_CALLS = 2_000

# What tells which part of a list was asked for. Keys, tokens and texts are not written down.
_NOTED = ("page", "per_page", "min_fave_date", "max_fave_date", "path", "tags", "q", "cursor", "pid", "limit")


@dataclass(frozen=True)
class LoggedCall:
    """One call."""

    at: float
    method: str
    user_id: str
    outcome: str
    """«ok», «http 503», «code 1», «oauth signature_invalid»."""
    milliseconds: float
    arguments: dict[str, str]
    """Which part of a list was asked for: those of page, per_page, min_fave_date, max_fave_date that were
    given.
    """


class CallLog:
    """The log. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._since = time.time()
            self._total = 0
            self._methods: Counter[str] = Counter()
            self._users: Counter[tuple[str, str]] = Counter()
            self._outcomes: Counter[str] = Counter()
            self._last: deque[LoggedCall] = deque(maxlen=_KEPT_CALLS)
            self._moments: deque[float] = deque(maxlen=200_000)
            self._under_way = 0
            self._most_at_once = 0

    def begin(self) -> float:
        """A call begins; gives the moment for `end`."""
        with self._lock:
            self._under_way += 1
            self._most_at_once = max(self._most_at_once, self._under_way)
        return time.perf_counter()

    def end(self, begun: float, *, arguments: Mapping[str, str], outcome: str) -> None:
        """A call is answered."""
        now = time.time()
        method, user_id = arguments.get("method", ""), arguments.get("user_id", "")
        call = LoggedCall(
            at=now,
            method=method,
            user_id=user_id,
            outcome=outcome,
            milliseconds=round((time.perf_counter() - begun) * 1_000, 2),
            arguments={name: arguments[name] for name in _NOTED if name in arguments},
        )
        with self._lock:
            self._under_way -= 1
            self._total += 1
            self._methods[method] += 1
            self._users[(method, user_id)] += 1
            self._outcomes[outcome] += 1
            self._last.append(call)
            self._moments.append(now)

    def summary(self, *, last: int = 100) -> dict[str, object]:
        """Counters and the last calls, as JSON shows them."""
        with self._lock:
            now = time.time()
            users: dict[str, dict[str, int]] = {}
            for (method, user), count in self._users.items():
                users.setdefault(method, {})[user] = count
            return {
                "since": self._since,
                "total": self._total,
                "under_way": self._under_way,
                "most_at_once": self._most_at_once,
                "methods": dict(self._methods),
                "outcomes": dict(self._outcomes),
                "users": users,
                "rate": {
                    "last_second": sum(moment > now - 1 for moment in self._moments),
                    "last_minute": sum(moment > now - 60 for moment in self._moments),
                    "last_hour": sum(moment > now - 3_600 for moment in self._moments),
                },
                "last": [asdict(call) for call in list(self._last)[-last:]] if last > 0 else [],
            }
