"""Users, as administrators see them."""

from collections.abc import Iterator

from fovea_client.records import User
from fovea_client.records.base import Record
from fovea_client.transport import Transport

PATH = "/api/users"
PAGE = 100


class _Users(Record, frozen=True, kw_only=True):
    users: tuple[User, ...]
    next_cursor: str | None = None


class Users:
    """Who may log in. For administrators and keys with the scope admin; only browsers change users."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def all(self) -> Iterator[User]:
        """All users, the newest first, asked for page by page. Raises NotAllowed."""
        cursor: str | None = None
        while True:
            page = self._transport.get(PATH, _Users, cursor=cursor, limit=PAGE)
            yield from page.users
            cursor = page.next_cursor
            if cursor is None:
                return

    def get(self, user_id: int) -> User:
        """One user. Raises NotFound, NotAllowed."""
        return self._transport.get(f"{PATH}/{user_id}", User)
