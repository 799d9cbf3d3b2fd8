"""Views and visits: what a person saw before, and what is new since.

A view is one look at a list, for as long as a tab shows it: its id is the moment when it began, in
milliseconds. What was on screen before that is not shown again soon; what was shown within it stays. A visit
is all looking with pauses of less than half an hour.
"""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from api_server.recommendations.arranging import Memory
from api_server.recommendations.service import USUAL_PAGE
from api_server.recommendations.taste import Numbers
from fovea import clock
from fovea.clock import MINUTE
from fovea.database import memory
from fovea.errors import InvalidInput

VISIT_GAP = 30 * MINUTE
NEW = "new"
_NOTED_EVERY = MINUTE
_CLOCKS_DIFFER = MINUTE


@dataclass(frozen=True, kw_only=True)
class View:
    """A person's view of their own list. `previous_at`: when their last visit ended; None on the first.
    `noted` are the best photos as they were noted a moment ago, if they were.
    """

    id: int
    previous_at: int | None
    memory: Memory
    noted: Numbers | None

    def is_noted(self, best: Numbers) -> bool:
        """Whether a look at these best photos need not be noted again."""
        return self.noted is not None and np.array_equal(self.noted, np.sort(best))


def open_view(connection: Connection, user_id: int, view: str, *, unrepeated_pages: int, seen: bool) -> View:
    """The view that a request names, or a new one. `seen`: photos seen lately are asked for too. Raises
    InvalidInput.
    """
    now = clock.now()
    began_at = _began_at(view, now=now)
    visit = memory.visit(connection, user_id)
    previous_at, previous_best = None, None
    if visit is not None and now - visit.looked_at > VISIT_GAP:
        previous_at, previous_best = visit.looked_at, visit.best
    elif visit is not None:
        previous_at, previous_best = visit.previous_at, visit.previous_best
    most = unrepeated_pages * USUAL_PAGE
    return View(
        id=began_at,
        previous_at=previous_at,
        memory=Memory(
            seen=memory.shown_before(connection, user_id, began_at, most),
            previous_best=previous_best,
            leave_out_seen=not seen,
        ),
        noted=visit.best if visit is not None and now - visit.looked_at < _NOTED_EVERY else None,
    )


def note_look(connection: Connection, user_id: int, best: Numbers) -> None:
    """Remember that a user looks now, and at what."""
    memory.look(connection, user_id, np.sort(best), at=clock.now(), gap_ms=VISIT_GAP)


def _began_at(view: str, *, now: int) -> int:
    if view == NEW:
        return now
    if view.isascii() and view.isdigit() and 0 < int(view[:20]) <= now + _CLOCKS_DIFFER:
        return int(view)
    raise InvalidInput("This view is not one of ours; begin one with view=new.")
