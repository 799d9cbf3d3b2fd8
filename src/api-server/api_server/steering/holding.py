"""One tab after the other: what a user changes is written while nobody else writes for them."""

from sqlalchemy import Connection

from fovea.database import users
from fovea.database.users import User
from fovea.errors import NotLoggedIn


def hold(connection: Connection, user: User) -> None:
    """Hold a user until the transaction ends. Raises NotLoggedIn for one who has just been deleted."""
    if not users.lock(connection, user.id):
        raise NotLoggedIn("Log in with Flickr to do this.")
