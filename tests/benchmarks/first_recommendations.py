"""How long somebody who is new waits for first, and for final, recommendations.

`make bench NAME=first-recommendations`. Ada (400 favourites of 250 photographers; whom she follows is read
too) comes to a system that `fovea up` has started with all its defaults on an empty folder: SQLite, the
embedded queues, redis-server, two pullers. The simulated Flickr takes 100 ms for each call. From the moment
at which her run is asked for: the first answer of the API with photos in it, and the answer after the run's
end.

The floor is what Flickr alone takes, were everything else done in no time: her own favourites page by page,
because nobody else is known before, then all other calls (as many as Flickr counted) with as many under way
at once as the pullers have threads. Nobody's favourites may be asked for more often than their pages take,
so that no call that was for nothing makes the floor higher. Final is to be within three times the floor.
REPEATS (default 5) systems, medians.
"""

import os
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import requests

from api_server.runs.settings import RunSettings
from fovea_cli import demonstration
from puller.settings import PullerSettings
from tests.benchmarks.report import finish, show
from tests.harness.fovea_up import LocalSystem, fovea_up
from tests.harness.processes import wait_until
from tests.harness.simulated_flickr import SimulatedFlickr

ADA = "26101998@N00"
FAVORITES, PHOTOGRAPHERS = 400, 250
LATENCY_MILLISECONDS = 100
PULLERS = 2
GOAL = 3.0
POLL_SECONDS = 0.1
IDLE_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Waited:
    """One repeat. Times in seconds; `processors` by part, while the run was under way."""

    first: float
    final: float
    floor: float
    calls: int
    most_at_once: int
    contacts: int
    run: dict[str, Any]
    processors: dict[str, float]
    idle: dict[str, float]


