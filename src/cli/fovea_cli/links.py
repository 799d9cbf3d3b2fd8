"""`fovea links`: what became of the addresses that posts lead to."""

import json
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.api_client import ApiClient
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api

Json = dict[str, Any]

PATH = "/api/links"
STATES = ("waiting", "sent", "done", "failed", "removed")
MOST_A_PAGE = 100


@click.command()
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--source", help="Only those of posts of this site, by its name as reddit.")
@click.option("--kind", help="Only those of this kind: image, imgur, reddit, page, post, unknown.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many.")
@click.option("--retry", "again", type=click.IntRange(min=1), multiple=True, metavar="NUMBER",
              help="Let this link begin anew; may be given several times.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the links as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key that may write, to try again. [default: FOVEA_API_KEY]")
def links(  # noqa: PLR0913 - the options of the command
    *,
    state: str | None,
    source: str | None,
    kind: str | None,
    limit: int,
    again: Sequence[int],
    as_json: bool,
    url: str | None,
    key: str | None,
) -> None:
    """Show links, the newest first, with the reason of those that failed; or let some begin anew.

    Nothing is deleted for a failure: a link is tried again for some hours, and then waits for you.
    """
    api = open_api(url, key, edits=bool(again))
    if again:
        found: list[Json] = [api.post(f"{PATH}/{number}/retry", {}) for number in again]
    else:
        found = _some(api, limit=limit, state=state, source=source, kind=kind)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if found:
        show(Console(highlight=False), found)
    if not again:
        counts = api.get(f"{PATH}/counts")["states"]
        click.echo("In all: " + ", ".join(f"{counts[one]:,} {one}" for one in STATES))


def show(console: Console, found: Sequence[Json]) -> None:
    """Print links as a table."""
    table = Table()
    table.add_column("Number", justify="right")
    table.add_column("Kind")
    table.add_column("State")
    table.add_column("Address", overflow="fold")
    table.add_column("Why, or what", overflow="fold")
    for one in found:
        what = one["reason"] or (f"image {one['image_id']}" if one["image_id"] else one["next_at"] or "")
        table.add_row(str(one["id"]), one["kind"], one["state"], Text(inert(one["url"])), Text(inert(what)))
    console.print(table)


def _some(api: ApiClient, *, limit: int, **wanted: str | None) -> list[Json]:
    filters: Json = {name: value for name, value in wanted.items() if value is not None}
    found: list[Json] = []
    while True:
        page = api.get(PATH, limit=min(limit - len(found), MOST_A_PAGE), **filters)
        found += page["links"]
        if page["next_cursor"] is None or len(found) >= limit:
            return found
        filters["cursor"] = page["next_cursor"]
