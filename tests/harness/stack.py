"""The whole system as private processes, for tests that kill them and for benchmarks that time them.

Every service runs as it does in production (`python -m <service>`), against servers of the test's own. What
differs is only how soon things are given up on: seconds instead of minutes, so that what a kill breaks off
is taken up again while a test waits for it.
"""

import base64
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from fovea_cli import demonstration
from fovea_cli.processes import start_child
from tests.harness.aws import aws_environment
from tests.harness.ports import free_port
from tests.harness.processes import stop, wait_until

MODULES = {
    "simulator": "simulator",
    "api-server": "api_server",
    "scheduler": "scheduler",
    "puller-1": "puller",
    "puller-2": "puller",
    "ingester-1": "ingester",
    "response-readers": "response_readers",
}
IMAGES = {"images-1": "ingester.images"}
KILLABLE = ("api-server", "scheduler", "puller-1", "puller-2", "ingester-1", "response-readers")

HASTY = {
    "FOVEA_VISIBILITY_TIMEOUT_SECONDS": "3",
    "FOVEA_WAIT_SECONDS": "1",
    "FOVEA_DRAIN_SECONDS": "2",
    "FOVEA_ITEM_DEADLINE_SECONDS": "6",
    "FOVEA_ITEM_STORING_SECONDS": "6",
    "FOVEA_ITEM_RETRY_SECONDS": "1",
    "FOVEA_ITEM_ATTEMPTS": "30",
    "FOVEA_LEADER_SECONDS": "3",
    "FOVEA_IMAGE_TEXT_CLASSIFIER": "classical",  # what is tested there is not how well
    "FOVEA_FLICKR_CALLS_PER_HOUR": "1000000",
}


@dataclass(kw_only=True)
class Stack:
    """Running services by name. Start one, kill one, and ask the API."""

    environment: dict[str, str]
    ports: dict[str, int]
    folder: Path
    interpreters: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=lambda: MODULES)
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the API and the website."""
        return f"http://127.0.0.1:{self.ports['api-server']}"

    @property
    def simulator_url(self) -> str:
        """The address of the simulated Flickr."""
        return f"http://127.0.0.1:{self.ports['simulator']}"

    def start(self, name: str) -> None:
        """Start a service; does not wait until it is ready."""
        environment = {
            **self.environment,
            "FOVEA_HEALTH_PORT": str(self.ports[name]),
            "FOVEA_PORT": str(self.ports["api-server"]),
            "FOVEA_INTERNAL_PORT": str(self.ports["internal"]),
        }
        command = [self.interpreters.get(name, sys.executable), "-m", self.modules[name]]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = start_child(
                command, environment=environment, output=log, folder=self.folder
            )

    def kill(self, name: str) -> None:
        """End a service and all its workers at once, as a machine that loses its power does."""
        process = self.processes[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def begin_anew(self, settings: Mapping[str, str]) -> None:
        """End all services but the simulator, and start them again with other settings; waits until they are
        ready.
        """
        self.environment |= settings
        names = [name for name in self.modules if name != "simulator"]
        for name in names:
            self.kill(name)
        for name in names:
            self.start(name)
        self.wait_ready(*names)

    def wait_ready(self, *names: str, timeout_seconds: float = 60.0) -> None:
        """Wait until services say that they are ready; RuntimeError with the log of one that stopped."""
        for name in names:
            address = f"http://127.0.0.1:{self.ports[name]}/health/ready"
            wait_until(
                lambda name=name, address=address: self._is_ready(name, address),  # type: ignore[misc]
                timeout_seconds=timeout_seconds,
                what=f"{name} to be ready",
            )

    def get(self, path: str, **query: Any) -> Any:
        """The JSON answer of the API; HTTPError for a problem."""
        answer = requests.get(self.url + path, params=query, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON answer of the API to a change made by its own page."""
        answer = requests.post(self.url + path, json=body or {}, headers={"Origin": self.url}, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def log_of(self, name: str) -> str:
        """What a service has printed."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _is_ready(self, name: str, address: str) -> bool:
        if self.processes[name].poll() is not None:
            raise RuntimeError(f"{name} stopped:\n{self.log_of(name)[-3_000:]}")
        try:
            return requests.get(address, timeout=5).ok
        except requests.ConnectionError:
            return False
        except requests.Timeout:
            return False


@contextlib.contextmanager
def running_stack(
    *,
    database_url: str,
    redis_url: str,
    aws_endpoint: str,
    settings: Mapping[str, str] | None = None,
    interpreters: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> Iterator[Stack]:
    """The whole system on given servers, ready, for the length of the block. `settings` win over the hasty
    ones; `interpreters` names the Python of a service that is to run in another environment than the tests.
    `more` services run with it: their names and modules (`IMAGES`).
    """
    modules = MODULES | dict(more or {})
    names = [*modules, "internal"]
    ports = {name: free_port() for name in names}
    simulator_url = f"http://127.0.0.1:{ports['simulator']}"
    with tempfile.TemporaryDirectory(prefix="fovea-stack-") as name:
        environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("FOVEA_", "FLICKR_", "AWS_"))
            },
            **aws_environment(aws_endpoint),
            **HASTY,
            "FOVEA_ENVIRONMENT": "test",
            "FOVEA_DATABASE_URL": database_url,
            "FOVEA_REDIS_URL": redis_url,
            "FOVEA_QUEUE_PREFIX": f"stack-{secrets.token_hex(4)}-",
            "FOVEA_SERVICE_TOKEN": secrets.token_hex(32),
            "FOVEA_TOKEN_KEYS": f"test:{base64.b64encode(secrets.token_bytes(32)).decode()}",
            "FOVEA_PUBLIC_URL": f"http://127.0.0.1:{ports['api-server']}",
            "FOVEA_INTERNAL_API_URL": f"http://127.0.0.1:{ports['internal']}",
            "FOVEA_FLICKR_BASE_URL": simulator_url,
            "FOVEA_SOURCES_BASE_URL": simulator_url,
            "FOVEA_SIMULATOR_PORT": str(ports["simulator"]),
            "FOVEA_SIMULATOR_PUBLIC_URL": simulator_url,
            "FOVEA_SIMULATOR_DATA_FOLDER": str(Path(name) / "simulator"),
            "FOVEA_STORAGE_URL": str(Path(name) / "objects"),
            "FOVEA_LIMIT_REQUESTS": "100000/minute",
            "FLICKR_API_KEY": demonstration.API_KEY,
            "FLICKR_API_SECRET": demonstration.API_SECRET,
            **demonstration.SOURCE_KEYS,
            **(settings or {}),
        }
        stack = Stack(
            environment=environment,
            ports=ports,
            folder=Path(name),
            interpreters=interpreters or {},
            modules=modules,
        )
        try:
            for service in modules:
                stack.start(service)
            stack.wait_ready(*modules)
            yield stack
        except BaseException:
            for service in modules:
                print(f"--- {service} ---\n{stack.log_of(service)[-4_000:]}")  # noqa: T201 - shown with the failure
            raise
        finally:
            for process in stack.processes.values():
                stop(process, with_signal=signal.SIGKILL)
