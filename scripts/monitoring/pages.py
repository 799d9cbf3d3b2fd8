"""The dashboards of an environment: what people notice, the pipeline, the platform, cost."""

import re
from typing import Any

from fovea.metrics import METRICS
from fovea.queues.names import DEAD_LETTER_SUFFIX, QUEUES
from monitoring.resources import DISTRIBUTION, LOAD_BALANCER, of_cache, of_database, of_queue, of_service
from monitoring.series import (
    NAMESPACE,
    PERCENTILES,
    SERVICES,
    amazon,
    by_batches,
    by_dimension,
    ours,
    percentiles,
    percentiles_or_sum,
    rate,
)
from monitoring.widgets import GLOBAL, Widget, graph, in_rows_of, laid_out, number, text

CACHE_METRICS = ("EngineCPUUtilization", "DatabaseMemoryUsagePercentage", "CurrConnections", "Evictions")
BILLED = ("AmazonECS", "AmazonRDS", "AmazonElastiCache", "AmazonCloudWatch", "AmazonVPC", "AmazonCloudFront")


def all_pages() -> dict[str, dict[str, Any]]:
    """The body of each dashboard by its name. What METRICS has and no page shows ends the pipeline's."""
    pages = {
        "users": laid_out(users()),
        "platform": laid_out(platform()),
        "cost": laid_out(cost()),
    }
    rows = pipeline()
    shown = names_in([*pages.values(), laid_out(rows)])
    rest = [every_way(name) for name in METRICS if name not in shown]
    if rest:
        rows += [[text("## Everything else that is measured")], *in_rows_of(3, rest)]
    return {**pages, "pipeline": laid_out(rows)}


def users() -> list[list[Widget]]:
    """What a person who uses Fovea notices."""
    first, everything = "time_to_first_recommendations", "time_to_all_recommendations"
    return [
        [text("## Waiting for recommendations")],
        [
            graph("Time to the first recommendations", percentiles(first), unit="seconds"),
            graph("Time to all recommendations", percentiles(everything), unit="seconds"),
        ],
        [
            graph("Runs begun, by kind", [by_dimension("runs_started")]),
            graph("Runs ended, by state", [by_dimension("runs_finished")]),
            graph("Items that failed, by reason", [by_dimension("run_items_failed")]),
        ],
        [text("## The API and the website")],
        [
            graph("Answers, by class of status", [by_dimension("http_requests")]),
            graph(
                "Time to answer, at the load balancer",
                [
                    amazon("ApplicationELB", "TargetResponseTime", one, one, **LOAD_BALANCER)
                    for one in PERCENTILES
                ],
                unit="seconds",
                limit=("api-slow", 2),
            ),
            graph(
                "Errors at the load balancer",
                [
                    amazon("ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum", **LOAD_BALANCER),
                    amazon("ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", **LOAD_BALANCER),
                ],
            ),
        ],
        [
            graph("Time to answer, in the process", percentiles("http_request_seconds"), unit="seconds"),
            graph("Time to score recommendations", percentiles("recommendation_seconds"), unit="seconds"),
            graph("Faults of ours and refusals", [*ours("http_request_errors"), *ours("requests_limited")]),
        ],
        [
            graph("Logins, by outcome", [by_dimension("logins")]),
            graph("Favourites made", ours("favorites_made")),
            graph(
                "Errors at CloudFront, percent",
                [
                    amazon("CloudFront", "4xxErrorRate", "Average", **DISTRIBUTION),
                    amazon("CloudFront", "5xxErrorRate", "Average", **DISTRIBUTION),
                ],
                region=GLOBAL,
            ),
        ],
        [
            graph("Photos shown to users", ours("photos_shown")),
            graph("Things that users muted, by kind", [by_dimension("mutes_made")]),
            graph("Feeds read, by outcome", [by_dimension("feed_fetches")]),
            graph("Pictures brought, by kind", [by_dimension("uploads")]),
        ],
        [
            graph("Pictures looked for, by method", [by_dimension("image_searches")]),
            graph("Time to find a picture in the index", percentiles("image_search_seconds"), unit="seconds"),
        ],
        [
            graph("Artist searches begun, by kind", [by_dimension("artist_searches")]),
            graph("Artist searches ended, by outcome", [by_dimension("artist_searches_ended")]),
            graph("Time of an artist search", percentiles("artist_search_seconds"), unit="seconds"),
            graph(
                "Time of its stages, p90",
                [by_dimension("artist_search_stage_seconds", "p90")],
                unit="seconds",
            ),
        ],
    ]


