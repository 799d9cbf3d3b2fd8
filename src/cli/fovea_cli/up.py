"""`fovea up`: the whole system on this machine."""

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from fovea_cli.installation import Installation, Running, default_folder
from fovea_cli.log_view import LogView
from fovea_cli.parts import Plan
from fovea_cli.planning import Planner, find_website
from fovea_cli.ports import DEFAULT_PORT, Ports, require_free
from fovea_cli.supervisor import Child, Supervisor

START_SECONDS = 120.0  # a fresh machine compiles Python and the scoring first

console = Console(highlight=False)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=DEFAULT_PORT,
    envvar="FOVEA_PORT",
    show_default=True,
    help="Port of the website.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Data folder (FOVEA_DATA_DIR). [default: .fovea]",
)
@click.option("--pullers", type=click.IntRange(1, 8), default=2, show_default=True, help="How many pullers.")
@click.option(
    "--ingesters", type=click.IntRange(1, 8), default=1, show_default=True, help="How many ingesters."
)
def up(port: int, data: Path | None, pullers: int, ingesters: int) -> None:
    """Start Fovea on this machine and keep it running until Ctrl-C.

    Without keys of your own, Flickr and the other sources are simulated; FLICKR_API_KEY and FLICKR_API_SECRET
    lead to the real ones.
    Any setting of the services (FOVEA_...) can be given in the environment.
    """
    installation = Installation((data or default_folder()).resolve())
    installation.claim()
    require_free(port, os.environ.get("FOVEA_HOST") or "127.0.0.1")
    planner = Planner(
        installation=installation,
        ports=Ports(public=port),
        given=dict(os.environ),
        pullers=pullers,
        ingesters=ingesters,
        website=find_website(),
    )
    sys.exit(_Run(installation=installation, plan=planner.plan()).run())


class _Run:
    """One life of a system, from the first process started to the last one stopped."""

    def __init__(self, *, installation: Installation, plan: Plan) -> None:
        self._installation = installation
        self._plan = plan
        self._stop_wanted = threading.Event()
        self._view = LogView(show=_show_log_line)
        self._supervisor = Supervisor(
            log_folder=installation.logs, report=_show_warning, stop_wanted=self._stop_wanted
        )
        self._foundations: list[Child] = []
        self._services: list[Child] = []

    def run(self) -> int:
        """The exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self._start()
            if not self._stop_wanted.is_set():
                self._installation.announce(self._where())
                _show_box(self._plan)
                self._supervisor.watch(each_look=self._view.look)
            return 0
        finally:
            self._stop()

    def _start(self) -> None:
        console.print("[bold]Starting Fovea[/bold]")
        self._foundations = self._supervisor.start(self._plan.foundations)
        self._wait(self._foundations)
        if self._stop_wanted.is_set():
            return
        self._supervisor.run_once(self._plan.migration)
        if self._stop_wanted.is_set():
            return
        self._services = self._supervisor.start(self._plan.services)
        self._wait(self._services)
        for child in (*self._foundations, *self._services):
            self._view.skip_to_end(child.log)

    def _wait(self, children: list[Child]) -> None:
        self._supervisor.wait_ready(children, timeout_seconds=START_SECONDS, on_ready=_show_ready)

    def _stop(self) -> None:
        # The services first, while the queues and the cache that they finish their work with are there.
        if self._services:
            console.print("Stopping: the services finish what they have begun (Ctrl-C again stops at once)")
        self._supervisor.stop(self._services)
        self._supervisor.stop()
        self._installation.withdraw()
        console.print("Fovea is stopped.")

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._stop_wanted.is_set():
            self._supervisor.kill()
            self._installation.withdraw()
            os._exit(128 + number)
        self._stop_wanted.set()

    def _where(self) -> Running:
        return Running(
            process_id=os.getpid(),
            url=self._plan.url,
            health_addresses={
                part.name: part.health_address for part in (*self._plan.foundations, *self._plan.services)
            },
            environment=dict(self._plan.environment),
            database=self._plan.database,
        )


def _show_ready(child: Child) -> None:
    console.print(f"  [green]✓[/green] {child.part.name:<17} [dim]{child.part.description}[/dim]")


def _show_warning(text: str) -> None:
    console.print(Text(text, style="yellow"), soft_wrap=True)


def _show_log_line(level: str, text: str) -> None:
    console.print(Text(text, style="yellow" if level == "warning" else "red"), soft_wrap=True)


def _show_box(plan: Plan) -> None:
    lines = Text()
    lines.append(f"Fovea is at {plan.url}\n\n", style="bold")
    lines.append("\n".join(plan.notes))
    lines.append("\n\nCtrl-C stops it.")
    console.print(Panel(lines, expand=False, padding=(1, 3), border_style="green"))
