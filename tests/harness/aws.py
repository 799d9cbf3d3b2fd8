"""The embedded AWS endpoint (SQS, S3) as a private server."""

import contextlib
import os
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.harness.ports import free_port
from tests.harness.processes import running

REGION = "us-east-1"


def aws_environment(endpoint: str) -> dict[str, str]:
    """The variables that lead boto3 to an endpoint like this one; it takes any credentials."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",  # no secret: the endpoint does not check it
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@contextlib.contextmanager
def aws_server() -> Iterator[str]:
    """Start the endpoint that `fovea up` starts, for the length of the block; its address."""
    with tempfile.TemporaryDirectory(prefix="fovea-aws-") as folder:
        port = free_port()
        endpoint = f"http://127.0.0.1:{port}"
        with running(
            [sys.executable, "-m", "fovea_cli.embedded.aws", "--port", str(port)],
            environment={**os.environ, **aws_environment(endpoint)},
            log=Path(folder) / "log",
            ready=lambda: _answers(endpoint),
        ):
            yield endpoint


def forget_everything(endpoint: str) -> None:
    """Remove every queue and bucket."""
    request = urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")
    with urllib.request.urlopen(request, timeout=30):
        pass


def _answers(endpoint: str) -> bool:
    try:
        with urllib.request.urlopen(f"{endpoint}/moto-api/", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
