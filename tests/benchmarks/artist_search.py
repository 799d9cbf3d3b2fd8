"""How long it takes from the address of an artwork to the artist's posts that show it.

`make bench NAME=artist-search`. A system that `fovea up` has started with all its defaults on an empty folder
(SQLite, the embedded queues, redis-server, two pullers, one image ingester); every call to a simulated site
takes 100 ms. The artist has POSTS (default 1000) posts at the one account of theirs that can be read, and
nothing of that is known at first: the first search reads them all and looks at a thousand pictures. Then
other artworks of the same artist are searched for, SEARCHES (default 5) of them: the account is known.

The floor is what the sites alone take, were everything else done in no time. Pages that lead from the artwork
to its artist's accounts are read one after the other, because each tells of the next. Then the account is
read, page by page, while pictures are fetched with as many under way as the image ingester has threads. The
bytes of the pictures come through a line of 100 Mbit/s. Of a known artist the floor is the calls that were
made, one after the other. REPEATS (default 3) systems, medians.
"""

import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import requests

from fovea_cli import demonstration
from fovea_client import ArtistSearch, Fovea
from ingester.images.settings import ImageIngesterSettings
from tests.benchmarks.report import finish, show
from tests.harness.fovea_up import LocalSystem, fovea_up
from tests.harness.simulated_flickr import SimulatedFlickr

LATENCY_SECONDS = 0.1
LINE_BYTES_PER_SECOND = 100e6 / 8
GOAL = 3.0
LONGEST_SECONDS = 1_200.0
STATISTICS_SECONDS = 35.0  # the library's numbers are at most so old
STAGES = ("resolving", "finding_accounts", "scanning", "searching", "verifying")


@dataclass(kw_only=True)
class Timed:
    """One search: seconds until it was done, seconds of each stage, calls to sites by host."""

    search: ArtistSearch
    seconds: float
    calls: dict[str, int]
    calls_before_scan: int
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def total_calls(self) -> int:
        """Calls to all sites."""
        return sum(self.calls.values())

    @property
    def posts(self) -> int:
        """Posts that were read."""
        return sum(account.scan.posts_read for account in self.search.artist_accounts)

    @property
    def pictures(self) -> int:
        """Pictures that were looked at."""
        return sum(account.scan.pictures_done for account in self.search.artist_accounts)


def artist(system: LocalSystem, posts: int) -> list[str]:
    """Addresses of artworks of somebody with so many posts at each site, spread over all of their time."""
    answer = requests.get(f"{system.simulator_url}/_simulator/artists/prolific/{posts}", timeout=60)
    answer.raise_for_status()
    found: list[str] = answer.json()["artworks"]
    return found


def timed(fovea: Fovea, sites: SimulatedFlickr, artwork: str) -> Timed:
    """Search for an artwork's artist and see how long that takes."""
    sites.forget_calls()
    begun = at = time.monotonic()
    state = "resolving"
    stages: dict[str, float] = {}
    before_scan: int | None = None

    def note(search: ArtistSearch) -> None:
        nonlocal at, state, before_scan
        now = time.monotonic()
        stages[state] = stages.get(state, 0.0) + now - at
        at, state = now, search.state
        if before_scan is None and state not in {"waiting", "resolving", "finding_accounts"}:
            before_scan = int(sites.calls(last=0)["total"])

    search = fovea.find_artist(artwork, again=True, on_progress=note, timeout_seconds=LONGEST_SECONDS)
    seconds = time.monotonic() - begun
    calls: dict[str, int] = sites.calls(last=0)["methods"]
    return Timed(
        search=search,
        seconds=seconds,
        calls=calls,
        calls_before_scan=before_scan or sum(calls.values()),
        stages=stages,
    )


def check(one: Timed, *, first_posts: int | None) -> None:
    """What was fast but found nothing does not count."""
    failed = [account.key for account in one.search.artist_accounts if account.scan.state == "failed"]
    if not one.search.results or failed:
        raise RuntimeError(f"{one.search.url}: {len(one.search.results)} results, {failed} could not be read")
    if first_posts is not None and (one.posts < first_posts or one.pictures < first_posts):
        raise RuntimeError(f"only {one.posts} posts and {one.pictures} pictures of {first_posts} were read")


def floor_of_first(one: Timed, *, picture_bytes: int) -> float:
    """What the sites alone take for a first search, in seconds."""
    at_once = ImageIngesterSettings.model_fields["image_threads"].default
    # A host's calls beside those for pictures are the pages of its account.
    pages = max((calls for calls in one.calls.values() if calls < one.pictures / 10), default=0)
    reading = max(pages, one.pictures / at_once) * LATENCY_SECONDS
    walking = one.calls_before_scan * LATENCY_SECONDS
    return float(walking + reading + picture_bytes / LINE_BYTES_PER_SECOND)


