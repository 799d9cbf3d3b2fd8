"""ElastiCache: groups of users, and who is in them."""

from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.elasticache.responses import ElastiCacheResponse

from tests.terraform.harness.replacing import replace


class UserGroupNotFoundError(ServiceException):
    """No group has that id."""

    code = "UserGroupNotFound"


def install() -> None:
    """Add them."""
    groups: dict[str, dict[str, Any]] = {}

    def named(self: Any) -> dict[str, Any]:
        identifier = self._get_param("UserGroupId")
        if identifier not in groups:
            raise UserGroupNotFoundError(f"User group {identifier} not found.")
        return groups[identifier]

    def create(self: Any) -> ActionResult:
        identifier = self._get_param("UserGroupId")
        arn = f"arn:aws:elasticache:{self.region}:{self.current_account}:usergroup:{identifier}"
        groups[identifier] = {
            "UserGroupId": identifier,
            "Status": "active",
            "Engine": self._get_param("Engine"),
            "UserIds": self._get_param("UserIds", []),
            "MinimumEngineVersion": "7.2",
            "ReplicationGroups": [],
            "ARN": arn,
        }
        self.elasticache_backend.tagging_service.tag_resource(arn, self._get_param("Tags", []))
        return ActionResult(groups[identifier])

    def describe(self: Any) -> ActionResult:
        found = [named(self)] if self._get_param("UserGroupId") else [*groups.values()]
        return ActionResult({"UserGroups": found})

    def modify(self: Any) -> ActionResult:
        group = named(self)
        removed = set(self._get_param("UserIdsToRemove", []))
        kept = [one for one in group["UserIds"] if one not in removed]
        group["UserIds"] = [*kept, *self._get_param("UserIdsToAdd", [])]
        return ActionResult(group)

    def delete(self: Any) -> ActionResult:
        group = named(self)
        del groups[group["UserGroupId"]]
        return ActionResult({**group, "Status": "deleting"})

    replace(
        ElastiCacheResponse,
        create_user_group=create,
        describe_user_groups=describe,
        modify_user_group=modify,
        delete_user_group=delete,
    )
