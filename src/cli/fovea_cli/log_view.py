"""What the terminal shows of the services' logs: warnings and errors, a short line each."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORTH_SHOWING = {"warning", "error", "critical"}
LONGEST_LINE = 160
LONGEST_READ = 1_000_000
# Said on each line anyway, or of interest only with the whole line.
LEFT_OUT = {"event", "level", "timestamp", "service", "logger", "exception", "stack"}


@dataclass(kw_only=True)
class LogView:
    """Follows log files and shows what is new in them."""

    show: Callable[[str, str], None]
    """Takes the level and the line."""
    _read_up_to: dict[Path, int] = field(default_factory=dict, init=False)

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
            if shown := short(line, name=log.stem):
                self.show(*shown)


def short(line: bytes, *, name: str) -> tuple[str, str] | None:
    """The level and a short form of a log line, or None when it is not worth showing."""
    try:
        entry: Any = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or entry.get("level") not in WORTH_SHOWING:
        return None
    time_of_day = str(entry.get("timestamp", ""))[11:19]
    details = " ".join(f"{key}={value}" for key, value in entry.items() if key not in LEFT_OUT)
    text = f"{time_of_day} {name}: {entry.get('event', '')} {details}".strip()
    return entry["level"], text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…"
