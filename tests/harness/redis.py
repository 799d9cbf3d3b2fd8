"""A private Redis server."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import redis

from tests.harness.ports import free_port
from tests.harness.processes import find_program, running


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """Start redis-server for the length of the block; its address. ServerMissingError when not installed."""
    with tempfile.TemporaryDirectory(prefix="fovea-redis-") as folder:
        port = free_port()
        command = [find_program("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", folder]
        url = f"redis://127.0.0.1:{port}/0"
        with running(command, log=Path(folder) / "log", ready=lambda: _answers(url)):
            yield url


def _answers(url: str) -> bool:
    client = redis.Redis.from_url(url)
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
    finally:
        client.close()
