"""`fovea scan`: read all that an artist's account posted."""

import json
from typing import Any

import click
from rich.console import Console

from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.problems import CannotGoOnError
from fovea_cli.watching import brought, until_ended

Json = dict[str, Any]


@click.command()
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="Print the run as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
@click.option("--key", help="An API key that may write. [default: FOVEA_API_KEY, or one of this machine]")
def scan(account: str, *, as_json: bool, url: str | None, key: str | None) -> None:
    """Read what ACCOUNT posted and what is not known of it yet, so that searches among its posts are quick.

    ACCOUNT is the address of an account whose posts can be read: at Bluesky, Mastodon, pixiv, DeviantArt,
    Tumblr, X and others. A scan that is under way is joined.
    """
    api = open_api(url, key, edits=True)
    notes = Console(stderr=True, highlight=False)
    begun: Json = api.post("/api/artist-scans", {"account": account}, patient=True)
    told = begun["account"]
    name = inert(f"{told['network']} {told['handle']}") if told else inert(account)
    run = until_ended(api, begun["run"], notes, describe=lambda run: f"{name}: {brought(run)}")
    if as_json:
        click.echo(json.dumps(run, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{name}: {brought(run)}")
    if run["failure_count"]:
        raise CannotGoOnError(inert(run["failures"][0]["reason"]))
