"""`fovea queues`: what waits in every queue, and for how long."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table

from fovea.errors import QueueUnavailable
from fovea.queues import QUEUES, QueueClient
from fovea_cli import operating
from fovea_cli.amounts import seconds_in_words
from fovea_cli.problems import CannotGoOnError

_LOOK_BACK = timedelta(minutes=15)
_PERIOD_SECONDS = 60


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
def queues(*, as_json: bool) -> None:
    """Show every queue: how many messages wait, are in work, are delayed, and have failed for good, and
    how old the oldest is.

    Dead letters are messages that failed four times; docs/operations.md says how to send them again.
    """
    settings = operating.settings()
    client = QueueClient(settings)
    try:
        told = [{"name": name, **client.queue(name).depth()} for name in QUEUES]
        ages = {name: client.queue(name).oldest_seconds() for name in QUEUES}
    except QueueUnavailable as error:
        message = f"The queues do not answer: {error.detail} See `fovea status`."
        raise CannotGoOnError(message) from error
    if settings.aws_endpoint_url is None:
        ages |= _from_cloudwatch(settings.queue_prefix)
    for queue in told:
        empty = not any(queue[part] for part in ("waiting", "in_flight", "delayed"))
        queue["oldest_seconds"] = None if empty else ages[str(queue["name"])]
    if as_json:
        click.echo(json.dumps(told, indent=2))
    else:
        Console(highlight=False).print(_table(told))


def _table(told: list[dict[str, Any]]) -> Table:
    table = Table("Queue", "Waiting", "In work", "Delayed", "Dead letters", "Oldest")
    for column in table.columns[1:]:
        column.justify = "right"
    for queue in told:
        dead = f"[red]{queue['dead_letters']:,}[/red]" if queue["dead_letters"] else "0"
        age = queue["oldest_seconds"]
        table.add_row(
            str(queue["name"]),
            *(f"{queue[part]:,}" for part in ("waiting", "in_flight", "delayed")),
            dead,
            "" if age is None else seconds_in_words(age),
        )
    return table


def _from_cloudwatch(prefix: str) -> dict[str, float]:
    """How old the oldest message of each queue is, as CloudWatch was told lately: SQS itself does not say.

    Empty when we may not ask: the age is then not shown.
    """
    now = datetime.now(UTC)
    wanted: Any = [
        {
            "Id": f"q{number}",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/SQS",
                    "MetricName": "ApproximateAgeOfOldestMessage",
                    "Dimensions": [{"Name": "QueueName", "Value": prefix + name}],
                },
                "Period": _PERIOD_SECONDS,
                "Stat": "Maximum",
            },
        }
        for number, name in enumerate(QUEUES)
    ]
    try:
        answer = boto3.client("cloudwatch").get_metric_data(
            MetricDataQueries=wanted, StartTime=now - _LOOK_BACK, EndTime=now, ScanBy="TimestampDescending"
        )
    except (BotoCoreError, ClientError) as error:
        Console(stderr=True, highlight=False).print(
            f"The ages of messages are not told: {error}", style="dim"
        )
        return {}
    return {
        QUEUES[int(str(result["Id"])[1:])]: float(result["Values"][0])
        for result in answer["MetricDataResults"]
        if result["Values"]
    }
