"""What users may do, by their roles: looked up once a request."""

from flask import g

from api_server.context import current
from fovea.database import api_keys, user_roles
from fovea.database.engine import read

# What each role includes, in the words of API keys.
SCOPES = {
    user_roles.MEMBER: (api_keys.READ,),
    user_roles.EDITOR: (api_keys.READ, api_keys.WRITE),
    user_roles.ADMINISTRATOR: api_keys.SCOPES,
}


def of(user_id: int) -> str:
    """The role of a user."""
    known: dict[int, str] = g.setdefault("roles", {})
    if user_id not in known:
        context = current()
        with read(context.engine) as connection:
            named = context.settings.administrators
            known[user_id] = user_roles.role_of(connection, user_id, named=named)
    return known[user_id]


def includes(user_id: int, scope: str) -> bool:
    """Whether a user may do what wants this scope."""
    return scope in SCOPES[of(user_id)]
