"""Benchmark `search`: the library's searches on MariaDB, against LIKE over a table as the older system's
documents would be rows of.

    make bench NAME=search [DATA=folder]     SEARCH_IMAGES=50000 for a smaller world

What is measured: everything from the text of the search to the numbers of the images of a page, with the
true total and what is hidden; and completions. Each kind is asked in many variations; every variation for the
first time, when its lists have to be read, and again, when they are in memory. A search of the rival counts
and orders the same; it has no fields but tags, titles and ratings.
"""

import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import quantiles

from sqlalchemy import Engine, create_engine

from fovea.database import images, tag_suggestions, versions
from fovea.database.engine import migrate, open_engine, read, write
from fovea.database.library_search import memory, search
from fovea.database.library_search.columns import EXTRAS
from fovea.library_query import parse
from tests.benchmarks.report import finish, show
from tests.benchmarks.search_world import LibraryWorld, library_world, load
from tests.harness.mariadb import MariaDB, mariadb_server

IMAGES = int(os.environ.get("SEARCH_IMAGES", "1_000_000"))
VARIATIONS = int(os.environ.get("SEARCH_VARIATIONS", "60"))
RIVAL_VARIATIONS = 4
PAGE = 40
RATINGS = {0, 1}
SERVER = ("--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M")

_FIELDS = ("width:>=1920", "ratio:>1", "score:>5", "date:>2020-05")

Search = Callable[[], object]


def main() -> None:
    """Load (unless DATA has it), measure, tell."""
    with tempfile.TemporaryDirectory(prefix="fovea-bench-") as temporary:
        folder = Path(os.environ.get("DATA") or temporary) / f"search-{IMAGES}"
        is_new = not (folder / "data").exists()
        folder.mkdir(parents=True, exist_ok=True)
        with mariadb_server(folder=folder, options=SERVER) as server:
            world = library_world(IMAGES)
            if is_new:
                _load(server, world, folder)
            engine = open_engine(server.url("library"))
            _measure(engine, world)
            engine.dispose()


def _load(server: MariaDB, world: LibraryWorld, folder: Path) -> None:
    url = server.create_database("library")
    migrate(url)
    loader = create_engine(f"{url}&local_infile=1")
    load(loader, world, folder)
    loader.dispose()


def _measure(engine: Engine, world: LibraryWorld) -> None:
    before = _memory_megabytes()
    first = _milliseconds(lambda: _ours(engine, world.tags[20]))
    kept = memory.of(engine)
    started = time.perf_counter()
    for name in EXTRAS:
        kept.ensure_extra(engine, name)
    extras = time.perf_counter() - started
    rows: list[list[object]] = []
    figures: dict[str, float] = {}
    for kind, texts in _searches(world).items():
        cold = [_milliseconds(partial(_ours, engine, wanted)) for wanted in texts]
        began = time.process_time()
        warm = [_milliseconds(partial(_ours, engine, wanted)) for wanted in texts * 3]
        own = (time.process_time() - began) * 1_000 / len(warm)
        rows.append([kind, *_spread(cold), *_spread(warm), own])
        figures |= {
            f"{kind}_p50": _spread(warm)[0],
            f"{kind}_p95": _spread(warm)[1],
            f"{kind}_first_p95": _spread(cold)[1],
        }
    fresh = []
    for turn in range(20):
        _change(engine, turn)
        fresh.append(_milliseconds(partial(_ours, engine, world.tags[20])))
    rows.append(["tag, 50 images changed", "", "", *_spread(fresh), ""])
    completions = [_milliseconds(partial(_complete, engine, typed)) for typed in _typed(world)]
    rows.append(["completion", "", "", *_spread(completions), ""])
    show(
        f"{IMAGES:,} images: milliseconds",
        ["search", "first p50", "first p95", "again p50", "again p95", "processor"],
        rows,
    )
    rivals = _rivals(engine, world)
    show(
        "LIKE over tagstring and title: milliseconds",
        ["search", "p50", "p95"],
        [[kind, *_spread(times)] for kind, times in rivals.items()],
    )
    ours, theirs = figures["mixed_p50"], _spread(rivals["mixed"])[0]
    finish(
        benchmark="search",
        rival="LIKE over tagstring and title",
        ours=ours,
        theirs=theirs,
        unit="ms, median of mixed searches",
        ratio=theirs / ours,
        images=IMAGES,
        **figures,
        changed_p50=_spread(fresh)[0],
        changed_p95=_spread(fresh)[1],
        completion_p50=_spread(completions)[0],
        completion_p95=_spread(completions)[1],
        first_after_start_ms=first,
        rarer_columns_s=extras,
        kept_megabytes=kept.bytes() / 1e6,
        process_megabytes=_memory_megabytes(),
        process_megabytes_before=before,
        **{f"rival_{kind}_p50": _spread(times)[0] for kind, times in rivals.items()},
    )


