"""Favourites from the ingester's queue into MariaDB, through the real ingester, against the older system's
ways.

`make bench NAME=ingest`. Ours is everything from a full queue to an empty one: receiving, decoding, photos
with titles, tags and renditions, people, lists, receipts and their messages, deleting. Theirs is the older
system's table with its keys, (a) one INSERT IGNORE and commit a row, (b) LOAD DATA of the same rows.

FAVORITES (default 2000000) are written in slices that take turns; the figures are medians of the slices, and
of all slices together. That is done twice: into databases that hold STORED favourites already (default
10000000), as those of a system in use do, and into empty ones.

Each way has a server of its own, with the same settings: the older table is a hundred times as large as the
lists, and would push them out of the memory of a server that both share. Servers write as durably as in
production. INGESTERS (default: one a processor) work side by side.
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, create_engine, text

from fovea.database.engine import migrate, open_engine
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from simulator.world import World, generate
from tests.benchmarks import ingest_world, recommend_world
from tests.benchmarks.ingest_contestants import OlderSystem, Took, real_ingester
from tests.benchmarks.ingest_world import Lists, Puller, as_older_rows
from tests.benchmarks.report import finish, show
from tests.harness import older_system
from tests.harness.aws import aws_environment, aws_server
from tests.harness.mariadb import MariaDB, mariadb_server
from tests.integration.ingester.arriving import begin_run

SERVER_OPTIONS = (
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-doublewrite=ON",
    "--innodb-buffer-pool-size=2G",
    "--innodb-log-file-size=1G",
)
SLICES = 4
SAMPLE = 1_000  # rows of a slice that are written one by one: more take minutes
USERS = 19_000  # enough photos for each to be faved five times


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one world gave: a measurement a slice and way, and what is stored in the end."""

    ours: list[Took]
    load_data: list[Took]
    row_by_row: list[Took]
    batches: int
    favorites: int
    stored: int
    posts: int
    list_bytes: int
    post_bytes: int
    older_bytes: int


@dataclass(frozen=True, kw_only=True)
class Servers:
    """What the ways write to and read from, and how many ingesters there are."""

    ours: MariaDB
    theirs: MariaDB
    endpoint: str
    folder: Path
    ingesters: int


def measure(servers: Servers, puller: Puller, lists: Lists, *, stored: int = 0) -> Figures:
    """Write the lists in slices, each way in turn, into databases that hold `stored` favourites at first."""
    server, endpoint, folder = servers.ours, servers.endpoint, servers.folder
    url, older_url = server.create_database("fovea_bench"), servers.theirs.create_database("older_bench")
    migrate(url)
    engine, older_engine = open_engine(url), open_engine(older_url)
    before = _fill(engine, older_engine, stored, folder)
    begin_run(engine)
    older = OlderSystem(servers.theirs, "older_bench", folder)
    queues = QueueClient(QueueSettings())
    queues.ensure()
    ours: list[Took] = []
    load_data: list[Took] = []
    row_by_row: list[Took] = []
    batches = 0
    with real_ingester(
        server, queues, endpoint=endpoint, database="fovea_bench", folder=folder, ingesters=servers.ingesters
    ) as fovea:
        for accounts in _slices(list(lists)):
            sent = [batch for account in accounts for batch in puller.batches_of(account, lists[account])]
            batches += len(sent)
            ours.append(fovea.ingest(sent))
            rows = as_older_rows(sent)
            row_by_row.append(older.row_by_row(rows[:SAMPLE], rows_a_commit=1))
            load_data.append(older.load_data(rows[SAMPLE:]))
    _check(engine, before + sum(map(len, lists.values())), servers.theirs)
    figures = Figures(
        ours=ours,
        load_data=load_data,
        row_by_row=row_by_row,
        batches=batches,
        favorites=sum(map(len, lists.values())),
        stored=before,
        posts=_count(engine, "posts"),
        list_bytes=_bytes_of(engine, "favorite_lists"),
        post_bytes=_bytes_of(engine, "posts", "accounts", "receipts"),
        older_bytes=_bytes_of(older_engine, "older_favorites"),
    )
    engine.dispose()
    older_engine.dispose()
    return figures


