"""ElastiCache: parameter groups, and tags of what moto does not know to have any."""

from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.responses import ElastiCacheResponse

from tests.terraform.harness.replacing import replace

_groups: dict[str, dict[str, Any]] = {}
_parameters: dict[str, dict[str, str]] = {}


class ParameterGroupNotFoundError(ServiceException):
    """No parameter group has that name."""

    code = "CacheParameterGroupNotFound"


def install() -> None:
    """Add them."""
    list_other_tags = ElastiCacheResponse.list_tags_for_resource

    def list_tags_for_resource(self: Any) -> ActionResult:
        arn = self._get_param("ResourceName")
        if arn.split(":")[5] not in {"parametergroup", "usergroup"}:
            return list_other_tags(self)
        found = self.elasticache_backend.tagging_service.get_tag_dict_for_resource(arn)
        return ActionResult({"TagList": [{"Key": key, "Value": value} for key, value in found.items()]})

    replace(
        ElastiCacheResponse,
        create_cache_parameter_group=_create,
        describe_cache_parameter_groups=_describe_groups,
        describe_cache_parameters=_describe,
        modify_cache_parameter_group=_modify,
        reset_cache_parameter_group=_reset,
        delete_cache_parameter_group=_delete,
        list_tags_for_resource=list_tags_for_resource,
    )


def _named(call: Any) -> str:
    name: str = call._get_param("CacheParameterGroupName")
    if name not in _groups:
        raise ParameterGroupNotFoundError(f"CacheParameterGroup {name} not found.")
    return name


def _create(call: Any) -> ActionResult:
    name = call._get_param("CacheParameterGroupName")
    arn = f"arn:aws:elasticache:{call.region}:{call.current_account}:parametergroup:{name}"
    _groups[name] = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": call._get_param("CacheParameterGroupFamily"),
        "Description": call._get_param("Description"),
        "IsGlobal": False,
        "ARN": arn,
    }
    _parameters[name] = {}
    call.elasticache_backend.tagging_service.tag_resource(arn, call._get_param("Tags", []))
    return ActionResult({"CacheParameterGroup": _groups[name]})


def _describe_groups(call: Any) -> ActionResult:
    one = call._get_param("CacheParameterGroupName")
    return ActionResult({"CacheParameterGroups": [_groups[_named(call)]] if one else [*_groups.values()]})


def _describe(call: Any) -> ActionResult:
    found = _parameters[_named(call)].items()
    shown = [{"ParameterName": name, "ParameterValue": value, "Source": "user"} for name, value in found]
    return ActionResult({"Parameters": shown})


def _modify(call: Any) -> ActionResult:
    for one in call._get_param("ParameterNameValues", []):
        _parameters[_named(call)][one["ParameterName"]] = one["ParameterValue"]
    return ActionResult({"CacheParameterGroupName": _named(call)})


def _reset(call: Any) -> ActionResult:
    for one in call._get_param("ParameterNameValues", []):
        _parameters[_named(call)].pop(one["ParameterName"], None)
    return ActionResult({"CacheParameterGroupName": _named(call)})


def _delete(call: Any) -> EmptyResult:
    del _groups[_named(call)]
    return EmptyResult()
