"""Recommendations as tables in the terminal."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from fovea_cli.explanations import show_explanations

Json = dict[str, Any]


def show_recommendations(console: Console, answer: Json, *, why: bool = False) -> None:
    """Print photos and people with the reasons for each; with `why`, all parts of each score."""
    known = answer["based_on"]
    console.print(
        f"For [bold]{escape(answer['account']['display_name'])}[/bold], from {known['favorites']:,} "
        f"favourites and those of {known['photographers_read']:,} of their {known['photographers']:,} "
        "photographers"
    )
    if why:
        show_explanations(console, answer)
        return
    if answer["photos"]:
        console.print(_photos(answer["photos"]))
    if answer["people"]:
        console.print(_people(answer["people"]))


def _photos(photos: list[Json]) -> Table:
    table = _table("Photos", "Photo", "By", "Why")
    for number, photo in enumerate(photos, start=1):
        post, reasons = photo["post"], photo["reasons"]
        table.add_row(
            str(number),
            f"{escape(post['title'] or 'Untitled')}\n[dim]{escape(post['url'])}[/dim]",
            escape(post["owner"]["display_name"]),
            escape(reasons_in_words(reasons)),
        )
    return table


def reasons_in_words(reasons: Json) -> str:
    """Who faved it, in words: "3 photographers whose work you fave faved this: A, B, C"."""
    names = ", ".join(reason["account"]["display_name"] for reason in reasons["accounts"])
    count = reasons["count"]
    if count == 1:
        return f"A photographer whose work you fave faved this: {names}"
    more = "" if count <= len(reasons["accounts"]) else ", ..."
    return f"{count:,} photographers whose work you fave faved this: {names}{more}"


def _people(people: list[Json]) -> Table:
    table = _table("People to follow", "Person", "Why")
    for number, person in enumerate(people, start=1):
        account = person["account"]
        table.add_row(
            str(number),
            f"{escape(account['display_name'])}\n[dim]{escape(account['url'])}[/dim]",
            f"{person['shared_favorites']:,} of their {person['favorites']:,} favourites are yours, too",
        )
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column("", justify="right")
    for column in columns:
        table.add_column(column, overflow="fold")  # an address that is cut off is none
    return table
