"""Widgets, and pages of them laid out in rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from monitoring.series import Series

Widget = dict[str, Any]
Rows = Iterable[Series | list[Any]]
WIDTH = 24  # of a dashboard, by CloudWatch's grid
HEIGHT = 6
HOME, GLOBAL = "${region}", "us-east-1"  # CloudFront and billing are measured in us-east-1 alone


def graph(  # noqa: PLR0913 - what a graph can have
    title: str,
    rows: Rows,
    *,
    unit: str = "",
    period_seconds: int = 300,
    stacked: bool = False,
    region: str = HOME,
    limit: tuple[str, float] | None = None,
) -> Widget:
    """Lines over time. `limit` draws a line where an alarm begins."""
    properties: dict[str, Any] = {
        "title": title,
        "view": "timeSeries",
        "stacked": stacked,
        "region": region,
        "period": period_seconds,
        "metrics": [row.as_row() if isinstance(row, Series) else row for row in rows],
        "yAxis": {"left": {"min": 0, "label": unit, "showUnits": False}},
    }
    if limit is not None:
        properties["annotations"] = {"horizontal": [{"label": limit[0], "value": limit[1]}]}
    return {"type": "metric", "properties": properties}


def number(title: str, rows: Rows, *, period_seconds: int = 300, region: str = HOME) -> Widget:
    """The newest values as figures."""
    widget = graph(title, rows, period_seconds=period_seconds, region=region)
    widget["properties"] |= {"view": "singleValue", "sparkline": True}
    del widget["properties"]["yAxis"], widget["properties"]["stacked"]
    return widget


def text(markdown: str) -> Widget:
    """A heading or an explanation."""
    return {"type": "text", "properties": {"markdown": markdown}}


def laid_out(rows: Sequence[Sequence[Widget]]) -> dict[str, Any]:
    """A dashboard: each row of widgets fills the width; a row of one text is a heading."""
    widgets, top = [], 0
    for row in rows:
        height = 2 if all(widget["type"] == "text" for widget in row) else HEIGHT
        width = WIDTH // len(row)
        for place, widget in enumerate(row):
            widgets.append({"x": place * width, "y": top, "width": width, "height": height, **widget})
        top += height
    return {"start": "-PT12H", "periodOverride": "auto", "widgets": widgets}


def in_rows_of(size: int, widgets: list[Widget]) -> list[list[Widget]]:
    """Widgets in rows of the same length; the last may be shorter."""
    return [widgets[first : first + size] for first in range(0, len(widgets), size)]
