"""The endpoint of `endpoint.py` as a private server, or LocalStack where one is named."""

import contextlib
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.harness.aws import aws_environment
from tests.harness.ports import free_port
from tests.harness.processes import running
from tests.terraform.harness.terraform import ROOT

# Read at once: the tests' environment loses all settings of ours before the first test begins.
LOCALSTACK = os.environ.get("FOVEA_LOCALSTACK_ENDPOINT") or None


@contextlib.contextmanager
def terraform_endpoint(folder: Path) -> Iterator[str]:
    """An endpoint that holds nothing, for the length of the block; its address."""
    if LOCALSTACK:
        yield LOCALSTACK.rstrip("/")
        return
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    python_path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with running(
        [sys.executable, "-m", "tests.terraform.harness.endpoint", "--port", str(port)],
        environment={**os.environ, **aws_environment(endpoint), "PYTHONPATH": python_path},
        log=folder / "endpoint.log",
        ready=lambda: _answers(endpoint),
        timeout_seconds=60,
    ):
        yield endpoint


def _answers(endpoint: str) -> bool:
    try:
        with urllib.request.urlopen(f"{endpoint}/moto-api/", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
