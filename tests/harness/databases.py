"""Databases for tests: one of each dialect, migrated once, and empty at the start of every test."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness.mariadb import MariaDB

DIALECTS = ("sqlite", "mariadb")


@dataclass(kw_only=True)
class SQLiteDatabases:
    """Gives migrated SQLite files by copying one that was migrated once."""

    folder: Path
    _template: Path | None = field(default=None, init=False)

    def empty(self, path: Path) -> str:
        """The address of a database without any table."""
        return f"sqlite:///{path}"

    def migrated(self, path: Path) -> str:
        """The address of a database with all tables and no rows but those of the migrations."""
        if self._template is None:
            template = self.folder / "template.sqlite3"
            _migrate(self.empty(template))
            self._template = template
        for file in self.folder.glob("template.sqlite3*"):
            shutil.copy(file, path.with_name(file.name.replace("template.sqlite3", path.name)))
        return self.empty(path)


@dataclass(kw_only=True)
class MariaDBDatabases:
    """Gives one migrated MariaDB database, emptied each time: cheaper than making all tables anew."""

    server: MariaDB
    _tables: list[str] | None = field(default=None, init=False)

    def empty(self) -> str:
        """The address of a database without any table."""
        return self.server.create_database("fovea_empty")

    def migrated(self) -> str:
        """The address of a database with all tables and no rows but those of the migrations."""
        if self._tables is None:
            url = self.server.create_database("fovea_test")
            _migrate(url)
            # What migrations write themselves (alembic's version, for one) stays.
            names = [row[0] for row in self.server.execute(_TABLES)]
            filled = self._filled([str(name) for name in names])
            self._tables = [str(name) for name in names if name not in filled]
        else:
            url = self.server.url("fovea_test")
            self._make_empty(self._tables)
        return url

    def _filled(self, tables: list[str]) -> set[str]:
        """Which of these tables have rows."""
        each = [f"SELECT '{table}' FROM DUAL WHERE EXISTS (SELECT 1 FROM `{table}`)" for table in tables]
        return {str(row[0]) for row in self.server.execute(" UNION ALL ".join(each), "fovea_test")}

    def _make_empty(self, tables: list[str]) -> None:
        # A table whose rows were all deleted again still numbers its next row as if they were there.
        numbered_on = {row[0] for row in self.server.execute(f"{_TABLES} AND auto_increment > 1")}
        used = (self._filled(tables) | {str(name) for name in numbered_on}).intersection(tables)
        if not used:
            return
        with self.server.connect("fovea_test") as connection, connection.cursor() as cursor:
            # Rather an error than to wait for a transaction that an earlier test left open.
            cursor.execute("SET SESSION lock_wait_timeout = 10, foreign_key_checks = 0")
            for table in used:
                cursor.execute(f"TRUNCATE TABLE `{table}`")


_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'fovea_test'"


def _migrate(url: str) -> None:
    # Imported here, so that tests without a database do not pay for it.
    from fovea.database.engine import migrate

    migrate(url)
