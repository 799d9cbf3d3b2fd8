"""The image of each service, built by the Dockerfile and started, where buildah can (`make images`)."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.harness.aws import aws_environment
from tests.harness.ports import free_port
from tests.harness.processes import running

ROOT = Path(__file__).parents[2]
SERVICES = ("simulator", "api-server", "scheduler", "puller", "ingester", "response-readers")
BASE = "localhost/fovea-base"
BUILDAH = {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1_200),
    pytest.mark.skipif(
        not all(map(shutil.which, ("buildah", "debootstrap"))) or os.geteuid() != 0,
        reason="building images here takes buildah, debootstrap and root",
    ),
]


@pytest.fixture(scope="module")
def base() -> str:
    """An image of Debian to build on; kept for the next time."""
    if buildah("images", "--quiet", "--filter", f"reference={BASE}", check=False) == "":
        subprocess.run([ROOT / "scripts" / "base-image", BASE], env=environment(), check=True)
    return BASE


@pytest.fixture(params=SERVICES)
def container(request: pytest.FixtureRequest, base: str) -> Iterator[str]:
    """A container of a service's image."""
    service = str(request.param)
    given = environment() | {"BASE": base, "VERSION": "test"}
    subprocess.run([ROOT / "scripts" / "build-images", service], env=given, check=True, capture_output=True)
    name = buildah("from", f"localhost/fovea/{service}:test")
    yield name
    buildah("rm", name)


def test_an_image_runs_its_service_as_nobody_with_no_place_to_write_but_tmp(
    container: str, redis_url: str, aws_endpoint: str, tmp_path: Path
) -> None:
    assert buildah("run", container, "--", "id", "-u") == "10001"
    looking = "find / -xdev -type d -writable -not -path /proc/* -not -path /dev/*"
    # It ends with 1 because there is what it may not look into.
    writable = set(buildah("run", container, "--", *looking.split(), check=False).splitlines())
    assert writable <= {"/tmp", "/var/tmp", "/run/lock"}
    settings = {
        **aws_environment(aws_endpoint),
        **{name: str(free_port()) for name in ("FOVEA_PORT", "FOVEA_INTERNAL_PORT", "FOVEA_HEALTH_PORT")},
        "FOVEA_SIMULATOR_PORT": str(free_port()),
        "FOVEA_SIMULATOR_USERS": "100",
        "FOVEA_REDIS_URL": redis_url,
        "FOVEA_DATABASE_URL": "sqlite:////tmp/fovea.sqlite3",
        "FOVEA_SERVICE_TOKEN": "t" * 40,
        "FLICKR_API_KEY": "key",
        "FLICKR_API_SECRET": "secret",
    }
    arguments = [f"--env={name}={value}" for name, value in settings.items()]
    start = buildah("inspect", "--format", "{{index .OCIv1.Config.Cmd 2}}", container)
    with running(
        ["buildah", "run", *arguments, container, "--", "sh", "-c", start],
        log=tmp_path / "log",
        ready=lambda: is_alive(container, settings),
        environment=environment(),
        timeout_seconds=180,
    ):
        pass


@pytest.mark.parametrize("container", ["ingester"], indirect=True)
def test_the_image_of_ingesters_holds_the_model_that_tells_writing(container: str) -> None:
    look = (
        "from PIL import Image; from fovea.writing import find_models, open_classifier;"
        "found = find_models();"
        "print(open_classifier(found).classify(Image.new('RGB', (64, 64))).text, found is not None)"
    )
    assert buildah("run", container, "--", "python", "-c", look) == "False True"


def is_alive(container: str, settings: Mapping[str, str]) -> bool:
    """What the image's health check says."""
    arguments = [f"--env={name}={value}" for name, value in settings.items()]
    command = ["buildah", "run", *arguments, container, "--", "python", "-m", "fovea.probe"]
    return subprocess.run(command, env=environment(), capture_output=True, check=False).returncode == 0


def buildah(*arguments: str, check: bool = True) -> str:
    """What buildah answers."""
    done = subprocess.run(
        ["buildah", *arguments], env=environment(), capture_output=True, text=True, check=check
    )
    return done.stdout.strip()


def environment() -> dict[str, str]:
    """Ours, with buildah's ways for machines without a privileged kernel."""
    return {**BUILDAH, **os.environ}
