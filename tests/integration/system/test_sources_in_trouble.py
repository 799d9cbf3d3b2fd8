"""Sources that have a bad day, in the running system: whoever is put off is asked again no sooner, neighbours
are not slowed, nonsense comes to an end with a reason; and when the day is over nothing is missing.
"""

from typing import Any

import pytest
import requests

from tests.harness.processes import wait_until
from tests.harness.stack import Stack, running_stack
from tests.integration.system.editor import Editor

PAUSE = 12
SETTINGS = {
    "FOVEA_SIMULATOR_USERS": "20",
    "FOVEA_SIMULATOR_GALLERY_WORKS": "3000",
    "FOVEA_SIMULATOR_GALLERY_DIGESTS": "false",
    "FOVEA_SIMULATOR_SOURCE_LIMITS": "false",
    "FOVEA_SIMULATED_RATES_TIMES": "50",
    "FOVEA_ITEM_ATTEMPTS": "2",
    "FOVEA_ITEM_DEADLINE_SECONDS": "20",
    "FOVEA_ITEM_STORING_SECONDS": "20",
}
# The one that asks for patience, its neighbour, and those that talk nonsense, with what is told of them.
LIMITED, WELL = "danbooru", "safebooru"
NONSENSE = {"e621": "html", "gelbooru": "huge", "yandere": "repeat"}
PUT_OFF = {"http_status": 429, "retry_after_seconds": PAUSE, "times": 1}
HOSTS = {
    LIMITED: "danbooru.donmai.us",
    WELL: "safebooru.org",
    "e621": "e621.net",
    "gelbooru": "gelbooru.com",
    "yandere": "yande.re",
}


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_sources_on_a_bad_day_hold_nobody_up_and_lose_nothing(
    database_url: str, redis_url: str, aws_endpoint: str
) -> None:
    with running_stack(
        database_url=database_url, redis_url=redis_url, aws_endpoint=aws_endpoint, settings=SETTINGS
    ) as stack:
        editor = Editor(stack)
        checks = {name: editor.checked(editor.check(f"{name}: landscape")) for name in HOSTS}
        rules: list[dict[str, Any]] = [
            {"hosts": [HOSTS[name]], "nonsense": kind} for name, kind in NONSENSE.items()
        ]
        rules.append({"hosts": [HOSTS[LIMITED]], **PUT_OFF})
        control(stack, "POST", "faults", {"rules": [{"where": "hosts", **rule} for rule in rules]})
        control(stack, "DELETE", "calls")
        numbers = {name: editor.subscribe(run_id)["id"] for name, run_id in checks.items()}

        def ended() -> set[str]:
            found = editor.subscriptions()
            return {
                name
                for name, number in numbers.items()
                if (found[number]["last_run"] or {"state": "running"})["state"] != "running"
            }

        wait_until(
            lambda: WELL in ended(), timeout_seconds=60, pause_seconds=0.2, what="the one that is well"
        )
        neighbour_ended = editor.subscriptions()[numbers[WELL]]["last_run"]["finished_at"]
        wait_until(lambda: ended() == set(HOSTS), timeout_seconds=120, pause_seconds=0.2, what="all others")
        found = editor.subscriptions()

        refused, *later = calls(stack, LIMITED)
        assert refused["outcome"] == "http 429"
        assert later
        assert min(call["at"] for call in later) >= refused["at"] + PAUSE
        assert found[numbers[LIMITED]]["last_run"]["state"] == "done"
        assert found[numbers[LIMITED]]["last_run"]["finished_at"] > neighbour_ended
        for name in NONSENSE:
            subscription = found[numbers[name]]
            assert subscription["back_fill_since"] is None, name
            assert subscription["state_reason"], name
            assert subscription["last_run"]["failures"][0]["reason"], name
            assert len(calls(stack, name)) < 40, name

        control(stack, "DELETE", "faults")
        for name in NONSENSE:
            editor.ask("POST", f"/api/subscriptions/{numbers[name]}/runs", {"since": "1990-01-01T00:00:00Z"})
        wait_until(editor.has_read_all, timeout_seconds=120, pause_seconds=0.3, what="the rest")
        for name, number in numbers.items():
            true = control(stack, "GET", f"gallery/{name}/posts?tags=landscape")["numbers"]
            assert editor.subscriptions()[number]["posts"] == len(true), name


def control(stack: Stack, method: str, path: str, body: Any = None) -> Any:
    """Ask the simulator itself."""
    answer = requests.request(method, f"{stack.simulator_url}/_simulator/{path}", json=body, timeout=10)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def calls(stack: Stack, name: str) -> list[Any]:
    """The calls that came to a source's host since the subscriptions began, oldest first."""
    told = control(stack, "GET", "calls?last=2000")["last"]
    of_host = [call for call in told if call["method"].startswith(HOSTS[name])]
    return sorted(of_host, key=lambda call: call["at"])
