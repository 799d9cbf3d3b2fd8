"""How jobs end that bring nothing, and the other kinds of job."""

from typing import Any

import pytest

from fovea import clock
from fovea.errors import FoveaError, SourceBudgetUsedUp, SourceRefused, SourceUnavailable
from fovea.flickr.transport import TransportError
from fovea.messages import AccountRecord, PullJob
from puller.jobs import Jobs
from puller.responses import failure_of
from puller.settings import PullerSettings
from puller.sources import every_source
from tests.unit.flickr import recorded
from tests.unit.puller.conftest import SUBJECT, Bench, Shelf, SmallFlickr


def answer_always(bench: Bench, answer: dict[str, Any]) -> None:
    bench.flickr.interfere = lambda _asked, _answer: answer


def fail_always(bench: Bench, **fields: Any) -> None:
    def fail(_asked: dict[str, str], _answer: dict[str, Any]) -> dict[str, Any]:
        raise TransportError("it broke", **fields)

    bench.flickr.interfere = fail


@pytest.mark.parametrize("kind", ["favorites", "contacts", "profile"])
@pytest.mark.parametrize(
    ("code", "outcome", "told"),
    [
        (1, "gone", "account_not_found"),
        (5, "gone", "account_gone"),
        (2, "private", "account_private"),
        (100, "refused", "flickr_100"),
        (116, "refused", "flickr_116"),
        (98, "refused", "flickr_98"),
        (4711, "refused", "flickr_4711"),
        (0, "unavailable", "flickr_0"),
        (105, "unavailable", "flickr_105"),
        (106, "unavailable", "flickr_106"),
    ],
)
def test_every_refusal_ends_the_item_with_a_reason(
    kind: str, code: int, outcome: str, told: str, bench: Bench
) -> None:
    answer_always(bench, recorded.failure(code, "No"))
    final = bench.pull(kind=kind, attempt=3)
    assert (final.outcome, final.code, final.attempt, final.batches) == (outcome, told, 3, 0)
    assert final.reason
    assert bench.batches == []


@pytest.mark.parametrize(
    ("status", "outcome", "code"),
    [
        (0, "unavailable", "flickr_no_answer"),
        (429, "unavailable", "flickr_http_429"),
        (503, "unavailable", "flickr_http_503"),
        (403, "refused", "flickr_http_403"),
    ],
)
def test_http_failures_end_the_item_with_a_reason(status: int, outcome: str, code: str, bench: Bench) -> None:
    fail_always(bench, status=status)
    final = bench.pull()
    assert (final.outcome, final.code) == (outcome, code)
    assert final.calls == (1 if outcome == "refused" else 4)


def test_nonsense_is_a_passing_failure(bench: Bench) -> None:
    answer_always(bench, {"stat": "ok", "photos": "none"})
    final = bench.pull()
    assert (final.outcome, final.code) == ("unavailable", "flickr_nonsense")


@pytest.mark.parametrize(("status", "outcome"), [(429, "deferred"), (503, "unavailable")])
def test_when_flickr_says_how_long_the_run_is_told(status: int, outcome: str, bench: Bench) -> None:
    """Too many calls are nobody's failure; being away is one when it goes on."""
    fail_always(bench, status=status, retry_after_seconds=600.0)
    before = clock.now()
    final = bench.pull()
    assert final.outcome == outcome
    assert final.retry_at is not None
    assert before + 600_000 <= final.retry_at <= clock.now() + 600_000


class UsedUpBudget:
    """A budget that refuses after some calls."""

    def __init__(self, calls: int) -> None:
        self.calls = calls

    def take(self, *, background: bool = False) -> None:
        """Refuses background work at once, other work after some calls."""
        self.calls -= 1
        if background or self.calls < 0:
            raise SourceBudgetUsedUp(retry_at=1_234_567)


