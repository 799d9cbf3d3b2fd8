"""Series of measurements, as CloudWatch's dashboards and alarms name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fovea.metrics import METRICS

NAMESPACE = "Fovea"
PERCENTILES = ("p50", "p90", "p99")
# The values that a dimension has, where an alarm or a graph names them one by one.
SERVICES = {
    "api-server": "${api_server_service}",
    "scheduler": "${scheduler_service}",
    "puller": "${puller_service}",
    "ingester": "${ingester_service}",
    "image-ingester": "${image_ingester_service}",
    "response-readers": "${response_readers_service}",
}


@dataclass(frozen=True, kw_only=True)
class Series:
    """One metric with its dimensions, and what is made of it in each period."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    label: str = ""

    def as_row(self, *, hidden_as: str | None = None, region: str | None = None) -> list[Any]:
        """A row of a graph's `metrics`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/
        CloudWatch-Dashboard-Body-Structure.html
        """
        options: dict[str, Any] = {"stat": self.statistic}
        if self.label:
            options["label"] = self.label
        if region is not None:
            options["region"] = region
        if hidden_as is not None:
            options |= {"id": hidden_as, "visible": False}
        flat = [part for pair in self.dimensions for part in pair]
        return [self.namespace, self.name, *flat, options]


def ours(name: str, statistic: str = "Sum", *, process: str | None = None, label: str = "") -> list[Series]:
    """A metric of ours, one series a process that sends it."""
    processes = [process] if process else METRICS[name].processes
    return [
        Series(
            namespace=NAMESPACE,
            name=name,
            dimensions=(("Environment", "${environment}"), ("Process", one)),
            statistic=statistic,
            label=label or (name if len(processes) == 1 else f"{name}, {one}"),
        )
        for one in processes
    ]


def by_dimension(name: str, statistic: str = "Sum", period_seconds: int = 300) -> list[Any]:
    """A row with each value that the own dimension of a metric of ours has had: queues, outcomes, codes."""
    own = METRICS[name].dimension
    if own is None:
        raise ValueError(f"{name} has no dimension of its own")
    schema = f"{NAMESPACE},Environment,Process,{own}"
    terms = f'MetricName="{name}" Environment="${{environment}}"'
    expression = f"SEARCH('{{{schema}}} {terms}', '{statistic}', {period_seconds})"
    return [{"expression": expression, "label": "", "id": f"by_{name}"}]


def amazon(namespace: str, name: str, statistic: str, label: str = "", **dimensions: str) -> Series:
    """A metric that a service of Amazon sends."""
    return Series(
        namespace=f"AWS/{namespace}",
        name=name,
        dimensions=tuple(dimensions.items()),
        statistic=statistic,
        label=label or name,
    )


def total(expression: str, parts: Sequence[Series], *, label: str, prefix: str) -> list[list[Any]]:
    """Rows of a graph that shows one expression of hidden series, which it calls prefix0, prefix1 ..."""
    rows: list[list[Any]] = [[{"expression": expression, "label": label, "id": f"{prefix}_total"}]]
    return rows + [part.as_row(hidden_as=f"{prefix}{number}") for number, part in enumerate(parts)]


def percentiles(name: str) -> list[Series]:
    """Percentiles of a measurement that one process sends."""
    return [series for one in PERCENTILES for series in ours(name, one, label=one)]


def rate(name: str, statistic: str, label: str) -> list[list[Any]]:
    """How much a second, over all processes that send it."""
    return total(f"SUM(METRICS())/PERIOD({name}0)", ours(name, statistic), label=label, prefix=name)


def by_batches() -> list[Any]:
    """Batches that the ingesters have written, a second."""
    row = by_dimension("messages_handled")
    row[0] = {**row[0], "expression": f"SUM({row[0]['expression']})/300", "label": "batches", "id": "batches"}
    row[0]["expression"] = row[0]["expression"].replace(
        'Environment="${environment}"', 'Environment="${environment}" Process="ingester"'
    )
    return row


def percentiles_or_sum(name: str) -> list[Series]:
    """Counts as sums; durations and sizes by their ninetieth percentile."""
    return ours(name, "Sum" if METRICS[name].unit == "Count" else "p90")
