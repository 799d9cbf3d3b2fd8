"""Picture jobs: what can be done is sent on, what cannot comes again, and what never can is told."""

import threading
from collections.abc import Iterator, Sequence

import fakeredis
import pytest
from redis import ConnectionError as RedisConnectionError
from redis import Redis

from fovea import messages
from fovea.decoding import Decoder, DecoderUnavailable
from fovea.errors import FoveaError, QueueUnavailable, SourceBudgetUsedUp, SourceUnavailable
from fovea.fetching import Fetched, Fetcher, FetchRefused
from fovea.fingerprints import phash_of
from fovea.messages import AnyMessage, Fingerprint, Fingerprints, PictureJob, PictureRequest
from fovea.pictures import markers
from fovea.queues import Received
from fovea.worker import Retry
from puller.pictures import Pictures
from tests.unit.fingerprints.pictures import encoded, scene

BODY = encoded(scene(1))
DECODER = Decoder()  # one process decodes the pictures of all these tests


class Web(Fetcher):
    """What lies at addresses: bytes, or what is raised; missing ones are permanently missing."""

    def __init__(self, **there: bytes | FoveaError) -> None:
        self.there = there
        self.asked: list[str] = []
        self.redirects: dict[str, str] = {}
        self.hold: threading.Event | None = None

    def get(self, url: str, *, types: Sequence[str] = ("",), most_bytes: int | None = None) -> Fetched:
        self.asked.append(url)
        if self.hold is not None:
            self.hold.wait(10)
        found = self.there.get(url.rsplit("/", 1)[1], FetchRefused(code="http_404"))
        if isinstance(found, FoveaError):
            raise found
        assert tuple(types) == ("image/",)
        return Fetched(url=self.redirects.get(url, url), body=found, content_type="image/jpeg")


class Sent:
    """The ingester's queue."""

    def __init__(self) -> None:
        self.failing = False
        self.fingerprints: list[Fingerprint] = []

    def __call__(self, sent: Sequence[AnyMessage]) -> None:
        if self.failing:
            raise QueueUnavailable("away")
        for one in sent:
            assert isinstance(one, Fingerprints)
            self.fingerprints += one.fingerprints


@pytest.fixture
def cache() -> Redis:
    return fakeredis.FakeRedis()


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture(scope="module", autouse=True)
def _decoding() -> Iterator[None]:
    yield
    DECODER.close()


def pictures(web: Web, cache: Redis, sent: Sent, *, most: int = 2) -> Pictures:
    return Pictures(web, cache, decoder=DECODER, send=sent, most=most, most_bytes=1_000_000)


def job(*urls: str, count: int = 1) -> Received:
    requests = [PictureRequest(post_id=number, url=url) for number, url in enumerate(urls, start=1)]
    body = messages.encode(PictureJob(pictures=requests))
    return Received.decoded(
        queue="puller-background", identifier="m", body=body, handle="h", receive_count=count, sent_at=0
    )


def told(sent: Sent) -> dict[int, int | str | None]:
    return {one.post_id: one.code if one.phash is None else one.phash for one in sent.fingerprints}


def test_fingerprints_and_permanent_failures_are_sent_on(cache: Redis, sent: Sent) -> None:
    web = Web(a=BODY, b=b"<html>", c=BODY[:400], d=FetchRefused(code="content_too_large"))
    urls = [f"http://host/{name}" for name in "abcd"] + ["http://host/gone"]
    assert pictures(web, cache, sent).handle([job(*urls)]) == {}
    assert told(sent) == {
        1: phash_of(BODY),
        2: "picture_type",
        3: "picture_damaged",
        4: "content_too_large",
        5: "http_404",
    }


def test_a_placeholder_for_a_removed_photo_is_nobody_s_picture(cache: Redis, sent: Sent) -> None:
    """Flickr redirects to it; taken for the photo, all removed photos would be near-duplicates."""
    web = Web(a=BODY)
    web.redirects = {"http://host/a": "https://host/images/photo_unavailable_l.png"}
    assert pictures(web, cache, sent).handle([job("http://host/a")]) == {}
    assert told(sent) == {1: "picture_removed"}


