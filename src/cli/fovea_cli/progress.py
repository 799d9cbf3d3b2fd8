"""The bar that a command shows while it waits for a run."""

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

POLL_SECONDS = 0.5  # how often a command that watches a run asks how far it is


def progress_bar(notes: Console) -> Progress:
    """A bar with what is being done, how much of it, and for how long; gone at its end. Nothing is shown
    where nobody looks.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=notes, transient=True, disable=not notes.is_terminal)
