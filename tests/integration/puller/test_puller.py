"""A puller at work."""

import time
from collections.abc import Callable

import pytest

from fovea import clock
from tests.harness.processes import wait_until
from tests.integration.flickr.simulated import ADA, GONE, KENJI, PRIVATE, SAM, TOM, Simulation
from tests.integration.puller.conftest import Line, Puller, job

Start = Callable[..., Puller]


def posts_of(line: Line, number: int) -> list[str]:
    final = line.final(number)
    assert final.outcome == "ok"
    return [post.external_id for batch in line.batches_of(final) for post in batch.posts]


def test_every_item_of_a_refresh_is_pulled(line: Line, flickr: Simulation, start_puller: Start) -> None:
    counted = {account["nsid"]: account for account in flickr.accounts()}
    start_puller()
    line.put(
        [
            job(1, KENJI, discover=True, max_pages=20),
            job(2, KENJI, kind="contacts"),
            job(3, KENJI, kind="profile"),
        ]
    )
    posts = posts_of(line, 1)
    final = line.final(1)
    assert len(posts) == len(set(posts)) == counted[KENJI]["favorites"]
    assert sum(met.weight for met in final.discovered) == len(posts)
    assert len({met.external_id for met in final.discovered}) == len(final.discovered) > 50
    assert KENJI not in {met.external_id for met in final.discovered}
    weights = [met.weight for met in final.discovered]
    assert weights == sorted(weights, reverse=True)

    (contacts,) = line.batches_of(line.final(2))
    assert 20 < len(contacts.followees) == len(contacts.accounts)
    (profile,) = line.batches_of(line.final(3))
    assert [account.username for account in profile.accounts] == ["kenji.mori"]
    assert wait_until(line.is_done, what="the jobs to be removed")


def test_owners_are_told_while_more_pages_are_to_come(line: Line, start_puller: Start) -> None:
    start_puller()
    line.put([job(1, KENJI, discover=True, max_pages=20)])
    final = line.final(1)
    line.batches_of(final)
    interim = [one for one in line.responses if not one.final]
    assert len(interim) == final.batches - 1 >= 2
    assert all(one.discovered for one in interim)
    assert {one.execution for one in interim} == {final.execution}


@pytest.mark.parametrize(
    ("nsid", "outcome", "code"),
    [
        (GONE, "gone", "account_not_found"),
        ("1@N00", "gone", "account_not_found"),
        (PRIVATE, "private", "account_private"),
    ],
)
def test_whoever_cannot_be_pulled_ends_with_a_reason(
    nsid: str, outcome: str, code: str, line: Line, start_puller: Start
) -> None:
    start_puller()
    line.put([job(1, nsid)])
    final = line.final(1)
    assert (final.outcome, final.code) == (outcome, code)
    assert final.reason
    assert wait_until(line.is_done, what="the job to be removed")
    assert line.batches == []


def test_nothing_faved_is_an_answer(line: Line, start_puller: Start) -> None:
    start_puller()
    line.put([job(1, TOM)])
    final = line.final(1)
    (batch,) = line.batches_of(final)
    assert (final.outcome, batch.posts, batch.last) == ("ok", [], True)


