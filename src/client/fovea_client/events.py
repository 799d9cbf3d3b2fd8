"""Server-sent events, as https://html.spec.whatwg.org/multipage/server-sent-events.html has them."""

from collections.abc import Iterator

import msgspec

LARGEST_EVENT_BYTES = 32 * 2**20


class Event(msgspec.Struct, frozen=True):
    """A message: its name (`message` when it has none) and its text."""

    name: str
    data: str


class EventReader:
    """Takes bytes as they come and gives each event that is complete. What is cut off at the end is none."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._skip_line_feed = False
        self._begun = False
        self._name = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, received: bytes) -> Iterator[Event]:
        """The events that are complete with these bytes. ValueError for one without an end."""
        for line in self._lines(received):
            event = self._take(line)
            if event is not None:
                yield event
        if len(self._rest) + self._size > LARGEST_EVENT_BYTES:
            raise ValueError("an event without an end")

    def _lines(self, received: bytes) -> Iterator[str]:
        if self._skip_line_feed and received:
            received = received.removeprefix(b"\n")
            self._skip_line_feed = False
        self._rest += received
        if b"\n" not in received and b"\r" not in received:
            return
        text = bytes(self._rest)
        # A lone carriage return ends a line as well; the line feed that may belong to it may come later.
        self._skip_line_feed = text.endswith(b"\r")
        *lines, rest = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = bytearray(rest)
        for line in lines:
            words = line.decode(errors="replace")
            if not self._begun:
                words, self._begun = words.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), True
            yield words

    def _take(self, line: str) -> Event | None:
        if not line:
            data, name = "\n".join(self._data), self._name or "message"
            had_data = bool(self._data)
            self._data, self._name, self._size = [], "", 0
            return Event(name, data) if had_data else None
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self._data.append(value)
            self._size += len(value) + 1
        elif field == "event":
            self._name = value
        return None
