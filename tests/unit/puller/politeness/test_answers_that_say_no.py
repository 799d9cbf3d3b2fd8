"""A site that says that there is no such thing has answered: it is well."""

from collections.abc import Callable

import fakeredis
import pytest

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from fovea.sources.health import SourceHealth, read_health
from puller.politeness import Answer, Asker, Politeness
from tests.unit.puller.politeness.conftest import site
from tests.unit.puller.sources.answering import AnsweringWeb, status

BOARD = site()


def health_after(number: int, refusal: Callable[[Answer], FoveaError | None] | None = None) -> SourceHealth:
    """The health of a site that was asked once before, and failed, after it answered with a status."""
    cache = fakeredis.FakeRedis()
    politeness = Politeness(cache)
    politeness.failed(BOARD, "was down")
    asker = Asker(BOARD, politeness, AnsweringWeb(lambda _: status(number, b"{}")), refusal=refusal)
    with pytest.raises(FoveaError):
        asker.get(f"{BOARD.api}/somebody")
    return read_health(cache, [BOARD.name])[BOARD.name]


@pytest.mark.parametrize(
    "problem",
    [
        AccountNotFound("nobody has this name"),
        AccountGone("it was deleted"),
        AccountPrivate("members only"),
        NotFound("no such feed"),
        SourceRefused("too many tags", code="tags_refused"),
    ],
    ids=lambda problem: problem.code,
)
def test_no_is_an_answer(problem: FoveaError) -> None:
    health = health_after(400, lambda _: problem)
    assert health.succeeded_at is not None
    assert health.failed_at is not None
    assert health.succeeded_at >= health.failed_at


@pytest.mark.parametrize("number", [404, 410])
def test_so_is_that_there_is_nothing_at_an_address(number: int) -> None:
    assert health_after(number).succeeded_at is not None


@pytest.mark.parametrize(
    "problem",
    [
        SourceRefused("set a key", code="key_missing"),
        SourceRefused("this host does not let us in"),
    ],
    ids=["key", "host"],
)
def test_that_we_may_not_ask_at_all_is_none(problem: FoveaError) -> None:
    assert health_after(403, lambda _: problem).succeeded_at is None


def test_neither_is_a_firewall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("puller.politeness.asking.ATTEMPTS", 1)
    health = health_after(403, lambda _: SourceUnavailable("a firewall", source_code="blocked"))
    assert (health.succeeded_at, health.reason) == (None, "a firewall")
