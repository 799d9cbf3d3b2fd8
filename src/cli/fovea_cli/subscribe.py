"""`fovea subscribe`: keep something of a site up to date."""

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.checking import check
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.moments import ADAPTIVE, Interval, Since, span_in_words

Json = dict[str, Any]


@click.command()
@click.argument("what")
@click.option(
    "--since", type=Since(), help="Read all posts since this day, or all. [default: the newest only]"
)
@click.option(
    "--every",
    type=Interval(),
    default=ADAPTIVE,
    show_default=True,
    help="How often to look for new posts: 15m, 6h, 1d, 2w, or adaptive (as often as they come).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the subscription as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key that may write. [default: FOVEA_API_KEY, or one of this machine]")
def subscribe(
    what: str, *, since: str | None, every: int | str, as_json: bool, url: str | None, key: str | None
) -> None:
    """Subscribe to WHAT: the address of a community, a tag search, an account or a feed, or a name such as
    "danbooru: landscape" or r/EarthPorn.

    The site is asked first whether there is such a thing. New posts then come into the library by themselves.
    """
    api = open_api(url, key, edits=True)
    notes = Console(stderr=True, highlight=False)
    told = check(api, what, notes)
    if not as_json:
        show_checked(notes, told["checked"])
    wanted = {
        "check": told["run"]["id"],
        "since": since,
        "interval_seconds": None if every == ADAPTIVE else every,
    }
    made: Json = api.post("/api/subscriptions", wanted)
    if as_json:
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    else:
        click.echo(inert(in_words(made, joined=told["subscribed"] is not None)))


def in_words(subscription: Json, *, joined: bool) -> str:
    """What has been subscribed to, in a sentence."""
    often = f"every {span_in_words(subscription['interval_seconds'])}"
    if subscription["adaptive"]:
        often = f"{often} at first, then as often as new posts come"
    begun = "There was a subscription already" if joined else "Subscribed"
    paused = " It is paused." if subscription["state"] == "paused" else ""
    return f"{begun}: {subscription['id']}, {subscription['title']}, {often}.{paused}"


def show_checked(console: Console, checked: Json) -> None:
    """Print what a site says of a listing."""
    facts = [
        ("Site", checked["source"]),
        ("What", checked["title"]),
        ("Address", checked["url"]),
        ("About", checked["description"] or ""),
        ("Posts", "" if checked["posts"] is None else f"{checked['posts']:,}"),
        ("Followers", "" if checked["followers"] is None else f"{checked['followers']:,}"),
        ("Newest", checked["newest_at"] or ""),
        ("Rating", checked["rating"] or ""),
        ("Note", checked["note"] or ""),
    ]
    table = Table.grid(padding=(0, 2))
    for name, value in facts:
        if value:
            table.add_row(Text(name, style="dim"), Text(inert(value), overflow="fold"))
    console.print(table)
