"""`fovea stats`: how much there is."""

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from fovea_cli.amounts import size_in_words
from fovea_cli.library_api import open_api

Json = dict[str, Any]


@click.command()
@click.option("--key", envvar="FOVEA_API_KEY", help="API key, where one is wanted. [env: FOVEA_API_KEY]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
def stats(*, key: str | None, as_json: bool, url: str | None) -> None:
    """Count what there is: images, posts, accounts, what waits to be fetched; and of the artist finder, its
    accounts and posts, and searches and scans under way.
    """
    api = open_api(url, key, edits=False)
    told = {"library": api.get("/api/library/stats"), "artist_finder": api.get("/api/artist-finder")}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    table = Table("", "", show_header=False)
    table.columns[1].justify = "right"
    for name, value in _rows(told):
        table.add_row(name, value)
    Console(highlight=False).print(table)


def _rows(told: Json) -> list[tuple[str, str]]:
    library, finder = told["library"], told["artist_finder"]
    links = library["links"]
    numbers = [
        ("Images", library["images"]),
        ("Posts that show them", library["posts"]),
        ("Accounts of these", library["accounts"]),
        ("Tags", library["tags"]),
        ("Pictures that wait to be fetched", links.get("waiting", 0) + links.get("sent", 0)),
        ("Pictures that failed", links.get("failed", 0)),
        ("Artist finder: accounts", finder["accounts"]),
        ("Artist finder: posts", finder["posts"]),
        ("Artist finder: searches under way", finder["searches"]),
        ("Artist finder: accounts being read", finder["scans"]),
        ("Artist finder: pictures that wait", finder["pictures_waiting"]),
    ]
    rows = [(name, f"{number:,}") for name, number in numbers]
    rows.insert(1, ("Their files", size_in_words(library["bytes"])))
    return rows
