"""`fovea backup` and `fovea restore`, as the operator of one machine has them."""

import contextlib
import json
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fovea_cli.installation import Installation, Running, without_password
from fovea_cli.main import main
from tests.harness.databases import SQLiteDatabases


@pytest.fixture
def folder(_sqlite_databases: SQLiteDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a system that is stopped."""
    folder = tmp_path / "data"
    monkeypatch.setenv("FOVEA_DATA_DIR", str(folder))
    monkeypatch.setenv("FOVEA_INDEX_FOLDER", str(folder / "index"))
    Installation(folder).secrets()
    _sqlite_databases.migrated(folder / "fovea.sqlite3")
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"COLUMNS": "200"})


def told(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def names(folder: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(folder / "fovea.sqlite3")) as connection:
        return [row[0] for row in connection.execute("SELECT external_id FROM accounts ORDER BY id")]


def name_somebody(folder: Path, name: str) -> None:
    with contextlib.closing(sqlite3.connect(folder / "fovea.sqlite3", isolation_level=None)) as connection:
        connection.execute("INSERT INTO accounts (source, external_id) VALUES ('flickr', ?)", [name])


def test_the_newest_backup_is_put_back_and_what_was_there_is_kept(folder: Path) -> None:
    name_somebody(folder, "old")
    made = told("backup")["backup"]
    assert made["storage"] == "sqlite"
    assert Path(made["folder"]).parent == folder / "backups"
    name_somebody(folder, "new")
    copy = folder / "objects" / "indexes" / "0123456789abcdef.json"
    copy.parent.mkdir(parents=True)
    copy.write_text("{}")
    refused = run("restore")
    assert (refused.exit_code, "--replace" in refused.stderr) == (1, True)
    restored = run("restore", "--replace")
    assert restored.exit_code == 0, restored.output
    assert names(folder) == ["old"]
    assert "fovea.sqlite3.before-restore" in restored.stdout
    assert not copy.exists(), "an index of what is no more there would be believed"


def test_keys_go_with_the_backup_and_come_back_with_it(folder: Path) -> None:
    ours = (folder / "secrets.json").read_text()
    told("backup")
    (folder / "secrets.json").unlink()
    Installation(folder).secrets()
    others = (folder / "secrets.json").read_text()
    restored = told("restore", "--replace")
    assert (folder / "secrets.json").read_text() == ours
    assert stat.S_IMODE((folder / "secrets.json").stat().st_mode) == 0o600
    assert Path(restored["keys_kept"]).read_text() == others
    assert told("restore", "--replace")["keys_kept"] is None


def test_nothing_is_put_back_over_a_system_that_runs(folder: Path) -> None:
    told("backup")
    system = Installation(folder)
    system.claim()
    try:
        refused = run("restore", "--replace")
        assert (refused.exit_code, "fovea stop" in refused.stderr) == (1, True)
        assert told("backup")["backup"]["storage"] == "sqlite", "while a backup may be made"
    finally:
        system.release()
    assert run("restore", "--replace").exit_code == 0


def test_backups_are_listed_and_read_again(folder: Path) -> None:
    assert "There is no backup" in run("backup", "--list").stdout
    name = told("backup")["backup"]["name"]
    assert name in run("backup", "--list").stdout
    assert [one["name"] for one in told("backup", "--list")] == [name]
    assert run("backup", "--verify", "newest").stdout == f"{name} is whole.\n"
    file = folder / "backups" / name / "database.sqlite3.zst"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    damaged = run("backup", "--verify", name)
    assert (damaged.exit_code, "Use another backup" in damaged.stderr) == (1, True)
    assert run("backup", "--verify", "nothing").exit_code == 1


def test_a_backup_may_lie_anywhere(folder: Path, tmp_path: Path) -> None:
    name_somebody(folder, "somebody")
    made = told("backup", "--to", str(tmp_path / "disk"))["backup"]
    (folder / "fovea.sqlite3").unlink()
    for left in folder.glob("fovea.sqlite3-*"):
        left.unlink()
    assert run("restore").exit_code == 1
    assert run("restore", made["folder"]).exit_code == 0
    assert names(folder) == ["somebody"]


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    result = run("backup", "--data", str(tmp_path / "nothing"))
    assert (result.exit_code, "There is no database" in result.stderr) == (1, True)
    assert "Traceback" not in result.output


def test_the_database_of_the_running_system_is_meant_and_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    used = without_password("mysql+pymysql://fovea:secret@db.test:3306/fovea?charset=utf8mb4")
    assert "secret" not in used
    running = Running(
        process_id=os.getpid(), url="http://x", health_addresses={}, environment={}, database=used
    )
    Installation(folder).announce(running)
    refused = run("backup")
    assert refused.exit_code == 1
    assert f"{used}. Set FOVEA_DATABASE_URL" in refused.stderr
