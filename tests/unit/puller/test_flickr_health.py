"""How asking Flickr went is noted, as it is of all other sites."""

from typing import Any

import fakeredis
import pytest

from fovea.flickr.transport import TransportError
from fovea.messages import AnyMessage
from fovea.sources.health import SourceHealth, read_health
from puller.jobs import Jobs
from puller.politeness import Politeness
from puller.settings import PullerSettings
from puller.sources import every_source
from tests.unit.flickr import recorded
from tests.unit.puller.conftest import SUBJECT, Bench, OpenBudget, Shelf, SmallFlickr


class Noted(Bench):
    """A puller's jobs with a cache, in which they note how it went."""

    cache: Any

    def health(self) -> SourceHealth:
        return read_health(self.cache, ["flickr"])["flickr"]


@pytest.fixture
def noted(flickr: SmallFlickr, settings: PullerSettings) -> Noted:
    sent: list[AnyMessage] = []
    cache = fakeredis.FakeRedis()
    sources = every_source(settings, budget=OpenBudget(), politeness=Politeness(cache))
    bench = Noted(Jobs(sources, send_batches=Shelf(sent).send, send_responses=Shelf(sent).send), sent, flickr)
    bench.cache = cache
    return bench


def test_an_answer_is_a_success_also_one_that_says_no(noted: Noted) -> None:
    assert noted.health() == SourceHealth()
    assert noted.pull(kind="profile").outcome == "ok"
    assert noted.health().succeeded_at is not None
    noted.cache.flushall()
    assert noted.pull(external_id="nobody@N00").outcome == "gone"
    assert noted.health().succeeded_at is not None
    assert noted.health().failed_at is None


def test_a_flickr_that_does_not_answer_has_failed_for_a_reason(noted: Noted) -> None:
    def fail(_asked: dict[str, str], _answer: dict[str, Any]) -> dict[str, Any]:
        raise TransportError("it broke")

    noted.flickr.interfere = fail
    assert noted.pull().outcome == "unavailable"
    health = noted.health()
    assert health.failed_at is not None
    assert health.reason


def test_a_key_that_is_refused_is_noted_as_such(noted: Noted) -> None:
    noted.flickr.interfere = lambda _asked, _answer: recorded.failure(100, "Invalid API Key")
    assert noted.pull(external_id=SUBJECT).outcome == "refused"
    health = noted.health()
    assert health.key_refused_at is not None
    assert "FLICKR_API_KEY" in (health.reason or "")
