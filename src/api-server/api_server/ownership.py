"""Whose something is: who may see and change what belongs to one user.

The owner may, and administrators (users, keys and tokens alike); what belongs to the operator, any of the
operator's keys. To everybody else our own routes say that it is not there, so that nobody learns what others
have, or, where everybody sees it, that it is not theirs; the older routes say that, as they did.
"""

from api_server import presented_keys
from api_server.permissions import is_administrator
from api_server.sessions import viewer
from fovea.errors import NotFound, NotYours


def sees(owner_id: int | None) -> bool:
    """Whether whoever asks may see and change what belongs to this user (None: to the operator)."""
    user, used = viewer(), presented_keys.working()
    if user is None:
        is_operator = used is not None and used.user is None
        return (is_operator and owner_id is None) or is_administrator()
    return user.id == owner_id or is_administrator()


def require(owner_id: int | None, *, what: str) -> None:
    """Raise NotFound unless whoever asks may see it. `what` it is, in a word."""
    if not sees(owner_id):
        raise NotFound(f"There is no such {what}.")


def require_own(owner_id: int | None, *, what: str) -> None:
    """Raise NotYours unless whoever asks may change it: for what everybody sees."""
    if not sees(owner_id):
        raise NotYours(f"This {what} belongs to somebody else. Ask them, or an administrator.")


def require_as_before(owner_id: int | None) -> None:
    """Raise NotYours, in the older system's words, unless whoever asks may see it."""
    if not sees(owner_id):
        raise NotYours("permission denied")
