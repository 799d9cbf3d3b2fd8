"""How long to wait before trying again."""

import random


def delay_seconds(attempt: int, *, first: float = 1.0, longest: float = 60.0) -> float:
    """A wait that doubles with each attempt (0 is the first) up to `longest`, less up to a half at random.

    The random part keeps many processes that failed together from coming back together (the "equal jitter" of
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    """
    ceiling = min(longest, first * 2.0 ** min(max(attempt, 0), 32))
    return random.uniform(ceiling / 2, ceiling)
