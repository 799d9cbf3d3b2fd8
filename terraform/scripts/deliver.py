"""Bring a version to an environment: `.venv/bin/python terraform/scripts/deliver.py STEP ENVIRONMENT [TAG]`.

    migrate dev 3f9c2ab   run the migration of that version, and wait for its end
    rollout dev 3f9c2ab   let all services take that version, and wait until they are well (or went back)
    website dev           publish frontend/dist

In this order. To go back is to roll an older version out: migrations only ever add what the older one can do
without. What there is to work on comes from Terraform (`terraform output deployment` of the environment), or,
in a pipeline, from the variable DEPLOYMENT.
"""

import json
import mimetypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).parents[2]
SITE = ROOT / "frontend" / "dist"
POLL_SECONDS = 5.0
LONGEST_SECONDS = 1_800
# What registering gives back besides what it takes.
GIVEN_BACK = {
    "compatibilities",
    "deregisteredAt",
    "registeredAt",
    "registeredBy",
    "requiresAttributes",
    "revision",
    "status",
    "taskDefinitionArn",
}

Deployment = Mapping[str, Any]
Wait = Callable[[float], None]


class DeliveryError(Exception):
    """A step has failed; the message says what to do."""


def deployment_of(environment: str) -> Deployment:
    """What Terraform made that a delivery works on."""
    given = os.environ.get("DEPLOYMENT")
    if given is None:
        folder = ROOT / "terraform" / "environments" / environment
        asked = ["terraform", f"-chdir={folder}", "output", "-json", "deployment"]
        given = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    found: Deployment = json.loads(given)
    return found


def register(ecs: Any, family: str, *, repository: str, tag: str) -> str:
    """The ARN of a new revision of a task definition: as the newest one, with the image of that tag."""
    newest = ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]
    wanted = {name: value for name, value in newest.items() if name not in GIVEN_BACK}
    for container in wanted["containerDefinitions"]:
        container["image"] = f"{repository}:{tag}"
    return str(ecs.register_task_definition(**wanted)["taskDefinition"]["taskDefinitionArn"])


def migrate(deployment: Deployment, tag: str, *, ecs: Any, wait: Wait = time.sleep) -> None:
    """Run the migration and wait for its end. Raises DeliveryError when it did not end well."""
    definition = register(
        ecs, deployment["migration"], repository=deployment["repositories"]["api-server"], tag=tag
    )
    network = {"subnets": deployment["subnets"], "securityGroups": [deployment["security_group"]]}
    begun = ecs.run_task(
        cluster=deployment["cluster"],
        taskDefinition=definition,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": {**network, "assignPublicIp": "DISABLED"}},
    )
    if not begun["tasks"]:
        raise DeliveryError(f"the migration was not started: {begun['failures']}")
    arn = begun["tasks"][0]["taskArn"]
    for _ in range(int(LONGEST_SECONDS / POLL_SECONDS)):
        task = ecs.describe_tasks(cluster=deployment["cluster"], tasks=[arn])["tasks"][0]
        if task["lastStatus"] == "STOPPED":
            break
        wait(POLL_SECONDS)
    else:
        raise DeliveryError(f"the migration {arn} is still running; look at its log, it is not stopped")
    codes = [container.get("exitCode") for container in task["containers"]]
    if codes != [0]:
        raise DeliveryError(
            f"the migration failed ({task.get('stoppedReason', codes)}): its log says why. Do not roll out"
        )


def roll_out(deployment: Deployment, tag: str, *, ecs: Any, wait: Wait = time.sleep) -> None:
    """Let all services take the version and wait until they have. Raises DeliveryError when one went back."""
    cluster = deployment["cluster"]
    wanted: dict[str, str] = {}
    for service, name in deployment["services"].items():
        wanted[name] = register(
            ecs, name, repository=deployment["repositories"][deployment["images"][service]], tag=tag
        )
    for name, definition in wanted.items():
        ecs.update_service(cluster=cluster, service=name, taskDefinition=definition)
    for _ in range(int(LONGEST_SECONDS / POLL_SECONDS)):
        described = ecs.describe_services(cluster=cluster, services=list(wanted))["services"]
        if not [one for one in described if not _has_taken(one, wanted[one["serviceName"]])]:
            return
        wait(POLL_SECONDS)
    raise DeliveryError("services have not become well in half an hour; their events in ECS say why")


def _has_taken(service: Mapping[str, Any], definition: str) -> bool:
    """Whether a service runs only what it was told to. Raises DeliveryError when it has gone back."""
    for one in service["deployments"]:
        if one["taskDefinition"] == definition and one.get("rolloutState") == "FAILED":
            reason = one.get("rolloutStateReason", "its tasks did not become well")
            raise DeliveryError(f"{service['serviceName']} went back to the version before: {reason}")
    primary = next((one for one in service["deployments"] if one["status"] == "PRIMARY"), None)
    if primary is None or primary["taskDefinition"] != definition:
        raise DeliveryError(
            f"{service['serviceName']} went back to the version before; its events in ECS say why"
        )
    return len(service["deployments"]) == 1 and primary.get("rolloutState", "COMPLETED") == "COMPLETED"


def publish(deployment: Deployment, *, s3: Any, cloudfront: Any, site: Path = SITE) -> int:
    """Upload the built website, its page last, and let CloudFront forget the old one; how many files.

    Files under assets/ are named by their contents and kept for ever, the older ones too: pages that are open
    go on asking for them.
    """
    files = sorted(
        (path for path in site.rglob("*") if path.is_file() and not path.name.startswith(".")),
        key=lambda path: (path.suffix == ".html", path),
    )
    if not (site / "index.html").is_file():
        raise DeliveryError(f"{site} holds no website: build it first (make setup)")
    for path in files:
        key = path.relative_to(site).as_posix()
        kept = "public, max-age=31536000, immutable" if key.startswith("assets/") else "no-cache"
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        s3.put_object(
            Bucket=deployment["site_bucket"],
            Key=key,
            Body=path.read_bytes(),
            CacheControl=kept,
            ContentType=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        )
    cloudfront.create_invalidation(
        DistributionId=deployment["distribution_id"],
        InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())},
    )
    return len(files)


def main(step: str, environment: str, tag: str = "") -> None:
    """Carry out one step."""
    deployment = deployment_of(environment)
    session = boto3.Session(region_name=deployment["region"])
    if step == "website":
        publish(deployment, s3=session.client("s3"), cloudfront=session.client("cloudfront"))
        return
    steps = {"migrate": migrate, "rollout": roll_out}
    if step not in steps or not tag:
        raise DeliveryError(str(__doc__))
    steps[step](deployment, tag, ecs=session.client("ecs"))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (DeliveryError, TypeError) as error:
        sys.exit(str(error) if isinstance(error, DeliveryError) else str(__doc__))
