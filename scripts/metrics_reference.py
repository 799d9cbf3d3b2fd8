"""Writes docs/metrics.md from the table of metrics and from what is shown and watched of it: `python
scripts/metrics_reference.py > docs/metrics.md`.
"""

import sys
from collections.abc import Iterator

from monitoring.alarms import all_alarms
from monitoring.pages import all_pages, names_in

from fovea.metrics import METRICS
from fovea.metrics.older_names import OLDER_NAMES
from fovea.metrics.table import ALL

OPENING = """# Metrics

Everything that Fovea measures. This page is made from the table in `fovea.metrics` and from the data of
dashboards and alarms (`python scripts/metrics_reference.py > docs/metrics.md`), and a test keeps them the
same.

Processes write measurements as lines of CloudWatch's Embedded Metric Format to standard output, at most
every ten seconds; CloudWatch takes them from the log. Nothing waits for a network, and without CloudWatch
they are lines of a log. The namespace is `Fovea`, the dimensions are `Environment` and `Process`; what
has a dimension of its own is sent with and without it. A name that is not in the table cannot be sent,
and a test finds what is in the table and sent by no code.

Percentiles, sums and maxima are made where they are looked at: a count is best summed, a duration asked
for its p90. A count that did not happen is not sent, so that alarms on counts take missing data as good.
"""

HEADINGS = "| metric | unit | sent by | by | meaning | page | alarm |\n|---|---|---|---|---|---|---|"

OLDER = """
## What the older system's metrics are called here
| photo-recommender | here |
|---|---|"""

ALARMS = """
## Alarms
Each has its section in [operations](operations.md). `critical` calls somebody at once, `warning` can wait
for the morning.

| alarm | severity | what it says |
|---|---|---|"""

OLDER_ALARMS = """
The older system's alarms are all among them: its unhandled exceptions, reader and writer errors, store
exceptions, failures of Flickr's API, dead letters and messages that wait. Two of them are dashboards here
and no alarms, because they tell of no fault: messages near the largest size (a page too large is sent as
several, `pages_split`), and lists longer than are read (`pulls_truncated`, `photographers_capped`)."""


def rows() -> Iterator[str]:
    """A row a metric."""
    pages, alarms = all_pages(), all_alarms()
    for name, metric in METRICS.items():
        shown = [page for page, body in pages.items() if name in names_in([body])]
        watched = [
            alarm
            for alarm, data in alarms.items()
            if any((one["namespace"], one["metric_name"]) == ("Fovea", name) for one in data["queries"])
        ]
        senders = "all" if metric.processes == ALL else ", ".join(metric.processes)
        cells = [f"`{name}`", metric.unit.lower(), senders, metric.dimension or "", metric.meaning]
        yield f"| {' | '.join([*cells, ', '.join(shown), ', '.join(watched)])} |"


def reference() -> str:
    """The whole page."""
    older = [f"| `{theirs}` | `{ours}` |" for theirs, ours in OLDER_NAMES.items()]
    alarms = [
        f"| [{name}](operations.md#{data['runbook']}) | {data['severity']} | {data['description']} |"
        for name, data in all_alarms().items()
    ]
    return "\n".join([OPENING, HEADINGS, *rows(), ALARMS, *alarms, OLDER_ALARMS, OLDER, *older]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
