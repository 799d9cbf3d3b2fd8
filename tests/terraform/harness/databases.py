"""RDS: who set a parameter of the database, and what is known of its Performance Insights."""

from collections.abc import Iterable
from typing import Any

from moto.rds.models import DBParameterGroup
from moto.rds.responses import RDSResponse

from tests.terraform.harness.replacing import replace

INSIGHTS = {
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
    "PerformanceInsightsKMSKeyId": "PerformanceInsightsKMSKeyId",
    "PerformanceInsightsRetentionPeriod": "PerformanceInsightsRetentionPeriod",
}


def install() -> None:
    """Keep both."""
    update = DBParameterGroup.update_parameters
    create = RDSResponse.create_db_instance

    def update_parameters(self: Any, new_parameters: Iterable[dict[str, Any]]) -> None:
        update(self, [{"Source": "user", **one} for one in new_parameters])

    def create_db_instance(self: Any) -> Any:
        result = create(self)
        for told, answered in INSIGHTS.items():
            if told in self.params:
                setattr(result.result["DBInstance"], answered, self.params[told])  # type: ignore[index]
        return result

    replace(DBParameterGroup, update_parameters=update_parameters)
    replace(RDSResponse, create_db_instance=create_db_instance)
