"""`python -m api_server.migrate`: bring the database to the newest form, making it if there is none."""

import structlog

from fovea import logs
from fovea.database.engine import migrate
from fovea.settings import DatabaseSettings


def main() -> None:
    """Migrate the database that the settings name. Safe to run often and from several places at once."""
    settings = DatabaseSettings()
    logs.configure(settings, "api-server")
    migrate(settings.database_url.get_secret_value())
    structlog.get_logger().info("database_migrated")


if __name__ == "__main__":
    main()
