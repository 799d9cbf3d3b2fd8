"""Any process may be killed at any moment: the run completes, with exactly the right rows."""

import contextlib
import random
import subprocess
from typing import Any

import pytest
import requests

from fovea.database.engine import connect, read
from fovea.settings import DatabaseSettings
from tests.harness.processes import wait_until
from tests.harness.simulated_flickr import SimulatedFlickr
from tests.harness.stack import KILLABLE, Stack, running_stack
from tests.integration.system.truth import stored_is_what_flickr_says

SUBJECT = "17633920@N00"
KILLS = 10
SETTINGS = {
    "FOVEA_SIMULATOR_USERS": "300",
    "FOVEA_SIMULATOR_LATENCY_MILLISECONDS": "60",
    "FOVEA_PULLER_THREADS": "2",
}


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_is_killed_whenever_the_run_ends_with_exactly_the_right_rows(
    seed: int, database_url: str, redis_url: str, aws_endpoint: str
) -> None:
    with running_stack(
        database_url=database_url, redis_url=redis_url, aws_endpoint=aws_endpoint, settings=SETTINGS
    ) as stack:
        stack.post("/api/accounts/lookup", {"query": SUBJECT})
        run_id = stack.post(f"/api/accounts/flickr/{SUBJECT}/runs")["id"]
        killed = kill_at_random(stack, run_id, random.Random(seed))
        ended = wait_until(lambda: ended_run(stack, run_id), timeout_seconds=240, what="the run to end")
        assert len(killed) >= 3, "the run was over before anything could be killed"
        # Some people of the world have left or keep their favourites private; nothing else may be missing.
        failures = {failure["code"] for failure in ended["failures"]}
        assert failures <= {"account_gone", "account_private"}, (killed, ended)
        progress = ended["progress"]
        assert progress["done"] + progress["failed"] == progress["total"]
        assert progress["failed"] == ended["failure_count"]
        assert progress["waiting"] == 0
        engine = connect(DatabaseSettings(database_url=database_url))
        with read(engine) as connection:
            stored_is_what_flickr_says(connection, flickr_of(stack), ended, subject=SUBJECT)
        engine.dispose()


def kill_at_random(stack: Stack, run_id: int, chance: random.Random) -> list[str]:
    """Kill a service drawn by lot, start it again, wait a little; until there were enough or the run is
    over.
    """
    killed: list[str] = []
    while len(killed) < KILLS and not ended_run(stack, run_id):
        name = chance.choice(KILLABLE)
        stack.kill(name)
        killed.append(name)
        stack.start(name)
        let_the_others_work(stack, chance.uniform(0.2, 1.2))
    return killed


def let_the_others_work(stack: Stack, seconds: float) -> None:
    """Return when this much time has passed; RuntimeError when the simulator has ended meanwhile."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        stack.processes["simulator"].wait(seconds)
        raise RuntimeError(stack.log_of("simulator"))


def ended_run(stack: Stack, run_id: int) -> Any:
    """The run when it has ended, else None; None also while the API server is away."""
    try:
        run = stack.get(f"/api/runs/{run_id}")
    except (requests.ConnectionError, requests.Timeout, requests.HTTPError):
        return None
    return run if run["state"] != "running" else None


def flickr_of(stack: Stack) -> SimulatedFlickr:
    return SimulatedFlickr(stack.simulator_url, api_key=stack.environment["FLICKR_API_KEY"])