def _searches(world: LibraryWorld) -> dict[str, list[str]]:
    """Searches of each kind: names are drawn as people would, common ones often."""
    chance = random.Random(5)

    def tag() -> str:
        return world.tags[min(len(world.tags) - 1, int(len(world.tags) ** chance.random()))]

    def word() -> str:
        return world.words[min(len(world.words) - 1, 5 + int(len(world.words) ** chance.random()))]

    def several(make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(VARIATIONS)]

    orders = ("", " order:score", " order:posted", " order:random:7", " order:size")
    return {
        "tag": several(lambda: f"tag:{tag()}"),
        "three_tags": several(lambda: f"tag:{tag()} tag:{tag()} -tag:{tag()}"),
        "text": several(word),
        "phrase": several(lambda: f'"{word()} {word()}"'),
        "everything": several(lambda: chance.choice(orders)),
        "mixed": several(
            lambda: f"({tag()} or {tag()}) -{tag()} {chance.choice(_FIELDS)}{chance.choice(orders)}"
        ),
        "text_and_tag": several(lambda: f"{word()} tag:{tag()}{chance.choice(orders)}"),
        "star": several(lambda: f"tag:{tag()[:5]}*"),
        "color": several(lambda: f"color:{chance.choice(['red', 'teal', '#ff8800'])} tag:{tag()}"),
        "similar": several(lambda: f"similar:{chance.randint(1, IMAGES)}~20"),
    }


def _typed(world: LibraryWorld) -> list[str]:
    chance = random.Random(6)
    return [
        world.tags[int(len(world.tags) ** chance.random()) - 1][: chance.randint(1, 6)] for _ in range(200)
    ]


def _ours(engine: Engine, wanted: str) -> int:
    return search(engine, parse(wanted), ratings=RATINGS, limit=PAGE).total


def _change(engine: Engine, turn: int) -> None:
    """Let 50 images look as if they had just been changed."""
    with write(engine) as connection:
        version = versions.next_version(connection)
        images.touch(connection, range(1 + turn * 50, 51 + turn * 50), version)


def _complete(engine: Engine, typed: str) -> int:
    with read(engine) as connection:
        return len(tag_suggestions.suggest(connection, typed))


def _rivals(engine: Engine, world: LibraryWorld) -> dict[str, list[float]]:
    """The same questions to the older table: a page, its total, and what is hidden."""
    chance = random.Random(7)

    def has_tag() -> str:
        return f"tagstring LIKE '% {world.tags[int(len(world.tags) ** chance.random()) - 1]} %'"

    def has_word() -> str:
        return f"title LIKE '% {world.words[int(len(world.words) ** chance.random()) - 1]} %'"

    kinds: dict[str, Callable[[], str]] = {
        "tag": has_tag,
        "text": has_word,
        "mixed": lambda: f"({has_tag()} OR {has_tag()} OR {has_word()}) AND NOT {has_tag()}",
    }
    asked = {kind: [make() for _ in range(RIVAL_VARIATIONS)] for kind, make in kinds.items()}
    return {
        kind: [_milliseconds(partial(_theirs, engine, one)) for one in conditions]
        for kind, conditions in asked.items()
    }


def _theirs(engine: Engine, condition: str) -> int:
    condition = condition.replace("%", "%%")
    with engine.connect() as connection:
        visible = f"FROM older_images WHERE {condition} AND rating IN (0, 1)"
        connection.exec_driver_sql(f"SELECT id {visible} ORDER BY added DESC LIMIT {PAGE}").all()
        counts = f"SELECT rating, COUNT(*) FROM older_images WHERE {condition} GROUP BY rating"
        return sum(count for _, count in connection.exec_driver_sql(counts))


def _milliseconds(do: Search) -> float:
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1_000


def _spread(times: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    cuts = quantiles(times, n=20, method="inclusive")
    return cuts[9], cuts[18]


def _memory_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


if __name__ == "__main__":
    main()