def picture_bytes(system: LocalSystem, *, images: int) -> int:
    """How large the pictures of the library are, once it tells of all of them."""
    deadline = time.monotonic() + STATISTICS_SECONDS
    while True:
        answer = requests.get(f"{system.url}/api/library/stats", timeout=30)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        if told["images"] >= images or time.monotonic() > deadline:
            return int(told["bytes"])
        time.sleep(1.0)


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """A system: the first search, those of a known artist, and the floor of the first."""

    first: Timed
    known: list[Timed]
    floor: float
    bytes: int

    @property
    def known_floor(self) -> float:
        """Of the searches of a known artist, the median."""
        return median(one.total_calls * LATENCY_SECONDS for one in self.known)

    @property
    def known_seconds(self) -> float:
        """The median."""
        return median(one.seconds for one in self.known)


def measure(folder: Path, *, posts: int, searches: int) -> Repeat:
    """Search for the artist of several artworks in a system of their own."""
    settings = {"FOVEA_SIMULATOR_DATA_FOLDER": str(folder / "world")}
    with fovea_up(folder, settings=settings) as system, Fovea(system.url) as fovea:
        sites = SimulatedFlickr(system.simulator_url, api_key=demonstration.API_KEY)
        sites.set_fault_rules({"where": "hosts", "latency_milliseconds": LATENCY_SECONDS * 1_000})
        artworks = artist(system, posts)
        first = timed(fovea, sites, artworks[-1])
        check(first, first_posts=posts)
        known = []
        for artwork in artworks[:searches]:
            known.append(timed(fovea, sites, artwork))
            check(known[-1], first_posts=None)
        size = picture_bytes(system, images=first.pictures)
    return Repeat(first=first, known=known, floor=floor_of_first(first, picture_bytes=size), bytes=size)


def report(repeats: list[Repeat]) -> None:
    """The tables and the closing line."""
    show(
        f"From an artwork's address to the posts that show it, {LATENCY_SECONDS * 1_000:.0f} ms a call",
        ["repeat", "first s", "its floor", "times", "posts", "pictures", "calls", "known s", "its floor",
        "calls"], [
            [
                number,
                one.first.seconds,
                one.floor,
                one.first.seconds / one.floor,
                one.first.posts,
                one.first.pictures,
                one.first.total_calls,
                one.known_seconds,
                one.known_floor,
                median(search.total_calls for search in one.known),
            ]
            for number, one in enumerate(repeats, start=1)
        ],
    )  # fmt: skip
    show(
        "Seconds of each stage (medians)",
        ["stage", "first", "known"],
        [
            [
                stage.replace("_", " "),
                median(one.first.stages.get(stage, 0.0) for one in repeats),
                median(search.stages.get(stage, 0.0) for one in repeats for search in one.known),
            ]
            for stage in STAGES
        ],
    )
    first, floor = median(one.first.seconds for one in repeats), median(one.floor for one in repeats)
    known = median(one.known_seconds for one in repeats)
    known_floor = median(one.known_floor for one in repeats)
    finish(
        benchmark="artist-search",
        rival=f"{GOAL:g} times the floor of a first search: calls x latency + bytes of pictures",
        ours=first,
        theirs=GOAL * floor,
        unit="seconds until the posts of an unknown artist are found",
        ratio=GOAL * floor / first,
        floor_seconds=floor,
        times_floor=first / floor,
        posts=median(one.first.posts for one in repeats),
        pictures=median(one.first.pictures for one in repeats),
        picture_bytes=median(one.bytes for one in repeats),
        calls=median(one.first.total_calls for one in repeats),
        known_seconds=known,
        known_floor_seconds=known_floor,
        known_times_floor=known / known_floor,
        results=median(len(one.first.search.results) for one in repeats),
        repeats=len(repeats),
    )


def main() -> None:
    """So many systems, one after the other."""
    posts, searches = int(os.environ.get("POSTS", "1000")), int(os.environ.get("SEARCHES", "5"))
    repeats = []
    with tempfile.TemporaryDirectory(prefix="fovea-artist-") as name:
        for number in range(int(os.environ.get("REPEATS", "3"))):
            folder = Path(name) / str(number)
            folder.mkdir()
            one = measure(folder, posts=posts, searches=searches)
            print(f"{number + 1}: first {one.first.seconds:.1f} s, known {one.known_seconds:.1f} s")
            repeats.append(one)
    report(repeats)


if __name__ == "__main__":
    main()
