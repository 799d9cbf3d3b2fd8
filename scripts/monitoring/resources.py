"""What Amazon measures of an environment's resources: queues, services, database, cache."""

from typing import Any

from monitoring.series import SERVICES, Series, amazon

LOAD_BALANCER = {"LoadBalancer": "${load_balancer}"}
TARGETS = {"TargetGroup": "${target_group}", **LOAD_BALANCER}
DISTRIBUTION = {"DistributionId": "${distribution_id}", "Region": "Global"}
DATABASE = {"DBInstanceIdentifier": "${database_id}"}


def of_queue(name: str, queue: str, statistic: str = "Maximum") -> Series:
    """A metric of one queue."""
    return amazon("SQS", name, statistic, queue, QueueName="${queue_prefix}" + queue)


def of_service(name: str, service: str, statistic: str = "Average") -> Series:
    """A metric of all tasks of a service. How many samples of it there are a minute is how many tasks run."""
    names = {"ClusterName": "${cluster_name}", "ServiceName": SERVICES[service]}
    return amazon("ECS", name, statistic, service, **names)


def of_database(name: str, statistic: str = "Average") -> Series:
    """A metric of the database."""
    return amazon("RDS", name, statistic, **DATABASE)


def of_cache(name: str) -> list[Any]:
    """A metric of each node of the cache, whatever their number."""
    terms = f'MetricName="{name}" CacheClusterId=${{cache_id}}'
    return [
        {
            "expression": f"SEARCH('{{AWS/ElastiCache,CacheClusterId}} {terms}', 'Average', 300)",
            "label": "",
            "id": f"cache_{name.lower()}",
        }
    ]
