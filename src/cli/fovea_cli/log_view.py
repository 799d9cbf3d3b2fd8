"""What the terminal shows of the services' logs: warnings and errors, in a line each, and none too often."""

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORTH_SHOWING = {"warning", "error", "critical"}
LONGEST_LINE = 160
LONGEST_READ = 1_000_000
MOST_ALIKE = 3  # lines with the same event from the same part,
ALIKE_SECONDS = 60.0  # in so long a time
# Said on each line anyway, or of interest only with the whole line.
LEFT_OUT = {"event", "level", "timestamp", "service", "logger", "exception", "stack"}

Entry = dict[str, Any]


@dataclass(kw_only=True)
class LogView:
    """Follows log files and shows what is new in them."""

    show: Callable[[str, str], None]
    """Takes the level and the line."""
    clock: Callable[[], float] = time.monotonic
    _read_up_to: dict[Path, int] = field(default_factory=dict, init=False)
    _shown: dict[tuple[str, str], deque[float]] = field(default_factory=dict, init=False)

    def skip_to_end(self, log: Path) -> None:
        """Follow a log from here on."""
        self._read_up_to[log] = log.stat().st_size if log.exists() else 0

    def look(self) -> None:
        """Show what was written since the last look."""
        for log in self._read_up_to:
            self._look_at(log)

    def _look_at(self, log: Path) -> None:
        start = self._read_up_to[log]
        try:
            size = log.stat().st_size
            if size < start:
                start = 0  # put aside and begun anew
            if size == start:
                return
            with log.open("rb") as file:
                file.seek(start)
                content = file.read(LONGEST_READ)
        except FileNotFoundError:
            return
        whole, _, _ = content.rpartition(b"\n")
        self._read_up_to[log] = start + (len(whole) + 1 if whole or content.startswith(b"\n") else 0)
        for line in whole.splitlines():
            entry = worth_showing(line)
            if entry is not None:
                self._show(entry, log)

    def _show(self, entry: Entry, log: Path) -> None:
        event, now = str(entry.get("event", "")), self.clock()
        moments = self._shown.setdefault((log.stem, event), deque(maxlen=MOST_ALIKE + 1))
        moments.append(now)
        recent = sum(now - moment < ALIKE_SECONDS for moment in moments)
        if recent <= MOST_ALIKE:
            self.show(entry["level"], short(entry, name=log.stem))
            if recent == MOST_ALIKE:
                self.show(entry["level"], f"{'':8} {log.stem}: more of these are only in {log}")


def worth_showing(line: bytes) -> Entry | None:
    """What a log line says, if it is a warning or worse."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and entry.get("level") in WORTH_SHOWING else None


def short(entry: Entry, *, name: str) -> str:
    """A log entry in one line of a terminal."""
    time_of_day = str(entry.get("timestamp", ""))[11:19]
    details = " ".join(f"{key}={value}" for key, value in entry.items() if key not in LEFT_OUT)
    text = f"{time_of_day} {name}: {entry.get('event', '')} {details}".strip()
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…"
