"""How many lists hold each post, after anything that can happen to lists."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, Engine, delete, func, select, update

from fovea import packing
from fovea.database import favorite_counts, favorite_edits, favorite_folding, personal_data, users
from fovea.database.count_blocks import NUMBERS_A_BLOCK
from fovea.database.engine import in_transaction, read, write
from fovea.database.favorite_counts import MOST_NUMBERS_A_ROW
from fovea.database.favorite_pulls import Pull
from fovea.database.tables import favorite_changes, favorite_lists
from fovea.database.tables import favorite_counts as blocks
from fovea.database.tables import favorite_edits as edits
from tests.integration.database.counted import POSTS, assert_exact, make_people, put_in

EDGES = [NUMBERS_A_BLOCK - 1, NUMBERS_A_BLOCK, NUMBERS_A_BLOCK + 1, 3 * NUMBERS_A_BLOCK, 2**32 - 1]
numbers = st.sets(st.integers(1, POSTS) | st.sampled_from(EDGES), max_size=25)
people = st.integers(0, 4)
moments = st.integers(1, 12)


class Lists(RuleBasedStateMachine):
    """Five people whose lists are pulled, edited, and forgotten, in any order, and folded at any time."""

    def __init__(self, engine: Engine, accounts: list[int]) -> None:
        super().__init__()
        self.engine = engine
        self.accounts = accounts
        self.pulled: list[list[Pull]] = []

    @initialize()
    def forget_everything(self) -> None:
        with self.engine.begin() as connection:
            for table in (favorite_lists, edits, favorite_changes, blocks):
                connection.execute(delete(table))

    @rule(
        several=st.lists(
            st.tuples(people, numbers, moments, st.none() | moments, st.booleans(), st.booleans()),
            min_size=1,
            max_size=6,
        )
    )
    def pull(self, several: list[tuple[int, set[int], int, int | None, bool, bool]]) -> None:
        """Whole, incremental, truncated and partial pulls, several of them in one transaction."""
        pulls = [
            Pull(
                account_id=self.accounts[person],
                numbers=packing.sorted_numbers(found),
                pulled_at=at,
                since=since,
                truncated=truncated,
                partial=partial,
            )
            for person, found, at, since, truncated, partial in several
        ]
        self.pulled.append(pulls)
        in_transaction(self.engine, lambda connection: put_in(connection, *pulls))

    @rule(which=st.integers(0, 100))
    def pull_once_more(self, which: int) -> None:
        """The same pulls are delivered again."""
        if self.pulled:
            pulls = self.pulled[which % len(self.pulled)]
            in_transaction(self.engine, lambda connection: put_in(connection, *pulls))

    @rule(person=people, post=st.integers(1, POSTS), add=st.booleans(), at=moments)
    def edit(self, person: int, post: int, add: bool, at: int) -> None:
        account = self.accounts[person]
        action: favorite_edits.Action = "add" if add else "remove"
        in_transaction(
            self.engine, lambda c: favorite_edits.finish(c, account, post, action=action, at=at * 60_000)
        )

    @rule(person=people)
    def forget(self, person: int) -> None:
        """Somebody deletes their account here."""

        def function(connection: Connection) -> None:
            personal_data.erase(connection, users.log_in(connection, self.accounts[person], at=1))

        in_transaction(self.engine, function)

    @rule(found=numbers)
    def give_up(self, found: set[int]) -> None:
        """A transaction is rolled back."""
        pull = Pull(account_id=self.accounts[0], numbers=packing.sorted_numbers(found), pulled_at=99)
        with self.engine.connect() as connection:
            put_in(connection, pull)
            connection.rollback()

    @rule(most=st.none() | st.integers(1, 3))
    def fold(self, most: int | None) -> None:
        favorite_folding.fold(self.engine, most=most)

    @invariant()
    def counts_are_exact(self) -> None:
        assert_exact(self.engine)


@pytest.mark.slow
def test_counts_are_those_of_a_recount_whatever_happens_to_lists(engine: Engine) -> None:
    accounts = make_people(engine, 5)

    class OnThisDatabase(Lists):
        def __init__(self) -> None:
            super().__init__(engine, accounts)

    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )


def rows_in(engine: Engine) -> int:
    with read(engine) as connection:
        return int(connection.scalar(select(func.count()).select_from(favorite_changes)) or 0)


def pull(engine: Engine, account: int, *found: int, at: int = 1) -> None:
    one = Pull(account_id=account, numbers=packing.sorted_numbers(found), pulled_at=at)
    in_transaction(engine, lambda connection: put_in(connection, one))


def counts(engine: Engine, *wanted: int) -> list[int]:
    with read(engine) as connection:
        asked = np.array(wanted, dtype=np.uint32)
        return list(favorite_counts.counts_of(connection, asked).tolist())


def test_a_transaction_notes_all_its_lists_in_one_row(engine: Engine) -> None:
    accounts = make_people(engine, 3)
    pulls = [Pull(account_id=one, numbers=packing.sorted_numbers([1, one]), pulled_at=1) for one in accounts]
    in_transaction(engine, lambda connection: put_in(connection, *pulls))
    assert rows_in(engine) == 1
    assert counts(engine, 1)[0] >= 3


def test_lists_that_come_again_unchanged_note_nothing(engine: Engine) -> None:
    account = make_people(engine, 1)[0]
    pull(engine, account, 1, 2, at=1)
    pull(engine, account, 1, 2, at=2)
    assert rows_in(engine) == 1


def test_a_transaction_of_very_many_favourites_is_noted_in_several_rows(engine: Engine) -> None:
    account = make_people(engine, 1)[0]
    many = range(1, MOST_NUMBERS_A_ROW + 2)
    pull(engine, account, *many)
    assert rows_in(engine) == 2
    assert favorite_folding.fold(engine) == 2
    assert counts(engine, 1, MOST_NUMBERS_A_ROW, MOST_NUMBERS_A_ROW + 1, MOST_NUMBERS_A_ROW + 2) == [
        1,
        1,
        1,
        0,
    ]


def test_counts_come_in_the_order_in_which_they_are_asked_for(engine: Engine) -> None:
    one, other = make_people(engine, 2)
    pull(engine, one, 3, 20_000)
    favorite_folding.fold(engine)
    pull(engine, other, 20_000)
    assert counts(engine, 20_000, 1, 3, 20_000) == [2, 0, 1, 2]
    assert counts(engine) == []


def test_more_lists_than_a_byte_can_count_hold_a_post(engine: Engine) -> None:
    account = make_people(engine, 1)[0]
    pull(engine, account, 7)
    for times in (300, 70_000):
        with write(engine) as connection:
            often = np.full(times, 7, dtype=np.uint32)
            favorite_counts.note_packed(connection, often, packing.unpack(b""))
        favorite_folding.fold(engine)
    assert counts(engine, 6, 7, 8) == [0, 70_301, 0]


def test_what_is_asked_of_more_blocks_than_can_be_named_is_answered(engine: Engine) -> None:
    account = make_people(engine, 1)[0]
    pull(engine, account, NUMBERS_A_BLOCK * 4_999)
    favorite_folding.fold(engine)
    wanted = np.arange(1, 5_001, dtype=np.uint32) * NUMBERS_A_BLOCK
    with read(engine) as connection:
        assert np.flatnonzero(favorite_counts.counts_of(connection, wanted)).tolist() == [4_998]


def test_folding_is_due_when_many_changes_are_left_and_leaves_none(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_people(engine, 1)[0]
    monkeypatch.setattr(favorite_folding, "DUE_ROWS", 3)
    for at in (1, 2):
        pull(engine, account, at, at=at)
        assert favorite_folding.fold_if_due(engine) == 0
    pull(engine, account, 3, at=3)
    assert favorite_folding.fold_if_due(engine) == 3
    assert rows_in(engine) == 0
    assert_exact(engine)


def test_folding_is_due_when_few_changes_are_large(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_people(engine, 1)[0]
    monkeypatch.setattr(favorite_folding, "DUE_BYTES", 1_000)
    pull(engine, account, 1)
    assert favorite_folding.fold_if_due(engine) == 0
    random = np.random.default_rng(1)
    pull(engine, account, *random.integers(1, 2**32, 2_000).tolist(), at=2)
    assert favorite_folding.fold_if_due(engine) == 2
    assert_exact(engine)


def test_counts_that_are_wrong_are_repaired(engine: Engine) -> None:
    one, other = make_people(engine, 2)
    pull(engine, one, 1, 2, 3)
    favorite_folding.fold(engine)
    pull(engine, other, 3, 4)
    assert favorite_folding.repair(engine) == 0
    past_the_notes = packing.pack(packing.sorted_numbers([1, 5, 20_000]))
    with engine.begin() as connection:
        statement = update(favorite_lists).where(favorite_lists.c.account_id == one)
        connection.execute(statement.values(posts=past_the_notes, count=3))
    assert favorite_folding.repair(engine) == 4
    assert_exact(engine)
    favorite_folding.fold(engine)
    assert_exact(engine)
    assert favorite_folding.repair(engine) == 0


def test_a_list_that_was_never_noted_can_be_forgotten_and_repaired(engine: Engine) -> None:
    """A count would go below 0, which no block can hold."""
    account = make_people(engine, 1)[0]
    pull(engine, account, 1, 2)
    with engine.begin() as connection:
        connection.execute(delete(favorite_changes))
    pull(engine, account, at=2)
    assert counts(engine, 1, 2) == [0, 0]
    favorite_folding.fold(engine)
    assert favorite_folding.repair(engine) == 0
    assert_exact(engine)
