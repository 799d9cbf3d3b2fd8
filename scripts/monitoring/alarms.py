"""The alarms of an environment: what people notice, or will soon. Each names its section in
docs/operations.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fovea.queues.names import DEAD_LETTER_SUFFIX, QUEUES
from monitoring.resources import LOAD_BALANCER, TARGETS, of_database, of_queue, of_service
from monitoring.series import SERVICES, Series, amazon, ours

Severity = Literal["critical", "warning"]
Missing = Literal["notBreaching", "breaching", "missing"]
Comparison = Literal["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold"]
AT_LEAST: Comparison = "GreaterThanOrEqualToThreshold"
BELOW: Comparison = "LessThanThreshold"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """When `expression` of the series (m0, m1 ...; else their sum) compares so in `of` of `periods`."""

    name: str
    severity: Severity
    says: str
    series: Sequence[Series]
    threshold: float
    expression: str | None = None
    comparison: Comparison = AT_LEAST
    period_seconds: int = 300
    periods: int = 1
    of: int = 0
    missing: Missing = "notBreaching"
    runbook: str = ""

    def as_data(self) -> dict[str, Any]:
        """What Terraform reads."""
        queries = [
            {
                "id": f"m{number}",
                "namespace": one.namespace,
                "metric_name": one.name,
                "dimensions": dict(one.dimensions),
                "statistic": one.statistic,
                "period_seconds": self.period_seconds,
            }
            for number, one in enumerate(self.series)
        ]
        return {
            "severity": self.severity,
            "description": self.says,
            "runbook": self.runbook or self.name,
            "expression": self.expression or ("m0" if len(queries) == 1 else "SUM(METRICS())"),
            "queries": queries,
            "comparison_operator": self.comparison,
            "threshold": self.threshold,
            "evaluation_periods": self.periods,
            "datapoints_to_alarm": self.of or self.periods,
            "treat_missing_data": self.missing,
        }


def all_alarms() -> dict[str, dict[str, Any]]:
    """Each alarm by its name."""
    alarms = [*for_people(), *for_queues(), *for_processes(), *for_sources(), *for_the_platform()]
    alarms += for_the_cluster()
    return {alarm.name: alarm.as_data() for alarm in alarms}


def for_people() -> list[Alarm]:
    """Somebody waits in vain, or sees an error."""
    failed = amazon("ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", **LOAD_BALANCER)
    refused = amazon("ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum", **LOAD_BALANCER)
    asked = amazon("ApplicationELB", "RequestCount", "Sum", **LOAD_BALANCER)
    return [
        Alarm(
            name="api-errors",
            severity="critical",
            says="More than 2 % of all requests end in an error of ours.",
            series=[failed, refused, asked],
            expression="IF(m2 > 20, 100 * (FILL(m0, 0) + FILL(m1, 0)) / m2, 0)",
            threshold=2,
            periods=2,
        ),
        Alarm(
            name="api-down",
            severity="critical",
            says="No task of the API server is healthy: nobody can use Fovea.",
            series=[amazon("ApplicationELB", "HealthyHostCount", "Maximum", **TARGETS)],
            comparison=BELOW,
            threshold=1,
            period_seconds=60,
            periods=3,
            missing="breaching",
        ),
        Alarm(
            name="api-slow",
            severity="warning",
            says="One request in twenty takes more than two seconds.",
            series=[amazon("ApplicationELB", "TargetResponseTime", "p95", **LOAD_BALANCER)],
            threshold=2,
            periods=3,
        ),
        Alarm(
            name="first-recommendations-late",
            severity="critical",
            says="One person in ten waits more than two minutes for their first recommendations.",
            series=ours("time_to_first_recommendations", "p90"),
            threshold=120,
            period_seconds=900,
            periods=2,
        ),
        Alarm(
            name="all-recommendations-late",
            severity="warning",
            says="One refresh in ten takes more than two hours, the time after which the next is due.",
            series=ours("time_to_all_recommendations", "p90"),
            threshold=7_200,
            period_seconds=3_600,
        ),
        Alarm(
            name="subscriptions-late",
            severity="warning",
            says="A subscription has been due for three hours, and nobody looks for its new posts.",
            series=ours("listings_late_seconds", "Maximum"),
            threshold=10_800,
            period_seconds=900,
            periods=2,
        ),
        Alarm(
            name="crawls-late",
            severity="warning",
            says="A crawl should have been carried on ten minutes ago, and stands still.",
            series=ours("crawls_late_seconds", "Maximum"),
            threshold=600,
            periods=2,
        ),
        Alarm(
            name="items-failing",
            severity="warning",
            says="More than 100 items of runs ended without data within a quarter of an hour.",
            series=ours("run_items_failed"),
            threshold=100,
            period_seconds=900,
        ),
        Alarm(
            name="items-swept",
            severity="warning",
            says="Answers get lost: more than 100 items were sent again within a quarter of an hour.",
            series=ours("run_items_swept"),
            threshold=100,
            period_seconds=900,
        ),
    ]


def for_queues() -> list[Alarm]:
    """A message waits too long, or was given up."""
    old = [
        Alarm(
            name=f"queue-old-{queue}",
            severity="warning" if queue.endswith("-background") else "critical",
            says=f"The oldest message of {queue} has waited for {seconds // 60} minutes.",
            series=[of_queue("ApproximateAgeOfOldestMessage", queue)],
            threshold=seconds,
            periods=2,
            runbook="queue-old",
        )
        # Background work may wait for a source's budget, and for work that somebody waits for.
        for queue, seconds in ((queue, 7_200 if queue.endswith("-background") else 900) for queue in QUEUES)
    ]
    dead = [
        Alarm(
            name=f"dead-letters-{queue}",
            severity="warning",
            says=f"Messages of {queue} were given up and lie in its dead-letter queue.",
            series=[of_queue("ApproximateNumberOfMessagesVisible", queue + DEAD_LETTER_SUFFIX)],
            threshold=1,
            runbook="dead-letters",
        )
        for queue in QUEUES
    ]
    return old + dead


def for_processes() -> list[Alarm]:
    """A fault of ours."""
    return [
        Alarm(
            name="unhandled-exceptions",
            severity="warning",
            says="A process met an exception that nothing caught.",
            series=ours("unhandled_exceptions"),
            threshold=1,
        ),
        Alarm(
            name="request-faults",
            severity="warning",
            says="Requests end in exceptions.",
            series=ours("http_request_errors"),
            threshold=1,
        ),
        Alarm(
            name="database-errors",
            severity="critical",
            says="Calls of the database fail.",
            series=[*ours("database_errors"), *ours("ingest_errors")],
            threshold=5,
        ),
        Alarm(
            name="queue-read-errors",
            severity="warning",
            says="Queues cannot be read.",
            series=ours("queue_read_errors"),
            threshold=5,
        ),
        Alarm(
            name="queue-write-errors",
            severity="warning",
            says="Queues cannot be written.",
            series=ours("queue_write_errors"),
            threshold=5,
        ),
        Alarm(
            name="internal-api-errors",
            severity="warning",
            says="Workers cannot tell the API server what they have done.",
            series=ours("internal_api_errors"),
            threshold=5,
            periods=2,
        ),
        Alarm(
            name="cache-errors",
            severity="warning",
            says="The cache does not answer: limits and budgets are not kept.",
            series=ours("cache_errors"),
            threshold=10,
        ),
        Alarm(
            name="scheduler-silent",
            severity="critical",
            says="No scheduler has taken a turn for ten minutes: nothing is started and nothing swept.",
            series=ours("scheduler_turn_seconds", "SampleCount"),
            comparison=BELOW,
            threshold=1,
            periods=2,
            missing="breaching",
        ),
        Alarm(
            name="counts-wrong",
            severity="warning",
            says="The daily check found counts of favourites that were wrong, and set them right.",
            series=ours("favorite_counts_repaired"),
            threshold=1,
        ),
        Alarm(
            name="counts-behind",
            severity="warning",
            says="Changes of lists wait to be added to the counts of favourites.",
            series=ours("favorite_changes_pending", "Minimum"),
            threshold=5_000,
            periods=3,
        ),
    ]


def for_sources() -> list[Alarm]:
    """A source refuses us, or we ask too much of it."""
    errors, calls = ours("source_errors"), ours("source_calls")
    return [
        Alarm(
            name="source-errors",
            severity="warning",
            says="More than a fifth of all calls to sources fail.",
            series=[*errors, *calls],
            expression="IF(FILL(m2, 0) + FILL(m3, 0) > 20, "
            "100 * (FILL(m0, 0) + FILL(m1, 0)) / (FILL(m2, 0) + FILL(m3, 0)), 0)",
            threshold=20,
            periods=3,
        ),
        Alarm(
            name="source-budget-used-up",
            severity="warning",
            says="The budget of calls to a source has been used up for an hour; people wait.",
            series=ours("source_budget_refusals"),
            threshold=1,
            periods=12,
        ),
    ]


def for_the_platform() -> list[Alarm]:
    """What it runs on is at its limits."""
    cache = {"CacheClusterId": "${cache_id}-001"}
    tasks = [
        Alarm(
            name=f"no-{service}",
            severity="critical",
            says=f"No task of {service} is running.",
            series=[of_service("CPUUtilization", service, "SampleCount")],
            comparison=BELOW,
            threshold=1,
            period_seconds=60,
            periods=10,
            missing="breaching",
            runbook="no-tasks",
        )
        for service in SERVICES
    ]
    return [
        *tasks,
        Alarm(
            name="database-busy",
            severity="warning",
            says="The database's processor is busy for more than 80 % of the time.",
            series=[of_database("CPUUtilization")],
            threshold=80,
            periods=3,
        ),
        Alarm(
            name="database-storage-low",
            severity="critical",
            says="Less than 2 GiB of the database's storage are free, though it grows by itself.",
            series=[of_database("FreeStorageSpace", "Minimum")],
            comparison=BELOW,
            threshold=2 * 1024**3,
            missing="missing",
        ),
        Alarm(
            name="database-memory-low",
            severity="warning",
            says="Less than 100 MiB of the database's memory are free.",
            series=[of_database("FreeableMemory", "Minimum")],
            comparison=BELOW,
            threshold=100 * 1024**2,
            periods=3,
            missing="missing",
        ),
        Alarm(
            name="cache-full",
            severity="warning",
            says="The cache uses more than 80 % of its memory.",
            series=[amazon("ElastiCache", "DatabaseMemoryUsagePercentage", "Maximum", **cache)],
            threshold=80,
            periods=3,
        ),
        Alarm(
            name="cache-evicts",
            severity="warning",
            says="The cache throws away what it should keep: people are logged out.",
            series=[amazon("ElastiCache", "Evictions", "Sum", **cache)],
            threshold=1,
        ),
    ]


def for_the_cluster() -> list[Alarm]:
    """Where images are searched on OpenSearch, that is at its limits. Left out where there is no cluster."""
    cluster = {"DomainName": "${search_domain}", "ClientId": "${account}"}
    return [
        Alarm(
            name="search-red",
            severity="critical",
            says="A part of the index of images is on no instance: looking for a picture fails.",
            series=[amazon("ES", "ClusterStatus.red", "Maximum", **cluster)],
            threshold=1,
            period_seconds=60,
            periods=3,
        ),
        Alarm(
            name="search-yellow",
            severity="warning",
            says="A part of the index of images has had no second copy for an hour.",
            series=[amazon("ES", "ClusterStatus.yellow", "Maximum", **cluster)],
            threshold=1,
            periods=12,
        ),
        Alarm(
            name="search-storage-low",
            severity="critical",
            says="An instance of the cluster that images are searched on has less than 2 GB of storage free.",
            series=[amazon("ES", "FreeStorageSpace", "Minimum", **cluster)],
            comparison=BELOW,
            threshold=2_000,  # megabytes
            missing="missing",
        ),
        Alarm(
            name="search-memory-low",
            severity="warning",
            says="Java uses more than 85 % of its memory on the cluster that images are searched on.",
            series=[amazon("ES", "JVMMemoryPressure", "Maximum", **cluster)],
            threshold=85,
            periods=3,
        ),
        Alarm(
            name="search-writes-blocked",
            severity="critical",
            says="The cluster that images are searched on takes nothing new.",
            series=[amazon("ES", "ClusterIndexWritesBlocked", "Maximum", **cluster)],
            threshold=1,
            period_seconds=60,
            periods=5,
        ),
    ]
