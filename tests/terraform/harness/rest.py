"""EC2, RDS and S3: single things that moto leaves out or minds too much."""

from collections.abc import Iterable
from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule
from moto.rds.models import DBParameterGroup
from moto.s3.models import FakeBucket

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Descriptions of rules that refer to a group; who set a parameter of the database; logs of buckets."""
    update = DBParameterGroup.update_parameters

    def description(self: Any) -> str | None:
        text: str | None = self.ip_range.get("Description") or self.source_group.get("Description")
        return text

    def update_parameters(self: Any, new_parameters: Iterable[dict[str, Any]]) -> None:
        update(self, [{"Source": "user", **one} for one in new_parameters])

    def may_write_logs(**_named: Any) -> bool:
        return True  # moto does not understand every policy that says so; AWS does

    replace(FakeBucket, _log_permissions_enabled_policy=staticmethod(may_write_logs))
    replace(SecurityGroupRule, description=property(description))
    replace(DBParameterGroup, update_parameters=update_parameters)
