"""EC2 and RDS: single values that moto leaves out."""

from collections.abc import Iterable
from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule
from moto.rds.models import DBParameterGroup

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Descriptions of rules that refer to a group; who set a parameter of the database."""
    update = DBParameterGroup.update_parameters

    def description(self: Any) -> str | None:
        text: str | None = self.ip_range.get("Description") or self.source_group.get("Description")
        return text

    def update_parameters(self: Any, new_parameters: Iterable[dict[str, Any]]) -> None:
        update(self, [{"Source": "user", **one} for one in new_parameters])

    replace(SecurityGroupRule, description=property(description))
    replace(DBParameterGroup, update_parameters=update_parameters)
