"""How many answers a second the whole endpoint gives: gunicorn with two workers, asked over HTTP."""

import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import requests

from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from tests.harness.aws import aws_environment, aws_server
from tests.harness.ports import free_port
from tests.harness.processes import running
from tests.harness.redis import redis_server

WORKERS = 2
CLIENTS = 4
SECONDS = 10.0
PHOTOS, PEOPLE = 50, 5


@dataclass(frozen=True, kw_only=True)
class Served:
    """What a number of clients at once were given: answers a second, and the median milliseconds of one."""

    per_second: float
    milliseconds: float


def measure(database_url: str, external_ids: list[str], folder: Path) -> list[Served]:
    """Ask for the recommendations of each account in turn, by the default method, with `CLIENTS` at once."""
    with aws_server() as aws, redis_server() as redis:
        os.environ.update(aws_environment(aws))
        QueueClient(QueueSettings()).ensure()
        port = free_port()
        environment = {
            **os.environ,
            "FOVEA_DATABASE_URL": database_url,
            "FOVEA_REDIS_URL": redis,
            "FOVEA_SERVICE_TOKEN": "t" * 40,
            "FLICKR_API_KEY": "key",
            "FLICKR_API_SECRET": "secret",
            "FOVEA_PORT": str(port),
            "FOVEA_INTERNAL_PORT": str(free_port()),
            "FOVEA_WORKERS": str(WORKERS),
            "FOVEA_LIMIT_REQUESTS": "1000000/minute",
            "FOVEA_LOG_LEVEL": "WARNING",
        }
        base = f"http://127.0.0.1:{port}"
        with running(
            [sys.executable, "-m", "api_server"],
            log=folder / "api_server.log",
            ready=lambda: _is_ready(f"{base}/health/ready"),
            environment=environment,
            timeout_seconds=300,
        ):
            return [_asked(f"{base}/api/accounts/flickr/{one}/recommendations") for one in external_ids]


def _asked(url: str) -> Served:
    times: list[float] = []
    _ask(url, times, until=time.perf_counter() + 3.0)  # each worker reads the facts of photos once
    times.clear()
    begun = time.perf_counter()
    clients = [
        threading.Thread(target=_ask, args=(url, times), kwargs={"until": begun + SECONDS})
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    took = time.perf_counter() - begun
    return Served(per_second=len(times) / took, milliseconds=median(times) * 1e3)


def _ask(url: str, times: list[float], *, until: float) -> None:
    with requests.Session() as session:
        while time.perf_counter() < until:
            begun = time.perf_counter()
            response = session.get(url, params={"photos": PHOTOS, "people": PEOPLE}, timeout=60)
            response.raise_for_status()
            times.append(time.perf_counter() - begun)


def _is_ready(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False
