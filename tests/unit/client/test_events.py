"""Reading server-sent events, however their bytes are cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea_client import events
from fovea_client.events import Event, EventReader

STREAM = (
    "\N{ZERO WIDTH NO-BREAK SPACE}: a comment\r\n\r\n"
    'event: search\nid: 7\ndata: {"title":"雪の\U0001f98a"}\n\n'
    "data:one\rdata: two\r\r"
    "event: end\r\n\r\n"
    ":heartbeat\n\n"
    "retry: 10\nnonsense\ndata\n\n"
    "data: cut off\n"
).encode()
EVENTS = [
    Event("search", '{"title":"雪の\U0001f98a"}'),
    Event("message", "one\ntwo"),
    Event("message", ""),
]


def read(pieces: list[bytes]) -> list[Event]:
    reader = EventReader()
    return [event for piece in pieces for event in reader.feed(piece)]


def test_each_event_is_told_when_it_is_complete() -> None:
    assert read([STREAM]) == EVENTS


@given(st.lists(st.integers(0, len(STREAM)), max_size=30))
def test_events_do_not_depend_on_how_their_bytes_are_cut(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[begin:end] for begin, end in pairwise(places)]
    assert read(pieces) == EVENTS


def test_one_byte_at_a_time_is_enough() -> None:
    assert read([STREAM[place : place + 1] for place in range(len(STREAM))]) == EVENTS


def test_an_event_without_an_end_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LARGEST_EVENT_BYTES", 1_000)
    with pytest.raises(ValueError, match="without an end"):
        read([b"data: x\n"] * 2_000)
    with pytest.raises(ValueError, match="without an end"):
        read([b"x" * 1_001])