def pipeline() -> list[list[Widget]]:
    """The way of data: queues, pulls, batches, rows; sources and their budgets."""
    return [
        [text("## Queues")],
        [
            graph("Waiting", [of_queue("ApproximateNumberOfMessagesVisible", one) for one in QUEUES]),
            graph(
                "Age of the oldest message",
                [of_queue("ApproximateAgeOfOldestMessage", one) for one in QUEUES],
                unit="seconds",
                limit=("queue-old", 900),
            ),
            graph("In flight", [of_queue("ApproximateNumberOfMessagesNotVisible", one) for one in QUEUES]),
        ],
        [
            graph(
                "Dead letters",
                [of_queue("ApproximateNumberOfMessagesVisible", one + DEAD_LETTER_SUFFIX) for one in QUEUES],
                limit=("dead-letters", 1),
            ),
            graph("Sent", [of_queue("NumberOfMessagesSent", one, "Sum") for one in QUEUES]),
            graph("Received", [of_queue("NumberOfMessagesReceived", one, "Sum") for one in QUEUES]),
            graph("Largest message", [of_queue("SentMessageSize", one) for one in QUEUES], unit="bytes"),
        ],
        [
            graph("Waiting, as the scheduler counts", [by_dimension("messages_waiting", "Maximum")]),
            graph("In flight, as the scheduler counts", [by_dimension("messages_in_flight", "Maximum")]),
            graph("Dead letters, as the scheduler counts", [by_dimension("dead_letters", "Maximum")]),
        ],
        [
            graph("Handled, by queue", [by_dimension("messages_handled")]),
            graph("Failed, by queue", [by_dimension("messages_failed")]),
            graph("Put off, by queue", [by_dimension("messages_deferred")]),
            graph("Buried, by queue", [by_dimension("messages_buried")]),
        ],
        [
            graph("Errors of reading, by queue", [by_dimension("queue_read_errors")]),
            graph("Errors of writing, by queue", [by_dimension("queue_write_errors")]),
            graph("Time to handle, p90", [by_dimension("message_handling_seconds", "p90")], unit="seconds"),
            graph("Age when received, p90", [by_dimension("message_age_seconds", "p90")], unit="seconds"),
        ],
        [text("## Pulling: the sources and their budgets")],
        [
            graph("Pull jobs a second", rate("pull_job_seconds", "SampleCount", "pull jobs")),
            graph("Pull jobs, by outcome", [by_dimension("pull_outcomes")]),
            graph("Time of a pull job", percentiles("pull_job_seconds"), unit="seconds"),
            graph("Favourites read a second", rate("favorites_pulled", "Sum", "favourites")),
        ],
        [
            graph("Calls", [by_dimension("source_calls")]),
            graph("Errors, by code", [by_dimension("source_errors")]),
            graph("Time of a call, p90", [by_dimension("source_call_seconds", "p90")], unit="seconds"),
            graph("Tried again", [by_dimension("source_retries")]),
        ],
        [
            graph("Budget left", [by_dimension("source_budget_left", "Minimum")]),
            graph("Put off because the budget is used up", [by_dimension("source_budget_refusals")]),
            graph(
                "Time to pull, p90",
                [
                    series
                    for kind in ("favorites", "contacts", "profile", "page")
                    for series in ours(f"pull_{kind}_seconds", "p90", label=kind)
                ],
                unit="seconds",
            ),
        ],
        [text("## Ingesting")],
        [
            graph("Rows a second", rate("ingest_rows", "Sum", "rows")),
            graph(
                "Batches a second",
                [by_batches()],
            ),
            graph(
                "Time of writing, p90",
                [
                    series
                    for what in ("transaction", "favorites", "contacts")
                    for series in ours(f"ingest_{what}_seconds", "p90", label=what)
                ],
                unit="seconds",
            ),
            graph("Duplicates and failures", [*ours("ingest_duplicates"), *ours("ingest_errors")]),
        ],
        [
            graph("Database: done again", ours("database_retries")),
            graph("Database: failed", ours("database_errors")),
            graph("Swept, found capped", [*ours("run_items_swept"), *ours("photographers_capped")]),
        ],
        [text("## The library")],
        [
            graph(
                "Images and links",
                [*ours("images_ingested"), *ours("image_links_done"), *ours("links_swept")],
            ),
            graph("Tries without an image, by why", [by_dimension("image_failures")]),
            graph("Pictures by whether they show writing", [by_dimension("image_texts")]),
            graph(
                "Time of a picture, p90",
                [*ours("image_seconds", "p90"), *ours("image_transaction_seconds", "p90")],
                unit="seconds",
            ),
            graph("Size of a picture", percentiles("image_bytes"), unit="bytes"),
        ],
        [text("## Subscriptions to listings")],
        [
            graph("Posts read, by source", [by_dimension("posts_pulled")]),
            graph("New posts, by source", [by_dimension("listing_posts_new")]),
            graph(
                "How late the latest subscription is",
                ours("listings_late_seconds", "Maximum"),
                unit="seconds",
            ),
            graph(
                "Paused, by why; posts removed",
                [by_dimension("subscriptions_paused"), *ours("listing_posts_removed")],
            ),
        ],
        [text("### Links to albums, pages and posts")],
        [
            graph("Asked about and resolved", [*ours("links_asked_about"), by_dimension("links_resolved")]),
            graph("Tries that led to nothing, by why", [by_dimension("links_not_resolved")]),
            graph("Time until known", percentiles("link_resolving_seconds"), unit="seconds"),
            graph("Failed for good, by kind", [by_dimension("links_failed_of_kind", "Maximum")]),
            graph("All links, by state", [by_dimension("links_in_state", "Maximum")]),
        ],
        [text("## Crawls")],
        [
            graph("Under way, by state", [by_dimension("crawls_under_way", "Maximum")]),
            graph("Ended, by state", [by_dimension("crawls_ended")]),
            graph("Results, by what became of them", [by_dimension("crawl_results")]),
            graph("Time of a crawl", percentiles("crawl_seconds"), unit="seconds"),
            graph(
                "How late the latest crawl is",
                ours("crawls_late_seconds", "Maximum"),
                unit="seconds",
                limit=("crawls-late", 600),
            ),
        ],
        [text("## The index of images")],
        [
            graph(
                "Searched, changed since its segment",
                [*ours("image_index_images", "Maximum"), *ours("image_index_changes_beside", "Maximum")],
            ),
            graph(
                "What failed",
                [*ours("image_index_refresh_errors"), *ours("image_index_build_errors")],
            ),
            graph(
                "Bringing up to date, making a segment, p90",
                [*ours("image_index_refresh_seconds", "p90"), *ours("image_index_build_seconds", "p90")],
                unit="seconds",
            ),
        ],
    ]


