"""Recommendations with all that speaks for them, in the terminal: parts that sum to the score."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Json = dict[str, Any]

SIGNIFICANT_DIGITS = 4
MOST_DECIMALS = 8
INDENT = 4


def show_explanations(console: Console, answer: Json) -> None:
    """Print each photo and each person with why they are recommended."""
    photos = [(_photo(photo), photo) for photo in answer["photos"]]
    people = [(_person(person), person) for person in answer["people"]]
    _show(console, "Photos", photos)
    _show(console, "People to follow", people)


def summing(amounts: Sequence[float], total: float, *, decimals: int) -> list[float]:
    """The amounts, rounded so that they sum to the rounded total: those whose rounding takes most away
    give (largest remainder method).
    """
    unit = 10**decimals
    scaled = [amount * unit for amount in amounts]
    rounded = [math.floor(amount) for amount in scaled]
    missing = round(total * unit) - sum(rounded)
    by_remainder = sorted(range(len(scaled)), key=lambda at: rounded[at] - scaled[at])
    for at in by_remainder[: max(0, missing)]:
        rounded[at] += 1
    return [amount / unit for amount in rounded]


def decimals_for(scores: Iterable[float]) -> int:
    """How many decimals show the largest score with four significant digits."""
    largest = max((abs(score) for score in scores), default=0.0)
    if not largest:
        return 2
    before_point = math.floor(math.log10(largest)) + 1
    return min(max(SIGNIFICANT_DIGITS - before_point, 0), MOST_DECIMALS)


def _show(console: Console, title: str, entries: list[tuple[RenderableType, Json]]) -> None:
    if not entries:
        return
    decimals = decimals_for(recommended["score"] for _, recommended in entries)
    console.print(f"\n[bold]{title}[/bold]")
    for number, (heading, recommended) in enumerate(entries, start=1):
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", width=INDENT - 1)
        table.add_column(overflow="fold")
        table.add_row(f"{number}.", heading)
        console.print()
        console.print(table)
        console.print(Padding(_why(recommended, decimals=decimals), (0, 0, 0, INDENT)))


def _photo(photo: Json) -> RenderableType:
    post = photo["post"]
    title = f"[bold]{escape(post['title'] or 'Untitled')}[/bold]"
    return _heading(f"{title} by {escape(post['owner']['display_name'])}", post["url"])


def _person(person: Json) -> RenderableType:
    account = person["account"]
    return _heading(f"[bold]{escape(account['display_name'])}[/bold]", account["url"])


def _heading(words: str, url: str) -> RenderableType:
    return Group(Text.from_markup(words), Text(url, style="dim", overflow="fold"))


def _why(recommended: Json, *, decimals: int) -> RenderableType:
    why = recommended["why"]
    parts = why["parts"]
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    amounts = summing([part["amount"] for part in parts], recommended["score"], decimals=decimals)
    for amount, part in zip(amounts, parts, strict=True):
        table.add_row(f"{amount:+.{decimals}f}", _part(part))
    table.add_row(f"[bold]{recommended['score']:.{decimals}f}[/bold]", "[bold]the score[/bold]")
    summary = [Text(why["summary"])] if why["summary"] else []
    return Group(*summary, table)


def _part(part: Json) -> Text:
    """What a part stands for, and which favourites are shared where they are named."""
    words = Text(part["text"])
    titles = [f"“{post['title'] or 'Untitled'}”" for post in part.get("shared") or []]
    if titles:
        words.append(f" ({', '.join(titles)}{', ...' if _are_more(part, titles) else ''})", style="dim")
    return words


def _are_more(part: Json, titles: Sequence[str]) -> bool:
    return (part.get("shared_favorites") or 0) > len(titles)
