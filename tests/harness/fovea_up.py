"""`fovea up` as a process of its own, with all its defaults: the system that people have, for benchmarks."""

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness.ports import free_port
from tests.harness.processes import running

OURS = ("FOVEA_", "FLICKR_", "AWS_")


@dataclass(frozen=True, kw_only=True)
class LocalSystem:
    """A running system: its addresses, and the process ids of its parts by their names."""

    url: str
    simulator_url: str
    process_ids: dict[str, list[int]]

    def processor_seconds(self) -> dict[str, float]:
        """What each part has used of the processors so far, by its name. Looks into /proc: Linux only."""
        return {name: sum(map(_processor_seconds, ids)) for name, ids in self.process_ids.items()}


@contextlib.contextmanager
def fovea_up(
    folder: Path, *, settings: Mapping[str, str], timeout_seconds: float = 180
) -> Iterator[LocalSystem]:
    """A system on an empty data folder inside `folder`, ready, for the length of the block."""
    data = folder / "data"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    # Whether pictures show writing is told by the quicker way: what is tested here is not how well.
    environment |= {"FOVEA_DATA_DIR": str(data), "FOVEA_IMAGE_TEXT_CLASSIFIER": "classical", **settings}
    command = [sys.executable, "-m", "fovea_cli", "up", "--port", str(free_port())]
    written = data / "running.json"
    with running(
        command,
        environment=environment,
        log=folder / "output",
        ready=written.exists,
        timeout_seconds=timeout_seconds,
        stop_with=signal.SIGKILL,  # nothing of it is wanted any more, and its parts end with it
    ) as process:
        told: dict[str, Any] = json.loads(written.read_text())
        yield LocalSystem(
            url=told["url"],
            simulator_url=told["health_addresses"]["simulator"].removesuffix("/health/ready"),
            process_ids=_parts_of(process.pid),
        )


def _parts_of(parent: int) -> dict[str, list[int]]:
    """The children of a process, with their own children, by what they run."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            children.setdefault(int(_fields(path)[1]), []).append(int(path.parent.name))
    parts: dict[str, list[int]] = {}
    for child in sorted(children.get(parent, [])):
        parts.setdefault(_name_of(child), []).extend(_family(child, children))
    return parts


def _family(process_id: int, children: Mapping[int, list[int]]) -> Iterator[int]:
    yield process_id
    for child in children.get(process_id, []):
        yield from _family(child, children)


def _name_of(process_id: int) -> str:
    """`puller` of `python -m puller`; `redis-server` of `/usr/bin/redis-server`."""
    words = Path(f"/proc/{process_id}/cmdline").read_text().split("\0")
    name = words[words.index("-m") + 1] if "-m" in words else Path(words[0].split()[0]).name
    return name.rpartition(".")[2]


def _processor_seconds(process_id: int) -> float:
    user, system = _fields(Path(f"/proc/{process_id}/stat"))[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _fields(stat: Path) -> list[str]:
    """The fields behind the process's name, which may hold anything."""
    return stat.read_text().rpartition(")")[2].split()
