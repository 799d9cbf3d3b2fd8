"""`fovea search`: the library's images, in the terminal."""

import json
from typing import Any
from urllib.parse import urljoin

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from fovea_cli.api_client import ApiClient
from fovea_cli.recommend import running_url

Json = dict[str, Any]
MOST_A_PAGE = 100


@click.command(context_settings={"ignore_unknown_options": True})  # -word is no option
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many.")
@click.option(
    "--ratings",
    default="general,safe",
    show_default=True,
    help="What you want to see: general, safe, questionable, explicit, with commas.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, and nothing else.")
@click.option("--url", help="Address of a running Fovea. [default: the one on this machine]")
def search(query: tuple[str, ...], *, limit: int, ratings: str, as_json: bool, url: str | None) -> None:
    """Search the library for QUERY, in the language that docs/search.md tells: words, "phrases", -not, fields
    such as rating:safe or width:>=1920.

    Needs a running Fovea (`fovea up`). Put what your shell would read itself into quotes: '"golden gate"'.
    """
    api = ApiClient(url or running_url())
    answer = _pages(api, " ".join(query), limit=limit, ratings=ratings)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    show_results(Console(highlight=False), answer, address=api.url)


def _pages(api: ApiClient, query: str, *, limit: int, ratings: str) -> Json:
    """The answer of the first page, with the images of so many pages as are wanted."""
    wishes: Json = {"q": query, "ratings": ratings}
    answer: Json = api.get("/api/library/search", limit=min(limit, MOST_A_PAGE), **wishes)
    images: list[Json] = answer["images"]
    while answer["next_cursor"] and len(images) < limit:
        wanted = min(limit - len(images), MOST_A_PAGE)
        page = api.get("/api/library/search", limit=wanted, cursor=answer["next_cursor"], **wishes)
        images += page["images"]
        answer["next_cursor"] = page["next_cursor"]
    return answer


def show_results(console: Console, answer: Json, *, address: str) -> None:
    """Print the images as a table, how many there are, and how many are hidden."""
    if answer["images"]:
        console.print(_table(answer["images"], address))
    console.print(in_words(answer))
    if answer["did_you_mean"]:
        console.print(f"Did you mean [bold]{escape(answer['did_you_mean'])}[/bold]?")


def in_words(answer: Json) -> str:
    """How many images there are: "3 images; hidden by your ratings: 2 explicit"."""
    total, shown = answer["total"], len(answer["images"])
    words = f"{total:,} image{'' if total == 1 else 's'}"
    if shown < total:
        words += f", of which these are the first {shown:,}"
    hidden = ", ".join(f"{count:,} {rating}" for rating, count in answer["hidden"].items())
    return f"{words}; hidden by your ratings: {hidden}" if hidden else words


def _table(images: list[Json], address: str) -> Table:
    table = Table()
    table.add_column("Number", justify="right")
    table.add_column("Title", overflow="fold")
    table.add_column("Pixels", justify="right")
    table.add_column("Rating")
    table.add_column("Score", justify="right")
    table.add_column("Source")
    table.add_column("Thumbnail", overflow="fold")
    for image in images:
        table.add_row(
            str(image["id"]),
            escape(image["title"] or "Untitled"),
            f"{image['width']} x {image['height']}",
            image["rating"],
            str(image["score"]),
            escape(image["source"] or ""),
            urljoin(address, image["thumbnails"][-1]["url"]) if image["thumbnails"] else "",
        )
    return table
