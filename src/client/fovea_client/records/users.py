"""Users, and the tokens of programs that log in as them."""

from datetime import datetime

from fovea_client.records.base import Record
from fovea_client.records.posts import Account


class User(Record, frozen=True, kw_only=True):
    """A user as administrators see them. `name` is what they log in with; None for those who log in at
    Flickr. `role`: member, editor or administrator. Nothing lets in whoever is `disabled_at` a moment.
    """

    id: int
    account: Account
    role: str
    created_at: datetime
    last_seen_at: datetime
    name: str | None = None
    disabled_at: datetime | None = None


class Tokens(Record, frozen=True, kw_only=True):
    """What a program that is logged in presents. The access token opens something for `expires_in` seconds;
    the refresh token gets new ones, once. Both are secrets, so nothing prints them.
    """

    access_token: str
    refresh_token: str
    expires_in: int
    refresh_expires_at: datetime

    def __repr__(self) -> str:
        return f"Tokens(refresh_expires_at={self.refresh_expires_at!r})"
