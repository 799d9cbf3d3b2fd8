"""What can be reset, part by part: how each is taken along, cleared and brought back."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection

from fovea.database import dismissals, memory, mutes, steering
from fovea.database.dismissals import Dismissed
from fovea.database.memory import Memories
from fovea.database.mutes import Mute
from fovea.database.steering import CENTRED, Sliders

PARTS = ("sliders", "mutes", "dismissals", "memory")


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """How things stood before a reset; None and empty for what was not reset or was as new."""

    sliders: Sliders | None = None
    mutes: list[Mute] = []
    dismissed: Dismissed | None = None
    memories: Memories | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to reset."""
        return self == Before()


def take(connection: Connection, user_id: int, parts: Collection[str]) -> Before:
    """How these parts stand now."""
    sliders = steering.get(connection, user_id) if "sliders" in parts else CENTRED
    dismissed = dismissals.all_of(connection, user_id) if "dismissals" in parts else None
    memories = memory.all_of(connection, user_id) if "memory" in parts else None
    return Before(
        sliders=None if sliders == CENTRED else sliders,
        mutes=mutes.of(connection, user_id) if "mutes" in parts else [],
        dismissed=dismissed if dismissed and (dismissed.posts or dismissed.accounts) else None,
        memories=memories if memories and (memories.shown or memories.visit) else None,
    )


def clear(connection: Connection, user_id: int, parts: Collection[str], *, at: int) -> None:
    """Make these parts as they are for somebody new."""
    if "sliders" in parts:
        steering.put(connection, user_id, CENTRED, at=at)
    if "mutes" in parts:
        mutes.clear(connection, user_id)
    if "dismissals" in parts:
        dismissals.clear(connection, user_id)
    if "memory" in parts:
        memory.forget(connection, user_id)


def bring_back(connection: Connection, user_id: int, before: Before, *, at: int) -> None:
    """Make things stand as they did, beside what was chosen since."""
    if before.sliders is not None:
        steering.put(connection, user_id, before.sliders, at=at)
    mutes.restore(connection, user_id, before.mutes)
    if before.dismissed is not None:
        dismissals.dismiss_again(connection, user_id, before.dismissed)
    if before.memories is not None:
        memory.restore(connection, user_id, before.memories)
