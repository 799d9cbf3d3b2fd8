"""The schema goes up, down and up again, with data in it, and several processes may ask for it at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from fovea.database import migrations
from fovea.database.crawl_tables import metadata
from fovea.database.engine import migrate, open_engine
from tests.integration.database.filled import fill


def table_names(engine: Engine) -> list[str]:
    """The tables that the description of all tables knows of. Texts are in a table of each database's own."""
    names = inspect(engine).get_table_names()
    return [name for name in names if name != "alembic_version" and not name.startswith("image_texts")]


def definitions(engine: Engine) -> dict[str, str]:
    """What the database itself says of each table, comparable between databases of one dialect."""
    tables = table_names(engine)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.execute(
                text("SELECT tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            )
            of: dict[str, list[str]] = {name: [] for name in tables}
            for table, name, sql in rows:
                if table in of:
                    of[table].append(f"{name}: {' '.join(sql.split()).replace('( ', '(')}")
            return {name: "\n".join(sorted(parts)) for name, parts in of.items()}
        created = {name: connection.execute(text(f"SHOW CREATE TABLE `{name}`")).one()[1] for name in tables}
    numbers = {name: sql.split(" AUTO_INCREMENT=") for name, sql in created.items()}
    return {
        name: parts[0] + (" " + parts[1].split(" ", 1)[1] if len(parts) > 1 else "")
        for name, parts in numbers.items()
    }


def normalised(definition: str) -> list[str]:
    """The lines of a definition in one order: keys may be named in another order than in the tables."""
    return sorted(line.strip().rstrip(" ,)") for line in definition.replace(", ", ",\n").splitlines())


def test_the_migrations_make_the_tables(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    migrate(empty_database_url)
    migrated = definitions(engine)
    migrations.downgrade(engine, "base")
    metadata.create_all(engine)
    made = definitions(engine)
    assert migrated.keys() == made.keys() == set(metadata.tables)
    for name in made:
        assert normalised(migrated[name]) == normalised(made[name]), name
    engine.dispose()


def test_up_down_and_up_again_with_data(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    migrate(empty_database_url)
    first = definitions(engine)
    fill(engine)
    migrations.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate(empty_database_url)
    assert definitions(engine) == first
    fill(engine)
    engine.dispose()


def test_what_is_stored_survives_a_migration_that_has_nothing_to_do(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    migrate(empty_database_url)
    fill(engine)
    migrate(empty_database_url)
    with engine.connect() as connection:
        for table in metadata.tables.values():
            assert connection.execute(table.select()).first() is not None, table.name
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == migrations.newest()
    engine.dispose()


def test_links_that_nobody_could_follow_are_due_with_those_who_can(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    migrate(empty_database_url)
    fill(engine)
    migrations.downgrade(engine, "0003")
    never = 2**62
    with engine.begin() as connection:
        changed = connection.execute(
            text(f"UPDATE links SET kind = 'unknown', state = 'waiting', next_at = {never}")
        )
        assert changed.rowcount
    migrate(empty_database_url)

    def stored(column: str) -> set[object]:
        with engine.connect() as connection:
            return set(connection.scalars(text(f"SELECT {column} FROM links")))

    assert stored("next_at") == {0}
    with engine.begin() as connection:
        connection.execute(text("UPDATE links SET kind = 'page'"))
    migrations.downgrade(engine, "0003")
    assert (stored("next_at"), stored("kind")) == ({never}, {"unknown"})
    engine.dispose()


def test_subscriptions_that_only_searches_for_artists_wanted_go_with_them(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    migrate(empty_database_url)
    fill(engine)
    with engine.begin() as connection:
        changed = connection.execute(text("UPDATE listing_subscriptions SET purpose = 'artist'"))
        assert changed.rowcount
    migrations.downgrade(engine, "0004")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM listing_subscriptions")) == 0
    migrate(empty_database_url)
    engine.dispose()


def test_every_table_can_be_filled(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    migrate(empty_database_url)
    fill(engine)
    with engine.connect() as connection:
        empty = [
            name
            for name, table in metadata.tables.items()
            if connection.execute(table.select()).first() is None
        ]
    assert empty == []
    engine.dispose()


def test_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    program = "import sys; from fovea.database.engine import migrate; migrate(sys.argv[1])"
    processes = [
        subprocess.Popen([sys.executable, "-c", program, empty_database_url], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    errors = [process.communicate(timeout=100)[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, errors
    engine = open_engine(empty_database_url)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_migration_that_was_killed_half_way_is_carried_on(empty_database_url: str) -> None:
    """MariaDB keeps the tables that were made before the kill, and knows of no version."""
    engine = open_engine(empty_database_url)
    migrate(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        for name in ("listing_parts", "listing_checks", "run_items"):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("DROP TABLE follows"))
    migrate(empty_database_url)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_sqlite_database_is_made_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/new/folder/fovea.sqlite3")
    engine = open_engine(f"sqlite:///{tmp_path}/new/folder/fovea.sqlite3")
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    engine.dispose()


def test_sqlite_in_memory_is_refused_because_connections_could_not_share_it() -> None:
    with pytest.raises(ValueError, match="file"):
        open_engine("sqlite://")
