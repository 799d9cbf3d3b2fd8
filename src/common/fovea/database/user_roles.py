"""What users may do beside what everybody may: nothing as members; edit the library as editors; everything as
administrators. Each role includes those before it.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, select

from fovea.database.library_tables import user_roles
from fovea.database.tables import accounts, users
from fovea.database.upsert import in_parts, insert_ignore

MEMBER, EDITOR, ADMINISTRATOR = "member", "editor", "administrator"
ROLES = (MEMBER, EDITOR, ADMINISTRATOR)  # the first is not stored: everybody has it


def role_of(connection: Connection, user_id: int, *, named: Collection[str] = ()) -> str:
    """The highest role of a user. Those `named`, by the outside id of their account, are administrators."""
    return roles_of(connection, [user_id], named=named)[user_id]


def roles_of(
    connection: Connection, user_ids: Collection[int], *, named: Collection[str] = ()
) -> Mapping[int, str]:
    """The highest roles of users, by user."""
    found = dict.fromkeys(user_ids, MEMBER)
    for part in in_parts(sorted(user_ids)):
        held = select(user_roles.c.user_id, user_roles.c.role).where(user_roles.c.user_id.in_(part))
        for user_id, role in connection.execute(held):
            if role in ROLES and ROLES.index(role) > ROLES.index(found[user_id]):
                found[user_id] = role
        if named:
            own = select(users.c.id).join(accounts, accounts.c.id == users.c.account_id)
            theirs = users.c.id.in_(part) & accounts.c.external_id.in_(list(named))
            found.update(dict.fromkeys(connection.scalars(own.where(theirs)), ADMINISTRATOR))
    return found


def is_administrator(connection: Connection, user_id: int, *, named: Collection[str] = ()) -> bool:
    """Whether a user has the role, or is `named` one: by the outside id of their account."""
    return role_of(connection, user_id, named=named) == ADMINISTRATOR


def set_role(connection: Connection, user_id: int, role: str) -> None:
    """Give a user this role and no other. Whom the settings name stays an administrator."""
    connection.execute(delete(user_roles).where(user_roles.c.user_id == user_id))
    if role != MEMBER:
        row = {"user_id": user_id, "role": role}
        insert_ignore(connection, user_roles, [row], returning=[user_roles.c.role])


def make_administrator(connection: Connection, user_id: int) -> None:
    """Give a user the role; nothing happens for one who has it."""
    insert_ignore(
        connection, user_roles, [{"user_id": user_id, "role": ADMINISTRATOR}], returning=[user_roles.c.role]
    )


def end_administrator(connection: Connection, user_id: int) -> None:
    """Take the role from a user. Whom the settings name stays one."""
    held = (user_roles.c.user_id == user_id) & (user_roles.c.role == ADMINISTRATOR)
    connection.execute(delete(user_roles).where(held))
