"""Where a user's sliders stand, from -1 to 1; who never moved them has 0, the method as it is."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from fovea.database.tables import steering
from fovea.database.upsert import upsert

LOWEST, HIGHEST = -1.0, 1.0


@dataclass(frozen=True, kw_only=True)
class Sliders:
    """More popular (-1) to more new (1), and more familiar (-1) to more adventurous (1)."""

    freshness: float = 0.0
    adventure: float = 0.0


CENTRED = Sliders()


def get(connection: Connection, user_id: int) -> Sliders:
    """Where a user's sliders stand."""
    query = select(steering.c.freshness, steering.c.adventure).where(steering.c.user_id == user_id)
    row = connection.execute(query).one_or_none()
    return CENTRED if row is None else Sliders(freshness=row.freshness, adventure=row.adventure)


def put(connection: Connection, user_id: int, sliders: Sliders, *, at: int) -> None:
    """Set a user's sliders. ValueError when one lies outside of [-1, 1]."""
    for value in (sliders.freshness, sliders.adventure):
        if not LOWEST <= value <= HIGHEST:  # which also holds for NaN
            raise ValueError(f"a slider stands between {LOWEST} and {HIGHEST}, not at {value}")
    if sliders == CENTRED:
        connection.execute(delete(steering).where(steering.c.user_id == user_id))
        return
    row = {
        "user_id": user_id,
        "freshness": sliders.freshness,
        "adventure": sliders.adventure,
        "changed_at": at,
    }
    upsert(connection, steering, [row], update=["freshness", "adventure", "changed_at"])