class Visitor:
    """Somebody with a browser."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()

    def get(self, path: str) -> Any:
        """The API's answer."""
        answer = self._session.get(self._url + path, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The API's answer to a change."""
        answer = self._session.post(self._url + path, json=body, headers={"Origin": self._url}, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def photos(self) -> list[Any]:
        """What is recommended to Ada now."""
        answer = self.get(f"/api/accounts/flickr/{ADA}/recommendations?photos=50&people=10")
        photos: list[Any] = answer["photos"]
        return photos


def wait_for_recommendations(system: LocalSystem) -> Waited:
    """Ada's first visit."""
    flickr = SimulatedFlickr(system.simulator_url, api_key=demonstration.API_KEY)
    visitor = Visitor(system.url)
    idle = idle_processors(system)
    visitor.post("/api/accounts/lookup", {"query": ADA})
    flickr.forget_calls()
    before = system.processor_seconds()
    begun = time.monotonic()
    run_id = visitor.post(f"/api/accounts/flickr/{ADA}/runs", {})["id"]
    wait_until(visitor.photos, timeout_seconds=300, pause_seconds=POLL_SECONDS, what="first recommendations")
    first = time.monotonic() - begun
    run = wait_until(
        lambda: ended(visitor.get(f"/api/runs/{run_id}")),
        timeout_seconds=300,
        pause_seconds=POLL_SECONDS,
        what="the run to end",
    )
    visitor.photos()
    final = time.monotonic() - begun
    processors = difference(system.processor_seconds(), before)
    calls = flickr.calls()
    check(run, calls)
    return Waited(
        first=first,
        final=final,
        floor=floor_seconds(calls),
        calls=calls["total"],
        most_at_once=calls["most_at_once"],
        contacts=run["progress"]["contacts"]["total"],
        run=run,
        processors=processors,
        idle=idle,
    )


def ended(run: Any) -> Any:
    """The run if it has ended, else None."""
    return run if run["state"] != "running" else None


def check(run: Any, calls: Any) -> None:
    """What was fast but left somebody out does not count."""
    progress = run["progress"]
    read = progress["photographers"]
    if run["state"] not in {"done", "done_with_failures"} or read["total"] != PHOTOGRAPHERS:
        raise RuntimeError(f"the run did not do what it was to do: {run}")
    if {failure["code"] for failure in run["failures"]} - {"account_gone", "account_private"}:
        raise RuntimeError(f"people were not read who can be read: {run['failures']}")
    asked = calls["users"]["flickr.favorites.getPublicList"]
    contacts = progress["contacts"]
    expected = 1 + PHOTOGRAPHERS + contacts["total"]
    if len(asked) != expected or calls["outcomes"].get("ok", 0) < read["done"] + contacts["done"]:
        raise RuntimeError(f"{len(asked)} people's favourites were asked for, not {expected}")
    pages = RunSettings.model_fields["photographer_pages"].default
    too_often = {name: times for name, times in asked.items() if times > pages}
    if too_often:
        raise RuntimeError(f"favourites were asked for more often than needed: {too_often}")


def floor_seconds(calls: Any) -> float:
    """What Flickr alone takes for these calls."""
    alone = calls["users"]["flickr.favorites.getPublicList"][ADA]
    parallel = PULLERS * PullerSettings.model_fields["puller_threads"].default
    latency = LATENCY_MILLISECONDS / 1_000
    return float(alone * latency + (calls["total"] - alone) * latency / parallel)


def idle_processors(system: LocalSystem) -> dict[str, float]:
    """What each part uses of one processor when there is nothing to do, as a share of 1."""
    before = system.processor_seconds()
    time.sleep(IDLE_SECONDS)
    used = difference(system.processor_seconds(), before)
    return {name: seconds / IDLE_SECONDS for name, seconds in used.items()}


def difference(after: dict[str, float], before: dict[str, float]) -> dict[str, float]:
    """What was added, by name."""
    return {name: seconds - before[name] for name, seconds in after.items()}


def measure(repeats: int) -> list[Waited]:
    """So many visits, each to a system of its own in the same world."""
    waited = []
    with tempfile.TemporaryDirectory(prefix="fovea-first-") as name:
        settings = {
            "FOVEA_SIMULATOR_LATENCY_MILLISECONDS": str(LATENCY_MILLISECONDS),
            "FOVEA_SIMULATOR_DATA_FOLDER": str(Path(name) / "world"),
        }
        for number in range(repeats):
            folder = Path(name) / str(number)
            folder.mkdir()
            with fovea_up(folder, settings=settings) as system:
                one = wait_for_recommendations(system)
            print(f"{number + 1}: first {one.first:.2f} s, final {one.final:.2f} s, floor {one.floor:.2f} s")
            waited.append(one)
    return waited


def report(waited: list[Waited]) -> None:
    """The tables and the closing line."""
    show(
        f"Ada, {FAVORITES} favourites of {PHOTOGRAPHERS} photographers, {LATENCY_MILLISECONDS} ms a call",
        ["repeat", "first s", "final s", "floor s", "final / floor", "calls", "most at once"],
        [
            [number + 1, one.first, one.final, one.floor, one.final / one.floor, one.calls, one.most_at_once]
            for number, one in enumerate(waited)
        ],
    )
    busy = {name: median(one.processors[name] for one in waited) for name in waited[0].processors}
    idle = {name: median(one.idle[name] for one in waited) for name in busy}
    show(
        "Processor seconds while the run was under way, and percent of one processor when idle (medians)",
        ["part", "run s", "idle %"],
        [[name, busy[name], 100 * idle[name]] for name in sorted(busy, key=lambda name: -busy[name])]
        + [["all", sum(busy.values()), 100 * sum(idle.values())]],
    )
    final, floor = median(one.final for one in waited), median(one.floor for one in waited)
    finish(
        benchmark="first-recommendations",
        rival=f"{GOAL:g} times the floor: calls x latency / calls under way at once",
        ours=final,
        theirs=GOAL * floor,
        unit="seconds until final recommendations",
        ratio=GOAL * floor / final,
        first_seconds=median(one.first for one in waited),
        floor_seconds=floor,
        times_floor=final / floor,
        calls=median(one.calls for one in waited),
        contacts=median(one.contacts for one in waited),
        processor_seconds=sum(busy.values()),
        idle_processor_percent=100 * sum(idle.values()),
        states=dict(Counter(one.run["state"] for one in waited)),
        repeats=len(waited),
    )


if __name__ == "__main__":
    report(measure(int(os.environ.get("REPEATS", "5"))))
