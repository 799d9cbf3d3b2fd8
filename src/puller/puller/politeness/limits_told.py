"""What sites say in headers of how much they still answer. Their spellings differ; the numbers mean the same:
so many calls left, and so many seconds (or a moment) until it begins anew.
"""

import time
from collections.abc import Mapping
from datetime import datetime

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
        (left, _seconds(headers.get(reset, "")) if reset else _LATER_TODAY_SECONDS)
        for remaining, reset in _PAIRS
        if (left := _number(headers.get(remaining, ""))) is not None
    ]
    return min(told, default=None)


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
