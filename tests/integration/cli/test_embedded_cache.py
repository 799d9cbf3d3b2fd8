"""The stand-in for redis-server does what Fovea asks of Redis."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from fovea import cache
from fovea.cache import Lock
from fovea.errors import SourceBudgetUsedUp
from fovea.rate_limits import Budget
from fovea_cli.readiness import is_ready
from tests.harness.ports import free_port
from tests.harness.processes import running


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache") / "log"


@pytest.fixture(scope="module")
def address(log: Path) -> Iterator[str]:
    port = free_port()
    with running(
        [sys.executable, "-m", "fovea_cli.embedded.cache", "--port", str(port)],
        log=log,
        ready=lambda: is_ready(f"tcp://127.0.0.1:{port}"),
    ):
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def client(address: str) -> Iterator[redis.Redis]:
    with cache.connect(address) as client:
        client.flushall()
        yield client


def test_any_bytes_are_kept(client: redis.Redis) -> None:
    content = bytes(range(256)) * 4_000 + b"\r\n*1\r\n$4\r\nPING\r\n"
    client.set(b"\r\n\x00key", content)

    assert client.get(b"\r\n\x00key") == content


def test_an_error_does_not_end_the_connection(address: str, client: redis.Redis) -> None:
    client.set("text", "x")
    with redis.Redis.from_url(address, single_connection_client=True) as one_connection:
        number = one_connection.client_id()
        with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
            one_connection.lpush("text", "y")
        assert one_connection.get("text") == b"x"
        assert one_connection.client_id() == number


def test_a_script_runs_although_the_server_did_not_know_it(client: redis.Redis) -> None:
    script = client.register_script("redis.call('set', KEYS[1], ARGV[1])\nreturn redis.call('get', KEYS[1])")

    assert script(keys=["a"], args=["b"]) == b"b"


def test_several_commands_in_one_transaction(client: redis.Redis) -> None:
    with client.pipeline(transaction=True) as pipeline:
        pipeline.set("a", 1)
        pipeline.incr("a")
        pipeline.get("a")

        assert pipeline.execute() == [True, 2, b"2"]


def test_what_has_a_lifetime_vanishes(client: redis.Redis) -> None:
    client.set("short", "x", px=50)
    assert client.get("short") == b"x"
    time.sleep(0.06)

    assert client.get("short") is None


def test_one_of_many_gets_a_lock(address: str, client: redis.Redis) -> None:
    locks = [Lock(cache.connect(address), "leader", f"holder-{n}", 30) for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(lambda lock: lock.acquire(), locks))

    assert sum(map(bool, got)) == 1


def test_a_budget_is_never_overspent_by_many(address: str, client: redis.Redis) -> None:
    budgets = [Budget(cache.connect(address), "flickr", 50, 3_600) for _ in range(8)]

    def spend(budget: Budget) -> int:
        taken = 0
        for _ in range(20):
            try:
                budget.take()
            except SourceBudgetUsedUp:
                break
            taken += 1
        return taken

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(spend, budgets)) == 50
    assert budgets[0].left() == 0


def test_an_untroubled_stand_in_is_silent(address: str, log: Path) -> None:
    assert log.read_text() == ""