def _slices(accounts: Sequence[int]) -> list[Sequence[int]]:
    size = -(-len(accounts) // SLICES)
    return [accounts[at : at + size] for at in range(0, len(accounts), size)]


def _fill(engine: Engine, older_engine: Engine, stored: int, folder: Path) -> int:
    """Give both databases the same favourites, about so many; how many those are."""
    if not stored:
        with older_engine.begin() as connection:
            older_system.create(connection)
        return 0
    world = recommend_world.favorites_world(stored)
    for target, load in ((engine, recommend_world.load_ours), (older_engine, recommend_world.load_theirs)):
        loader = create_engine(target.url.update_query_dict({"local_infile": "1"}))
        load(loader, world, folder)
        loader.dispose()
    return sum(len(numbers) for numbers in world.lists)


def _check(engine: Engine, favorites: int, server: MariaDB) -> None:
    """Both hold every favourite: what is fast and wrong does not count."""
    with engine.connect() as connection:
        stored = connection.scalar(text("SELECT SUM(`count`) FROM favorite_lists"))
    older = server.execute("SELECT COUNT(*) FROM older_favorites", "older_bench")[0][0]
    if not stored == older == favorites:
        raise RuntimeError(f"{favorites} favourites were sent, {stored} are stored by us and {older} by them")


def _count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT COUNT(*) FROM {table}")) or 0)


def _bytes_of(engine: Engine, *tables: str) -> int:
    names = ", ".join(f"'{table}'" for table in tables)
    query = (
        "SELECT SUM(data_length + index_length) FROM information_schema.tables "
        f"WHERE table_schema = DATABASE() AND table_name IN ({names})"
    )
    with engine.connect() as connection:
        connection.execute(text(f"ANALYZE TABLE {', '.join(tables)}")).all()
        return int(connection.execute(text(query)).scalar_one())


def _median(took: Sequence[Took], figure: Callable[[Took], float]) -> float:
    return median(figure(one) for one in took)


def _show(title: str, figures: Figures) -> None:
    ways = (
        ("one INSERT IGNORE and commit a row", figures.row_by_row),
        ("LOAD DATA into the older table", figures.load_data),
        ("Fovea's ingester, from its queue", figures.ours),
    )
    show(
        f"{title}: {figures.favorites:,} favourites in {figures.batches:,} batches, to {figures.stored:,} "
        f"that are stored; {figures.posts:,} photos in the end",
        ("way", "per second", "per CPU second", "client us", "server us", "queue us"),
        [
            (
                name,
                *(
                    f"{_median(took, figure):,.0f}"
                    for figure in (lambda one: one.per_second, lambda one: one.per_cpu_second)
                ),
                *(
                    f"{_median(took, figure) * 1e6:.1f}"
                    for figure in (
                        lambda one: one.client / one.favorites,
                        lambda one: one.server / one.favorites,
                        lambda one: one.queue / one.favorites,
                    )
                ),
            )
            for name, took in ways
        ],
    )


def _ratio(figures: Figures, figure: Callable[[Took], float] = lambda one: one.per_second) -> float:
    return _median(figures.ours, figure) / _median(figures.load_data, figure)


def _ratio_of_all(figures: Figures) -> float:
    """Of all slices together, in which the first ones, whose photos are new, weigh most."""
    ours, theirs = (
        sum(one.favorites for one in took) / sum(one.wall for one in took)
        for took in (figures.ours, figures.load_data)
    )
    return ours / theirs


def main() -> None:
    """Measure all worlds, print their tables, and end with the line of the first."""
    favorites = int(os.environ.get("FAVORITES", "2000000"))
    stored = int(os.environ.get("STORED", "10000000"))
    ingesters = int(os.environ.get("INGESTERS", "0")) or len(os.sched_getaffinity(0))
    world: World = generate(seed=1, users=USERS)
    puller = Puller(world)
    with (
        tempfile.TemporaryDirectory(prefix="fovea-bench-") as name,
        mariadb_server(options=SERVER_OPTIONS) as ours_on,
        mariadb_server(options=SERVER_OPTIONS) as theirs_on,
        aws_server() as endpoint,
    ):
        os.environ.update(aws_environment(endpoint))
        servers = Servers(
            ours=ours_on, theirs=theirs_on, endpoint=endpoint, folder=Path(name), ingesters=ingesters
        )
        photographers = ingest_world.photographers(world, favorites=favorites)
        busy = measure(servers, puller, photographers, stored=stored)
        _show("Photographers, in a system in use", busy)
        empty = measure(servers, puller, photographers)
        _show("Photographers, in an empty system", empty)
        everybody = measure(servers, puller, ingest_world.population(world, favorites=favorites // 8))
        _show("Population, in an empty system", everybody)
    ours, theirs = (_median(took, lambda one: one.per_second) for took in (busy.ours, busy.load_data))
    by_row = _median(busy.row_by_row, lambda one: one.per_second)
    finish(
        benchmark="ingest",
        rival="LOAD DATA LOCAL INFILE of the same favourites into the older table",
        ours=ours,
        theirs=theirs,
        unit="favourites per second",
        ratio=ours / theirs,
        ratio_by_cpu=_ratio(busy, lambda one: one.per_cpu_second),
        insert_ignore_a_row=by_row,
        ratio_to_insert_ignore_a_row=ours / by_row,
        ratio_of_all_slices=_ratio_of_all(busy),
        ingesters=ingesters,
        stored_before=busy.stored,
        empty_ratio=_ratio(empty),
        empty_ratio_of_all_slices=_ratio_of_all(empty),
        empty_ratio_by_cpu=_ratio(empty, lambda one: one.per_cpu_second),
        empty_ratio_to_insert_ignore_a_row=_median(empty.ours, lambda one: one.per_second)
        / _median(empty.row_by_row, lambda one: one.per_second),
        population_ratio=_ratio(everybody),
        population_ratio_by_cpu=_ratio(everybody, lambda one: one.per_cpu_second),
        list_bytes_a_favorite=empty.list_bytes / empty.favorites,
        all_bytes_a_favorite=(empty.list_bytes + empty.post_bytes) / empty.favorites,
        older_bytes_a_favorite=empty.older_bytes / empty.favorites,
    )


if __name__ == "__main__":
    main()
