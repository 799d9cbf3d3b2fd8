"""ECS: what a service was told and moto does not give back."""

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.responses import EC2ContainerServiceResponse

from tests.terraform.harness.replacing import replace

KEPT = {
    "capacityProviderStrategy": "capacity_provider_strategy",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "serviceConnectConfiguration": "service_connect_configuration",
}


def install() -> None:
    """Keep it at each writing."""
    replace(
        EC2ContainerServiceResponse,
        create_service=_keeping(EC2ContainerServiceResponse.create_service),
        update_service=_keeping(EC2ContainerServiceResponse.update_service),
    )


def _keeping(write: Callable[[Any], ActionResult]) -> Callable[[Any], ActionResult]:
    def call(self: Any) -> ActionResult:
        result = write(self)
        service = result.result["service"]  # type: ignore[index]
        for key, attribute in KEPT.items():
            value = self._get_params().get(key)
            if value is not None:
                setattr(service, attribute, value)
        if getattr(service, "capacity_provider_strategy", None):
            service.launch_type = None
            service.platform_version = service.platform_version or "LATEST"
            for one in service.capacity_provider_strategy:
                one.setdefault("base", 0)
        if not getattr(service, "availability_zone_rebalancing", None):
            service.availability_zone_rebalancing = "DISABLED"
        return result

    return call