def test_only_what_is_new_is_pulled(line: Line, flickr: Simulation, start_puller: Start) -> None:
    start_puller()
    line.put([job(1, SAM), job(2, ADA)])
    (everything,) = line.batches_of(line.final(1))
    newest = everything.newest_faved_at
    assert newest is not None
    known = {post.external_id for post in everything.posts}
    new = next(one for one in posts_of(line, 2) if one not in known)
    flickr.fave(SAM, new, at=newest // clock.SECOND + 60)
    line.put([job(3, SAM, since=newest + clock.SECOND)])
    assert posts_of(line, 3) == [new]


def test_eight_calls_are_under_way_at_once_and_never_more(
    line: Line, flickr: Simulation, start_puller: Start
) -> None:
    flickr.break_with({"latency_milliseconds": 100})
    puller = start_puller()
    wait_until(puller.is_ready, what="the puller")
    people = [account["nsid"] for account in flickr.accounts(300) if account["state"] == "active"]
    begun = time.monotonic()
    line.put([job(number, nsid) for number, nsid in enumerate(people[:200])])
    finals = line.finals(200)
    seconds = time.monotonic() - begun
    calls = flickr.calls()
    assert {final.outcome for final in finals} == {"ok"}
    assert calls["most_at_once"] == 8
    # One after the other they would take more than twenty seconds.
    assert seconds < calls["total"] * 0.1 / 2


def test_who_waits_goes_before_who_does_not(line: Line, flickr: Simulation, start_puller: Start) -> None:
    flickr.break_with({"latency_milliseconds": 200})
    puller = start_puller(FOVEA_PULLER_THREADS="2")
    wait_until(puller.is_ready, what="the puller")
    people = [account["nsid"] for account in flickr.accounts(150)]
    line.put([job(number, nsid, background=True) for number, nsid in enumerate(people, start=100)])
    wait_until(lambda: flickr.calls()["total"] >= 4, what="background work to have begun")
    line.put([job(1, ADA)])
    line.final(1)
    answered = [one.item_id for one in line.responses if one.final]
    assert len(answered) < 40


def test_a_message_that_is_no_job_is_buried(line: Line, start_puller: Start) -> None:
    start_puller()
    line.put_raw('{"type": "pull-job", "version": 99}')
    wait_until(lambda: line.dead_letters() == 1, what="the dead letter")
    assert line.is_done()


def test_what_was_done_is_measured(line: Line, start_puller: Start) -> None:
    puller = start_puller()
    line.put([job(1, KENJI, max_pages=20), job(2, GONE)])
    line.finals(2)
    wait_until(
        lambda: all(
            name in puller.log()
            for name in (
                "source_calls",
                "source_call_seconds",
                "pull_favorites_seconds",
                "favorites_pulled",
                "pull_outcomes",
            )
        ),
        what="the metrics",
    )
    assert "job_carried_out" in puller.log()


# Bad days


@pytest.mark.parametrize(
    "fault",
    [{"http_status": 503}, {"flickr_code": 105}, {"nonsense": "truncated"}, {"http_status": 429}],
    ids=str,
)
def test_a_flickr_that_stays_broken_makes_the_item_unavailable(
    fault: dict[str, object], line: Line, flickr: Simulation, start_puller: Start
) -> None:
    flickr.break_with(fault)
    start_puller(FOVEA_FLICKR_RETRIES="1")
    line.put([job(1, ADA)])
    final = line.final(1)
    assert final.outcome == "unavailable"
    assert final.calls == 2
    flickr.reset()
    line.put([job(2, ADA, attempt=2)])
    assert len(posts_of(line, 2)) == 400


def test_a_list_that_breaks_off_is_whole_the_next_time(
    line: Line, flickr: Simulation, start_puller: Start
) -> None:
    flickr.break_with({"http_status": 500, "error_rate": 0.5})
    start_puller(FOVEA_FLICKR_RETRIES="0")
    for attempt in range(1, 60):
        line.put([job(attempt, KENJI, max_pages=20)])
        final = line.final(attempt)
        if final.outcome == "ok":
            break
        assert final.outcome == "unavailable"
        assert not any(batch.last for batch in line.batches if batch.execution == final.execution)
    else:
        pytest.fail("never whole")
    posts = posts_of(line, final.item_id)
    assert len(posts) == len(set(posts)) > 1_000


def test_without_flickr_the_puller_lives_on(line: Line, start_puller: Start) -> None:
    puller = start_puller(FOVEA_FLICKR_BASE_URL="http://127.0.0.1:9", FOVEA_FLICKR_RETRIES="0")
    line.put([job(1, ADA)])
    assert line.final(1).code == "flickr_no_answer"
    assert puller.is_live()


def test_several_pullers_share_one_budget(line: Line, flickr: Simulation, start_puller: Start) -> None:
    pullers = [start_puller(FOVEA_FLICKR_CALLS_PER_HOUR="30") for _ in range(2)]
    for puller in pullers:
        wait_until(puller.is_ready, what="the puller")
    people = [account["nsid"] for account in flickr.accounts(60) if account["state"] == "active"][:50]
    line.put([job(number, nsid) for number, nsid in enumerate(people)])
    finals = line.finals(50)
    deferred = [final for final in finals if final.outcome == "deferred"]
    assert flickr.calls()["total"] <= 30
    assert 20 <= len(deferred) < 50
    for final in deferred:
        assert final.retry_at is not None
        assert clock.now() + 50 * clock.MINUTE < final.retry_at < clock.now() + 62 * clock.MINUTE
    assert len([final for final in finals if final.outcome == "ok"]) == 50 - len(deferred)


# Ends


def test_a_puller_that_is_killed_loses_nothing(line: Line, flickr: Simulation, start_puller: Start) -> None:
    flickr.break_with({"latency_milliseconds": 50})
    settings = {"FOVEA_VISIBILITY_TIMEOUT_SECONDS": "2"}
    people = [account for account in flickr.accounts(80) if account["state"] == "active"][:60]
    line.put([job(number, account["nsid"], max_pages=20) for number, account in enumerate(people)])
    for round_number in range(1, 4):
        puller = start_puller(**settings)
        wait_until(lambda: flickr.calls()["total"] >= 12 * round_number, what="some calls")  # noqa: B023
        puller.kill()
    start_puller(**settings)
    finals = line.finals(60)
    for final in finals:
        posts = [post for batch in line.batches_of(final) for post in batch.posts]
        assert len(posts) == people[final.item_id]["favorites"]
    assert wait_until(line.is_done, what="all jobs to be removed")
    assert line.dead_letters() == 0


def test_a_puller_that_is_told_to_stop_finishes_what_it_has_in_hand(
    line: Line, flickr: Simulation, start_puller: Start
) -> None:
    flickr.break_with({"latency_milliseconds": 300})
    puller = start_puller(FOVEA_PULLER_THREADS="2")
    line.put([job(number, ADA) for number in range(40)])
    wait_until(lambda: flickr.calls()["total"] >= 3, what="some calls")
    assert puller.stop() == 0
    line.gather()
    answered = {one.item_id for one in line.responses if one.final}
    assert 3 <= len(answered) < 40
    assert len({batch.item_id for batch in line.batches}) == len(answered)
    assert flickr.calls()["total"] == len(answered)


def test_a_queue_that_vanishes_under_a_job_costs_no_second_pull(
    line: Line, flickr: Simulation, start_puller: Start
) -> None:
    flickr.break_with({"latency_milliseconds": 1_000})
    puller = start_puller()
    wait_until(puller.is_ready, what="the puller")
    line.put([job(1, ADA)])
    wait_until(lambda: flickr.calls()["under_way"] == 1, what="the call")
    line.lose("ingester")
    assert len(posts_of(line, 1)) == 400
    assert flickr.calls()["total"] == 1
