"""The rules of artist searches that need no database: what is read anew, in which order results come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_server.artists.comparing import in_order
from api_server.artists.scanning import is_stale
from api_server.artists.settings import ArtistSettings
from api_server.runs.pacing import spread
from fovea.clock import DAY, HOUR, MINUTE
from fovea.database.artist_search_results import Found

SETTINGS = ArtistSettings()
NOW = 1_000 * DAY


@pytest.mark.parametrize(
    ("read_at", "posted_at", "stale"),
    [
        (None, None, True),  # never
        (None, NOW, True),
        (NOW - 5 * MINUTE, NOW, False),  # a moment ago: whatever was posted then is there
        (NOW - 11 * MINUTE, NOW - 12 * MINUTE, True),
        (NOW - HOUR, NOW - 6 * DAY, True),  # within a week of its date artists may not have posted it yet
        (NOW - HOUR, NOW - 8 * DAY, False),
        (NOW - 90 * DAY, NOW - 98 * DAY, False),  # an old artwork was there when the account was read
        (NOW - 90 * DAY, NOW - 96 * DAY, True),
        (NOW - 90 * DAY, NOW - DAY, True),
        (NOW - 6 * DAY, None, False),  # of unknown age: once a week
        (NOW - 8 * DAY, None, True),
    ],
)
def test_an_account_is_read_anew_when_the_artwork_may_not_be_known(
    read_at: int | None, posted_at: int | None, stale: bool
) -> None:
    assert is_stale(read_at, posted_at, always=False, now=NOW, settings=SETTINGS) is stale


def test_whoever_wants_an_account_read_has_it_read_but_not_twice_within_minutes() -> None:
    assert is_stale(NOW - HOUR, None, always=True, now=NOW, settings=SETTINGS)
    assert not is_stale(NOW - MINUTE, None, always=True, now=NOW, settings=SETTINGS)


def found(post_id: int, *, distance: float = 0.0, count: int = 1) -> Found:
    return Found(
        post_id=post_id,
        account_key="bluesky:finch",
        image_id=post_id,
        position=0,
        count=count,
        distance=distance,
        similarity="same_picture",
        orientation="same",
        in_trimmed=False,
    )


def test_results_come_by_distance_then_pictures_of_the_post_then_age_then_number() -> None:
    posted = {1: 50, 2: 10, 3: None, 4: 10, 5: 1}
    several = [found(1), found(3), found(4), found(2), found(5, count=2), found(6, distance=8.0)]
    assert [one.post_id for one in in_order(several, posted)] == [2, 4, 1, 3, 5, 6]


@given(st.integers(0, 2**32 - 1))
def test_accounts_are_put_off_by_up_to_a_tenth_each_by_another_moment(number: int) -> None:
    month = 30 * 86_400
    assert 0 <= spread(month, number) < 3 * DAY
    assert spread(month, number) != spread(month, number + 1)
