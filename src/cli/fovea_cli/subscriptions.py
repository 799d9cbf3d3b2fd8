"""`fovea subscriptions`: what is kept up to date, how it goes, and changing it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea_cli.api_client import ApiClient
from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.moments import ADAPTIVE, Interval, Since, span_in_words
from fovea_cli.problems import CannotGoOnError
from fovea_cli.watching import RUNNING, brought, until_ended

Json = dict[str, Any]

PATH = "/api/subscriptions"
PAGE = 100
SHOWN_RUNS = 20

_url = click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
_key = click.option(
    "--key", help="An API key that may write. [default: FOVEA_API_KEY, or one of this machine]"
)
_number = click.argument("number", type=click.IntRange(min=1))


@click.group(invoke_without_command=True)
@click.option("--state", type=click.Choice(["active", "paused"]), help="Only those in this state.")
@click.option("--source", help="Only those of this site, by its name as danbooru.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, and nothing else.")
@_url
@click.pass_context
def subscriptions(
    context: click.Context, *, state: str | None, source: str | None, as_json: bool, url: str | None
) -> None:
    """Show all subscriptions; or pause, resume, run, change or remove one by its NUMBER."""
    if context.invoked_subcommand is not None:
        return
    found = _all(open_api(url, None, edits=False), state=state, source=source)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif found:
        show(Console(highlight=False), found)
    else:
        click.echo("There are none. Begin one with `fovea subscribe`.")


@subscriptions.command()
@_number
@_url
@_key
def pause(number: int, url: str | None, key: str | None) -> None:
    """Look for no new posts until it is resumed."""
    _change(open_api(url, key, edits=True), number, {"state": "paused"})


@subscriptions.command()
@_number
@_url
@_key
def resume(number: int, url: str | None, key: str | None) -> None:
    """Go on where it was paused."""
    _change(open_api(url, key, edits=True), number, {"state": "active"})


@subscriptions.command()
@_number
@click.argument("span", type=Interval())
@_url
@_key
def every(number: int, span: int | str, url: str | None, key: str | None) -> None:
    """Look for new posts every SPAN: 15m, 6h, 1d, 2w, or adaptive."""
    _change(open_api(url, key, edits=True), number, {"interval_seconds": span})


@subscriptions.command()
@_number
@click.option("--since", type=Since(), help="Read all posts since this day, or all. [default: what is new]")
@click.option("--no-wait", is_flag=True, help="Begin, and do not wait for the end.")
@_url
@_key
def run(number: int, since: str | None, no_wait: bool, url: str | None, key: str | None) -> None:
    """Look for new posts now."""
    api = open_api(url, key, edits=True)
    begun: Json = api.post(f"{PATH}/{number}/runs", {"since": since} if since else {})
    if no_wait:
        click.echo(f"Begun: {api.url}/api/runs/{begun['id']}")
        return
    ended = until_ended(api, begun, Console(stderr=True, highlight=False), describe=brought)
    click.echo(f"{brought(ended)}.")
    if ended["failure_count"]:
        raise CannotGoOnError(inert(ended["failures"][0]["reason"]))


@subscriptions.command()
@_number
@click.option("--posts", type=click.Choice(["keep", "remove"]), default="keep", show_default=True,
              help="remove: also what only this subscription brought, with its images.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Do not ask before posts are removed.")
@_url
@_key
def remove(number: int, posts: str, yes: bool, url: str | None, key: str | None) -> None:
    """End a subscription."""
    if posts == "remove" and not yes:
        click.confirm("Remove all posts that only this subscription brought, with their images?", abort=True)
    answer = open_api(url, key, edits=True).delete(f"{PATH}/{number}", posts=posts)
    click.echo("It is gone; its posts are being removed." if answer["removing"] else "It is gone.")


@subscriptions.command()
@_number
@click.option("--json", "as_json", is_flag=True, help="Print its runs as JSON, and nothing else.")
@_url
def history(number: int, as_json: bool, url: str | None) -> None:
    """Show its last runs: what each read, how much of that was new, and why it failed if it did."""
    found = open_api(url, None, edits=False).get(f"{PATH}/{number}/runs", limit=SHOWN_RUNS)["runs"]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table("Run", "Begun", "State", "Posts", "New", "Why")
    for one in found:
        progress = one["progress"]
        words = one["state"].replace("_", " ")
        table.add_row(
            str(one["id"]),
            one["created_at"],
            f"{words}, back to {one['since'][:10]}" if one["since"] else words,
            f"{progress['posts_read']:,}",
            f"{progress['posts_new']:,}",
            Text(inert(one["failures"][0]["reason"] if one["failures"] else ""), overflow="fold"),
        )
    Console(highlight=False).print(table)


def show(console: Console, found: Sequence[Json]) -> None:
    """Print subscriptions as a table, which fits 80 columns."""
    table = Table()
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("What, and how it is", overflow="fold", ratio=1)
    for name in ("Every", "Next"):
        table.add_column(name, no_wrap=True)
    for name in ("Posts", "Images", "Failed"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in found:
        often = span_in_words(one["interval_seconds"])
        what = Text(inert(one["title"]))
        what.append(inert(f"\n{one['source']}: {state_in_words(one)}"), style="dim")
        table.add_row(
            str(one["id"]),
            what,
            f"~{often}" if one["adaptive"] else often,
            next_in_words(one),
            f"{one['posts']:,}",
            f"{one['images']:,}",
            f"{one['failed_links']:,}",
        )
    console.print(table)


def next_in_words(subscription: Json) -> str:
    """How long it is until new posts are looked for."""
    if subscription["state"] != "active" or subscription["next_due_at"] is None:
        return "-"
    seconds = int((datetime.fromisoformat(subscription["next_due_at"]) - datetime.now(UTC)).total_seconds())
    return f"in {span_in_words(seconds)}" if seconds > 0 else "now"


def state_in_words(subscription: Json) -> str:
    """How a subscription is: running, well, paused, or why not."""
    run, reason = subscription["last_run"], subscription["state_reason"]
    words = str(subscription["state"])
    if words == "active" and run is not None and run["state"] == RUNNING:
        words = f"running, {brought(run)}"
    return f"{words}: {reason}" if reason else words


def _all(api: ApiClient, **wanted: str | None) -> list[Json]:
    filters = {name: value for name, value in wanted.items() if value is not None}
    found: list[Json] = []
    cursor: Json = {}
    while True:
        page = api.get(PATH, limit=PAGE, **filters, **cursor)
        found += page["subscriptions"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


def _change(api: ApiClient, number: int, what: Json) -> None:
    changed: Json = api.patch(f"{PATH}/{number}", what)
    often = ADAPTIVE if changed["adaptive"] else f"every {span_in_words(changed['interval_seconds'])}"
    click.echo(inert(f"{changed['title']}: {changed['state']}, {often}."))
