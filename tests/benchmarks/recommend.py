"""Photos for users with 500 and with 2,000 favourites, on MariaDB, against the older system's SQL.

`make bench NAME=recommend`. The same favourites are stored twice on one server: as packed lists beside rows
of posts, and as rows of the older system's table with its keys. Ours is everything behind the HTTP handler,
by the default method: the queries, the scoring, the reasons, and the rows of 50 photos and 5 people. Theirs
is the older photo query for 50 photos alone; that the answers are equal is seen by `flexplore`, which has
its formula. Then the whole endpoint is asked over HTTP, with two workers.

FAVORITES (comma separated, default 1000000,10000000) sets how many favourites are stored.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, create_engine, text

from api_server.recommendations import warm_up
from api_server.recommendations.methods import DEFAULT_METHOD
from api_server.recommendations.service import recommend, rows_of
from fovea.database.engine import connect, migrate
from fovea.settings import DatabaseSettings
from tests.benchmarks import recommend_endpoint
from tests.benchmarks.recommend_world import favorites_world, load_ours, load_theirs, nsid
from tests.benchmarks.report import finish, show
from tests.harness import older_system
from tests.harness.mariadb import MariaDB, mariadb_server

SERVER_OPTIONS = (
    "--innodb-buffer-pool-size=6G",
    "--innodb-log-file-size=1G",
    "--tmp-table-size=1G",
    "--max-heap-table-size=1G",
)
REPEATS = 15
PHOTOS, PEOPLE = 50, 5
HEADINGS = (
    *("stored", "of the user", "p50", "cpu", "flexplore", "older SQL", "ratio", "different"),
    *("answers/s", "bytes ours", "with posts", "older"),
)


def bytes_of(engine: Engine, *tables: str) -> int:
    """What tables and their indexes take on disk."""
    names = ", ".join(f"'{table}'" for table in tables)
    query = (
        "SELECT SUM(data_length + index_length) FROM information_schema.tables "
        f"WHERE table_schema = DATABASE() AND table_name IN ({names})"
    )
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


Answer = list[tuple[str, float]]


def timed(call: Callable[[], Answer]) -> tuple[float, float, Answer]:
    """(wall, own CPU) milliseconds of a call, and its answer."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = call()
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3, answer


def ask_ours(engine: Engine, account: int, *, method: str = DEFAULT_METHOD) -> Answer:
    """(photo id, score) of our recommendations, with all that the page shows read."""
    with engine.connect() as connection:
        answer = recommend(connection, account, photos=PHOTOS, people=PEOPLE, method=method)
        rows, _ = rows_of(connection, answer)
    return [(rows[photo.post_id].external_id, photo.score) for photo in answer.photos]


def ask_theirs(engine: Engine, account: int) -> Answer:
    """(photo id, score) of the older system's photo query."""
    with engine.connect() as connection:
        return older_system.photos(connection, nsid(account), PHOTOS)


def differences(ours: Answer, theirs: Answer) -> int:
    """Places where the two lists have different scores (the order of equal scores is anybody's choice)."""
    return sum(
        abs(mine[1] - other[1]) > 1e-6 * other[1] + 1e-9 for mine, other in zip(ours, theirs, strict=True)
    )


def measure(server: MariaDB, total: int, folder: Path) -> list[dict[str, float]]:
    """Loads a world of `total` favourites and times both; one row of figures a user."""
    url = server.create_database(f"recommend_{total}")
    migrate(url)
    engine = connect(DatabaseSettings(database_url=url))
    world = favorites_world(total)
    stored = sum(len(numbers) for numbers in world.lists)
    started = time.perf_counter()
    loader = create_engine(f"{url}&local_infile=1")
    load_ours(loader, world, folder)
    ours_loaded = time.perf_counter()
    load_theirs(loader, world, folder)
    loader.dispose()
    print(
        f"{stored:,} favourites loaded: ours {ours_loaded - started:.0f} s, "
        f"theirs {time.perf_counter() - ours_loaded:.0f} s",
        flush=True,
    )
    packed = bytes_of(engine, "favorite_lists") / stored
    with_posts = bytes_of(engine, "favorite_lists", "posts") / stored
    older = bytes_of(engine, "older_favorites") / stored
    figures = []
    for account in (1, 2):
        theirs = same = ask_ours(engine, account, method="flexplore")
        theirs_wall, ours_wall, ours_cpu, flexplore_wall = [], [], [], []
        rounds = 3 if total <= 1_000_000 and account == 1 else 1
        for _ in range(rounds):
            for _ in range(REPEATS // rounds):
                wall, cpu, _ = timed(partial(ask_ours, engine, account))
                ours_wall.append(wall)
                ours_cpu.append(cpu)
                wall, _, same = timed(partial(ask_ours, engine, account, method="flexplore"))
                flexplore_wall.append(wall)
            wall, _, theirs = timed(partial(ask_theirs, engine, account))
            theirs_wall.append(wall)
        figures.append(
            {
                "favorites": stored,
                "of_user": len(world.lists[account - 1]),
                "ours": median(ours_wall),
                "ours_cpu": median(ours_cpu),
                "theirs": median(theirs_wall),
                "flexplore": median(flexplore_wall),
                "different": differences(same, theirs),
                "packed": packed,
                "with_posts": with_posts,
                "older": older,
            }
        )
    engine.dispose()
    served = recommend_endpoint.measure(url, [nsid(1), nsid(2)], folder)
    for row, one in zip(figures, served, strict=True):
        row |= {"per_second": one.per_second, "milliseconds": one.milliseconds}
    server.execute(f"DROP DATABASE recommend_{total}")
    return figures


def main() -> None:
    """Runs the benchmark and prints its table and closing line."""
    warm_up()
    totals = [int(part) for part in os.environ.get("FAVORITES", "1000000,10000000").split(",")]
    with tempfile.TemporaryDirectory() as name, mariadb_server(options=SERVER_OPTIONS) as server:
        figures = [row for total in totals for row in measure(server, total, Path(name))]
    show(
        "50 photos and 5 people for one user (ms), and bytes a stored favourite",
        HEADINGS,
        [
            [
                f"{row['favorites']:,.0f}", f"{row['of_user']:,.0f}", row["ours"], row["ours_cpu"],
                row["flexplore"], row["theirs"], row["theirs"] / row["ours"], int(row["different"]),
                row["per_second"], row["packed"], row["with_posts"], row["older"],
            ]
            for row in figures
        ],
    )  # fmt: skip
    last = figures[-2]
    finish(
        benchmark="recommend",
        rival="the older system's photo query on the same server and favourites",
        ours=last["ours"],
        theirs=last["theirs"],
        unit="milliseconds",
        ratio=last["theirs"] / last["ours"],
        ratio_2000=figures[-1]["theirs"] / figures[-1]["ours"],
        bytes_per_favorite=last["packed"],
        bytes_per_favorite_with_posts=last["with_posts"],
        older_bytes_per_favorite=last["older"],
        milliseconds_flexplore=last["flexplore"],
        milliseconds_2000=figures[-1]["ours"],
        answers_per_second=last["per_second"],
        answers_per_second_2000=figures[-1]["per_second"],
        different_scores=int(sum(row["different"] for row in figures)),
        peak_memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


if __name__ == "__main__":
    main()
