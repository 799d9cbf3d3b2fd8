"""What sites say in headers of how much they still answer. Their spellings differ; the numbers mean the same:
so many calls left, and so many seconds (or a moment) until it begins anew.
"""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import zip_longest

# (left, reset): reddit; most others; the draft of the IETF in its older form; imgur's two; tumblr's two; X.
_PAIRS = (
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("ratelimit-remaining", "ratelimit-reset"),
    ("x-ratelimit-userremaining", "x-ratelimit-userreset"),
    ("x-ratelimit-clientremaining", ""),
    ("x-ratelimit-perhour-remaining", "x-ratelimit-perhour-reset"),
    ("x-ratelimit-perday-remaining", "x-ratelimit-perday-reset"),
    ("x-rate-limit-remaining", "x-rate-limit-reset"),
)
_A_MOMENT = 1_000_000_000  # larger numbers are seconds since the epoch
_UNTOLD_SECONDS = 60.0
_LATER_TODAY_SECONDS = 3_600.0  # what is counted by the day, and nobody says when the day is over


def limits_told(headers: Mapping[str, str]) -> tuple[float, float] | None:
    """(calls left, seconds until more), the scarcest of what is told; None when nothing is."""
    told = [
        (left, _seconds(reset_at) if reset else _LATER_TODAY_SECONDS)
        for remaining, reset in _PAIRS
        for left_told, reset_at in _each(headers.get(remaining, ""), headers.get(reset, ""))
        if (left := _number(left_told)) is not None
    ]
    # Of two limits that are used up, the one that lasts longer counts.
    return min(told, key=lambda one: (one[0], -one[1]), default=None)


def _each(left: str, reset: str) -> Iterator[tuple[str, str]]:
    """One pair for each limit: some sites tell of several at once, as `1, 1999` (a second, a month)."""
    resets = [one.strip() for one in reset.split(",")]
    lefts = [one.strip() for one in left.split(",")]
    return zip_longest(lefts, resets[: len(lefts)], fillvalue="")


def _seconds(text: str) -> float:
    number = _number(text)
    if number is None:
        try:
            number = datetime.fromisoformat(text).timestamp()
        except ValueError:
            return _UNTOLD_SECONDS
    return max(0.0, number - time.time()) if number > _A_MOMENT else max(0.0, number)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
