"""What a user chooses: sliders, mutes, dismissals; and all of it taken back and given back."""

import math
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from sqlalchemy import Connection, Engine

from fovea import packing
from fovea.database import dismissals, group_pools, mutes, steering
from fovea.database.dismissals import Dismissed
from fovea.database.engine import in_transaction, read, write
from fovea.database.mutes import Mute
from fovea.database.steering import CENTRED, Sliders
from tests.integration.database.users_and_posts import photos, user

GROUP = ("flickr", "1@N20")


def test_sliders_stand_in_the_middle_until_they_are_moved(engine: Engine) -> None:
    ada, bea = user(engine, "ada"), user(engine, "bea")
    with write(engine) as connection:
        assert steering.get(connection, ada) == CENTRED
        steering.put(connection, ada, Sliders(freshness=-1, adventure=0.25), at=1)
        steering.put(connection, ada, Sliders(freshness=0.5, adventure=0.25), at=2)
    with write(engine) as connection:
        assert steering.get(connection, ada) == Sliders(freshness=0.5, adventure=0.25)
        assert steering.get(connection, bea) == CENTRED
        steering.put(connection, ada, CENTRED, at=3)
        assert steering.get(connection, ada) == CENTRED


@pytest.mark.parametrize("value", [1.01, -2.0, math.nan, math.inf])
def test_a_slider_beyond_its_ends_is_refused(engine: Engine, value: float) -> None:
    ada = user(engine, "ada")
    with write(engine) as connection, pytest.raises(ValueError, match="a slider stands between"):
        steering.put(connection, ada, Sliders(adventure=value), at=1)


def mute(connection: Connection, user_id: int, kind: str, value: str, at: int = 1) -> None:
    mutes.put(connection, user_id, kind=kind, value=value, label=f"the {kind}", at=at)


def test_mutes_are_each_users_own_and_the_newest_comes_first(engine: Engine) -> None:
    ada, bea = user(engine, "ada"), user(engine, "bea")
    with write(engine) as connection:
        mute(connection, ada, "tag", "sunset", at=1)
        mute(connection, ada, "account", "17", at=3)
        mute(connection, bea, "tag", "cat", at=2)
    with read(engine) as connection:
        assert [(one.kind, one.value) for one in mutes.of(connection, ada)] == [
            ("account", "17"),
            ("tag", "sunset"),
        ]
        assert mutes.get(connection, bea, "tag", "cat") == Mute(
            kind="tag", value="cat", label="the tag", muted_at=2
        )
        assert mutes.get(connection, bea, "tag", "sunset") is None
        assert (mutes.count(connection, ada), mutes.count(connection, ada, "tag")) == (2, 1)


def test_muting_twice_is_muting_once(engine: Engine) -> None:
    ada = user(engine, "ada")
    with write(engine) as connection:
        mute(connection, ada, "tag", "é☃", at=1)
        mute(connection, ada, "tag", "é☃", at=9)
        mute(connection, ada, "tag", "e☃", at=9)  # another tag, whatever a collation thinks
    with write(engine) as connection:
        assert [(one.value, one.muted_at) for one in mutes.of(connection, ada)] == [("e☃", 9), ("é☃", 1)]
        mutes.remove(connection, ada, "tag", "é☃")
        mutes.remove(connection, ada, "tag", "é☃")
        assert [one.value for one in mutes.of(connection, ada)] == ["e☃"]


def test_mutes_come_back_as_they_were_and_newer_ones_stay(engine: Engine) -> None:
    ada = user(engine, "ada")
    with write(engine) as connection:
        mute(connection, ada, "tag", "a", at=1)
        mute(connection, ada, "tag", "b", at=2)
        before = mutes.of(connection, ada)
        mutes.clear(connection, ada)
        assert mutes.of(connection, ada) == []
        mute(connection, ada, "tag", "b", at=5)
        mutes.restore(connection, ada, before)
        mutes.restore(connection, ada, before)
        assert [(one.value, one.muted_at) for one in mutes.of(connection, ada)] == [("b", 5), ("a", 1)]


