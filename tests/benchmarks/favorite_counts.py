"""How many lists hold each post: what it costs writers to keep that exact, and readers to ask.

`make bench NAME=favorite-counts`, on MariaDB. Lists of a world of favourites come in as the ingester writes
them, a hundred in a transaction; every other transaction is not noted, and the times of the two kinds are
compared. The rival keeps a row a post and counts it up (INSERT ... ON DUPLICATE KEY UPDATE). Then the whole
backlog that an upgrade leaves, one change a list, is folded; and counts of 500 and of 2,000 posts are asked
for, with nothing left to fold and with as many changes left as are not yet worth a fold.

FAVORITES (default 10000000) sets how many favourites are stored.
"""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median

import numpy as np
from sqlalchemy import Engine, create_engine, func, select, text

from fovea import packing
from fovea.database import favorite_counts, favorite_folding, favorite_pulls
from fovea.database.engine import connect, in_transaction, migrate, read
from fovea.database.favorite_pulls import Pull
from fovea.database.tables import favorite_changes, favorite_lists
from fovea.settings import DatabaseSettings
from tests.benchmarks.recommend_world import FavoritesWorld, favorites_world, load_ours
from tests.benchmarks.report import finish, show
from tests.harness.mariadb import mariadb_server

SERVER_OPTIONS = ("--innodb-buffer-pool-size=3G", "--innodb-log-file-size=1G")
LISTS_AT_ONCE = 100
PAIRS = 30
RIVAL_ROUNDS = 5
REPEATS = 25
NO_POSTS = packing.unpack(b"")


def timed(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def write_lists(engine: Engine, accounts: Sequence[int], world: FavoritesWorld, *, at: int) -> None:
    """Put new lists of these accounts in, in one transaction."""
    pulls = [Pull(account_id=account, numbers=world.lists[account - 1], pulled_at=at) for account in accounts]
    in_transaction(
        engine,
        lambda connection: favorite_pulls.apply(connection, favorite_pulls.lock(connection, accounts), pulls),
    )


def count_up(engine: Engine, numbers: np.ndarray) -> None:
    """The rival's way to write down the same favourites."""
    with engine.begin() as connection:
        for start in range(0, numbers.size, 5_000):
            rows = ",".join(f"({number},1)" for number in numbers[start : start + 5_000].tolist())
            connection.exec_driver_sql(
                f"INSERT INTO rival_counts VALUES {rows} ON DUPLICATE KEY UPDATE n = n + 1"
            )


def measure_writing(engine: Engine, world: FavoritesWorld) -> tuple[float, float, float]:
    """Microseconds a favourite: of lists alone, of noting them too, and of the rival's counting alone."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE rival_counts (post INT UNSIGNED PRIMARY KEY, n INT UNSIGNED)"))
        accounts = list(connection.scalars(select(favorite_lists.c.account_id)))
    np.random.default_rng(1).shuffle(accounts)
    note = favorite_counts.note
    seconds: dict[str, list[float]] = {"alone": [], "noted": [], "rival": []}
    for pair in range(min(PAIRS, len(accounts) // (2 * LISTS_AT_ONCE))):
        for position, way in enumerate(("alone", "noted") if pair % 2 else ("noted", "alone")):
            start = (2 * pair + position) * LISTS_AT_ONCE
            chosen = sorted(accounts[start : start + LISTS_AT_ONCE])
            forget(engine, chosen)
            favorites = sum(len(world.lists[account - 1]) for account in chosen)
            favorite_counts.note = note if way == "noted" else lambda *_: None
            took = timed(partial(write_lists, engine, chosen, world, at=2))
            seconds[way].append(took / favorites * 1e6)
            if way == "noted" and pair < RIVAL_ROUNDS:
                numbers = np.concatenate([world.lists[account - 1] for account in chosen])
                seconds["rival"].append(timed(partial(count_up, engine, numbers)) / favorites * 1e6)
    favorite_counts.note = note
    return median(seconds["alone"]), median(seconds["noted"]), median(seconds["rival"])


def forget(engine: Engine, accounts: Sequence[int]) -> None:
    """Make lists empty, past the counts."""
    with engine.begin() as connection:
        chosen = favorite_lists.c.account_id.in_(accounts)
        values = {"posts": b"", "count": 0, "pulled_at": 0, "full_pulled_at": None}
        connection.execute(favorite_lists.update().where(chosen).values(values))


def measure_backlog(engine: Engine) -> tuple[int, float]:
    """(how many changes an upgrade leaves, seconds until they are folded)."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM favorite_changes"))
        connection.execute(text("DELETE FROM favorite_counts"))
        connection.execute(
            text("INSERT INTO favorite_changes (added) SELECT posts FROM favorite_lists WHERE count > 0")
        )
        rows = int(connection.scalar(select(func.count()).select_from(favorite_changes)) or 0)
    return rows, timed(lambda: favorite_folding.fold(engine))