def platform() -> list[list[Widget]]:
    """What it runs on: processes, database, cache, load balancer, CDN."""
    return [
        [text("## Processes")],
        [
            graph("Processor, percent", [of_service("CPUUtilization", one) for one in SERVICES]),
            graph("Memory, percent", [of_service("MemoryUtilization", one) for one in SERVICES]),
            graph(
                "Running tasks",
                [of_service("CPUUtilization", one, "SampleCount") for one in SERVICES],
                period_seconds=60,
            ),
        ],
        [
            graph("Unhandled exceptions", ours("unhandled_exceptions")),
            graph("Calls to the cache that failed", ours("cache_errors")),
            graph("Calls of the internal API that failed", ours("internal_api_errors")),
            graph("Workers held up", ours("worker_held_up_seconds", "Maximum"), unit="seconds"),
        ],
        [text("## Database")],
        [
            graph("Processor, percent", [of_database("CPUUtilization")], limit=("database-busy", 80)),
            graph("Connections", [of_database("DatabaseConnections")]),
            graph(
                "Free storage and memory",
                [of_database("FreeStorageSpace", "Minimum"), of_database("FreeableMemory", "Minimum")],
                unit="bytes",
            ),
        ],
        [
            graph("Operations a second", [of_database("ReadIOPS"), of_database("WriteIOPS")]),
            graph("Latency", [of_database("ReadLatency"), of_database("WriteLatency")], unit="seconds"),
            graph("Waiting for the disc", [of_database("DiskQueueDepth")]),
        ],
        [text("## Cache")],
        [graph(name, [of_cache(name)]) for name in CACHE_METRICS],
        [text("## Load balancer and CDN")],
        [
            graph("Requests", [amazon("ApplicationELB", "RequestCount", "Sum", **LOAD_BALANCER)]),
            graph(
                "Targets",
                [
                    amazon("ApplicationELB", name, statistic, TargetGroup="${target_group}", **LOAD_BALANCER)
                    for name, statistic in (
                        ("HealthyHostCount", "Minimum"),
                        ("UnHealthyHostCount", "Maximum"),
                    )
                ],
                period_seconds=60,
            ),
            graph(
                "CloudFront: requests",
                [amazon("CloudFront", "Requests", "Sum", **DISTRIBUTION)],
                region=GLOBAL,
            ),
            graph(
                "CloudFront: bytes",
                [amazon("CloudFront", "BytesDownloaded", "Sum", **DISTRIBUTION)],
                region=GLOBAL,
                unit="bytes",
            ),
        ],
    ]


