"""Several searches at a time: each is checked, then read, and watched until its run has ended."""

import time
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from fovea_cli.api_client import ApiClient, RefusedError
from fovea_cli.checking import PATH as CHECKS
from fovea_cli.progress import POLL_SECONDS, progress_bar
from fovea_cli.watching import RUNNING, deferred

AT_ONCE = 10
# Refusals that are about us and not about one search: all others would be refused, too.
_ABOUT_US = frozenset({401, 403})

Json = dict[str, Any]


class Reading:
    """One search. `run` is what reads it, once its site has said that there is such a thing; `reason` says
    why it could not be read, or not all of it.
    """

    def __init__(self, line: str, text: str) -> None:
        self.line = line
        self.run: Json | None = None
        self.reason: str | None = None
        self.ended = False
        self._text = text
        self._check: int | None = None

    def turn(self, api: ApiClient, wanted: Json) -> None:
        """Go one step on, if there is one to go. Raises RefusedError for what is refused to all."""
        try:
            if self._check is None:
                self._check = api.post(CHECKS, {"text": self._text}, patient=True)["run"]["id"]
            elif self.run is None:
                self._look_at_check(api, wanted)
            else:
                self._watch(api.get(f"/api/runs/{self.run['id']}"))
        except RefusedError as error:
            if error.status in _ABOUT_US:
                raise
            self._end(error.message)

    def _look_at_check(self, api: ApiClient, wanted: Json) -> None:
        told = api.get(f"{CHECKS}/{self._check}")
        if told["checked"] is not None:
            self._watch(api.post("/api/scrapes", {"check": self._check, **wanted}, patient=True))
        elif told["run"]["state"] != RUNNING:
            self._end(told["problem"]["reason"])
        elif told["run"]["deferred_until"]:
            self._end(deferred(told["run"]))

    def _watch(self, run: Json) -> None:
        self.run = run
        if run["state"] != RUNNING:
            self._end(run["failures"][0]["reason"] if run["failure_count"] else None)
        elif run["deferred_until"]:
            self._end(deferred(run))

    def _end(self, reason: str | None) -> None:
        self.ended, self.reason = True, reason


def read_all(api: ApiClient, readings: Sequence[Reading], wanted: Json, notes: Console) -> None:
    """Read all searches, some at a time, with a bar that shows how many are done and what they brought."""
    with progress_bar(notes) as bar:
        task = bar.add_task("Reading", total=len(readings))
        while left := [one for one in readings if not one.ended]:
            for one in left[:AT_ONCE]:
                one.turn(api, wanted)
            posts = sum(one.run["progress"].get("posts_read", 0) for one in readings if one.run)
            done = sum(one.ended for one in readings)
            bar.update(task, description=f"{posts:,} posts read", completed=done)
            if done < len(readings):
                time.sleep(POLL_SECONDS)
