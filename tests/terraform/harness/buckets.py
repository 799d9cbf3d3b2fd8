"""S3: policies with conditions, logs of buckets, and versions that were deleted."""

import copy
import json
from typing import Any

from moto.s3.models import FakeBucket, FakeDeleteMarker

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Leave out what depends on conditions: moto takes "deny what is not encrypted" as "deny"."""
    decide = FakeBucket.get_permission

    def get_permission(self: Any, action: str, resource: str) -> Any:
        bucket = copy.copy(self)
        if bucket.policy:
            policy = json.loads(bucket.policy)
            policy["Statement"] = [one for one in policy["Statement"] if "Condition" not in one]
            bucket.policy = json.dumps(policy).encode() if policy["Statement"] else None
        return decide(bucket, action, resource)

    def may_write_logs(**_named: Any) -> bool:
        return True  # moto does not understand every policy that says so; AWS does

    def dispose(self: Any) -> None:
        """A marker holds no bytes; moto asks it to let them go and finds that it cannot."""

    replace(FakeDeleteMarker, dispose=dispose)
    replace(
        FakeBucket,
        get_permission=get_permission,
        _log_permissions_enabled_policy=staticmethod(may_write_logs),
    )
