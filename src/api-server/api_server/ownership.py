"""Whose something is: who may see and change what belongs to one user.

The owner may, and administrators (users, keys and tokens alike). To everybody else our own routes say that it
is not there, so that nobody learns what others have; the older routes say that it is not theirs, as they did.
"""

from api_server.permissions import is_administrator
from api_server.sessions import viewer
from fovea.errors import NotFound, NotYours


def sees(owner_id: int | None) -> bool:
    """Whether whoever asks may see and change what belongs to this user (None: to the operator)."""
    user = viewer()
    return (user is not None and user.id == owner_id) or is_administrator()


def require(owner_id: int | None, *, what: str) -> None:
    """Raise NotFound unless whoever asks may see it. `what` it is, in a word."""
    if not sees(owner_id):
        raise NotFound(f"There is no such {what}.")


def require_as_before(owner_id: int | None) -> None:
    """Raise NotYours, in the older system's words, unless whoever asks may see it."""
    if not sees(owner_id):
        raise NotYours("permission denied")
