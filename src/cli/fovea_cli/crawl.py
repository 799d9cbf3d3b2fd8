"""`fovea crawl`: have engines asked for keywords, and the pictures fetched and sorted."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.api_client import ApiClient
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.problems import CannotGoOnError
from fovea_cli.progress import POLL_SECONDS, progress_bar

PATH = "/api/crawls"
INTERRUPTED = 130
PATIENCE_SECONDS = 30.0  # in which some more pictures are looked at, or nobody does (there is no classifier)
UNDER_WAY = frozenset({"active", "paused"})
CLASSES = ("text", "nontext", "unsure", "pending")

Json = dict[str, Any]


@click.command()
@click.argument("keywords", nargs=-1, required=True)
@click.option(
    "-e",
    "--engine",
    "engines",
    multiple=True,
    help="An engine to ask; may be given several times. [default: all that take words and can be asked]",
)
@click.option("-n", "--limit", type=click.IntRange(1), default=100, show_default=True,
              help="Results of each engine for each keyword.")  # fmt: skip
@click.option("--limit-in-all", type=click.IntRange(1), help="Results of all together.")
@click.option("--licensed", is_flag=True, help="Only pictures whose licence the engine tells.")
@click.option("--least-width", type=click.IntRange(0), default=0, help="No pictures that are narrower.")
@click.option("--least-height", type=click.IntRange(0), default=0, help="No pictures that are lower.")
@click.option("--zip", "archive", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the pictures into this file at the end.")  # fmt: skip
@click.option("--class", "class_name", type=click.Choice(CLASSES), help="Only those of this class go there.")
@click.option("--json", "as_json", is_flag=True, help="Print the crawl as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key that may write. [default: FOVEA_API_KEY, or one of this machine]")
def crawl(  # noqa: PLR0913 - the options of the command
    keywords: tuple[str, ...],
    *,
    engines: tuple[str, ...],
    limit: int,
    limit_in_all: int | None,
    licensed: bool,
    least_width: int,
    least_height: int,
    archive: Path | None,
    class_name: str | None,
    as_json: bool,
    url: str | None,
    key: str | None,
) -> None:
    """Have engines asked for pictures of each of the KEYWORDS, fetch what they find, fold what is the same,
    and sort it by whether it shows writing.

    The exit code is 1 when an engine could not be asked.
    """
    notes = Console(stderr=True, highlight=False)
    api = open_api(url, key, edits=True)
    wanted: Json = {
        "keywords": list(keywords),
        "engines": list(engines) or usable_engines(api),
        "limit": limit,
        "limit_in_all": limit_in_all,
        "filters": {"licensed": licensed, "least_width": least_width, "least_height": least_height},
    }
    begun = api.post(PATH, wanted, patient=True)
    try:
        told = watch(api, begun, notes)
    except KeyboardInterrupt:
        notes.print(f"Interrupted. Crawl {begun['id']} goes on by itself.", style="yellow")
        sys.exit(INTERRUPTED)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo(summary(told))
        _show_failures(notes, told)
    if archive is not None:
        query = f"?class={class_name}" if class_name else ""
        api.save(f"{PATH}/{told['id']}/zip{query}", archive)
        notes.print(f"The pictures are in {archive}.")
    if told["state"] != "done":
        sys.exit(1)


def usable_engines(api: ApiClient) -> list[str]:
    """All engines that take words and can be asked. Raises CannotGoOnError when there is none."""
    known = api.get("/api/crawl-engines")["engines"]
    found = [one["name"] for one in known if one["usable"] and one["takes"] == "words"]
    if not found:
        raise CannotGoOnError("No engine can be asked: name some with --engine, or set their keys.")
    return found


def watch(api: ApiClient, crawl: Json, notes: Console) -> Json:
    """The crawl when it has ended and its pictures are looked at, with a bar that shows how far it is until
    then.
    """
    with progress_bar(notes) as bar:
        task = bar.add_task("Listing", total=None)
        while crawl["state"] in UNDER_WAY:
            progress = crawl["progress"]
            bar.update(
                task,
                description=f"{progress['listed']:,} listed, {progress['different']:,} pictures",
                total=progress["listed"] or None,
                completed=progress["listed"] - progress["pending"],
            )
            time.sleep(POLL_SECONDS)
            crawl = api.get(f"{PATH}/{crawl['id']}")
        left, since = crawl["classes"]["pending"], time.monotonic()
        while left and time.monotonic() - since < PATIENCE_SECONDS:
            different = crawl["progress"]["different"]
            told = f"{different:,} pictures, which of them show writing"
            bar.update(task, description=told, total=different, completed=different - left)
            time.sleep(POLL_SECONDS)
            crawl = api.get(f"{PATH}/{crawl['id']}")
            if crawl["classes"]["pending"] != left:
                left, since = crawl["classes"]["pending"], time.monotonic()
    return crawl


def summary(crawl: Json) -> str:
    """What a crawl has found, in some lines."""
    progress, classes = crawl["progress"], crawl["classes"]
    duplicates = progress["duplicates_bytes"] + progress["duplicates_looks"]
    return (
        f"Crawl {crawl['id']} ({crawl['state'].replace('_', ' ')}): {progress['listed']:,} results.\n"
        f"{progress['different']:,} different pictures: {classes['text']:,} with writing, "
        f"{classes['nontext']:,} without, {classes['unsure']:,} of these unsure, "
        f"{classes['pending']:,} not looked at.\n"
        f"{duplicates:,} duplicates, {progress['dead']:,} dead links, "
        f"{progress['not_pictures']:,} no pictures, {progress['filtered']:,} not wanted, "
        f"{progress['removed']:,} removed."
    )


def _show_failures(notes: Console, crawl: Json) -> None:
    failed = [one for one in crawl["searches"] if one["state"] == "failed"]
    if not failed:
        return
    table = Table("Engine", "Keyword", "Why", title="Not read, or not all of it", title_justify="left")
    for one in failed:
        cells = (one["engine"], inert(one["keyword"]), inert(one["reason"] or one["code"] or ""))
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    notes.print(table)
