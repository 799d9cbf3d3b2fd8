"""Flickr down, slow, refusing, or answering nonsense during a refresh: the run ends with reasons in words, or
says until when it is put off, and when Flickr is well again everything is put right.
"""

import time
from datetime import datetime
from typing import Any

import pytest

from fovea.database.engine import read
from fovea.rate_limits import Budget
from tests.harness.processes import wait_until
from tests.integration.system.truth import lists_of, stored_is_what_flickr_says, told
from tests.integration.system.visiting import FAVORITES, Visited, are_told_in_words, codes

pytestmark = pytest.mark.timeout(180)

LUCIA = "17633920@N00"
CALLS_PER_HOUR = 600
SETTINGS = {
    "FOVEA_SIMULATOR_USERS": "300",
    "FOVEA_FLICKR_CALLS_PER_HOUR": str(CALLS_PER_HOUR),
    "FOVEA_FLICKR_RETRIES": "1",
    "FOVEA_FLICKR_TIMEOUT_SECONDS": "1",
    "FOVEA_ITEM_ATTEMPTS": "2",
    "FOVEA_ITEM_RETRY_SECONDS": "0.2",
    "FOVEA_SCHEDULER_SWEEP_SECONDS": "0.5",
    "FOVEA_SCHEDULER_DUE_SECONDS": "3600",  # nothing begins by itself here
}
NOT_TO_BE_HEALED = {"account_gone", "account_private"}  # some of the world's people have left, or hide


def is_put_right(system: Visited, *, minutes: float = 2) -> None:
    """Flickr is well again, and somebody looks again a little later: all is there."""
    system.flickr.set_fault_rules()
    system.let_time_pass(minutes=minutes)
    has_read_everything(system, system.refreshed(LUCIA))


def has_read_everything(system: Visited, run: dict[str, Any]) -> None:
    """The run has ended well, and what is stored is what Flickr says."""
    assert run["state"] in {"done", "done_with_failures"}
    assert set(codes(run).values()) <= NOT_TO_BE_HEALED
    with read(system.engine) as connection:
        stored_is_what_flickr_says(connection, system.flickr, run, subject=LUCIA)
    assert system.recommendations(LUCIA)["photos"]


def readable_photographers(system: Visited, count: int) -> list[str]:
    """Some of those whom Lucia faves most, of whom there is something to be read."""
    system.flickr.set_fault_rules()
    found = (nsid for nsid in system.flickr.photographers_of(LUCIA) if system.flickr.favorites_of(nsid))
    return [nsid for nsid, _ in zip(found, range(count), strict=False)]


def failed_favorites(run: dict[str, Any]) -> dict[str, str]:
    """Those of the run who could not be read, except for good, and why."""
    return {
        key.removeprefix("flickr/favorites/"): code
        for key, code in codes(run).items()
        if code not in NOT_TO_BE_HEALED
    }


def test_while_flickr_is_down_a_refresh_fails_with_reasons_and_the_next_one_succeeds(system: Visited) -> None:
    system.look_up(LUCIA)
    system.flickr.set_faults(http_status=503)

    run = system.ended(system.start(LUCIA))

    assert run["state"] == "failed"
    assert codes(run) == {
        f"flickr/{kind}/{LUCIA}": "source_unavailable" for kind in ("favorites", "contacts", "profile")
    }
    assert are_told_in_words(run)
    assert "503" in run["failures"][0]["reason"]
    with read(system.engine) as connection:
        assert lists_of(connection) == {}
    shown = system.recommendations(LUCIA)
    assert (shown["enough"], shown["photos"], shown["run"]["state"]) == (False, [], "failed")
    is_put_right(system)


def test_when_flickr_goes_down_in_the_middle_what_was_read_stays_and_the_rest_is_named(
    system: Visited,
) -> None:
    system.look_up(LUCIA)
    late = system.flickr.photographers_of(LUCIA)[10:]
    system.flickr.set_fault_rules(*({"user_id": nsid, "hang_seconds": 1} for nsid in late))
    run_id = system.start(LUCIA)
    wait_until(
        lambda: system.run(run_id)["progress"]["photographers"]["done"] >= 5, what="some photographers"
    )
    system.flickr.set_faults(http_status=503)

    run = system.ended(run_id)

    assert run["state"] == "done_with_failures"
    assert set(failed_favorites(run).values()) == {"source_unavailable"}
    assert are_told_in_words(run)
    photographers = run["progress"]["photographers"]
    assert photographers["done"] >= 5
    assert photographers["done"] + photographers["failed"] == photographers["total"]
    assert system.recommendations(LUCIA)["photos"]
    system.flickr.set_fault_rules()
    with read(system.engine) as connection:
        stored = lists_of(connection)
    assert stored == {nsid: told(system.flickr, nsid, subject=LUCIA) for nsid in stored}
    is_put_right(system)


