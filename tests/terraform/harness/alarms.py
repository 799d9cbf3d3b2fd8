"""CloudWatch: alarms that are made of other alarms."""

from moto.cloudwatch.responses import CloudWatchResponse

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Let moto's own way of making an alarm make composite ones too: it takes their rule."""
    replace(CloudWatchResponse, put_composite_alarm=CloudWatchResponse.put_metric_alarm)
