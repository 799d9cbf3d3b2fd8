"""CloudFront: functions that are published, and changed."""

from typing import Any

from moto.cloudfront import urls
from moto.cloudfront.models import CloudFrontFunction
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Add both, and tell of a function in the stage that is asked for."""
    plain = CloudFrontFunction.function_summary

    def publish_function(self: Any) -> ActionResult:
        function = self.backend.describe_function(name=self._get_param("Name"))
        function.stage, function.status = "LIVE", "DEPLOYED"
        return ActionResult({"FunctionSummary": function.function_summary})

    def update_function(self: Any) -> ActionResult:
        function = self.backend.describe_function(name=self._get_param("Name"))
        function.config = self._get_param("FunctionConfig", {})
        function.code = self._get_param("FunctionCode")
        return ActionResult({"FunctionSummary": function.function_summary, "ETag": function.etag})

    def function_summary(self: Any) -> dict[str, Any]:
        summary: dict[str, Any] = plain.fget(self)  # type: ignore[attr-defined]
        summary["FunctionConfig"].setdefault("KeyValueStoreAssociations", {"Quantity": 0})
        return summary

    replace(CloudFrontResponse, publish_function=publish_function, update_function=update_function)
    replace(CloudFrontFunction, function_summary=property(function_summary))
    urls.url_paths["{0}/2020-05-31/function/(?P<function_name>[^/]+)/publish$"] = CloudFrontResponse.dispatch