def test_dismissals_come_back_as_they_were(engine: Engine) -> None:
    ada, numbers = user(engine, "ada"), photos(engine, 3)
    with write(engine) as connection:
        for at, number in enumerate(numbers):
            dismissals.dismiss_post(connection, ada, number, at=at)
        dismissals.dismiss_account(connection, ada, 1, at=7)
        before = dismissals.all_of(connection, ada)
        assert before == Dismissed(posts=[(n, at) for at, n in enumerate(numbers)], accounts=[(1, 7)])
        assert dismissals.count(connection, ada) == (3, 1)
        dismissals.clear(connection, ada)
        assert dismissals.count(connection, ada) == (0, 0)
        dismissals.dismiss_post(connection, ada, numbers[0], at=9)
        dismissals.dismiss_again(connection, ada, before)
        dismissals.dismiss_again(connection, ada, before)
        assert dismissals.posts_of(connection, ada) == [numbers[0], numbers[2], numbers[1]]
        assert dismissals.accounts_of(connection, ada) == [1]


def pool(*numbers: int) -> packing.Numbers:
    return np.array(numbers, dtype=np.uint32)


def test_pools_of_several_groups_are_one_sorted_list(engine: Engine) -> None:
    with write(engine) as connection:
        group_pools.put(connection, *GROUP, name="x" * 300, numbers=pool(2, 5), at=1)
        group_pools.put(connection, *GROUP, name="One", numbers=pool(3, 5), at=2)
        group_pools.put(connection, "flickr", "2@N20", name="Two", numbers=pool(1, 5), at=2)
    with read(engine) as connection:
        both = group_pools.numbers_of(connection, [GROUP, ("flickr", "2@N20"), ("flickr", "3@N20")])
        assert both.dtype == np.uint32
        assert both.tolist() == [1, 3, 5]
        assert group_pools.numbers_of(connection, []).tolist() == []
        assert group_pools.pulled_at(connection, *GROUP) == 2
        assert group_pools.pulled_at(connection, "flickr", "3@N20") is None


def test_only_muted_groups_are_due_and_the_longest_waiting_first(engine: Engine) -> None:
    ada, bea = user(engine, "ada"), user(engine, "bea")
    with write(engine) as connection:
        for number, pulled_at in ((1, 50), (2, 20), (3, 100), (4, 1)):
            group_pools.put(connection, "flickr", f"{number}@N20", name="x", numbers=pool(), at=pulled_at)
        for name in ("1@N20", "2@N20", "3@N20", "5@N20"):
            mute(connection, ada, "group", mutes.group_value("flickr", name))
        mute(connection, bea, "group", "flickr/1@N20")
        assert group_pools.due(connection, before=60, limit=9) == [
            ("flickr", "5@N20"),
            ("flickr", "2@N20"),
            ("flickr", "1@N20"),
        ]
        assert len(group_pools.due(connection, before=60, limit=2)) == 2
        assert group_pools.purge(connection) == 1
        assert group_pools.pulled_at(connection, "flickr", "4@N20") is None


def test_a_pool_that_cannot_be_read_any_more_stays_and_waits(engine: Engine) -> None:
    ada = user(engine, "ada")
    with write(engine) as connection:
        group_pools.put(connection, *GROUP, name="One", numbers=pool(7), at=1)
        for name in ("1@N20", "2@N20"):
            mute(connection, ada, "group", f"flickr/{name}")
            group_pools.note_pulled(connection, "flickr", name, at=100)
        assert group_pools.due(connection, before=60, limit=9) == []
        assert group_pools.numbers_of(connection, [GROUP, ("flickr", "2@N20")]).tolist() == [7]


def test_two_tabs_that_mute_at_once_both_succeed(engine: Engine) -> None:
    ada = user(engine, "ada")

    def tab(number: int) -> None:
        for tag in range(10):
            in_transaction(engine, partial(mute, user_id=ada, kind="tag", value=f"t{tag}", at=number))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(tab, range(4)))
    with read(engine) as connection:
        assert mutes.count(connection, ada) == 10
