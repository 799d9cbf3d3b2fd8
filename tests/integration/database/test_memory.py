"""What was shown and when somebody looked."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from sqlalchemy import Connection, Engine, delete

from fovea.clock import MINUTE
from fovea.database import memory, users
from fovea.database.engine import in_transaction, read, write
from fovea.database.tables import users as users_table
from fovea.packing import Numbers
from tests.integration.database.users_and_posts import photos, user

GAP = 30 * MINUTE


def shown(engine: Engine, user_id: int) -> dict[int, tuple[int, int, int]]:
    with read(engine) as connection:
        return {
            one.post_id: (one.first_shown_at, one.last_shown_at, one.supporters)
            for one in memory.all_of(connection, user_id).shown
        }


def note(engine: Engine, user_id: int, rows: list[tuple[int, int]], *, view: int, at: int) -> int:
    return in_transaction(
        engine, lambda connection: memory.note_shown(connection, user_id, rows, view=view, at=at)
    )


def test_a_message_that_comes_twice_changes_nothing(engine: Engine) -> None:
    ada, (one, two, *_) = user(engine, "ada"), photos(engine, 3)
    assert note(engine, ada, [(one, 4), (two, 2)], view=100, at=110) == 2
    assert note(engine, ada, [(two, 9), (one, 9), (one, 9)], view=100, at=120) == 0
    assert shown(engine, ada) == {one: (110, 110, 4), two: (110, 110, 2)}


def test_in_a_later_view_it_is_shown_anew(engine: Engine) -> None:
    ada, (one, two, *_) = user(engine, "ada"), photos(engine, 3)
    note(engine, ada, [(one, 4), (two, 2)], view=100, at=110)
    assert note(engine, ada, [(two, 5), (two, 7)], view=200, at=210) == 1
    assert note(engine, ada, [(two, 1)], view=100, at=220) == 0  # a late word of the earlier view
    assert shown(engine, ada) == {one: (110, 110, 4), two: (110, 210, 5)}


def test_posts_that_there_are_not_are_left_out(engine: Engine) -> None:
    ada, numbers = user(engine, "ada"), photos(engine, 1)
    assert note(engine, ada, [(4_000_000_000, 1), (numbers[0], 1)], view=1, at=2) == 1
    assert note(engine, ada, [], view=1, at=2) == 0
    assert list(shown(engine, ada)) == numbers


def test_what_was_shown_before_a_view_is_the_latest_of_it(engine: Engine) -> None:
    ada, bea, numbers = user(engine, "ada"), user(engine, "bea"), photos(engine, 6)
    for at, number in enumerate(numbers):
        note(engine, ada, [(number, at)], view=at, at=at)
    note(engine, bea, [(numbers[0], 1)], view=1, at=1)
    with read(engine) as connection:
        assert memory.shown_before(connection, ada, view=5, most=2) == {numbers[4]: 4, numbers[3]: 3}
        assert memory.shown_before(connection, ada, view=0, most=2) == {}
        assert (memory.count(connection, ada), memory.count(connection, bea)) == (6, 1)


def best(*numbers: int) -> Numbers:
    return np.array(numbers, dtype=np.uint32)


def test_a_new_visit_begins_after_a_pause_and_knows_what_was_best_before(engine: Engine) -> None:
    ada = user(engine, "ada")

    def look(*numbers: int, at: int) -> tuple[int, int | None, list[int] | None]:
        def write_it(connection: object) -> memory.Visit:
            return memory.look(connection, ada, best(*numbers), at=at, gap_ms=GAP)  # type: ignore[arg-type]

        answered = in_transaction(engine, write_it)
        with read(engine) as connection:
            stored = memory.visit(connection, ada)
        assert stored is not None
        assert (stored.began_at, stored.previous_at) == (answered.began_at, answered.previous_at)
        assert stored.best.tolist() == list(numbers)
        before = answered.previous_best
        return answered.began_at, answered.previous_at, None if before is None else before.tolist()

    assert look(1, 2, at=1_000) == (1_000, None, None)
    assert look(1, 3, at=1_000 + GAP - 1) == (1_000, None, None)
    assert look(at=1_000 + 2 * GAP - 2) == (1_000, None, None)  # each look prolongs it
    later = 1_000 + 2 * GAP - 2 + GAP
    assert look(7, at=later) == (later, later - GAP, [])
    assert look(8, at=later + 5) == (later, later - GAP, [])
    assert look(8, at=later) == (later, later - GAP, [])  # a clock that was set back
    assert look(9, at=later + 5 + GAP) == (later + 5 + GAP, later + 5, [8])


def test_what_is_forgotten_can_be_remembered_again(engine: Engine) -> None:
    ada, bea, (one, two, three) = user(engine, "ada"), user(engine, "bea"), photos(engine, 3)
    note(engine, ada, [(one, 1), (two, 2)], view=1, at=10)
    note(engine, bea, [(one, 1)], view=1, at=10)
    with write(engine) as connection:
        memory.look(connection, ada, best(one), at=10, gap_ms=GAP)
    with write(engine) as connection:
        before = memory.all_of(connection, ada)
        memory.forget(connection, ada)
        assert memory.visit(connection, ada) is None
    assert (shown(engine, ada), len(shown(engine, bea))) == ({}, 1)
    note(engine, ada, [(two, 5), (three, 5)], view=20, at=21)
    for _ in range(2):
        with write(engine) as connection:
            memory.restore(connection, ada, before)
            visit = memory.visit(connection, ada)
        assert visit is not None
        assert visit.best.tolist() == [one]
        assert shown(engine, ada) == {one: (10, 10, 1), two: (21, 21, 5), three: (21, 21, 5)}


def test_old_memories_fade(engine: Engine) -> None:
    ada, bea, numbers = user(engine, "ada"), user(engine, "bea"), photos(engine, 5)
    note(engine, ada, [(number, 1) for number in numbers[:3]], view=1, at=10)
    note(engine, ada, [(number, 1) for number in numbers[3:]], view=1, at=11)
    note(engine, bea, [(numbers[0], 1), (numbers[1], 1)], view=1, at=10)
    with write(engine) as connection:
        assert memory.purge(connection, most=3) == 2
        assert memory.purge(connection, most=3) == 0
    assert list(shown(engine, ada)) == [numbers[4], numbers[3], numbers[2]]
    assert len(shown(engine, bea)) == 2


def test_two_tabs_that_show_the_same_photos_at_once_both_succeed(engine: Engine) -> None:
    ada, numbers = user(engine, "ada"), photos(engine, 60)

    def look_once(connection: Connection, at: int) -> None:
        memory.look(connection, ada, best(1), at=at, gap_ms=GAP)

    def tab(number: int) -> int:
        order = numbers if number % 2 else numbers[::-1]
        total = 0
        for view in range(1, 5):
            total += note(engine, ada, [(post, view) for post in order], view=view * 10, at=view * 10 + 5)
            in_transaction(engine, partial(look_once, at=view))
        return total

    with ThreadPoolExecutor(4) as threads:
        noted = list(threads.map(tab, range(4)))
    assert sum(noted) >= 60
    assert {one[2] for one in shown(engine, ada).values()} == {4}
    assert {one[1] for one in shown(engine, ada).values()} == {45}


def test_nothing_is_noted_for_a_user_who_has_gone(engine: Engine) -> None:
    ada, numbers = user(engine, "ada"), photos(engine, 1)
    with write(engine) as connection:
        connection.execute(delete(users_table).where(users_table.c.id == ada))
    assert note(engine, ada, [(numbers[0], 1)], view=1, at=2) == 0
    with write(engine) as connection:
        assert users.lock(connection, ada) is False
        assert memory.look(connection, ada, best(1), at=5, gap_ms=GAP).began_at == 5
        assert memory.visit(connection, ada) is None
