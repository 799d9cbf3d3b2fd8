"""Waiting for a run, with a bar that shows how far it is."""

import time
from collections.abc import Callable
from typing import Any

from rich.console import Console

from fovea_cli.api_client import ApiClient
from fovea_cli.problems import CannotGoOnError
from fovea_cli.progress import POLL_SECONDS, progress_bar

Json = dict[str, Any]
RUNNING = "running"


def until_ended(api: ApiClient, run: Json, notes: Console, *, describe: Callable[[Json], str]) -> Json:
    """Show a run's progress until it has ended; the run at its end. `describe` says what is being done.
    CannotGoOnError when the source's budget of calls is used up: the run goes on by itself.
    """
    with progress_bar(notes) as bar:
        task = bar.add_task(describe(run))
        while True:
            progress = run["progress"]
            bar.update(
                task,
                description=describe(run),
                total=progress["total"],
                completed=progress["done"] + progress["failed"],
            )
            if run["state"] != RUNNING:
                return run
            if run.get("deferred_until"):
                raise CannotGoOnError(deferred(run))
            time.sleep(POLL_SECONDS)
            run = api.get(f"/api/runs/{run['id']}")


def deferred(run: Json) -> str:
    """What is said of a run that waits for its source."""
    return (
        f"The source wants no more calls for now; the run goes on by itself at {run['deferred_until']} "
        f"(/api/runs/{run['id']})."
    )


def brought(run: Json) -> str:
    """What a run of a listing has read, in words."""
    progress = run["progress"]
    read, new = progress.get("posts_read", 0), progress.get("posts_new", 0)
    if run["state"] == RUNNING:
        return f"{read:,} posts read"
    return f"{read:,} posts read, {new:,} of them new"
