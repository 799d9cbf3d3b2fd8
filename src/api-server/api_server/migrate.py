"""`python -m api_server.migrate`: bring the database to the newest form, making it if there is none.

With an administrator, it also makes the lesser user that the services log in as, or changes its password.
"""

import msgspec
import structlog
from pydantic import Field, SecretStr

from fovea import logs
from fovea.database.engine import migrate, open_engine
from fovea.database.service_user import administrators_url, ensure_service_user
from fovea.settings import DatabaseSettings


class MigrationSettings(DatabaseSettings):
    """What the migration needs besides."""

    database_administrator: SecretStr | None = Field(
        None,
        description='{"username": ..., "password": ...} of the database\'s administrator, as RDS keeps it. '
        "With it, the migration makes the user of FOVEA_DATABASE_URL.",
    )


class Administrator(msgspec.Struct, frozen=True):
    """Who may change tables and make users, as RDS writes it into its secret."""

    username: str
    password: str


def main() -> None:
    """Migrate the database that the settings name. Safe to run often and from several places at once."""
    settings = MigrationSettings()
    logs.configure(settings, "api-server")
    log = structlog.get_logger()
    services = settings.database_url.get_secret_value()
    if settings.database_administrator is None:
        migrate(services)
    else:
        given = settings.database_administrator.get_secret_value()
        administrator = msgspec.json.decode(given, type=Administrator)
        url = administrators_url(services, name=administrator.username, password=administrator.password)
        migrate(url.render_as_string(hide_password=False))
        engine = open_engine(url, pool_size=1)
        try:
            ensure_service_user(engine, services)
        finally:
            engine.dispose()
        log.info("service_user_ready")
    log.info("database_migrated")


if __name__ == "__main__":
    main()
