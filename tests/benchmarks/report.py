"""How every benchmark ends: a table for people, then one JSON line for programs."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; the first column is text, the others are figures."""
    table = Table(title=title, title_justify="left")
    for position, heading in enumerate(headings):
        table.add_column(heading, justify="left" if position == 0 else "right")
    for row in rows:
        table.add_row(*[f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row])
    Console(width=140).print(table)


def finish(
    *, benchmark: str, rival: str, ours: float, theirs: float, unit: str, ratio: float, **more: Any
) -> None:
    """Print the closing line. `ratio` above 1 means that we are better, whatever the unit."""
    figures = {
        "benchmark": benchmark,
        "rival": rival,
        "ours": ours,
        "theirs": theirs,
        "unit": unit,
        "ratio": ratio,
    }
    rounded = {
        key: round(value, 4) if isinstance(value, float) else value for key, value in (figures | more).items()
    }
    sys.stdout.write(json.dumps(rounded) + "\n")
