"""One call and all that is around it: retries, waits, the budget, the measurements."""

from collections.abc import Callable

import pytest

from fovea import clock as moments
from fovea import metrics
from fovea.errors import (
    AccountNotFound,
    FoveaError,
    NotLoggedIn,
    SourceBudgetUsedUp,
    SourceRefused,
    SourceUnavailable,
)
from fovea.flickr.client import FlickrClient
from fovea.flickr.transport import TransportError
from fovea.settings import FlickrSettings
from tests.unit.flickr import recorded
from tests.unit.flickr.conftest import Answer, OpenBudget, Script
from tests.unit.flickr.virtual_time import VirtualTime

NSID = "12037949754@N01"

PASSING: list[Answer] = [
    recorded.failure(0, "Sorry, the Flickr API service is not currently available."),
    recorded.failure(105, "Service currently unavailable"),
    recorded.failure("106", "Write operation failed"),
    TransportError("HTTP 500", status=500),
    TransportError("HTTP 502", status=502),
    TransportError("HTTP 503", status=503),
    TransportError("HTTP 429", status=429),
    TransportError("Flickr could not be reached"),
    b"<html><body>We'll be right back</body></html>",
    b'{"person": {"nsid": "12037949754@N01", "user',
    b"",
    b"null",
    b"[]",
    b"{}",
    b'{"stat": "ok"}',
    b'{"stat": "fail"}',
    b'{"stat": "fail", "code": "soon"}',
    b'{"stat": "maybe"}',
    b"\xff\xfe\x00",
]


@pytest.mark.parametrize("answer", PASSING, ids=[repr(answer)[:50] for answer in PASSING])
def test_a_passing_failure_is_tried_again_until_it_has_passed(
    answer: Answer, script: Script, client: FlickrClient
) -> None:
    script.answers = [answer, answer, recorded.PERSON]
    assert client.person(NSID).username == "bees"
    assert client.calls == 3


@pytest.mark.parametrize("answer", PASSING, ids=[repr(answer)[:50] for answer in PASSING])
def test_a_failure_that_does_not_pass_is_told_and_never_none(
    answer: Answer, script: Script, client: FlickrClient
) -> None:
    script.answers = [answer]
    with pytest.raises(SourceUnavailable):
        client.person(NSID)
    assert client.calls == 4


@pytest.mark.parametrize("code", [1, 5, 96, 100, 111, 112, 116, 777])
def test_a_permanent_refusal_is_not_tried_again(code: int, script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.failure(code, "No")]
    with pytest.raises(FoveaError) as refusal:
        client.person(NSID)
    assert not isinstance(refusal.value, SourceUnavailable)
    assert client.calls == 1


def test_waits_grow_and_are_never_quite_the_same(
    script: Script, make_client: Callable[..., FlickrClient], clock: VirtualTime
) -> None:
    script.answers = [TransportError("HTTP 500", status=500)]
    for _ in range(20):
        with pytest.raises(SourceUnavailable):
            make_client().person(NSID)
    first, second, third = clock.waits[0::3], clock.waits[1::3], clock.waits[2::3]
    assert all(0.5 <= wait <= 1.0 for wait in first)
    assert all(1.0 <= wait <= 1.5 for wait in second)
    assert all(2.0 <= wait <= 2.5 for wait in third)
    assert len(set(first)) > 10


@pytest.mark.parametrize("status", [429, 503])
def test_flickr_says_how_long_to_wait(
    status: int, script: Script, client: FlickrClient, clock: VirtualTime
) -> None:
    script.answers = [TransportError("busy", status=status, retry_after_seconds=12.0), recorded.PERSON]
    client.person(NSID)
    assert len(clock.waits) == 1
    assert 12.0 <= clock.waits[0] <= 12.5


def test_a_wait_that_is_too_long_is_left_to_the_caller(
    script: Script, make_client: Callable[..., FlickrClient], clock: VirtualTime
) -> None:
    script.answers = [TransportError("busy", status=429, retry_after_seconds=900.0)]
    with pytest.raises(SourceUnavailable) as error:
        make_client(patience_seconds=30).person(NSID)
    assert clock.waits == []
    assert error.value.extra["retry_after_seconds"] == 900.0


def test_patience_ends(script: Script, make_client: Callable[..., FlickrClient], clock: VirtualTime) -> None:
    script.answers = [TransportError("timeout")]
    script.seconds_of_a_call = 15.0
    client = make_client(patience_seconds=20)
    with pytest.raises(SourceUnavailable):
        client.person(NSID)
    assert client.calls == 2
    assert clock.now - 1_000 < 40


def test_no_retries_can_be_asked_for(script: Script, budget: OpenBudget) -> None:
    settings = FlickrSettings(flickr_api_key="key", flickr_api_secret="secret", flickr_retries=0)
    script.answers = [TransportError("HTTP 500", status=500)]
    client = FlickrClient(settings, budget)
    with pytest.raises(SourceUnavailable):
        client.person(NSID)
    assert client.calls == 1


def test_every_call_takes_from_the_budget_retries_too(
    script: Script, make_client: Callable[..., FlickrClient], budget: OpenBudget
) -> None:
    script.answers = [TransportError("HTTP 500", status=500), recorded.PERSON]
    make_client().person(NSID)
    make_client(background=True).person(NSID)
    assert budget.taken == [False, False, True]


class EmptyBudget:
    """A budget that is used up after some calls."""

    def __init__(self, calls: int, retry_at: int) -> None:
        self.calls = calls
        self.retry_at = retry_at

    def take(self, *, background: bool = False) -> None:
        """Refuses when there is nothing left."""
        self.calls -= 1
        if self.calls < 0:
            raise SourceBudgetUsedUp(retry_at=self.retry_at, background=background)


def test_without_budget_flickr_is_not_asked(
    script: Script, settings: FlickrSettings, clock: VirtualTime
) -> None:
    client = FlickrClient(settings, EmptyBudget(0, retry_at=moments.now() + moments.HOUR))
    with pytest.raises(SourceBudgetUsedUp):
        client.person(NSID)
    assert (script.calls, client.calls, clock.waits) == ([], 0, [])


def test_a_budget_that_ends_between_retries_is_told_with_its_time(
    script: Script, settings: FlickrSettings
) -> None:
    script.answers = [TransportError("HTTP 500", status=500)]
    with pytest.raises(SourceBudgetUsedUp) as error:
        FlickrClient(settings, EmptyBudget(2, retry_at=123)).person(NSID)
    assert error.value.retry_at == 123
    assert len(script.calls) == 2


def test_calls_retries_and_errors_are_counted(script: Script, client: FlickrClient) -> None:
    before = metrics.snapshot()
    script.answers = [recorded.failure(105, "busy"), recorded.failure(1, "User not found")]
    with pytest.raises(AccountNotFound):
        client.person(NSID)
    after = metrics.snapshot()

    def counted(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert (counted("source_calls"), counted("source_retries"), counted("source_errors")) == (2, 1, 2)


def test_an_unknown_code_is_kept(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.failure(201, "You've hit a new limit")]
    with pytest.raises(SourceRefused) as error:
        client.person(NSID)
    assert error.value.extra == {"source_code": 201, "source_message": "You've hit a new limit"}


def test_a_login_that_was_revoked_asks_for_a_new_one(script: Script, logged_in: FlickrClient) -> None:
    script.answers = [recorded.failure(98, "Invalid auth token")]
    with pytest.raises(NotLoggedIn) as error:
        logged_in.login()
    assert "log in with Flickr again" in error.value.detail
