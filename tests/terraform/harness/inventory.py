"""What is at an endpoint, asked as AWS is asked: what `destroy` should have removed."""

import json
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config

from tests.harness.aws import REGION


class Account:
    """The account behind an endpoint."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def client(self, service: str) -> Any:
        """boto3's client of a service there."""
        return boto3.client(
            service,
            endpoint_url=self._endpoint,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"max_attempts": 2}),
        )

    def queues(self) -> set[str]:
        """Names of all queues."""
        urls = self.client("sqs").list_queues(MaxResults=1000).get("QueueUrls", [])
        return {url.rpartition("/")[2] for url in urls}

    def parameters(self, path: str) -> dict[str, str]:
        """The settings under a path of Parameter Store, by the last part of their names."""
        found = self.client("ssm").get_parameters_by_path(Path=path, Recursive=True)["Parameters"]
        return {one["Name"].rpartition("/")[2]: one["Value"] for one in found}

    def secrets(self, references: Mapping[str, str]) -> dict[str, str]:
        """The values of secrets, by setting. A reference is an ARN, or an ARN and a key of its JSON, as task
        definitions have them: arn:aws:secretsmanager:region:account:secret:name:key::
        """
        client, values = self.client("secretsmanager"), {}
        for setting, reference in references.items():
            secret, key = _arn_and_key(reference)
            value = client.get_secret_value(SecretId=secret)["SecretString"]
            values[setting] = json.loads(value)[key] if key else value
        return values

    def put_secret(self, reference: str, value: Mapping[str, str]) -> None:
        """What the operator does with the keys of the Flickr app."""
        secret, _ = _arn_and_key(reference)
        self.client("secretsmanager").put_secret_value(SecretId=secret, SecretString=json.dumps(value))

    def left_over(self) -> dict[str, list[str]]:
        """What is there of the kinds that environments make and that cost or hold something."""
        there = {
            "queues": sorted(self.queues()),
            "buckets": [one["Name"] for one in self.client("s3").list_buckets()["Buckets"]],
            "secrets": [one["Name"] for one in self.client("secretsmanager").list_secrets()["SecretList"]],
            "parameters": sorted(self.parameters("/fovea")),
            "databases": self._names("rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier"),
            "caches": self._names(
                "elasticache", "describe_replication_groups", "ReplicationGroups", "ReplicationGroupId"
            ),
            "load balancers": self._names(
                "elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerName"
            ),
            "clusters": self._clusters(),
            "alarms": self._names("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
            "networks": [
                one["VpcId"] for one in self.client("ec2").describe_vpcs()["Vpcs"] if not one["IsDefault"]
            ],
        }
        return {kind: names for kind, names in there.items() if names}

    def _clusters(self) -> list[str]:
        ecs = self.client("ecs")
        found = ecs.describe_clusters(clusters=ecs.list_clusters()["clusterArns"])["clusters"]
        # A cluster that was deleted can be asked about for a while.
        return [one["clusterName"] for one in found if one["status"] == "ACTIVE"]

    def _names(self, service: str, call: str, answer: str, key: str) -> list[str]:
        return [one[key] for one in getattr(self.client(service), call)()[answer]]


def _arn_and_key(reference: str) -> tuple[str, str]:
    parts = reference.split(":")
    return ":".join(parts[:7]), parts[7] if len(parts) > 7 else ""
