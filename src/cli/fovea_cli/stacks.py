"""`fovea stacks`: what every thread of a running system is at, line by line."""

import json
import time

import click
import redis
from rich.console import Console

from fovea.presence.registry import SILENT_AFTER_SECONDS, Process, Registry, moment
from fovea_cli import operating
from fovea_cli.problems import CannotGoOnError

POLL_SECONDS = 0.2


@click.command()
@click.argument("which", required=False)
@click.option("--wait", "seconds", type=click.FloatRange(1, 60), default=10.0, show_default=True,
              help="How long to wait for answers, in seconds.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
def stacks(which: str | None, seconds: float, *, as_json: bool) -> None:
    """Ask all processes, or WHICH (a service, or the number of a process), for the stacks of their threads,
    and print them. Each process writes its own to its log, too.

    The exit code is 1 when a process does not answer: that one is stuck, or gone.
    """
    try:
        registry = operating.registry()
        asked = _asked(registry, which)
        given = _gather(registry, asked, seconds)
    except redis.RedisError as error:
        raise operating.no_cache(error) from error
    if as_json:
        told = [
            {
                "service": one.service,
                "host": one.host,
                "process_id": one.process_id,
                "stacks": given.get(one.name),
            }
            for one in asked
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for process in asked:
            if process.name in given:
                click.echo(f"=== {_named(process)}\n\n{given[process.name]}\n")
    missing = [_named(process) for process in asked if process.name not in given]
    if missing:
        message = (
            f"No answer within {seconds:g} seconds from {', '.join(missing)}. A process that is stuck "
            "outside of Python cannot answer; `py-spy dump --pid ...` on its machine sees into it."
        )
        raise CannotGoOnError(message)


def _asked(registry: Registry, which: str | None) -> list[Process]:
    alive = [one for one in registry.processes() if one.silent_seconds(moment()) <= SILENT_AFTER_SECONDS]
    asked = [one for one in alive if which in {None, one.service, str(one.process_id), one.name}]
    if not asked:
        there = ", ".join(f"{one.service} {one.process_id}" for one in alive) or "none"
        message = (
            f"There is no such process: {which}. There are: {there}."
            if which
            else "No process tells of itself. See `fovea status`."
        )
        raise CannotGoOnError(message)
    return asked


def _gather(registry: Registry, asked: list[Process], seconds: float) -> dict[str, str]:
    wanted = registry.want_stacks([one.name for one in asked])
    deadline = time.monotonic() + seconds
    notes = Console(stderr=True, highlight=False)
    notes.print(f"Asking {len(asked)} processes", style="dim")
    while True:
        given = registry.given_stacks(wanted)
        if len(given) >= len(asked) or time.monotonic() > deadline:
            return given
        time.sleep(POLL_SECONDS)


def _named(process: Process) -> str:
    return f"{process.service} ({process.host}, process {process.process_id})"