@pytest.mark.parametrize(("calls", "background"), [(0, False), (100, True)])
def test_without_budget_the_job_is_deferred_to_when_there_is_some(
    calls: int,
    background: bool,
    flickr: SmallFlickr,
    settings: PullerSettings,
) -> None:
    sent: list[Any] = []
    jobs = Jobs(
        every_source(settings, budget=UsedUpBudget(calls)),
        send_batches=Shelf(sent).send,
        send_responses=Shelf(sent).send,
    )
    bench = Bench(jobs, sent, flickr)
    final = bench.pull(background=background)
    assert (final.outcome, final.code, final.retry_at) == ("deferred", "source_budget_used_up", 1_234_567)
    assert (final.calls, flickr.asked) == (0, [])


@pytest.mark.parametrize("source", ["reddit", "", "Flickr"])
def test_a_source_that_nobody_knows_is_refused(source: str, bench: Bench) -> None:
    final = bench.pull(source=source)
    assert (final.outcome, final.code) == ("refused", "unknown_source")


def test_a_fault_of_our_own_is_raised_for_the_queue_to_bring_the_job_again(bench: Bench) -> None:
    def crash(_asked: dict[str, str], _answer: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError

    bench.flickr.interfere = crash
    job = PullJob(run_id=1, item_id=2, key="k", source="flickr", kind="favorites", external_id=SUBJECT)
    with pytest.raises(ZeroDivisionError):
        bench.jobs.carry_out(job)
    assert bench.sent == []


def test_a_profile_is_one_batch_with_one_account(bench: Bench) -> None:
    final = bench.pull(kind="profile")
    (batch,) = bench.batches
    assert batch.accounts == [
        AccountRecord(external_id=SUBJECT, username=f"name of {SUBJECT}", state="active")
    ]
    assert (batch.kind, batch.last, final.batches, final.calls) == ("profile", True, 1, 1)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (3, 1), (1_000, 1), (1_001, 2), (3_000, 3)])
def test_contacts_are_followees_and_accounts(count: int, pages: int, bench: Bench) -> None:
    people = [f"{number + 1}@N00" for number in range(count)]
    bench.flickr.contacts[SUBJECT] = people
    final = bench.pull(kind="contacts")
    assert [one for batch in bench.batches for one in batch.followees] == people
    assert [account.external_id for batch in bench.batches for account in batch.accounts] == people
    assert [batch.last for batch in bench.batches] == [False] * (pages - 1) + [True]
    assert not bench.batches[-1].truncated
    assert final.batches == pages


def test_contacts_without_an_end_are_cut_off_and_told(bench: Bench) -> None:
    bench.flickr.contacts[SUBJECT] = [f"{number + 1}@N00" for number in range(3_500)]
    bench.pull(kind="contacts")
    assert bench.pages_asked == ["1", "2", "3"]
    assert (bench.batches[-1].last, bench.batches[-1].truncated) == (True, True)


def test_contacts_that_repeat_for_ever_are_noticed(bench: Bench) -> None:
    bench.flickr.contacts[SUBJECT] = [f"{number + 1}@N00" for number in range(5_000)]

    def repeat(_asked: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
        answer["contacts"]["contact"] = [{"nsid": "1@N00"}, {"nsid": "2@N00"}]
        return answer

    bench.flickr.interfere = repeat
    bench.pull(kind="contacts")
    assert bench.pages_asked == ["1", "2"]
    assert [one for batch in bench.batches for one in batch.followees] == ["1@N00", "2@N00"]
    assert bench.batches[-1].truncated


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SourceRefused("no", code="key_refused", source_code="http_401"), "key_refused"),
        (SourceRefused("no", source_code="http_418"), "tumblr_http_418"),
        (SourceUnavailable("later", source_code="nonsense"), "tumblr_nonsense"),
        (SourceUnavailable("later", code="breaker_open"), "breaker_open"),
    ],
)
def test_a_code_of_ours_that_says_what_is_the_matter_is_kept(error: FoveaError, code: str) -> None:
    assert failure_of(error, "tumblr").code == code
