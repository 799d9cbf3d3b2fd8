"""Whether the database answers."""

from sqlalchemy import Engine, text

from fovea.database.engine import read


def ask(engine: Engine) -> None:
    """Raises what is wrong when the database does not answer."""
    with read(engine) as connection:
        connection.execute(text("SELECT 1"))


def ask_for_tables(engine: Engine) -> None:
    """As `ask`, and raises when there are no tables yet."""
    with read(engine) as connection:
        connection.execute(text("SELECT 1 FROM alembic_version"))
