"""Backups of both databases: made while they are used, whole, and put back only where that harms nobody."""

import json
import sqlite3
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.engine import make_url

from api_server import backup as command
from fovea import clock
from fovea.database import backups, migrations
from fovea.database.backups import BackupRefused, mariadb, sqlite
from fovea.database.backups.note import NOTE_FILE
from fovea.database.backups.streams import plain_of
from fovea.database.engine import open_engine
from fovea.database.service_user import RIGHTS
from fovea.database.tables import accounts, metadata
from tests.harness.databases import MariaDBDatabases
from tests.integration.database.filled import fill

DAY = 86_400_000


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def elsewhere(empty_database_url: str) -> str:
    """The address of another database, that is empty."""
    return empty_database_url


@pytest.fixture
def mariadbs(_mariadb_databases: MariaDBDatabases) -> MariaDBDatabases:
    """The server of which passwords and programs are tried."""
    return _mariadb_databases


def everything(url: str) -> dict[str, list[Any]]:
    """All rows of all tables."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
                for table in metadata.sorted_tables
            }
    finally:
        engine.dispose()


def name_somebody(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        connection.execute(insert(accounts), [{"source": "flickr", "external_id": name}])


def test_what_is_put_back_is_what_was_there_to_the_last_byte(
    database_url: str, engine: Engine, elsewhere: str, shelf: Path
) -> None:
    fill(engine)
    made, _ = backups.make(database_url, shelf)
    assert backups.restore(elsewhere, made.folder, replace=False, safety=shelf) is None
    assert everything(elsewhere) == everything(database_url)
    assert made.note.revision == migrations.newest()
    with open_engine(elsewhere).connect() as connection:  # and it goes on from there
        connection.execute(insert(accounts), [{"source": "flickr", "external_id": "next"}])
        connection.rollback()


def test_a_backup_holds_up_nobody_and_is_of_one_moment(
    database_url: str, engine: Engine, elsewhere: str, shelf: Path
) -> None:
    """Two rows are always written together: a copy has both or neither, and writers go on meanwhile."""
    stop = threading.Event()
    written = [0]

    def write() -> None:
        while not stop.is_set():
            with engine.begin() as connection:
                number = written[0]
                connection.execute(insert(accounts), [{"source": "flickr", "external_id": f"a{number}"}])
                connection.execute(insert(accounts), [{"source": "flickr", "external_id": f"b{number}"}])
            written[0] += 1

    engine = engine.execution_options(fovea_writes=True)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written[0] < 20:
            stop.wait(0.005)
        before = written[0]
        made, _ = backups.make(database_url, shelf)
        assert written[0] > before
    finally:
        stop.set()
        writer.join()
    backups.restore(elsewhere, made.folder, replace=False, safety=shelf)
    names = {row[2] for row in everything(elsewhere)["accounts"]}
    assert len(names) >= 2 * before
    assert {name[1:] for name in names if name[0] == "a"} == {name[1:] for name in names if name[0] == "b"}


def test_an_old_backup_goes_when_a_good_one_is_there_and_the_last_good_one_never(
    database_url: str, engine: Engine, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    made = []
    for days in (100, 50, 41):
        monkeypatch.setattr(clock, "now", lambda days=days: now - days * DAY)
        made.append(backups.make(database_url, shelf)[0].folder)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(sqlite, "dump", _fail)
    monkeypatch.setattr(mariadb, "dump", _fail)
    with pytest.raises(BackupRefused):
        backups.make(database_url, shelf, keep_days=42)
    assert [backup.folder for backup in backups.all_of(shelf)] == made[::-1]
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: now)
    newest, gone = backups.make(database_url, shelf, keep_days=42)
    assert sorted(gone) == made[:2]
    assert [backup.folder for backup in backups.all_of(shelf)] == [newest.folder, made[2]]
    assert sorted(path.name for path in shelf.iterdir()) == [".lock", made[2].name, newest.folder.name]


def _fail(*_: object) -> None:
    raise BackupRefused("no")


def test_a_backup_that_fails_or_is_killed_leaves_nothing_that_counts(
    database_url: str, engine: Engine, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = shelf / ".unfinished-2026-01-01T000000.000Z"
    left.mkdir(parents=True)
    (left / "database.sql.zst").write_bytes(b"half")
    monkeypatch.setattr("fovea.database.backups.making.verify", _fail)
    with pytest.raises(BackupRefused):
        backups.make(database_url, shelf)
    assert [path.name for path in shelf.iterdir()] == [".lock"]
    assert backups.all_of(shelf) == []


def test_a_damaged_backup_is_told_and_never_put_back(
    database_url: str, engine: Engine, elsewhere: str, shelf: Path
) -> None:
    fill(engine)
    made, _ = backups.make(database_url, shelf)
    whole = made.file.read_bytes()
    middle = len(whole) // 2
    spoiled = {
        "a byte": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "the end": whole[:-100],
        "everything": b"",
    }
    for content in spoiled.values():
        made.file.write_bytes(content)
        with pytest.raises(BackupRefused, match="Use another backup"):
            backups.restore(elsewhere, made.folder, replace=False, safety=shelf)
    made.file.unlink()
    with pytest.raises(BackupRefused, match="is not there"):
        backups.verify(made.folder)
    made.file.write_bytes(whole)
    assert backups.verify(made.folder).note == made.note
    assert [path for path in made.folder.iterdir() if path.name.startswith(".")] == []


def test_a_database_that_holds_something_is_replaced_only_when_told_and_kept_aside(
    database_url: str, engine: Engine, elsewhere: str, shelf: Path
) -> None:
    name_somebody(engine, "old")
    made, _ = backups.make(database_url, shelf)
    backups.restore(elsewhere, made.folder, replace=False, safety=shelf)
    other = open_engine(elsewhere)
    name_somebody(other, "new")
    other.dispose()
    with pytest.raises(BackupRefused, match="--replace"):
        backups.restore(elsewhere, made.folder, replace=False, safety=shelf)
    assert len(everything(elsewhere)["accounts"]) == 2
    kept = backups.restore(elsewhere, made.folder, replace=True, safety=shelf)
    assert [row[2] for row in everything(elsewhere)["accounts"]] == ["old"]
    assert kept is not None
    if make_url(elsewhere).get_backend_name() == "sqlite":
        with sqlite3.connect(kept) as connection:
            assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (2,)
    else:
        assert kept.name.startswith("before-restore-")
        assert b"new" in b"".join(plain_of(backups.verify(kept).file))


@pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)  # MariaDB makes tables slowly
def test_a_database_that_has_only_been_made_may_be_filled(
    database_url: str, engine: Engine, shelf: Path, elsewhere: str
) -> None:
    name_somebody(engine, "somebody")
    made, _ = backups.make(database_url, shelf)
    fresh = open_engine(elsewhere)
    migrations.upgrade(fresh)
    fresh.dispose()
    assert len(everything(elsewhere)["accounts"]) == 0
    backups.restore(elsewhere, made.folder, replace=False, safety=shelf)
    assert len(everything(elsewhere)["accounts"]) == 1


def test_nothing_is_put_back_while_somebody_has_the_database_open(
    database_url: str, engine: Engine, elsewhere: str, shelf: Path
) -> None:
    name_somebody(engine, "somebody")
    made, _ = backups.make(database_url, shelf)
    backups.restore(elsewhere, made.folder, replace=False, safety=shelf)
    user = open_engine(elsewhere)
    with user.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(accounts)) == 1
        connection.rollback()  # idle, and still there
        with pytest.raises(BackupRefused, match="Somebody uses"):
            backups.restore(elsewhere, made.folder, replace=True, safety=shelf)
        assert connection.scalar(select(func.count()).select_from(accounts)) == 1
    user.dispose()


def test_a_backup_of_a_newer_fovea_or_of_another_kind_of_database_is_refused(
    database_url: str, engine: Engine, elsewhere: str, shelf: Path
) -> None:
    made, _ = backups.make(database_url, shelf)
    note = json.loads((made.folder / NOTE_FILE).read_text())
    other = "mariadb" if note["storage"] == "sqlite" else "sqlite"
    address = "sqlite:////nonexistent/x" if other == "sqlite" else "mysql+pymysql://u:p@127.0.0.1:1/x"
    with pytest.raises(BackupRefused, match="FOVEA_DATABASE_URL"):
        backups.restore(address, made.folder, replace=True, safety=shelf)
    if note["storage"] == "mariadb":
        (made.folder / NOTE_FILE).write_text(json.dumps(note | {"revision": "9999"}))
        with pytest.raises(BackupRefused, match="Install that version"):
            backups.restore(elsewhere, made.folder, replace=True, safety=shelf)
    (made.folder / NOTE_FILE).write_text("{")
    with pytest.raises(BackupRefused, match="cannot be read"):
        backups.restore(elsewhere, made.folder, replace=True, safety=shelf)
    assert backups.all_of(shelf) == []


def test_two_backups_at_once_are_one_and_a_refusal(database_url: str, engine: Engine, shelf: Path) -> None:
    from fovea.database.backups.making import _alone

    shelf.mkdir()
    with _alone(shelf), pytest.raises(BackupRefused, match="Another backup is being made"):
        backups.make(database_url, shelf)
    backups.make(database_url, shelf)


def test_a_dump_program_that_fails_is_a_failed_backup(
    mariadbs: MariaDBDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: Path
) -> None:
    """The older system asked nobody whether its dump had worked, and an empty file kept the next try away."""
    url = mariadbs.migrated()
    program = tmp_path / "mariadb-dump"
    scripts = {
        "failed \\(3\\): it says why": "echo 'CREATE TABLE half'; echo 'it says why' >&2; exit 3",
        "cut off": "echo 'CREATE TABLE half'; exit 0",
        "lacks these tables: .*accounts": "echo '-- Dump completed'; exit 0",
    }
    monkeypatch.setattr("shutil.which", lambda _: str(program))
    for told, script in scripts.items():
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        with pytest.raises(BackupRefused, match=told):
            backups.make(url, shelf)
        assert [path.name for path in shelf.iterdir()] == [".lock"]
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(BackupRefused, match="Install MariaDB's client programs"):
        backups.make(url, shelf)


def test_the_services_user_may_back_up_and_the_password_is_on_no_command_line(
    mariadbs: MariaDBDatabases, monkeypatch: pytest.MonkeyPatch, shelf: Path
) -> None:
    commands: list[list[str]] = []
    real = subprocess.Popen

    def noting(command: list[str], **options: Any) -> Any:
        commands.append(command)
        return real(command, **options)

    monkeypatch.setattr("subprocess.Popen", noting)
    server = mariadbs.server
    mariadbs.migrated()
    password = "a\"b\\c'd #e"
    server.execute("CREATE OR REPLACE USER odd@'%' IDENTIFIED BY 'a\"b\\\\c\\'d #e'")
    server.execute(f"GRANT {RIGHTS} ON fovea_test.* TO odd@'%'")
    url = make_url(mariadbs.migrated()).set(username="odd", password=password)
    backups.make(url.render_as_string(hide_password=False), shelf)
    server.execute("DROP USER odd@'%'")
    assert commands
    assert not any(password in word for words in commands for word in words)


def test_only_its_owner_reads_a_backup(
    database_url: str, engine: Engine, shelf: Path, tmp_path: Path
) -> None:
    keys = tmp_path / "secrets.json"
    keys.write_text("{}")
    made, _ = backups.make(database_url, shelf, others=[keys])
    assert made.note.others == ["secrets.json"]
    assert {path.stat().st_mode & 0o777 for path in made.folder.iterdir()} == {0o600}
    assert made.folder.stat().st_mode & 0o777 == 0o700
    (made.folder / "secrets.json").unlink()
    with pytest.raises(BackupRefused, match="is not whole"):
        backups.verify(made.folder)


def test_the_command_answers_in_json(
    database_url: str,
    engine: Engine,
    elsewhere: str,
    shelf: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(*arguments: str) -> tuple[int, Any]:
        code = command.main(["--shelf", str(shelf), *arguments])
        return code, json.loads(capsys.readouterr().out)

    monkeypatch.setenv("FOVEA_DATABASE_URL", database_url)
    name_somebody(engine, "somebody")
    code, none = run("verify")
    assert (code, "There is no backup" in none["error"]) == (1, True)
    code, made = run("make", "--keep-days", "42")
    assert (code, made["removed"]) == (0, [])
    name = made["backup"]["name"]
    assert [one["name"] for one in run("list")[1]["backups"]] == [name]
    assert run("verify", name)[0] == 0
    monkeypatch.setenv("FOVEA_DATABASE_URL", elsewhere)
    code, restored = run("restore")
    assert (code, restored["backup"]["name"], restored["kept"]) == (0, name, None)
    assert run("restore", name)[0] == 1
