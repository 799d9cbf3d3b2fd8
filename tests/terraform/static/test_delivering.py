"""Bringing a version to an environment: the migration, the rollout, the website."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest
from moto import mock_aws

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "terraform" / "scripts" / "deliver.py"
DEPLOYMENT = {
    "region": "us-west-2",
    "cluster": "fovea-test",
    "services": {"puller": "fovea-test-puller"},
    "images": {"puller": "puller"},
    "migration": "fovea-test-migration",
    "subnets": ["subnet-1"],
    "security_group": "sg-1",
    "repositories": {"api-server": "registry.example/api-server", "puller": "registry.example/puller"},
    "site_bucket": "fovea-test-site",
    "distribution_id": "E1",
}


@pytest.fixture(scope="module")
def deliver() -> ModuleType:
    """The script as a module."""
    specification = importlib.util.spec_from_file_location("deliver", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["deliver"] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An AWS of this test's own."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        yield


@pytest.fixture
def ecs(aws: None) -> Any:
    """ECS with a cluster and a puller of an older version."""
    client = boto3.client("ecs", region_name="us-west-2")
    client.create_cluster(clusterName="fovea-test")
    for family, image in (("puller", "puller"), ("migration", "api-server")):
        client.register_task_definition(
            family=f"fovea-test-{family}",
            cpu="256",
            memory="512",
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            containerDefinitions=[
                {
                    "name": family,
                    "image": f"registry.example/{image}:older",
                    "environment": [{"name": "FOVEA_ENVIRONMENT", "value": "test"}],
                }
            ],
        )
    client.create_service(
        cluster="fovea-test",
        serviceName="fovea-test-puller",
        taskDefinition="fovea-test-puller",
        desiredCount=1,
    )
    return client


class Pretending:
    """ECS whose tasks and rollouts end as a test says; all else is asked of the real one."""

    def __init__(self, ecs: Any, *, exit_code: int = 0, rollout: str = "COMPLETED") -> None:
        self._ecs = ecs
        self._exit_code = exit_code
        self._rollout = rollout
        self.began: list[dict[str, Any]] = []
        self.updated: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ecs, name)

    def run_task(self, **what: Any) -> dict[str, Any]:
        self.began.append(what)
        return {"tasks": [{"taskArn": "task-1"}], "failures": []}

    def describe_tasks(self, **_: Any) -> dict[str, Any]:
        return {"tasks": [{"lastStatus": "STOPPED", "containers": [{"exitCode": self._exit_code}]}]}

    def update_service(self, *, cluster: str, service: str, taskDefinition: str) -> None:  # noqa: N803 - ECS's word
        self.updated[service] = taskDefinition

    def describe_services(self, **_: Any) -> dict[str, Any]:
        return {
            "services": [
                {
                    "serviceName": name,
                    "deployments": [
                        {"status": "PRIMARY", "taskDefinition": definition, "rolloutState": self._rollout}
                    ],
                }
                for name, definition in self.updated.items()
            ]
        }


def test_a_version_is_the_newest_task_definition_with_another_image(deliver: ModuleType, ecs: Any) -> None:
    pretending = Pretending(ecs)
    deliver.roll_out(DEPLOYMENT, "newer", ecs=pretending)
    definition = ecs.describe_task_definition(taskDefinition=pretending.updated["fovea-test-puller"])
    container = definition["taskDefinition"]["containerDefinitions"][0]
    assert container["image"] == "registry.example/puller:newer"
    assert container["environment"] == [{"name": "FOVEA_ENVIRONMENT", "value": "test"}]
    assert definition["taskDefinition"]["revision"] == 2


def test_a_service_that_went_back_fails_the_rollout(deliver: ModuleType, ecs: Any) -> None:
    with pytest.raises(deliver.DeliveryError, match="fovea-test-puller went back"):
        deliver.roll_out(DEPLOYMENT, "broken", ecs=Pretending(ecs, rollout="FAILED"))


def test_the_migration_runs_the_new_version_in_the_private_network(deliver: ModuleType, ecs: Any) -> None:
    pretending = Pretending(ecs)
    deliver.migrate(DEPLOYMENT, "newer", ecs=pretending)
    network = pretending.began[0]["networkConfiguration"]["awsvpcConfiguration"]
    assert network == {"subnets": ["subnet-1"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}
    definition = ecs.describe_task_definition(taskDefinition=pretending.began[0]["taskDefinition"])
    assert (
        definition["taskDefinition"]["containerDefinitions"][0]["image"]
        == "registry.example/api-server:newer"
    )


def test_a_migration_that_failed_is_told(deliver: ModuleType, ecs: Any) -> None:
    with pytest.raises(deliver.DeliveryError, match="Do not roll out"):
        deliver.migrate(DEPLOYMENT, "newer", ecs=Pretending(ecs, exit_code=1))


def test_the_page_of_the_website_comes_last_and_is_asked_for_anew(
    deliver: ModuleType, aws: None, tmp_path: Path
) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-1a2b.js").write_text("1")
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / ".built").write_text("")
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="fovea-test-site")
    put: list[str] = []
    s3.meta.events.register(
        "before-parameter-build.s3.PutObject", lambda params, **_: put.append(params["Key"])
    )

    class CloudFront:
        asked: Any = None

        def create_invalidation(self, **what: Any) -> None:
            self.asked = what

    cloudfront = CloudFront()
    assert deliver.publish(DEPLOYMENT, s3=s3, cloudfront=cloudfront, site=tmp_path) == 2
    assert put == ["assets/index-1a2b.js", "index.html"]
    page = s3.get_object(Bucket="fovea-test-site", Key="index.html")
    assert (page["CacheControl"], page["ContentType"]) == ("no-cache", "text/html; charset=utf-8")
    assert "immutable" in s3.get_object(Bucket="fovea-test-site", Key="assets/index-1a2b.js")["CacheControl"]
    assert cloudfront.asked["DistributionId"] == "E1"


def test_a_website_that_was_not_built_is_not_published(deliver: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(deliver.DeliveryError, match="build it first"):
        deliver.publish(DEPLOYMENT, s3=None, cloudfront=None, site=tmp_path)
