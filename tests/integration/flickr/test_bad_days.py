"""The client on a Flickr that is slow, busy, broken or away."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from fovea.errors import FoveaError, SourceRefused, SourceUnavailable
from fovea.flickr.client import FlickrClient
from fovea.settings import FlickrSettings
from tests.harness.ports import free_port
from tests.integration.flickr.conftest import OpenBudget
from tests.integration.flickr.simulated import ADA, Simulation
from tests.unit.flickr import virtual_time
from tests.unit.flickr.virtual_time import VirtualTime

PASSING: list[dict[str, Any]] = [
    {"http_status": 500},
    {"http_status": 502},
    {"http_status": 503},
    {"http_status": 429},
    {"flickr_code": 105},
    {"flickr_code": 106},
    {"nonsense": "html"},
    {"nonsense": "truncated"},
    {"nonsense": "empty"},
    {"nonsense": "unknown"},
]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualTime:
    """Nobody really waits between tries."""
    return virtual_time.install(monkeypatch)


@pytest.mark.parametrize("fault", PASSING, ids=str)
def test_a_fault_that_passes_is_not_noticed(
    fault: dict[str, Any], client: FlickrClient, flickr: Simulation
) -> None:
    flickr.break_with({**fault, "times": 2})
    assert len(client.favorites_page(ADA, 1).posts) == 400
    assert client.calls == 3 == flickr.calls()["total"]


@pytest.mark.parametrize("fault", PASSING, ids=str)
def test_a_fault_that_stays_is_told_as_one_that_may_pass(
    fault: dict[str, Any], client: FlickrClient, flickr: Simulation
) -> None:
    flickr.break_with(fault)
    with pytest.raises(SourceUnavailable):
        client.favorites_page(ADA, 1)
    assert flickr.calls()["total"] == 4


@pytest.mark.parametrize("code", [95, 96, 97, 98, 99, 100, 114, 115, 116])
def test_a_refusal_is_asked_for_once(code: int, client: FlickrClient, flickr: Simulation) -> None:
    flickr.break_with({"flickr_code": code})
    with pytest.raises(FoveaError) as error:
        client.favorites_page(ADA, 1)
    assert not isinstance(error.value, SourceUnavailable)
    assert error.value.extra["source_code"] == code
    assert flickr.calls()["total"] == 1


@pytest.mark.parametrize("status", [429, 503])
def test_the_wait_that_flickr_asks_for_is_kept(
    status: int, client: FlickrClient, flickr: Simulation, clock: VirtualTime
) -> None:
    flickr.break_with({"http_status": status, "retry_after_seconds": 17, "times": 1})
    client.favorites_page(ADA, 1)
    assert len(clock.waits) == 1
    assert 17.0 <= clock.waits[0] <= 17.5


def test_flickrs_own_limit_is_told_with_its_wait(client: FlickrClient, flickr: Simulation) -> None:
    flickr.break_with({"rate_limit_per_hour": 3, "retry_after_seconds": 1_800})
    for _ in range(3):
        client.person(ADA)
    with pytest.raises(SourceUnavailable) as error:
        client.person(ADA)
    assert error.value.extra["retry_after_seconds"] == 1_800
    assert error.value.extra["source_code"] == "http_429"
    assert flickr.calls()["total"] == 4


def test_a_slow_flickr_is_waited_for(client: FlickrClient, flickr: Simulation) -> None:
    flickr.break_with({"latency_milliseconds": 300})
    assert client.person(ADA).external_id == ADA
    assert client.calls == 1


def test_a_flickr_that_never_answers_is_given_up(
    make_settings: Callable[..., FlickrSettings], flickr: Simulation
) -> None:
    flickr.break_with({"hang_seconds": 3})
    client = FlickrClient(make_settings(flickr_timeout_seconds=0.2, flickr_retries=1), OpenBudget())
    begun = time.monotonic()
    with pytest.raises(SourceUnavailable) as error:
        client.person(ADA)
    assert time.monotonic() - begun < 2
    assert "in time" in error.value.detail
    assert client.calls == 2


def test_a_flickr_that_is_away_is_told_so(make_settings: Callable[..., FlickrSettings]) -> None:
    away = make_settings(flickr_base_url=f"http://127.0.0.1:{free_port()}")
    client = FlickrClient(away, OpenBudget())
    with pytest.raises(SourceUnavailable) as error:
        client.person(ADA)
    assert error.value.extra["source_code"] == "no_answer"
    assert client.calls == 4


def test_a_wrong_key_is_a_refusal_that_says_what_to_check(
    make_settings: Callable[..., FlickrSettings],
) -> None:
    client = FlickrClient(make_settings(flickr_api_key="0" * 32), OpenBudget())
    with pytest.raises(SourceRefused) as error:
        client.person(ADA)
    assert "FLICKR_API_KEY" in error.value.detail


def test_a_wrong_secret_is_a_refusal_that_says_what_to_check(
    make_settings: Callable[..., FlickrSettings],
) -> None:
    client = FlickrClient(make_settings(flickr_api_secret="wrong"), OpenBudget())
    with pytest.raises(SourceRefused) as error:
        client.person(ADA)
    assert "FLICKR_API_SECRET" in error.value.detail
