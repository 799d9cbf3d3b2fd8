"""`fovea workers`: every process of a system, and what it is doing."""

import json
from datetime import UTC, datetime

import click
import msgspec
import redis
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fovea.presence.registry import SILENT_AFTER_SECONDS, Process, moment
from fovea_cli import operating
from fovea_cli.amounts import seconds_in_words, size_in_words
from fovea_cli.inert import inert
from fovea_cli.problems import CannotGoOnError

MOST_SHOWN = 6  # of what one process does


@click.command()
@click.option("--service", "services", multiple=True, help="Only processes of this service; several times.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
def workers(services: tuple[str, ...], *, as_json: bool) -> None:
    """Show every process of all services: where it runs, since when, what it does now, its memory, and when
    it was last heard of.

    Of the Fovea on this machine, or of the one whose cache FOVEA_REDIS_URL names. The exit code is 1 when
    there is none.
    """
    try:
        found = operating.registry().processes()
    except redis.RedisError as error:
        raise operating.no_cache(error) from error
    shown = [process for process in found if not services or process.service in services]
    now = moment()
    if as_json:
        click.echo(json.dumps([_as_json(process, now) for process in shown], ensure_ascii=False, indent=2))
    elif shown:
        Console(highlight=False).print(_table(shown, now))
    if not shown:
        there = ", ".join(sorted({process.service for process in found}))
        which = f"There are {there}." if there else "See `fovea status`, and the logs of the services."
        raise CannotGoOnError(f"No process {'of that service ' if services else ''}tells of itself. {which}")


def _as_json(process: Process, now: int) -> dict[str, object]:
    told: dict[str, object] = msgspec.to_builtins(process)
    silent = process.silent_seconds(now)
    return told | {
        "since": _iso(process.since),
        "heard_at": _iso(process.heard_at),
        "silent_seconds": round(silent, 1),
        "silent": silent > SILENT_AFTER_SECONDS,
        "doing": [
            {"thread": one.thread, "what": one.what, "since": _iso(one.since)} for one in process.doing
        ],
    }


def _table(processes: list[Process], now: int) -> Table:
    table = Table("Service", "Where", "Since", "Memory", "Heard of", "Doing", title_justify="left")
    table.columns[-1].overflow = "fold"
    for process in processes:
        silent = process.silent_seconds(now)
        heard = Text(f"{seconds_in_words(silent) if silent >= 1 else 'now'}")
        if silent > SILENT_AFTER_SECONDS:
            heard.stylize("red")
        memory = size_in_words(process.memory_bytes)
        if process.children:
            memory += f"\n+ {size_in_words(process.children_bytes)} in {process.children}"
        table.add_row(
            process.service,
            Text(inert(f"{process.host} {process.process_id}")),
            seconds_in_words(max(1, (now - process.since) / 1_000)),
            memory,
            heard,
            Text(_doing(process, now)),
        )
    return table


def _doing(process: Process, now: int) -> str:
    told = [
        f"{inert(one.what)} ({seconds_in_words(max(0, now - one.since) / 1_000)})"
        for one in process.doing[:MOST_SHOWN]
    ]
    left = len(process.doing) - MOST_SHOWN
    return "\n".join([*told, *([f"and {left} more"] if left > 0 else [])]) or "nothing"


def _iso(milliseconds: int) -> str:
    return (
        datetime.fromtimestamp(milliseconds / 1_000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )
