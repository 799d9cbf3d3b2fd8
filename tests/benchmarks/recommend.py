"""Photos for users with 500 and with 2,000 favourites, on MariaDB, against the older system's SQL.

`make bench NAME=recommend`. The same favourites are stored twice on one server: as packed lists beside rows
of posts, and as rows of the older system's table with its keys. Ours is everything behind the HTTP handler:
the queries, the scoring, the reasons, and the rows of 50 photos and 5 people. Theirs is the older photo
query for 50 photos alone.

FAVORITES (comma separated, default 1000000,10000000) sets how many favourites are stored.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from sqlalchemy import Engine, create_engine, text

from api_server.recommendations import warm_up
from api_server.recommendations.service import recommend, rows_of
from fovea import packing
from fovea.database.engine import connect, migrate
from fovea.settings import DatabaseSettings
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
    *("stored", "of the user", "ours p50", "ours cpu", "older SQL", "ratio", "different"),
    *("bytes ours", "with posts", "older"),
)
SIZES = "%s ~m.jpg,240,160 ~z.jpg,640,427 ~b.jpg,1024,683"


@dataclass(frozen=True, kw_only=True)
class FavoritesWorld:
    """Who faved what: `owners` (P,) of posts 1..P; `lists` of accounts 1..A. Accounts 1 and 2 are those we
    ask for.
    """

    owners: np.ndarray
    lists: list[np.ndarray]


def favorites_world(total: int, *, seed: int = 1) -> FavoritesWorld:
    """About `total` favourites: lists log-normal up to 1,000, photos faved by popularity (a few very often).

    Account 1 has 500 favourites of about 250 photographers, account 2 has 2,000 of about 1,000.
    """
    random = np.random.default_rng(seed)
    lengths = np.clip(random.lognormal(6.2, 0.8, size=max(2_000, total // 450)), 10, 1_000).astype(int)
    accounts, post_count = len(lengths), max(100_000, total // 5)
    owners = random.integers(3, accounts + 1, size=post_count).astype(np.uint32)
    # Account 1 and 2 fave the work of a few photographers often.
    lists = []
    for account in range(1, accounts + 1):
        if account <= 2:
            size, photographers = ((500, 250), (2_000, 1_000))[account - 1]
            candidates = np.flatnonzero(owners < 3 + photographers) + 1
            weights = 1.0 / np.arange(1, len(candidates) + 1) ** 0.3
            picked = random.choice(
                candidates, size=min(size, len(candidates)), replace=False, p=weights / weights.sum()
            )
        else:
            picked = (random.random(lengths[account - 1]) ** 2.5 * post_count).astype(np.int64) + 1
        lists.append(packing.sorted_numbers(picked))
    return FavoritesWorld(owners=owners, lists=lists)


def nsid(account: int) -> str:
    """An account's outside id."""
    return f"{account + 10_000_000}@N00"


def photo_id(post: int) -> str:
    """A post's outside id."""
    return str(50_000_000_000 + post)


def photo_url(post: int) -> str:
    """An address as long as the real ones."""
    return f"https://live.staticflickr.com/65535/{photo_id(post)}_{post:010x}_b.jpg"


