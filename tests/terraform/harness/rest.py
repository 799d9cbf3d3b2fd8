"""EC2 and Route 53: single things that moto leaves out or minds too much."""

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule
from moto.route53.models import Route53Backend

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Descriptions of rules that refer to a group; logs of zones."""
    initialise = SecurityGroupRule.__init__
    create_config = Route53Backend.create_query_logging_config

    def initialise_and_keep(self: Any, *given: Any, **named: Any) -> None:
        of_list = named.get("prefix_list_id") or next((one for one in given if _is_list(one)), None) or {}
        initialise(self, *given, **named)
        self.description_of_list = of_list.get("Description")

    def description(self: Any) -> str | None:
        for text in (self.ip_range.get("Description"), self.source_group.get("Description")):
            if text:
                return str(text)
        return self.description_of_list  # type: ignore[no-any-return]

    def create_query_logging_config(self: Any, hosted_zone_id: str, log_group_arn: str) -> Any:
        made = create_config(self, hosted_zone_id, f"{log_group_arn}:*")
        made.cloud_watch_logs_log_group_arn = log_group_arn
        return made

    replace(Route53Backend, create_query_logging_config=create_query_logging_config)
    replace(SecurityGroupRule, __init__=initialise_and_keep, description=property(description))


def _is_list(argument: Any) -> bool:
    return isinstance(argument, dict) and "PrefixListId" in argument
