"""The environment on one's own machine: made, used by the real services, found as described, and removed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fovea.queues.names import DEAD_LETTER_SUFFIX, QUEUES
from fovea.settings import StorageSettings
from fovea.storage import open_storage
from fovea_cli import demonstration
from tests.harness.databases import SQLiteDatabases
from tests.harness.processes import wait_until
from tests.harness.stack import running_stack
from tests.terraform.harness.inventory import Account
from tests.terraform.harness.terraform import Terraform

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SOMEBODY = "17633920@N00"


@pytest.fixture
def local(environment: Callable[..., Terraform]) -> Iterator[Terraform]:
    """The environment `local`, applied."""
    terraform = environment("local")
    try:
        terraform.apply()
        yield terraform
    finally:
        terraform.destroy()


def test_services_work_with_what_terraform_made_and_destroy_leaves_nothing(
    local: Terraform,
    account: Account,
    endpoint: str,
    redis_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = local.outputs()
    prefix = made["queue_prefix"]
    queues = {f"{prefix}{name}{suffix}" for name in QUEUES for suffix in ("", DEAD_LETTER_SUFFIX)}
    assert account.queues() == queues

    flickr = {"FLICKR_API_KEY": demonstration.API_KEY, "FLICKR_API_SECRET": demonstration.API_SECRET}
    account.put_secret(made["secrets"]["FLICKR_API_KEY"], flickr)
    settings = account.parameters(made["parameter_path"]) | account.secrets(made["secrets"])
    assert settings["FOVEA_QUEUE_PREFIX"] == prefix
    assert settings.items() >= flickr.items()
    a_refresh_goes_through(settings, endpoint=endpoint, redis_url=redis_url, folder=tmp_path)
    an_object_is_kept(settings, endpoint=endpoint, environment=monkeypatch)
    # Nobody made a queue of their own beside, or changed one of Terraform's.
    assert account.queues() == queues
    assert local.changes() == []

    local.destroy()
    assert local.resources() == []
    assert account.left_over() == {}


def a_refresh_goes_through(settings: dict[str, str], *, endpoint: str, redis_url: str, folder: Path) -> None:
    """The services, each a process as in production, pull somebody's world through these queues."""
    database_url = SQLiteDatabases(folder=folder).migrated(folder / "fovea.sqlite3")
    with running_stack(
        database_url=database_url,
        redis_url=redis_url,
        aws_endpoint=endpoint,
        settings={**settings, "FOVEA_SIMULATOR_USERS": "400", "FOVEA_MAX_PHOTOGRAPHERS": "40"},
    ) as stack:
        found = stack.post("/api/accounts/lookup", {"query": SOMEBODY})
        run_id = stack.post(f"/api/accounts/flickr/{found['external_id']}/runs")["id"]

        def ended() -> bool:
            return bool(stack.get(f"/api/runs/{run_id}")["state"] != "running")

        wait_until(ended, timeout_seconds=120, pause_seconds=0.5, what="the refresh to end")
        run = stack.get(f"/api/runs/{run_id}")
        assert run["state"] in {"done", "done_with_failures"}
        assert run["progress"]["favorites_read"] > 100
        shown = stack.get(f"/api/accounts/flickr/{SOMEBODY}/recommendations")
        assert shown["photos"]


def an_object_is_kept(settings: dict[str, str], *, endpoint: str, environment: pytest.MonkeyPatch) -> None:
    """The bucket takes an object from the code that stores them, and gives it back."""
    for name, value in {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}.items():
        environment.setenv(name, value)
    environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
    environment.setenv("AWS_ENDPOINT_URL", endpoint)
    storage = open_storage(StorageSettings(storage_url=settings["FOVEA_STORAGE_URL"]))
    storage.put("some/object.txt", b"bytes")
    assert storage.get("some/object.txt") == b"bytes"
    storage.delete("some/object.txt")
