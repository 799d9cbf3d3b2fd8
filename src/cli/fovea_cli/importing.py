"""`fovea import`: pictures from disk into the library."""

import hashlib
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from fovea_cli.api_client import ApiClient
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.problems import CannotGoOnError
from fovea_cli.uploading import Brought, Failure, bring, pictures

AT_ONCE = 4
POLL_SECONDS = 1.0
STILL_SECONDS = 180.0  # without any progress: then whoever waits is told
PAGE = 100
INTERRUPTED = 130

_COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(bar_width=30),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)

Json = dict[str, Any]


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--no-wait", is_flag=True, help="Do not wait until the library has looked at the pictures.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key that may write. [default: FOVEA_API_KEY, or one of this machine]")
def import_folder(folder: Path, *, no_wait: bool, url: str | None, key: str | None) -> None:
    """Bring all pictures in FOLDER into the library, with the tags that lie beside them.

    For picture.jpg that is picture.jpg.txt or picture.txt (one tag a line, or with commas; rating:safe and
    source:https://... are understood), and picture.jpg.json or picture.json as gallery-dl writes them.

    It can be interrupted and run again: what is there already is not stored twice. The exit code is 1 when a
    picture could not be taken.
    """
    notes = Console(stderr=True, highlight=False)
    found = pictures(folder)
    if not found:
        raise CannotGoOnError(f"There are no pictures in {folder}.")
    api = open_api(url, key, edits=True)
    batch = f"import-{hashlib.sha256(str(folder.resolve()).encode(errors='replace')).hexdigest()[:16]}"
    try:
        with Progress(*_COLUMNS, console=notes, disable=not notes.is_terminal) as progress:
            brought, failures = _bring_all(api, found, batch=batch, progress=progress)
            if not no_wait and brought:
                failures += _wait(api, brought, batch=batch, progress=progress)
    except KeyboardInterrupt:
        notes.print("Interrupted. Run it again to go on: nothing is stored twice.", style="yellow")
        sys.exit(INTERRUPTED)
    _report(notes, found, brought, failures, folder=folder)
    if failures:
        sys.exit(1)


def _bring_all(
    api: ApiClient, found: Sequence[Path], *, batch: str, progress: Progress
) -> tuple[list[Brought], list[Failure]]:
    """Bring pictures, a few at once; what became of them, in order."""
    task = progress.add_task("Bringing", total=len(found))
    stop = threading.Event()

    def one(path: Path) -> Brought | Failure:
        return Failure(path, "Interrupted") if stop.is_set() else bring(api, path, batch=batch)

    results: dict[Path, Brought | Failure] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        left = list(reversed(found))
        under_way: set[Future[Brought | Failure]] = set()
        try:
            while left or under_way:
                while left and len(under_way) < 2 * AT_ONCE:
                    under_way.add(pool.submit(one, left.pop()))
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    result = future.result()
                    results[result.path] = result
                    progress.advance(task)
        except BaseException:
            stop.set()
            raise
    ordered = [results[path] for path in found]
    return (
        [one for one in ordered if isinstance(one, Brought)],
        [one for one in ordered if isinstance(one, Failure)],
    )


def _wait(api: ApiClient, brought: Sequence[Brought], *, batch: str, progress: Progress) -> list[Failure]:
    """Wait until the library has looked at all pictures; those that it did not take."""
    task = progress.add_task("Looking at", total=None)
    changed_at, before = time.monotonic(), -1
    while True:
        counts: Json = api.get("/api/links/counts", batch=batch)
        left = counts["states"]["waiting"] + counts["states"]["sent"]
        progress.update(task, total=counts["total"], completed=counts["total"] - left)
        if left != before:
            changed_at, before = time.monotonic(), left
        still = time.monotonic() - changed_at > STILL_SECONDS
        if not left or still:
            break
        time.sleep(POLL_SECONDS)
    failures = _not_taken(api, brought, batch=batch)
    if still:
        names = {one.link_id: one.path for one in brought}
        for link in _links(api, batch, "waiting") + _links(api, batch, "sent"):
            if link["id"] in names:
                failures.append(Failure(names[link["id"]], link["reason"] or "Nobody has looked at it yet."))
    return failures


def _not_taken(api: ApiClient, brought: Sequence[Brought], *, batch: str) -> list[Failure]:
    paths: dict[int, list[Path]] = {}
    for one in brought:
        paths.setdefault(one.link_id, []).append(one.path)
    failures = []
    for state in ("failed", "removed"):
        for link in _links(api, batch, state):
            reason = link["reason"] or link["code"] or state
            failures += [Failure(path, reason) for path in paths.pop(link["id"], [])]
    # What came with something else once, and was removed since.
    for one in brought:
        if one.state == "removed" and one.link_id in paths:
            reason = api.get(f"/api/links/{one.link_id}")["reason"] or "It was removed"
            failures += [Failure(path, reason) for path in paths.pop(one.link_id)]
    return failures


def _links(api: ApiClient, batch: str, state: str) -> list[Json]:
    found: list[Json] = []
    cursor: Json = {}
    while True:
        page = api.get("/api/links", batch=batch, state=state, limit=PAGE, **cursor)
        found += page["links"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


def _report(
    notes: Console,
    found: Sequence[Path],
    brought: Sequence[Brought],
    failures: Sequence[Failure],
    *,
    folder: Path,
) -> None:
    problems = [(one.path, problem) for one in brought for problem in one.problems]
    for title, rows in (
        ("Not taken", [(failure.path, failure.reason) for failure in failures]),
        ("Side-cars that could not be read", problems),
    ):
        if rows:
            table = Table("File", "Why", title=title, title_justify="left")
            for path, reason in rows:
                name = inert(str(path.relative_to(folder)))
                table.add_row(Text(name, overflow="fold"), Text(inert(reason), overflow="fold"))
            notes.print(table)
    click.echo(f"{len(found) - len(failures):,} of {len(found):,} pictures are in the library.")
