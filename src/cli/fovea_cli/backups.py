"""`fovea backup` and `fovea restore`: the database, while the system runs and back again."""

import filecmp
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from fovea_cli.amounts import size_in_words
from fovea_cli.installation import SECRETS_FILE, Installation, default_folder, without_password
from fovea_cli.problems import CannotGoOnError

KEEP_DAYS = 42
SHELF = "backups"
_DATABASE = "FOVEA_DATABASE_URL"

Json = dict[str, Any]

_data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Data folder (FOVEA_DATA_DIR). [default: .fovea]",
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")


@click.command()
@click.option("--to", "shelf", type=click.Path(path_type=Path, file_okay=False),
              help="Folder of the backups. [default: backups in the data folder]")  # fmt: skip
@click.option("--keep-days", type=click.FloatRange(min=0), default=KEEP_DAYS, show_default=True,
              help="Remove older backups once this one is good; 0 keeps all.")  # fmt: skip
@click.option("--list", "only_list", is_flag=True, help="Show the backups that there are, and make none.")
@click.option("--verify", metavar="NAME", help="Read a backup again (`newest`, or its name), and make none.")
@_data
@_as_json
def backup(
    *,
    shelf: Path | None,
    keep_days: float,
    only_list: bool,
    verify: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Back the database up, SQLite or MariaDB, while Fovea runs: nothing is locked, and the backup is of one
    moment. It counts only once it was read again and is whole; the last good one is never removed.

    The keys of the installation go with it. Pictures do not: their folder (or bucket) is copied as any other.
    """
    desk = _Desk(data, shelf)
    if only_list:
        told = desk.ask("list")
        if as_json:
            click.echo(json.dumps(told["backups"], indent=2))
        elif told["backups"]:
            Console(highlight=False).print(_table(told["backups"]))
        else:
            click.echo(f"There is no backup in {desk.shelf}.")
        return
    if verify is not None:
        told = desk.ask("verify", *([] if verify == "newest" else [verify]))
        text = f"{told['backup']['name']} is whole."
    else:
        secrets = desk.folder / SECRETS_FILE
        others = ["--other", str(secrets)] if secrets.is_file() else []
        keeping = ["--keep-days", str(keep_days)] if keep_days else []
        told = desk.ask("make", *keeping, *others)
        made = told["backup"]
        gone = f" {len(told['removed'])} old ones were removed." if told["removed"] else ""
        text = f"{made['folder']} ({_title(made)}, {size_in_words(made['bytes'])}) is whole.{gone}"
    click.echo(json.dumps(told, indent=2) if as_json else text)


@click.command()
@click.argument("name", required=False)
@click.option("--from", "shelf", type=click.Path(path_type=Path, file_okay=False),
              help="Folder of the backups. [default: backups in the data folder]")  # fmt: skip
@click.option(
    "--replace", is_flag=True, help="Also over a database that holds something; that is kept aside."
)
@_data
@_as_json
def restore(name: str | None, *, shelf: Path | None, replace: bool, data: Path | None, as_json: bool) -> None:
    """Put the backup NAME (or a folder; without it, the newest) back into the database.

    Never over a Fovea that runs, and only with --replace over a database that holds something. `fovea up`
    brings an older one to the present form.
    """
    desk = _Desk(data, shelf)
    if (holder := desk.installation.holder()) is not None:
        message = (
            f"Fovea runs on the data folder {desk.folder} (process {holder}). Stop it first: `fovea stop`."
        )
        raise CannotGoOnError(message)
    desk.installation.claim()  # nobody starts it meanwhile
    try:
        told = desk.ask("restore", *([name] if name else []), *(["--replace"] if replace else []))
        told["keys_kept"] = _put_keys_back(Path(told["backup"]["folder"]) / SECRETS_FILE, desk.folder)
    finally:
        desk.installation.release()
    if as_json:
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(
        f"{told['backup']['name']} ({_title(told['backup'])}) is in the database. Start it with `fovea up`."
    )
    for kept, what in ((told["kept"], "What was there"), (told["keys_kept"], "The keys that were there")):
        if kept:
            click.echo(f"{what} {'is' if what == 'What was there' else 'are'} kept in {kept}.")
    for note in told["notes"]:
        click.echo(note, err=True)


class _Desk:
    """Where the database and its backups are, and the program that knows both."""

    def __init__(self, data: Path | None, shelf: Path | None) -> None:
        self.folder = (data or default_folder()).resolve()
        self.installation = Installation(self.folder)
        self.shelf = (shelf or self.folder / SHELF).resolve()
        running = self.installation.running()
        self._url = os.environ.get(_DATABASE) or f"sqlite:///{self.folder / 'fovea.sqlite3'}"
        used = running.database if running else ""
        if used and used != without_password(self._url):
            message = (
                f"The Fovea that runs here has its database at {used}. Set {_DATABASE} to its whole address."
            )
            raise CannotGoOnError(message)

    def ask(self, *arguments: str) -> Json:
        """What the program answers. CannotGoOnError with its words when it refuses."""
        environment = {
            "FOVEA_STORAGE_URL": str(self.folder / "objects"),
            **os.environ,
            _DATABASE: self._url,
        }
        command = [sys.executable, "-m", "api_server.backup", "--shelf", str(self.shelf), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        try:
            told: Json = json.loads(done.stdout)
        except ValueError as error:
            said = done.stderr.strip().splitlines()[-1:] or ["It says nothing"]
            message = f"Backups cannot be made or read here (code {done.returncode}): {said[0]}."
            raise CannotGoOnError(message) from error
        if "error" in told:
            raise CannotGoOnError(told["error"])
        return told


def _put_keys_back(keys: Path, folder: Path) -> str | None:
    """Put back the keys with which the database's secret columns are read; where other ones are kept."""
    present = folder / SECRETS_FILE
    if not keys.is_file() or (present.is_file() and filecmp.cmp(keys, present, shallow=False)):
        return None
    kept = None
    if present.is_file():
        kept = present.with_name(SECRETS_FILE + ".before-restore")
        present.replace(kept)
    shutil.copyfile(keys, present.with_name(SECRETS_FILE + ".new"))
    present.with_name(SECRETS_FILE + ".new").chmod(0o600)
    present.with_name(SECRETS_FILE + ".new").replace(present)
    return None if kept is None else str(kept)


def _table(backups: list[Json]) -> Table:
    table = Table("Backup", "Made", "Of", "Form", "By Fovea", "Size")
    for one in backups:
        made = datetime.fromtimestamp(one["made_at"] / 1_000, UTC).strftime("%Y-%m-%d %H:%M UTC")
        size = size_in_words(one["bytes"])
        table.add_row(one["name"], made, _title(one), one["revision"], one["version"], size)
    return table


def _title(backup: Json) -> str:
    return "SQLite" if backup["storage"] == "sqlite" else "MariaDB"
