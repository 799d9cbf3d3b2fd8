"""A running system as a test uses it: somebody's visits, Flickr behind it, the database under it, and time
that passes when the test says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import redis
from sqlalchemy import Engine, and_, case, delete, select, update

from fovea import clock
from fovea.database.engine import read, write
from fovea.database.run_items import HELD, SENT
from fovea.database.tables import (
    Moment,
    accounts,
    favorite_lists,
    follows,
    receipts,
    run_items,
    runs,
    subscriptions,
)
from tests.harness.processes import wait_until
from tests.harness.simulated_flickr import SimulatedFlickr
from tests.harness.stack import Stack

FAVORITES = "flickr.favorites.getPublicList"
RUN_SECONDS = 90.0


@dataclass(kw_only=True)
class Visited:
    """A system, with Flickr well and nobody read yet."""

    stack: Stack
    flickr: SimulatedFlickr
    engine: Engine
    cache: redis.Redis

    def begin_anew(self) -> None:
        """Flickr is well again and has counted nothing, and nobody's lists are stored. (People and photos
        are: processes remember their numbers.)
        """
        self.flickr.set_fault_rules()
        wait_until(lambda: not self.flickr.calls()["under_way"], what="calls that nobody waits for any more")
        self.flickr.forget_calls()
        self.forget_budget()
        with write(self.engine) as connection:
            for table in (receipts, run_items, runs, favorite_lists, follows, subscriptions):
                connection.execute(delete(table))
            connection.execute(update(accounts).values(state="active", state_at=None))

    def forget_budget(self) -> None:
        """As if no call had been made in the last hour."""
        for key in self.cache.scan_iter("*budget:flickr*"):
            self.cache.delete(key)

    def look_up(self, nsid: str) -> None:
        """Somebody names an account, so that Fovea knows it."""
        self.stack.post("/api/accounts/lookup", {"query": nsid})

    def start(self, nsid: str) -> int:
        """Somebody looks at an account that is known: the id of the run that begins, or that they join."""
        return int(self.stack.post(f"/api/accounts/flickr/{nsid}/runs")["id"])

    def run(self, run_id: int) -> dict[str, Any]:
        """How a run is going."""
        run: dict[str, Any] = self.stack.get(f"/api/runs/{run_id}")
        return run

    def ended(self, run_id: int, *, timeout_seconds: float = RUN_SECONDS) -> dict[str, Any]:
        """The run, when it has ended."""

        def ended() -> dict[str, Any] | None:
            run = self.run(run_id)
            return run if run["state"] != "running" else None

        run = wait_until(ended, timeout_seconds=timeout_seconds, pause_seconds=0.1, what="the run to end")
        assert run is not None
        return run

    def refreshed(self, nsid: str) -> dict[str, Any]:
        """Somebody names an account and waits until it is read."""
        self.look_up(nsid)
        return self.ended(self.start(nsid))

    def recommendations(self, nsid: str) -> dict[str, Any]:
        """What somebody sees who opens the page."""
        answer: dict[str, Any] = self.stack.get(f"/api/accounts/flickr/{nsid}/recommendations")
        return answer

    def calls(self) -> list[dict[str, Any]]:
        """What Flickr was asked since its log was emptied, in order."""
        counted = self.flickr.calls(last=2_000)
        calls: list[dict[str, Any]] = counted["last"]
        assert len(calls) == counted["total"], "the simulator keeps the last 2,000 calls only"
        return calls

    def favorites_calls(self) -> list[dict[str, Any]]:
        """The calls for lists of favourites."""
        return [call for call in self.calls() if call["method"] == FAVORITES]

    def let_time_pass(self, *, days: float = 0.0, hours: float = 0.0, minutes: float = 0.0) -> None:
        """Make all that is stored older, which is the same as a later now for whoever looks at it.

        What is under way comes back first: an answer that still came would be of the time before.
        """
        wait_until(self._nothing_is_under_way, timeout_seconds=60, what="what is under way to come back")
        passed = round(days * clock.DAY + hours * clock.HOUR + minutes * clock.MINUTE)
        with write(self.engine) as connection:
            for table in (accounts, runs, run_items, receipts, favorite_lists, subscriptions):
                # When somebody faved a photo is Flickr's to say; 0 and HELD are no moments.
                ours = [
                    column for column in table.c if column.type is Moment and column.name != "newest_faved_at"
                ]
                older = {
                    column: case((and_(column > 0, column < HELD), column - passed), else_=column)
                    for column in ours
                }
                connection.execute(update(table).values(older))
        if passed >= clock.HOUR:
            self.forget_budget()

    def _nothing_is_under_way(self) -> bool:
        with read(self.engine) as connection:
            return connection.execute(select(run_items.c.id).where(run_items.c.state == SENT)).first() is None


def codes(run: Mapping[str, Any]) -> dict[str, str]:
    """What could not be read in a run, and why, by key."""
    return {failure["subject"]: failure["code"] for failure in run["failures"]}


def are_told_in_words(run: Mapping[str, Any]) -> bool:
    """Whether each failure has a reason that a person can read, and no failure is kept quiet about."""
    reasons = [failure["reason"] for failure in run["failures"]]
    return len(reasons) == min(run["failure_count"], 50) and all(
        reason[:1].isupper() and reason.count(" ") >= 3 and "_" not in reason for reason in reasons
    )
