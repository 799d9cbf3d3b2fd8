"""`fovea metrics`: what was measured since the processes began: sums, means, percentiles."""

import json
from typing import Any

import click
import redis
from rich.console import Console
from rich.table import Table

from fovea.metrics.table import METRICS
from fovea.metrics.totals import Total, together
from fovea_cli import operating
from fovea_cli.amounts import seconds_in_words, size_in_words
from fovea_cli.problems import CannotGoOnError

PERCENTILES = (0.5, 0.95, 0.99)


@click.command()
@click.argument("name", required=False)
@click.option("--service", "services", multiple=True, help="Only what this service measured; several times.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
def metrics(name: str | None, services: tuple[str, ...], *, as_json: bool) -> None:
    """Show what all processes have measured since they began: how often, the sum, the mean, and how long it
    took half of the time, and 95 and 99 times of 100. With NAME, only metrics that have it in their name.

    docs/metrics.md says what each metric means.
    """
    shown = [total for total in _measured(services) if not name or name in total.name]
    if as_json:
        click.echo(json.dumps([_as_json(total) for total in shown], ensure_ascii=False, indent=2))
    elif shown:
        Console(highlight=False).print(_table(shown))
    if not shown:
        about = f" with {name!r} in its name" if name else ""
        message = f"No metric{about} was measured yet. docs/metrics.md lists all that there are."
        raise CannotGoOnError(message)


def _measured(services: tuple[str, ...]) -> list[Total]:
    try:
        registry = operating.registry()
        of_service = {process.name: process.service for process in registry.processes()}
        told = registry.totals()
    except redis.RedisError as error:
        raise operating.no_cache(error) from error
    return together(
        total
        for process, totals in told.items()
        if not services or of_service.get(process) in services
        for total in totals
        if total.name in METRICS
    )


def _as_json(total: Total) -> dict[str, Any]:
    known = METRICS[total.name]
    percentiles = {f"p{part * 100:.0f}": total.percentile(part) for part in PERCENTILES}
    return {
        "name": total.name,
        "unit": known.unit,
        "meaning": known.meaning,
        "kind": total.kind,
        "dimension": None if total.dimension is None else {known.dimension: total.dimension},
        "count": total.count,
        "sum": total.sum,
        "mean": total.mean,
        "least": total.least,
        "most": total.most,
        "last": total.last,
        **percentiles,
    }


def _table(totals: list[Total]) -> Table:
    table = Table("Metric", "Of", "Times", "Sum", "Now", "Mean", "50 %", "95 %", "99 %", "Most")
    for column in table.columns[2:]:
        column.justify = "right"
    for total in totals:
        table.add_row(total.name, total.dimension or "", *_cells(total))
    return table


def _cells(total: Total) -> list[str]:
    """Of a count, the sum alone says something; of a gauge, how it stands."""
    unit = METRICS[total.name].unit
    if total.kind == "gauge":
        return ["", "", _shown(total.last, unit)]
    if total.kind == "count":
        return ["", _shown(total.sum, unit)]
    percentiles = [_shown(total.percentile(part), unit) for part in PERCENTILES]
    return [
        f"{total.count:,}",
        _shown(total.sum, unit),
        "",
        _shown(total.mean, unit),
        *percentiles,
        _shown(total.most, unit),
    ]


def _shown(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "Seconds":
        return seconds_in_words(value) if value else "0"
    return size_in_words(value) if unit == "Bytes" else f"{value:,.10g}"
