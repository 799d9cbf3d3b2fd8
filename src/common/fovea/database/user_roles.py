"""What users may do beside what everybody may. There is one role: administrator."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, select

from fovea.database.library_tables import user_roles
from fovea.database.tables import accounts, users
from fovea.database.upsert import insert_ignore

ADMINISTRATOR = "administrator"


def is_administrator(connection: Connection, user_id: int, *, named: Collection[str] = ()) -> bool:
    """Whether a user has the role, or is `named` one: by the outside id of their account."""
    if named:
        own = select(accounts.c.external_id).join(users, users.c.account_id == accounts.c.id)
        if connection.scalar(own.where(users.c.id == user_id)) in named:
            return True
    held = (user_roles.c.user_id == user_id) & (user_roles.c.role == ADMINISTRATOR)
    return connection.execute(select(user_roles.c.role).where(held)).first() is not None


def make_administrator(connection: Connection, user_id: int) -> None:
    """Give a user the role; nothing happens for one who has it."""
    insert_ignore(
        connection, user_roles, [{"user_id": user_id, "role": ADMINISTRATOR}], returning=[user_roles.c.role]
    )


def end_administrator(connection: Connection, user_id: int) -> None:
    """Take the role from a user. Whom the settings name stays one."""
    held = (user_roles.c.user_id == user_id) & (user_roles.c.role == ADMINISTRATOR)
    connection.execute(delete(user_roles).where(held))
