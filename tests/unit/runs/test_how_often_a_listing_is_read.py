"""A listing is read as often as new posts come, within limits, and soon again after a failure."""

from hypothesis import given
from hypothesis import strategies as st

from api_server.runs.pacing import (
    LONGEST_SECONDS,
    MANY_POSTS,
    SHORTEST_SECONDS,
    next_interval,
    pause_after_failures,
)

intervals = st.integers(1, 10 * LONGEST_SECONDS)
counts = st.integers(0, 10_000)


@given(seconds=intervals, new_posts=counts)
def test_the_interval_stays_within_its_limits(seconds: int, new_posts: int) -> None:
    assert SHORTEST_SECONDS <= next_interval(seconds, new_posts=new_posts) <= LONGEST_SECONDS


@given(seconds=st.integers(SHORTEST_SECONDS, LONGEST_SECONDS), new_posts=counts)
def test_it_halves_doubles_or_stays(seconds: int, new_posts: int) -> None:
    expected = seconds * 2 if new_posts == 0 else seconds // 2 if new_posts >= MANY_POSTS else seconds
    limited = min(max(expected, SHORTEST_SECONDS), LONGEST_SECONDS)
    assert next_interval(seconds, new_posts=new_posts) == limited


@given(seconds=intervals, fewer=counts, more=counts)
def test_more_new_posts_never_make_it_longer(seconds: int, fewer: int, more: int) -> None:
    fewer, more = sorted((fewer, more))
    assert next_interval(seconds, new_posts=more) <= next_interval(seconds, new_posts=fewer)


@given(seconds=st.integers(SHORTEST_SECONDS, LONGEST_SECONDS), every=st.integers(1, 30 * LONGEST_SECONDS))
def test_a_steady_stream_settles_where_each_run_brings_some_posts_but_not_many(
    seconds: int, every: int
) -> None:
    """`every`: seconds between two posts. It takes few runs, and then the interval no longer moves by more
    than one step.
    """
    for _ in range(20):
        seconds = next_interval(seconds, new_posts=seconds // every)
    further = next_interval(seconds, new_posts=seconds // every)
    assert seconds / 2 <= further <= seconds * 2
    if SHORTEST_SECONDS * 2 < seconds < LONGEST_SECONDS / 2:
        assert seconds // every < 2 * MANY_POSTS
        assert seconds * 2 >= every


@given(interval=intervals, failed_runs=st.integers(0, 10**6))
def test_the_pause_after_failures_grows_and_never_passes_the_interval(
    interval: int, failed_runs: int
) -> None:
    pause = pause_after_failures(interval, failed_runs=failed_runs)
    assert 0 < pause <= interval * 1_000
    assert pause <= pause_after_failures(interval, failed_runs=failed_runs + 1)


def test_the_first_pause_is_ten_minutes() -> None:
    assert pause_after_failures(LONGEST_SECONDS, failed_runs=1) == 600_000
