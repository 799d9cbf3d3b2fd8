"""How often a listing is read: as often as new posts come. Only rules here: no database, no clock.

What brought many new posts is read twice as often, what brought none half as often, within limits; in
between it stays. So a listing settles where a run brings two posts or so: a new one is seen before the next
but one comes, and few runs bring nothing.
"""

from fovea.clock import SECOND

SHORTEST_SECONDS = 600
LONGEST_SECONDS = 604_800
MANY_POSTS = 4

# After a failure that may pass: the first pause, which doubles with each failure in a row.
_FIRST_PAUSE_SECONDS = 600


def next_interval(seconds: int, *, new_posts: int) -> int:
    """The interval after a run that caught up, from that before it and what the run brought."""
    if new_posts >= MANY_POSTS:
        seconds //= 2
    elif new_posts == 0:
        seconds *= 2
    return min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS)


def spread(interval_seconds: int, number: int) -> int:
    """Milliseconds by which the turn of the listing of this number is put off: up to a tenth of the interval,
    another for each.
    """
    return (number * 2_654_435_761 % 2**32) * interval_seconds * SECOND // (10 * 2**32)


def pause_after_failures(interval_seconds: int, *, failed_runs: int) -> int:
    """Milliseconds until the next try after so many failed runs in a row: soon at first, and never later than
    it would have been its turn.
    """
    doublings = min(max(failed_runs, 1) - 1, 20)
    return min(_FIRST_PAUSE_SECONDS << doublings, max(interval_seconds, 1)) * SECOND