def load_ours(engine: Engine, world: FavoritesWorld, folder: Path) -> None:
    """Accounts, posts and packed lists, quickly: the way in is not what is measured here."""
    accounts, posts = folder / "accounts.tsv", folder / "posts.tsv"
    with accounts.open("w") as file:
        file.writelines(
            f"{number}\tflickr\t{nsid(number)}\tphotographer {number}\n"
            for number in range(1, len(world.lists) + 1)
        )
    with posts.open("w") as file:
        for number, owner in enumerate(world.owners.tolist(), start=1):
            sizes = SIZES % photo_url(number)[:-5]
            file.write(
                f"{number}\tflickr\t{photo_id(number)}\t{owner}\tPhoto {number}\t\t{sizes}\t{number}\n"
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET foreign_key_checks = 0"))
        connection.execute(text("SET unique_checks = 0"))
        connection.execute(
            text(
                f"LOAD DATA LOCAL INFILE '{accounts}' INTO TABLE accounts (id, source, external_id, username)"
            )
        )
        columns = "(id, source, external_id, owner_id, title, url, sizes, digest)"
        connection.execute(text(f"LOAD DATA LOCAL INFILE '{posts}' INTO TABLE posts {columns}"))
        for start in range(0, len(world.lists), 500):
            rows = [
                {
                    "account_id": start + at + 1,
                    "count": len(numbers),
                    "posts": packing.pack(numbers),
                    "pulled_at": 1,
                    "full_pulled_at": 1,
                }
                for at, numbers in enumerate(world.lists[start : start + 500])
            ]
            names = "account_id, `count`, posts, pulled_at, full_pulled_at"
            connection.execute(
                text(
                    f"INSERT INTO favorite_lists ({names}) "
                    "VALUES (:account_id, :count, :posts, :pulled_at, :full_pulled_at)"
                ),
                rows,
            )
        connection.execute(text("ANALYZE TABLE accounts, posts, favorite_lists"))


def load_theirs(engine: Engine, world: FavoritesWorld, folder: Path) -> None:
    """The same favourites as rows of the older table; its keys are built afterwards, which gives the same
    table sooner.
    """
    path = folder / "favorites.tsv"
    with path.open("w") as file:
        for account, numbers in enumerate(world.lists, start=1):
            owners = world.owners[numbers - 1].tolist()
            faver = nsid(account)
            file.writelines(
                f"{photo_id(post)}\t{nsid(owner)}\t{photo_url(post)}\t{faver}\n"
                for post, owner in zip(numbers.tolist(), owners, strict=True)
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        older_system.create(connection)
        connection.execute(
            text(
                "ALTER TABLE older_favorites "
                "DROP KEY image_id, DROP KEY favorited_by, DROP KEY image_owner, DROP KEY image_id_2"
            )
        )
        connection.execute(text("SET unique_checks = 0"))
        columns = "(image_id, image_owner, image_url, favorited_by)"
        connection.execute(text(f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE older_favorites {columns}"))
        path.unlink()
        connection.execute(
            text(
                "ALTER TABLE older_favorites ADD UNIQUE KEY (image_id, favorited_by), "
                "ADD KEY (favorited_by), ADD KEY (image_owner), ADD KEY (image_id)"
            )
        )
        connection.execute(text("ANALYZE TABLE older_favorites"))


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


def ask_ours(engine: Engine, account: int) -> Answer:
    """(photo id, score) of our recommendations, with all that the page shows read."""
    with engine.connect() as connection:
        answer = recommend(connection, account, photos=PHOTOS, people=PEOPLE, method="flexplore")
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
        ours = theirs = ask_ours(engine, account)
        theirs_wall, ours_wall, ours_cpu = [], [], []
        rounds = 3 if total <= 1_000_000 and account == 1 else 1
        for _ in range(rounds):
            for _ in range(REPEATS // rounds):
                wall, cpu, ours = timed(partial(ask_ours, engine, account))
                ours_wall.append(wall)
                ours_cpu.append(cpu)
            wall, _, theirs = timed(partial(ask_theirs, engine, account))
            theirs_wall.append(wall)
        figures.append(
            {
                "favorites": stored,
                "of_user": len(world.lists[account - 1]),
                "ours": median(ours_wall),
                "ours_cpu": median(ours_cpu),
                "theirs": median(theirs_wall),
                "different": differences(ours, theirs),
                "packed": packed,
                "with_posts": with_posts,
                "older": older,
            }
        )
    engine.dispose()
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
                row["theirs"], row["theirs"] / row["ours"], int(row["different"]),
                row["packed"], row["with_posts"], row["older"],
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
        different_scores=int(sum(row["different"] for row in figures)),
        peak_memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


if __name__ == "__main__":
    main()