def test_people_for_whom_flickr_never_answers_hold_nobody_else_up(system: Visited) -> None:
    silent = readable_photographers(system, 3)
    slow = {"latency_milliseconds": 100, "jitter_milliseconds": 400}
    system.flickr.set_fault_rules(slow, *({"user_id": nsid, "hang_seconds": 2} for nsid in silent))

    run = system.ended(system.start(LUCIA))

    assert run["state"] == "done_with_failures"
    assert failed_favorites(run) == dict.fromkeys(silent, "source_unavailable")
    assert are_told_in_words(run)
    reasons = {failure["reason"] for failure in run["failures"] if failure["code"] == "source_unavailable"}
    assert reasons == {"Flickr did not answer in time; try again later"}
    is_put_right(system)


def test_a_short_pause_that_flickr_asks_for_is_made_and_nothing_is_missed(system: Visited) -> None:
    refused = readable_photographers(system, 5)
    too_many = {"methods": [FAVORITES], "times": 1, "http_status": 429, "retry_after_seconds": 2}
    system.flickr.set_fault_rules(*({"user_id": nsid, **too_many} for nsid in refused))
    system.flickr.forget_calls()

    run = system.ended(system.start(LUCIA))

    calls = system.favorites_calls()
    for nsid in refused:
        first, second, *_ = [call for call in calls if call["user_id"] == nsid]
        assert (first["outcome"], second["outcome"]) == ("http 429", "ok")
        assert second["at"] - first["at"] >= 2
    has_read_everything(system, run)


def test_a_run_is_put_off_while_flickr_refuses_further_calls_and_goes_on_by_itself(system: Visited) -> None:
    system.look_up(LUCIA)
    system.flickr.set_faults(rate_limit_per_hour=12, retry_after_seconds=1_800)
    system.flickr.forget_calls()
    run_id = system.start(LUCIA)

    is_put_off(system, run_id, minutes=30)

    # Nobody is asked about twice meanwhile.
    refused = [call["user_id"] for call in system.favorites_calls() if call["outcome"] == "http 429"]
    assert len(refused) == len(set(refused)) > 20
    system.flickr.set_fault_rules()
    system.let_time_pass(minutes=31)
    has_read_everything(system, system.ended(run_id))


def test_a_run_is_put_off_while_our_own_budget_is_used_up_and_goes_on_by_itself(system: Visited) -> None:
    system.look_up(LUCIA)
    budget = Budget(system.cache, "flickr", CALLS_PER_HOUR, 3_600)
    for _ in range(budget.left() - 12):
        budget.take()
    system.flickr.forget_calls()
    run_id = system.start(LUCIA)

    is_put_off(system, run_id, minutes=60)

    assert len(system.calls()) <= 12
    assert budget.left() == 0
    system.let_time_pass(minutes=62)
    has_read_everything(system, system.ended(run_id))


def is_put_off(system: Visited, run_id: int, *, minutes: float) -> None:
    """The run waits, says until when, and has failed nobody for it."""
    run = wait_until(
        lambda: (run := system.run(run_id))["deferred_until"] and run, what="the run to be put off"
    )
    until = datetime.fromisoformat(run["deferred_until"]).timestamp() - time.time()
    assert minutes * 60 - 30 <= until <= minutes * 60 + 90
    assert run["state"] == "running"
    assert run["seconds_left"] is None
    assert run["progress"]["waiting"] > 20
    assert set(codes(run).values()) <= NOT_TO_BE_HEALED


@pytest.mark.parametrize("nonsense", [None, "html"])
def test_nonsense_is_not_taken_for_an_answer(nonsense: str | None, system: Visited) -> None:
    """Of four people Flickr tells nonsense, of each another one; or of everybody."""
    kinds = ("html", "truncated", "empty", "unknown")
    fooled = readable_photographers(system, len(kinds))
    system.look_up(LUCIA)
    if nonsense:
        system.flickr.set_faults(nonsense=nonsense)
    else:
        rules = zip(fooled, kinds, strict=True)
        system.flickr.set_fault_rules(*({"user_id": nsid, "nonsense": kind} for nsid, kind in rules))

    run = system.ended(system.start(LUCIA))

    assert run["state"] == ("failed" if nonsense else "done_with_failures")
    if not nonsense:
        assert failed_favorites(run) == dict.fromkeys(fooled, "source_unavailable")
    assert are_told_in_words(run)
    assert "cannot be read" in run["failures"][0]["reason"]
    system.flickr.set_fault_rules()
    with read(system.engine) as connection:
        stored = lists_of(connection)
    assert not stored.keys() & set(fooled)
    assert stored == {nsid: told(system.flickr, nsid, subject=LUCIA) for nsid in stored}
    is_put_right(system)
