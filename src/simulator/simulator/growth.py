"""The world's people going on to fave while the simulator runs: off unless the settings give a rate."""

import random
import threading
import time

import structlog

from simulator.state import State
from simulator.world import ACTIVE

logger = structlog.get_logger()

_LONGEST_NAP_SECONDS = 1.0


class Growth(threading.Thread):
    """Adds a favourite now and then: somebody who faves much takes what one of their contacts faved or
    uploaded.
    """

    def __init__(self, state: State, *, favorites_per_minute: float, seed: int) -> None:
        super().__init__(name="growth", daemon=True)
        self._state, self._pause = state, 60.0 / favorites_per_minute
        self._random = random.Random(seed)
        self._stopping = threading.Event()

    def run(self) -> None:
        """Fave until stopped."""
        due = time.monotonic() + self._pause
        while not self._stopping.wait(max(0.0, min(due - time.monotonic(), _LONGEST_NAP_SECONDS))):
            if time.monotonic() >= due:
                due += self._pause
                self.step(int(time.time()))

    def stop(self) -> None:
        """Let the thread end."""
        self._stopping.set()

    def step(self, now: int) -> bool:
        """One favourite by somebody, at a time. False when the chosen person found nothing new."""
        world = self._state.world
        # A random favourite's owner of the list: people appear as often as they fave.
        account = int(world.favorite_account[self._random.randrange(world.favorites)])
        if self._state.account_state(account) != ACTIVE:
            return False
        contacts = world.contacts_of(account).tolist()
        source = (
            self._random.choice(contacts)
            if contacts and self._random.random() < 0.7
            else int(world.favorite_account[self._random.randrange(world.favorites)])
        )
        photos = self._state.favorites(source).photos[:40].tolist()
        fresh = [
            photo
            for photo in photos
            if int(world.photo_owner[photo]) != account and not self._state.has_favorite(account, photo)
        ]
        if not fresh:
            return False
        return self._state.set_favorite(account, self._random.choice(fresh), now)