def test_what_is_away_comes_again_and_what_was_done_is_not_done_twice(cache: Redis, sent: Sent) -> None:
    web = Web(a=BODY, b=SourceUnavailable("away"))
    ours, arrived = pictures(web, cache, sent), job("http://host/a", "http://other/b")
    outcome = ours.handle([arrived])[arrived]
    assert isinstance(outcome, Retry)
    assert 4 <= outcome.after_seconds <= 8
    assert told(sent) == {1: phash_of(BODY)}
    web.there["b"] = BODY
    assert ours.handle([job("http://host/a", "http://other/b", count=2)]) == {}
    assert web.asked == ["http://host/a", "http://other/b", "http://other/b"]
    assert set(told(sent)) == {1, 2}


def test_a_host_that_is_away_is_asked_once_a_job(cache: Redis, sent: Sent) -> None:
    web = Web(a=SourceUnavailable("away"), b=BODY)
    arrived = job("http://host/a", "http://host/a", "http://host/a", "http://other/b")
    assert list(pictures(web, cache, sent).handle([arrived])) == [arrived]
    assert web.asked == ["http://host/a", "http://other/b"]
    assert set(told(sent)) == {4}


def test_a_budget_that_is_used_up_puts_the_rest_off(cache: Redis, sent: Sent) -> None:
    web = Web(a=BODY, b=SourceBudgetUsedUp(retry_at=5))
    arrived = job("http://host/a", "http://host/b", "http://host/a")
    assert list(pictures(web, cache, sent).handle([arrived])) == [arrived]
    assert set(told(sent)) == {1}


def test_what_cannot_be_had_at_last_may_be_asked_for_again_after_an_hour(cache: Redis, sent: Sent) -> None:
    markers.mark_asked(cache, [1, 2])
    web = Web(a=BODY, b=SourceUnavailable("away"))
    assert pictures(web, cache, sent).handle([job("http://host/a", "http://other/b", count=4)]) == {}
    assert set(told(sent)) == {1}
    assert cache.ttl("picture:1") > 80_000
    assert 3_000 < cache.ttl("picture:2") <= 3_600
    assert markers.mark_asked(cache, [1, 2]) == []


def test_only_some_threads_look_at_pictures(cache: Redis, sent: Sent) -> None:
    web = Web(a=BODY)
    web.hold = threading.Event()
    ours = pictures(web, cache, sent, most=1)
    busy = threading.Thread(target=ours.handle, args=([job("http://host/a")],))
    busy.start()
    while not web.asked:
        threading.Event().wait(0.005)
    later = job("http://host/a")
    assert isinstance(ours.handle([later])[later], Retry)
    web.hold.set()
    busy.join(10)
    assert ours.handle([job("http://host/new", "http://host/a")]) == {}


def test_what_could_not_be_sent_is_not_taken_for_told(cache: Redis, sent: Sent) -> None:
    ours = pictures(Web(a=BODY), cache, sent)
    sent.failing = True
    with pytest.raises(QueueUnavailable):
        ours.handle([job("http://host/a")])
    assert markers.told(cache, [1]) == set()
    sent.failing = False
    assert ours.handle([job("http://host/a", count=2)]) == {}
    assert set(told(sent)) == {1}


def test_without_the_cache_pictures_are_looked_at_all_the_same(sent: Sent) -> None:
    class Away(fakeredis.FakeRedis):
        def execute_command(self, *_: object, **__: object) -> None:
            raise RedisConnectionError

    cache = Away()
    cache.pipeline = lambda **_: Away()  # type: ignore[method-assign, assignment]
    for count in (1, 4):
        arrived = [job("http://host/a", "http://other/b", count=count)]
        pictures(Web(a=BODY, b=SourceUnavailable("away")), cache, sent).handle(arrived)
    assert set(told(sent)) == {1}


def test_a_decoder_that_is_not_there_is_not_the_picture_s_fault(cache: Redis, sent: Sent) -> None:
    closed = Decoder()
    closed.close()
    ours = Pictures(Web(a=BODY), cache, decoder=closed, send=sent, most=2, most_bytes=1_000_000)
    with pytest.raises(DecoderUnavailable):
        ours.handle([job("http://host/a")])
    assert sent.fingerprints == []
    assert pictures(Web(a=BODY), cache, sent).handle([job("http://host/a", count=2)]) == {}
    assert told(sent) == {1: phash_of(BODY)}