def cost() -> list[list[Widget]]:
    """What it costs, and what drives that. Amazon counts charges for a whole account, several times a day."""
    day = 86_400
    return [
        [
            text(
                "## Cost of this month so far, in US dollars\nOf the whole account; measured only when the"
                " account's billing preferences allow alerts. Budgets tell the operator by mail."
            )
        ],
        [
            number(
                "All services",
                [amazon("Billing", "EstimatedCharges", "Maximum", Currency="USD")],
                period_seconds=day,
                region=GLOBAL,
            ),
            graph(
                "By service",
                [
                    amazon("Billing", "EstimatedCharges", "Maximum", one, ServiceName=one, Currency="USD")
                    for one in BILLED
                ],
                period_seconds=day,
                region=GLOBAL,
            ),
        ],
        [text("## What drives it")],
        [
            graph(
                "Running tasks",
                [of_service("CPUUtilization", one, "SampleCount") for one in SERVICES],
                period_seconds=60,
                stacked=True,
            ),
            graph(
                "Messages sent a day",
                [of_queue("NumberOfMessagesSent", one, "Sum") for one in QUEUES],
                period_seconds=day,
                stacked=True,
            ),
            graph(
                "Bytes that CloudFront sent a day",
                [amazon("CloudFront", "BytesDownloaded", "Sum", **DISTRIBUTION)],
                period_seconds=day,
                region=GLOBAL,
            ),
            graph(
                "Dollars a day at sources whose answers cost",
                [by_dimension("source_dollars")],
                period_seconds=day,
                stacked=True,
            ),
        ],
    ]


def every_way(name: str) -> Widget:
    """A graph of a metric that has no place of its own yet."""
    metric = METRICS[name]
    rows = [by_dimension(name)] if metric.dimension else percentiles_or_sum(name)
    return graph(name, rows, unit=metric.unit.lower() if metric.unit != "Count" else "")


def names_in(pages: list[dict[str, Any]]) -> set[str]:
    """The metrics of ours that pages show."""
    names: set[str] = set()
    for page in pages:
        for widget in page["widgets"]:
            for row in widget["properties"].get("metrics", []):
                if row[0] == NAMESPACE:
                    names.add(row[1])
                elif isinstance(row[0], dict):
                    names.update(re.findall(rf'{NAMESPACE},.*?MetricName="(\w+)"', row[0]["expression"]))
    return names
