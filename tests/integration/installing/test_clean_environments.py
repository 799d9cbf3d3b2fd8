"""Every service can be installed and started by itself: it declares what it needs and packs what it has."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.harness.clean_environment import install, needed_by
from tests.harness.processes import wait_until
from tests.harness.stack import MODULES, running_stack

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SERVICES = ("api-server", "scheduler", "puller", "ingester", "response-readers", "simulator")
SOMEBODY = "17633920@N00"


def test_services_that_are_installed_each_by_itself_refresh_somebody(
    redis_url: str, aws_endpoint: str, tmp_path: Path
) -> None:
    pythons = {service: str(install(service, tmp_path / service)) for service in SERVICES}
    database_url = f"sqlite:///{tmp_path / 'fovea.sqlite3'}"
    numba = {"NUMBA_CACHE_DIR": str(tmp_path / "numba")}
    # Compiling what scores takes longer on a busy machine than one waits for a server to be ready.
    compiling = ["-c", "from api_server.recommendations import warm_up; warm_up()"]
    for command in (["-m", "api_server.migrate"], compiling):
        subprocess.run(
            [pythons["api-server"], *command],
            env={**clean(), **numba, "FOVEA_DATABASE_URL": database_url},
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
    with running_stack(
        database_url=database_url,
        redis_url=redis_url,
        aws_endpoint=aws_endpoint,
        settings={
            "FOVEA_SIMULATOR_USERS": "400",
            "FOVEA_MAX_PHOTOGRAPHERS": "20",
            **numba,
            "PYTHONPATH": "",
        },
        interpreters={name: pythons[name.rstrip("-12")] for name in MODULES},
    ) as stack:
        stack.post("/api/accounts/lookup", {"query": SOMEBODY})
        run_id = stack.post(f"/api/accounts/flickr/{SOMEBODY}/runs")["id"]

        def ended() -> bool:
            return bool(stack.get(f"/api/runs/{run_id}")["state"] != "running")

        wait_until(ended, timeout_seconds=120, pause_seconds=0.2, what="the refresh to end")
        assert stack.get(f"/api/runs/{run_id}")["state"] in {"done", "done_with_failures"}
        assert stack.get(f"/api/accounts/flickr/{SOMEBODY}/recommendations")["photos"]


def test_what_a_service_does_not_declare_is_not_there(tmp_path: Path) -> None:
    python = install("scheduler", tmp_path / "scheduler")
    said = subprocess.run(
        [python, "-c", "import puller"],
        env=clean(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "No module named 'puller'" in said.stderr
    assert "moto" not in {package.metadata["Name"] for package in needed_by("fovea-puller")}
    assert "moto" in {package.metadata["Name"] for package in needed_by("fovea-cli")}


def clean() -> dict[str, str]:
    """The environment without ways to the sources."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
