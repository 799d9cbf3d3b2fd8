"""Measurements as lines of CloudWatch's Embedded Metric Format.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from fovea.metrics.table import METRICS

NAMESPACE = "Fovea"
MOST_METRICS = 100  # of one line, by the specification
MOST_VALUES = 100  # of one metric in one line


def lines(
    gathered: Mapping[tuple[str, str | None], list[float]], *, base: Mapping[str, str]
) -> Iterator[bytes]:
    """EMF lines of gathered series. A series with a dimension of its own is written with and without it, so
    that an alarm can watch the whole.
    """
    by_dimension: dict[tuple[str, str] | None, list[tuple[str, list[float]]]] = {}
    for (name, value), values in gathered.items():
        dimension = METRICS[name].dimension
        own = None if dimension is None or value is None else (dimension, value)
        by_dimension.setdefault(own, []).append((name, values))
    for own, series in by_dimension.items():
        yield from _of_one_dimension(series, own=own, base=base)


def _of_one_dimension(
    series: list[tuple[str, list[float]]], *, own: tuple[str, str] | None, base: Mapping[str, str]
) -> Iterator[bytes]:
    longest = max(len(values) for _, values in series)
    for first_value in range(0, longest, MOST_VALUES):
        part = [(name, values[first_value : first_value + MOST_VALUES]) for name, values in series]
        part = [(name, values) for name, values in part if values]
        for first in range(0, len(part), MOST_METRICS):
            yield _line(part[first : first + MOST_METRICS], own=own, base=base)


def _line(
    series: list[tuple[str, list[float]]], *, own: tuple[str, str] | None, base: Mapping[str, str]
) -> bytes:
    provider = AmazonCloudWatchEMFProvider(namespace=NAMESPACE, default_dimensions=dict(base))
    if own is not None:
        provider.add_dimensions(**dict([own]))
    metric_set: dict[str, Any] = {
        name: {"Unit": METRICS[name].unit, "Value": values, "StorageResolution": 60}
        for name, values in series
    }
    return orjson.dumps(provider.serialize_metric_set(metrics=metric_set, dimensions=dict(base)))


def write(to_write: Iterable[bytes]) -> None:
    """Puts lines on standard output in one piece, so that they do not mix with those of other threads."""
    text = b"".join(line + b"\n" for line in to_write).decode()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError):
        return  # standard output is closed: the process is ending, or nobody listens any more
