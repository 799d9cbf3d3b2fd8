"""ElastiCache: the nodes of replication groups, and groups that can be deleted."""

from typing import Any

from moto.core.responses import EmptyResult
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Add both."""
    create_group, delete_group = (
        ElastiCacheBackend.create_replication_group,
        ElastiCacheBackend.delete_replication_group,
    )
    describe_others = ElastiCacheBackend.describe_cache_clusters
    nodes: dict[str, dict[str, Any]] = {}

    def create(self: Any, **given: Any) -> Any:
        count = given.get("num_cache_clusters")
        if count and not given.get("replicas_per_node_group"):
            given["replicas_per_node_group"] = int(count) - 1
        group = create_group(self, **given)
        nodes.update({name: _node(self, name, group, given) for name in group.member_clusters})
        return group

    def describe(self: Any, cache_cluster_id: str | None = None) -> list[Any]:
        if cache_cluster_id in nodes:
            return [nodes[cache_cluster_id]]
        others = describe_others(self, cache_cluster_id)
        return others if cache_cluster_id else [*others, *nodes.values()]

    def delete(self: Any, replication_group_id: str, *rest: Any, **named: Any) -> Any:
        for name in [
            name for name, node in nodes.items() if node["ReplicationGroupId"] == replication_group_id
        ]:
            del nodes[name]
        group = delete_group(self, replication_group_id, *rest, **named)
        del self.replication_groups[replication_group_id]  # moto keeps it in "deleting" for ever
        return group

    def delete_subnet_group(self: Any) -> EmptyResult:
        del self.elasticache_backend.cache_subnet_groups[self._get_param("CacheSubnetGroupName")]
        return EmptyResult()

    replace(
        ElastiCacheBackend,
        create_replication_group=create,
        describe_cache_clusters=describe,
        delete_replication_group=delete,
    )
    replace(ElastiCacheResponse, delete_cache_subnet_group=delete_subnet_group)


def _node(backend: Any, name: str, group: Any, given: dict[str, Any]) -> dict[str, Any]:
    """A node of a replication group as DescribeCacheClusters tells of it."""
    version = given.get("engine_version") or ""
    return {
        "CacheClusterId": name,
        "CacheClusterStatus": "available",
        "Engine": given.get("engine") or "redis",
        "EngineVersion": version if version.count(".") == 2 else f"{version}.0",
        "CacheNodeType": given.get("cache_node_type"),
        "NumCacheNodes": 1,
        "CacheParameterGroup": {
            "CacheParameterGroupName": given.get("cache_parameter_group_name"),
            "ParameterApplyStatus": "in-sync",
        },
        "CacheSubnetGroupName": given.get("cache_subnet_group_name"),
        "SecurityGroups": [
            {"SecurityGroupId": one, "Status": "active"} for one in given.get("security_group_ids") or []
        ],
        "ReplicationGroupId": group.replication_group_id,
        "AutoMinorVersionUpgrade": str(given.get("auto_minor_version_upgrade")).lower() != "false",
        "TransitEncryptionEnabled": given.get("transit_encryption_enabled"),
        "TransitEncryptionMode": given.get("transit_encryption_mode"),
        "AtRestEncryptionEnabled": given.get("at_rest_encryption_enabled"),
        "PreferredMaintenanceWindow": given.get("preferred_maintenance_window") or "sun:05:00-sun:06:00",
        "NotificationConfiguration": {"TopicArn": given.get("notification_topic_arn") or ""},
        "SnapshotRetentionLimit": given.get("snapshot_retention_limit") or 0,
        "SnapshotWindow": given.get("snapshot_window") or "03:00-04:00",
        "ARN": f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:cluster:{name}",
        "CacheNodes": [],
        "NetworkType": "ipv4",
        "IpDiscovery": "ipv4",
    }
