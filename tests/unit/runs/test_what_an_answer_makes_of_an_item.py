"""The rules about answers of pullers, without any database."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_server.runs.answers import after_answer, not_answered
from api_server.runs.settings import RunSettings
from fovea.database.run_items import Item
from fovea.messages import PullResponse

NOW = 1_800_000_000_000
SETTINGS = RunSettings()
SENT = Item(
    id=1,
    run_id=1,
    kind="favorites",
    source="flickr",
    external_id="2@N00",
    discover=False,
    state="sent",
    attempts=2,
    deadline_at=NOW + 1_000,
)


def answer(item: Item, *, now: int = NOW, **fields: Any) -> Item:
    values = {"execution": 7, "attempt": item.attempts, "batches": 1, **fields}
    response = PullResponse(run_id=1, item_id=1, **values)
    return after_answer(item, response, now=now, settings=SETTINGS)


def test_an_ok_answer_says_which_execution_and_how_many_batches_are_awaited() -> None:
    item = answer(SENT, batches=3)
    assert (item.state, item.execution, item.batches) == ("sent", 7, 3)
    assert item.deadline_at == NOW + 900_000


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("gone", "account_gone"), ("private", "account_private"), ("refused", "source_refused")],
)
def test_a_permanent_refusal_fails_the_item_with_its_reason(outcome: Any, code: str) -> None:
    item = answer(SENT, outcome=outcome, reason="User not found")
    assert (item.state, item.code, item.reason, item.finished_at) == ("failed", code, "User not found", NOW)
    assert answer(SENT, outcome=outcome).reason


def test_a_missing_user_is_never_passed_over_silently() -> None:
    """Older fault 2: users that were not found were acknowledged without a word, and the counters wedged."""
    item = answer(SENT, outcome="gone")
    assert item.state == "failed"
    assert item.reason == "This account has been deleted, or never was."


def test_a_source_that_is_away_is_asked_again_later_and_each_time_later() -> None:
    pauses = [
        answer(replace(SENT, attempts=attempts), outcome="unavailable").deadline_at - NOW
        for attempts in (1, 2, 3, 4)
    ]
    assert pauses == [20_000, 40_000, 80_000, 160_000]


def test_a_source_that_stays_away_fails_the_item_after_its_last_attempt() -> None:
    item = answer(replace(SENT, attempts=5), outcome="unavailable", reason="busy")
    assert (item.state, item.code, item.reason) == ("failed", "source_unavailable", "busy")


def test_a_used_up_budget_costs_no_attempt_and_waits_until_the_budget_is_there_again() -> None:
    item = answer(SENT, outcome="deferred", retry_at=NOW + 600_000)
    assert (item.state, item.attempts, item.deadline_at) == ("waiting", 1, NOW + 600_000)
    assert item.code == "source_budget_used_up"


def test_a_budget_that_comes_back_in_a_year_is_asked_for_sooner() -> None:
    assert answer(SENT, outcome="deferred", retry_at=2**62).deadline_at == NOW + 7_200_000
    assert answer(SENT, outcome="unavailable", retry_at=2**62).deadline_at == NOW + 7_200_000
    assert answer(SENT, outcome="deferred", retry_at=-5).deadline_at == NOW


@pytest.mark.parametrize("outcome", ["unavailable", "deferred"])
def test_a_late_excuse_for_an_earlier_attempt_changes_nothing(outcome: Any) -> None:
    assert answer(SENT, outcome=outcome, attempt=1) is SENT


@pytest.mark.parametrize("outcome", ["unavailable", "deferred"])
def test_an_excuse_that_comes_twice_counts_once(outcome: Any) -> None:
    once = answer(SENT, outcome=outcome, retry_at=NOW + 5_000)
    again = after_answer(
        once,
        PullResponse(run_id=1, item_id=1, execution=7, attempt=2, outcome=outcome, retry_at=NOW + 9_000),
        now=NOW + 100,
        settings=SETTINGS,
    )
    assert again is once


@pytest.mark.parametrize("outcome", ["unavailable", "deferred"])
def test_an_excuse_does_not_take_an_answer_back(outcome: Any) -> None:
    answered = answer(SENT)
    assert answer(answered, execution=8, outcome=outcome) is answered


def test_an_answer_to_an_earlier_attempt_is_an_answer() -> None:
    waiting = answer(SENT, outcome="unavailable")
    assert answer(waiting, attempt=1, execution=3).execution == 3


def test_an_answer_that_comes_twice_does_not_move_the_deadline() -> None:
    answered = answer(SENT)
    assert answer(answered, now=NOW + 50_000) is answered


def test_word_from_the_middle_of_the_work_extends_the_deadline_but_finishes_nothing() -> None:
    item = answer(SENT, final=False, batches=0)
    assert item == replace(SENT, deadline_at=NOW + 180_000)
    assert answer(SENT, final=False, attempt=1) is SENT


def test_an_item_whose_answer_was_not_stored_says_so() -> None:
    assert not_answered(SENT, now=NOW).code == "no_answer"
    assert not_answered(answer(SENT), now=NOW).code == "not_stored"


outcomes = st.sampled_from(["ok", "gone", "private", "refused", "unavailable", "deferred"])
moments = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))


@given(
    state=st.sampled_from(["done", "failed"]),
    outcome=outcomes,
    attempt=st.integers(0, 6),
    final=st.booleans(),
    retry_at=moments,
)
def test_what_has_ended_never_changes(
    state: str, outcome: Any, attempt: int, final: bool, retry_at: int | None
) -> None:
    item = replace(SENT, state=state)
    assert answer(item, outcome=outcome, attempt=attempt, final=final, retry_at=retry_at) is item


@given(responses=st.lists(st.tuples(outcomes, st.integers(0, 6), st.booleans(), moments), max_size=12))
def test_whatever_comes_leaves_an_item_that_ends_or_has_a_near_deadline(
    responses: list[tuple[Any, int, bool, int | None]],
) -> None:
    item = SENT
    for number, (outcome, attempt, final, retry_at) in enumerate(responses):
        item = answer(
            item, execution=number + 1, outcome=outcome, attempt=attempt, final=final, retry_at=retry_at
        )
    if item.state in {"waiting", "sent"}:
        assert item.deadline_at <= NOW + 7_200_000
        assert 0 <= item.attempts <= 5
    else:
        assert item.code
        assert item.reason
        assert item.finished_at == NOW
