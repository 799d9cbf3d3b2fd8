"""Dashboards and alarms speak of what there is: metrics that are sent, and runbooks that are written."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fovea.metrics import METRICS
from fovea.queues.names import DEAD_LETTER_SUFFIX, QUEUES

ROOT = Path(__file__).parents[2]
MODULE = ROOT / "terraform" / "modules" / "observability"
PAGES = ("users", "pipeline", "platform", "cost")

# What Amazon's services send of which kinds of things, as their own pages about monitoring have it.
AMAZON = {
    "AWS/ApplicationELB": (
        {"RequestCount", "TargetResponseTime", "HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count"}
        | {"HealthyHostCount", "UnHealthyHostCount"},
        [{"LoadBalancer"}, {"LoadBalancer", "TargetGroup"}],
    ),
    "AWS/SQS": (
        {"ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible"}
        | {"ApproximateAgeOfOldestMessage", "NumberOfMessagesSent", "NumberOfMessagesReceived"}
        | {"SentMessageSize"},
        [{"QueueName"}],
    ),
    "AWS/ECS": ({"CPUUtilization", "MemoryUtilization"}, [{"ClusterName", "ServiceName"}]),
    "AWS/RDS": (
        {"CPUUtilization", "DatabaseConnections", "FreeStorageSpace", "FreeableMemory", "ReadIOPS"}
        | {"WriteIOPS", "ReadLatency", "WriteLatency", "DiskQueueDepth"},
        [{"DBInstanceIdentifier"}],
    ),
    "AWS/ElastiCache": (
        {"EngineCPUUtilization", "DatabaseMemoryUsagePercentage", "CurrConnections", "Evictions"},
        [{"CacheClusterId"}],
    ),
    "AWS/ES": (
        {"ClusterStatus.red", "ClusterStatus.yellow", "FreeStorageSpace", "JVMMemoryPressure"}
        | {"ClusterIndexWritesBlocked"},
        [{"DomainName", "ClientId"}],
    ),
    "AWS/CloudFront": (
        {"Requests", "BytesDownloaded", "4xxErrorRate", "5xxErrorRate"},
        [{"DistributionId", "Region"}],
    ),
    "AWS/Billing": ({"EstimatedCharges"}, [{"Currency"}, {"Currency", "ServiceName"}]),
}
SEARCH = re.compile(r"""SEARCH\('\{([\w/]+)((?:,\w+)*)\} (.*?)'""")


def page(name: str) -> Any:
    return json.loads((MODULE / "dashboards" / f"{name}.json.tftpl").read_text())


def alarms() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MODULE / "alarms.json").read_text())
    return found


def on_pages() -> Iterator[tuple[str, str, dict[str, str | None]]]:
    """Namespace, name and dimensions of each series that a page shows."""
    for name in PAGES:
        for widget in page(name)["widgets"]:
            for row in widget["properties"].get("metrics", []):
                yield from series_of(row)


def series_of(row: list[Any]) -> Iterator[tuple[str, str, dict[str, str | None]]]:
    if isinstance(row[0], str):
        namespace, name, *rest = [one for one in row if isinstance(one, str)]
        yield namespace, name, dict(zip(rest[::2], rest[1::2], strict=True))
        return
    for namespace, schema, terms in SEARCH.findall(row[0]["expression"]):
        (name,) = re.findall(r'MetricName="(\w+)"', terms)
        fixed = dict(re.findall(r'(\w+)="?(\$\{\w+\}|[\w-]+)"?', terms.replace(f'MetricName="{name}"', "")))
        yield namespace, name, {one: fixed.get(one) for one in schema.strip(",").split(",")}


def in_alarms() -> Iterator[tuple[str, str, dict[str, str | None]]]:
    for alarm in alarms().values():
        for query in alarm["queries"]:
            yield query["namespace"], query["metric_name"], query["dimensions"]


def test_the_files_are_what_the_data_says(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "dashboards.py", tmp_path], check=True)
    made = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(made) == len(PAGES) + 1
    stale = [name.as_posix() for name, text in made.items() if (MODULE / name).read_text() != text]
    assert stale == [], "make them anew: python scripts/dashboards.py"


def test_the_page_about_metrics_is_what_the_table_says() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "metrics_reference.py"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert (ROOT / "docs" / "metrics.md").read_text() == made, (
        "make it anew: python scripts/metrics_reference.py > docs/metrics.md"
    )


def test_every_metric_is_shown_somewhere() -> None:
    shown = {name for namespace, name, _ in on_pages() if namespace == "Fovea"}
    assert sorted(METRICS.keys() - shown) == []


@pytest.mark.parametrize("series", [on_pages, in_alarms])
def test_what_is_shown_and_watched_is_sent_with_these_dimensions(series: Any) -> None:
    found = list(series())
    assert len(found) > 50
    assert [one for one in found if not is_sent(*one)] == []


@pytest.mark.parametrize(
    ("namespace", "name", "dimensions"),
    [
        ("Fovea", "made_up", {"Environment": "e", "Process": "puller"}),
        ("Fovea", "pull_job_seconds", {"Environment": "e", "Process": "scheduler"}),
        ("Fovea", "pull_job_seconds", {"Environment": "e"}),
        ("Fovea", "pull_job_seconds", {"Environment": "e", "Process": "puller", "Queue": "puller"}),
        ("AWS/SQS", "OldestMessage", {"QueueName": "q"}),
        ("AWS/SQS", "SentMessageSize", {"Queue": "q"}),
    ],
)
def test_what_nobody_sends_would_be_found(namespace: str, name: str, dimensions: dict[str, str]) -> None:
    assert not is_sent(namespace, name, dimensions)


def is_sent(namespace: str, name: str, dimensions: dict[str, Any]) -> bool:
    if namespace != "Fovea":
        names, allowed = AMAZON[namespace]
        return name in names and set(dimensions) in allowed
    metric = METRICS.get(name)
    if metric is None or dimensions.get("Environment") is None:
        return False
    own = {metric.dimension} if len(dimensions) > 2 else set()
    process = dimensions.get("Process")
    return set(dimensions) == {"Environment", "Process", *own} and process in {None, *metric.processes}


def test_every_queue_is_watched_for_age_and_for_dead_letters() -> None:
    watched = {
        (query["metric_name"], query["dimensions"]["QueueName"])
        for alarm in alarms().values()
        for query in alarm["queries"]
        if query["namespace"] == "AWS/SQS"
    }
    prefix = "${queue_prefix}"
    assert watched == {("ApproximateAgeOfOldestMessage", prefix + queue) for queue in QUEUES} | {
        ("ApproximateNumberOfMessagesVisible", prefix + queue + DEAD_LETTER_SUFFIX) for queue in QUEUES
    }


def test_every_alarm_has_a_severity_and_a_runbook() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    sections = set(re.findall(r"^### ([a-z-]+)$", page, re.MULTILINE))
    for name, alarm in alarms().items():
        assert alarm["severity"] in {"critical", "warning"}, name
        assert alarm["description"].endswith("."), name
        assert alarm["runbook"] in sections, name
    assert {alarm["runbook"] for alarm in alarms().values()} == sections, "a runbook of an alarm that is gone"


def test_an_expression_uses_every_series_of_its_alarm() -> None:
    for name, alarm in alarms().items():
        if "METRICS()" in alarm["expression"]:
            continue
        used = set(re.findall(r"\bm\d+\b", alarm["expression"]))
        assert used == {query["id"] for query in alarm["queries"]}, name


def test_terraform_fills_every_place() -> None:
    text = "".join(path.read_text() for path in [MODULE / "alarms.json", *(MODULE / "dashboards").iterdir()])
    places = set(re.findall(r"\$\{(\w+)\}", text))
    assert len(places) > 10
    filled = "".join(path.read_text() for path in MODULE.glob("*.tf"))
    assert sorted(place for place in places if not re.search(rf"\b{place}\b", filled)) == []
