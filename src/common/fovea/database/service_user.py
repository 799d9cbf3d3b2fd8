"""The user that services log in as: made by the administrator, and allowed no more than services do.

Only MariaDB has users; the tables of a service are changed by migrations alone, which the administrator runs.
"""

from sqlalchemy import URL, Engine, text
from sqlalchemy.engine import make_url

RIGHTS = "SELECT, INSERT, UPDATE, DELETE, EXECUTE, CREATE TEMPORARY TABLES, LOCK TABLES"


def administrators_url(service_url: str, *, name: str, password: str) -> URL:
    """The address of the services' database with the administrator in the place of their user."""
    return make_url(service_url).set(username=name, password=password)


def ensure_service_user(engine: Engine, service_url: str) -> None:
    """Make the user of `service_url`, or give it that password if it is there. `engine` is the
    administrator's.

    Raises ValueError for an address without user, password or database.
    """
    wanted = make_url(service_url)
    if not (wanted.username and wanted.password and wanted.database):
        raise ValueError("the services' database address names a user, a password and a database")
    who = {"name": wanted.username, "password": wanted.password}
    database = wanted.database.replace("`", "``")
    with engine.begin() as connection:
        connection.execute(text("CREATE USER IF NOT EXISTS :name@'%' IDENTIFIED BY :password"), who)
        connection.execute(text("ALTER USER :name@'%' IDENTIFIED BY :password"), who)
        connection.execute(text(f"GRANT {RIGHTS} ON `{database}`.* TO :name@'%'"), who)
