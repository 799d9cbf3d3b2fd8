"""Watching background work until it ends."""

from collections.abc import Callable

from fovea_client.records import Run
from fovea_client.transport import Transport
from fovea_client.waiting import Patience, until_ended

OnRun = Callable[[Run], object]


class Runs:
    """Background work."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, run_id: int) -> Run:
        """A run as it is now. Raises NotFound."""
        return self._transport.get(f"/api/runs/{run_id}", Run)

    def wait(
        self, run: Run, *, on_progress: OnRun | None = None, timeout_seconds: float | None = None
    ) -> Run:
        """The run at its end, however it ended. `on_progress` is called whenever something has changed. A run
        that waits for its source (`deferred_until`) is waited for, too, and may take hours: WaitedTooLong
        behind `timeout_seconds`; the run goes on by itself.
        """
        patience = Patience(timeout_seconds, sleep=self._transport.sleep)
        return until_ended(run, self.get, patience, what="Run", on_progress=on_progress)