def measure_reading(engine: Engine, world: FavoritesWorld) -> list[float]:
    """Milliseconds, p50: of counts of the 500 and the 2,000 posts of the world's first two, and of all."""
    found = []
    size = len(world.owners) + 1
    for numbers in (world.lists[0], world.lists[1], None):
        times = []
        for _ in range(REPEATS):
            with read(engine) as connection:
                connection.execute(text("SELECT 1"))
                if numbers is None:
                    times.append(timed(partial(favorite_counts.all_counts, connection, size)) * 1e3)
                else:
                    times.append(timed(partial(favorite_counts.counts_of, connection, numbers)) * 1e3)
        found.append(median(times))
    return found


def leave_changes(engine: Engine, world: FavoritesWorld) -> int:
    """Note lists, a hundred in a transaction, until one more would make a fold due; how many changes."""
    for start in cycle(range(0, len(world.lists) - LISTS_AT_ONCE, LISTS_AT_ONCE)):
        together = [(NO_POSTS, one) for one in world.lists[start : start + LISTS_AT_ONCE]]
        in_transaction(engine, partial(favorite_counts.note, changes=together))
        rows, size = favorite_folding.pending(engine)
        if favorite_folding.is_much(rows + 1, size + size // rows):
            return rows
    raise AssertionError


def main() -> None:
    """Measure, and report."""
    total = int(os.environ.get("FAVORITES", "10000000"))
    world = favorites_world(total)
    stored = sum(map(len, world.lists))
    with (
        tempfile.TemporaryDirectory(prefix="fovea-counts-") as name,
        mariadb_server(options=SERVER_OPTIONS) as server,
    ):
        url = server.create_database("counts")
        migrate(url)
        loader = create_engine(f"{url}&local_infile=1")
        load_ours(loader, world, Path(name))
        loader.dispose()
        engine = connect(DatabaseSettings(database_url=url))
        rows, backlog = measure_backlog(engine)
        folded = measure_reading(engine, world)
        pending = leave_changes(engine, world)
        with_pending = measure_reading(engine, world)
        not_due = median(timed(lambda: favorite_folding.is_due(engine)) for _ in range(REPEATS)) * 1e3
        repaired = timed(lambda: favorite_folding.repair(engine))
        alone, noted, rival = measure_writing(engine, world)
        engine.dispose()
    show(
        f"{stored:,} favourites in {rows:,} lists of {len(world.owners):,} posts",
        ["asking, p50 ms", "500 posts", "2,000 posts", "all posts"],
        [["nothing left to fold", *folded], [f"{pending} changes left", *with_pending]],
    )
    show(
        "Writing and folding",
        ["", "figure"],
        [
            ["lists alone, microseconds a favourite", alone],
            ["lists noted, microseconds a favourite", noted],
            ["rival's counters alone, microseconds a favourite", rival],
            ["folding the backlog of an upgrade, seconds", backlog],
            ["folding, microseconds a favourite", backlog / stored * 1e6],
            ["asking whether a fold is due, ms", not_due],
            ["comparing all counts with all lists, seconds", repaired],
        ],
    )
    cost = max(noted - alone, 0.0) + backlog / stored * 1e6
    finish(
        benchmark="favorite-counts",
        rival="a row a post, counted up with each favourite",
        ours=cost,
        theirs=rival,
        unit="microseconds a favourite to keep counts, folding included",
        ratio=rival / cost,
        slower_percent=100 * (noted / alone - 1),
        asking_500_ms=with_pending[0],
        asking_2000_ms=with_pending[1],
        asking_all_ms=with_pending[2],
        backlog_seconds=backlog,
        stored=stored,
    )


if __name__ == "__main__":
    main()
