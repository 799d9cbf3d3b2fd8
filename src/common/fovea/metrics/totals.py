"""What a process has measured since it began: counts, sums, and durations well enough for percentiles.

Durations and sizes fall into buckets, each 10 percent wider than the one before, so that percentiles are told
to within 5 percent, however many values there are (as in DDSketch, https://arxiv.org/abs/1908.10693).
"""

import math
from collections.abc import Iterable
from typing import Literal

import msgspec

_GROWTH = 1.1
_LOG_GROWTH = math.log(_GROWTH)
_NOTHING = -10_000  # the bucket of values that are not above zero


Kind = Literal["count", "gauge", "measured"]


class Total(msgspec.Struct, kw_only=True):
    """A metric since the beginning, of one value of its own dimension (None: it has none).

    `last` is the present value of a gauge, of one of its processes. Only what was measured has buckets.
    """

    name: str
    dimension: str | None = None
    kind: Kind = "count"
    count: int = 0
    sum: float = 0.0
    least: float = 0.0
    most: float = 0.0
    last: float = 0.0
    buckets: dict[int, int] = {}

    def add(self, value: float) -> None:
        """Take a value in."""
        self.least = value if self.count == 0 else min(self.least, value)
        self.most = value if self.count == 0 else max(self.most, value)
        self.count += 1
        self.sum += value
        self.last = value
        if self.kind == "measured":
            bucket = math.ceil(math.log(value) / _LOG_GROWTH) if value > 0 else _NOTHING
            self.buckets[bucket] = self.buckets.get(bucket, 0) + 1

    @property
    def mean(self) -> float:
        """The mean of all values."""
        return self.sum / self.count if self.count else 0.0

    def percentile(self, part: float) -> float | None:
        """The value that this part (0 to 1) of all values does not exceed; None of a count."""
        left = part * sum(self.buckets.values())
        for bucket in sorted(self.buckets):
            left -= self.buckets[bucket]
            if left <= 0:
                middle = 0.0 if bucket == _NOTHING else _GROWTH**bucket * 2 / (1 + _GROWTH)
                return min(max(middle, self.least), self.most)
        return None


def together(totals: Iterable[Total]) -> list[Total]:
    """The totals of several processes as one, by name and dimension."""
    sums: dict[tuple[str, str], Total] = {}
    for one in totals:
        key = one.name, one.dimension or ""
        known = sums.get(key)
        if known is None:
            sums[key] = msgspec.structs.replace(one, buckets=dict(one.buckets))
            continue
        if one.count:
            known.least = min(known.least, one.least) if known.count else one.least
            known.most = max(known.most, one.most) if known.count else one.most
        known.count += one.count
        known.sum += one.sum
        known.last = one.last
        for bucket, number in one.buckets.items():
            known.buckets[bucket] = known.buckets.get(bucket, 0) + number
    return [sums[key] for key in sorted(sums)]
