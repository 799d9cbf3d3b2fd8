"""`fovea scan`: read all that an artist's account posted."""

import json
from typing import Any

import click
from rich.console import Console

from fovea_cli.inert import inert
from fovea_cli.library_api import open_api
from fovea_cli.problems import CannotGoOnError
from fovea_cli.query import PATH, watch

Json = dict[str, Any]


@click.command()
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="Print the API's answer as JSON, and nothing else.")
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
    search = watch(api, api.get(f"{PATH}/{begun['search']}"), notes)
    if as_json:
        click.echo(json.dumps(search, ensure_ascii=False, indent=2))
    else:
        for one in search["accounts"]:
            if one["scan"]["state"] != "failed":
                click.echo(in_words(one))
    if search["error"] is not None:
        raise CannotGoOnError(inert(search["error"]["message"]))
    failed = [one["scan"]["reason"] for one in search["accounts"] if one["scan"]["state"] == "failed"]
    if failed:
        raise CannotGoOnError(inert(failed[0] or "It could not be read."))


def in_words(account: Json) -> str:
    """What is known of an account now, in a sentence."""
    told = account["scan"]
    words = f"{account['network_title']} {account['handle']}: {told['posts_read']:,} posts read"
    return inert(f"{words}, {told['pictures_done']:,} pictures looked at")
