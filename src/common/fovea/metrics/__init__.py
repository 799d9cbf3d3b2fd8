"""Metrics: one table of all there are, counted in memory and written as EMF lines by a thread.

    metrics.count("messages_handled", 3, Queue="puller")
    with metrics.time("source_call_seconds"):
        ...
    metrics.gauge("source_budget_left", 1200)

CloudWatch reads the lines out of the log (Embedded Metric Format), so that measuring never waits for a
network. A name that is not in `METRICS` raises `KeyError`: what is not documented cannot be sent.
"""

from fovea.metrics.recorder import configure, count, flush, gauge, record, snapshot, time, totals
from fovea.metrics.table import METRICS, Metric
from fovea.metrics.totals import Total

__all__ = [
    "METRICS",
    "Metric",
    "Total",
    "configure",
    "count",
    "flush",
    "gauge",
    "record",
    "snapshot",
    "time",
    "totals",
]
