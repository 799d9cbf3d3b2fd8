"""`fovea scrape`: read what a site lists once, without a subscription."""

import json
import sys
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.moments import Since
from fovea_cli.problems import CannotGoOnError
from fovea_cli.scraping import Reading, read_all

INTERRUPTED = 130
FROM_STANDARD_INPUT = "-"

Json = dict[str, Any]


@click.command(context_settings={"ignore_unknown_options": True})  # -tag is no option
@click.argument("source")
@click.argument("tags", nargs=-1, type=click.UNPROCESSED)
@click.option("--pages", type=click.IntRange(1, 1_000), default=5, show_default=True,
              help="How many pages of the site's to read of each search at most.")  # fmt: skip
@click.option("--since", type=Since(), help="Read no posts that are older than this day.")
@click.option("--json", "as_json", is_flag=True, help="Print the runs as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key that may write. [default: FOVEA_API_KEY, or one of this machine]")
def scrape(  # noqa: PLR0913 - the options of the command
    source: str,
    tags: tuple[str, ...],
    *,
    pages: int,
    since: str | None,
    as_json: bool,
    url: str | None,
    key: str | None,
) -> None:
    """Read what SOURCE (danbooru, gelbooru, reddit ...) has with these TAGS into the library, once.

    Without TAGS, or with -, each line of standard input is a search of its own. Several are read at a time.
    The exit code is 1 when one of them could not be read.
    """
    notes = Console(stderr=True, highlight=False)
    lines = searches(tags)
    if not lines:
        raise CannotGoOnError("There is nothing to read: name tags, or write searches on standard input.")
    api = open_api(url, key, edits=True)
    wanted: Json = {"pages": pages, "since": since}
    readings = [Reading(line, f"{source}: {line}") for line in lines]
    try:
        read_all(api, readings, wanted, notes)
    except KeyboardInterrupt:
        notes.print("Interrupted. What was begun goes on by itself.", style="yellow")
        sys.exit(INTERRUPTED)
    if as_json:
        click.echo(json.dumps([_told(one) for one in readings], ensure_ascii=False, indent=2))
    else:
        click.echo(summary(readings))
    failed = [one for one in readings if one.reason is not None]
    if failed:
        _show_failures(notes, failed)
        sys.exit(1)


def searches(tags: Sequence[str]) -> list[str]:
    """The searches: the tags as one, or each line of standard input; the last one counts without an end of
    line, too.
    """
    if tags and list(tags) != [FROM_STANDARD_INPUT]:
        return [" ".join(tags).strip()]
    lines = sys.stdin.buffer.read().decode(errors="replace").split("\n")
    return list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))


def summary(readings: Sequence[Reading]) -> str:
    """What was read, in a line."""
    progress = [one.run["progress"] for one in readings if one.run is not None]
    read = sum(one.get("posts_read", 0) for one in progress)
    new = sum(one.get("posts_new", 0) for one in progress)
    whole = sum(one.reason is None for one in readings)
    return f"{whole:,} of {len(readings):,} searches read: {read:,} posts, {new:,} of them new."


def _told(one: Reading) -> Json:
    return {"search": one.line, "run": one.run, "reason": one.reason}


def _show_failures(notes: Console, failed: Sequence[Reading]) -> None:
    table = Table("Search", "Why", title="Not read, or not all of it", title_justify="left")
    for one in failed:
        table.add_row(Text(inert(one.line), overflow="fold"), Text(inert(one.reason or ""), overflow="fold"))
    notes.print(table)
