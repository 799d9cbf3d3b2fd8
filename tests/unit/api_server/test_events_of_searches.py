"""Telling a search's changes as they happen."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from api_server import stopping
from api_server.artists import events
from api_server.problems import ServiceUnavailable


def tag(body: bytes) -> str:
    return str(orjson.loads(body)["state"])


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "wait", lambda seconds: None)


def looks(*states: str | None) -> Callable[[], dict[str, Any] | None]:
    """What a search is like, from one look to the next."""
    left: Iterator[str | None] = iter(states)

    def look() -> dict[str, Any] | None:
        state = next(left)
        return None if state is None else {"state": state}

    return look


def told(*states: str | None, known: str | None = None) -> list[str]:
    return [one.decode() for one in events.events(looks(*states), known=known, tag=tag)][1:]


def test_only_changes_are_told_until_the_end() -> None:
    assert told("waiting", "waiting", "scanning", "scanning", "done", "never asked") == [
        'id: waiting\ndata: {"state":"waiting"}\n\n',
        'id: scanning\ndata: {"state":"scanning"}\n\n',
        'id: done\ndata: {"state":"done"}\n\n',
        "event: end\ndata: {}\n\n",
    ]


def test_who_comes_back_is_not_told_what_they_know() -> None:
    assert told("scanning", "failed", known="scanning") == [
        'id: failed\ndata: {"state":"failed"}\n\n',
        "event: end\ndata: {}\n\n",
    ]
    assert told("done", known="done") == ["event: end\ndata: {}\n\n"]


def test_a_search_that_is_removed_ends_its_stream() -> None:
    assert told("scanning", None) == [
        'id: scanning\ndata: {"state":"scanning"}\n\n',
        "event: end\ndata: {}\n\n",
    ]


def test_at_first_a_search_is_looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(events, "wait", waited.append)
    told("scanning", "scanning", "done")
    assert waited == [events.QUICK_LOOK_SECONDS] * 2
    waited.clear()
    monkeypatch.setattr(events, "QUICK_FOR_SECONDS", 0)
    told("scanning", "scanning", "done")
    assert waited == [events.LOOK_SECONDS] * 2


def test_silence_is_broken_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0)
    assert told("scanning", "scanning", "done")[1:3] == [": still there\n\n", ": still there\n\n"]


def test_no_stream_is_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LONGEST_SECONDS", 0)
    assert told("scanning", "scanning") == ['id: scanning\ndata: {"state":"scanning"}\n\n']


def test_a_stopping_server_ends_its_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "is_stopping", lambda: True)
    assert len(told("scanning", "scanning")) == 1
    assert not stopping.is_stopping()


def test_there_are_only_so_many_streams_and_each_gives_its_place_back() -> None:
    streams = events.Streams(1)
    first = streams.response(looks("scanning"), known=None, tag=tag, of="Ada")
    assert first.mimetype == "text/event-stream"
    with pytest.raises(ServiceUnavailable) as refused:
        streams.response(looks("scanning"), known=None, tag=tag, of="Ben")
    assert refused.value.code == "too_busy"
    first.close()  # also when nobody has read a word of it
    streams.response(looks("done"), known=None, tag=tag, of="Ben").close()


def test_nobody_takes_all_streams_for_themselves() -> None:
    streams = events.Streams(4)
    mine = [streams.response(looks("scanning"), known=None, tag=tag, of="Ada") for _ in range(2)]
    with pytest.raises(ServiceUnavailable):
        streams.response(looks("scanning"), known=None, tag=tag, of="Ada")
    others = [streams.response(looks("scanning"), known=None, tag=tag, of="Ben") for _ in range(2)]
    with pytest.raises(ServiceUnavailable):
        streams.response(looks("scanning"), known=None, tag=tag, of="Cleo")
    mine.pop().close()
    streams.response(looks("done"), known=None, tag=tag, of="Cleo").close()
    for one in mine + others:
        one.close()
