"""`fovea status`: how a running system is."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from fovea import cache
from fovea.errors import QueueUnavailable
from fovea.queues import QUEUES, QueueClient
from fovea.rate_limits import Budget
from fovea.settings import FlickrSettings, QueueSettings
from fovea_cli.api_client import ApiClient
from fovea_cli.installation import Installation, Running, default_folder
from fovea_cli.operator_api import OperatorApi
from fovea_cli.problems import CannotGoOnError
from fovea_cli.readiness import is_ready

HOUR_SECONDS = 3_600
LATE_SECONDS = 60  # what is due is looked for each five
DEFAULT_CALLS_PER_HOUR = FlickrSettings.model_fields["flickr_calls_per_hour"].default


@click.command()
def status() -> None:
    """Show how the Fovea on this machine is: services, work under way, queues, Flickr's budget.

    The exit code is 1 when a part is not ready.
    """
    folder = default_folder()
    running = Installation(folder).running() if folder.exists() else None
    if running is None:
        message = f"No Fovea runs on the data folder {folder}. Start it with `fovea up` (or `make run`)."
        raise CannotGoOnError(message)
    console = Console(highlight=False)
    about: dict[str, Any] = ApiClient(running.url).get("/api/status")
    console.print(f"[bold]Fovea {about['version']}[/bold] at {running.url}")
    flickr = f"simulated at {about['simulator_url']}" if about["simulated"] else "the real one"
    console.print(f"Flickr: {flickr}")
    not_ready = _show_parts(console, running)
    if "api-server" not in not_ready:
        _show_work(console, OperatorApi(Installation(folder), running).work())
    # The settings by which the services of that Fovea find their queues and their cache.
    os.environ.update(running.environment)
    _show_queues(console)
    _show_budget(console)
    if not_ready:
        message = f"Not ready: {', '.join(not_ready)}. See {folder / 'logs'}."
        raise CannotGoOnError(message)


def _show_parts(console: Console, running: Running) -> list[str]:
    """Print each part's readiness; the names of those that are not ready."""
    names = list(running.health_addresses)
    with ThreadPoolExecutor(len(names)) as pool:
        ready = dict(zip(names, pool.map(is_ready, running.health_addresses.values()), strict=True))
    table = Table("Part", "State", title="Parts", title_justify="left")
    for name in names:
        table.add_row(name, "[green]ready[/green]" if ready[name] else "[red]not ready[/red]")
    console.print(table)
    return [name for name in names if not ready[name]]


def _show_work(console: Console, work: dict[str, Any]) -> None:
    running = ", ".join(f"{count:,} {kind}" for kind, count in sorted(work["running"].items()))
    console.print(f"Runs under way: {running or 'none'}")
    subscribed = work["subscriptions"]
    late = (
        f", the latest {work['late_seconds']:,.0f} seconds late"
        if work["late_seconds"] >= LATE_SECONDS
        else ""
    )
    console.print(f"Subscriptions: {subscribed['active']:,} active, {subscribed['paused']:,} paused{late}")


def _show_queues(console: Console) -> None:
    table = Table(
        "Queue", "Waiting", "In work", "Delayed", "Dead letters", title="Queues", title_justify="left"
    )
    for column in table.columns[1:]:
        column.justify = "right"
    client = QueueClient(QueueSettings())
    for name in QUEUES:
        try:
            depth = client.queue(name).depth()
        except QueueUnavailable as error:
            message = f"The queues do not answer: {error}"
            raise CannotGoOnError(message) from error
        dead = f"[red]{depth['dead_letters']:,}[/red]" if depth["dead_letters"] else "0"
        table.add_row(name, *(f"{depth[part]:,}" for part in ("waiting", "in_flight", "delayed")), dead)
    console.print(table)


def _show_budget(console: Console) -> None:
    calls = int(os.environ.get("FOVEA_FLICKR_CALLS_PER_HOUR") or DEFAULT_CALLS_PER_HOUR)
    left = Budget(cache.connect(QueueSettings().redis_url), "flickr", calls, HOUR_SECONDS).left()
    console.print(f"Calls to Flickr left in this hour: {left:,} of {calls:,}")
