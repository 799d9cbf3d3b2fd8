"""The user that the migration makes for the services."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from api_server import migrate
from fovea.database.engine import open_engine
from tests.harness.databases import MariaDBDatabases
from tests.harness.mariadb import PASSWORD, USER


@pytest.fixture
def service_url(_mariadb_databases: MariaDBDatabases) -> Iterator[str]:
    """An address in an empty database, of a user that is not there yet."""
    empty = make_url(_mariadb_databases.empty())
    yield empty.set(username="services", password="first").render_as_string(hide_password=False)
    _mariadb_databases.server.execute("DROP USER IF EXISTS services@'%'")


def _migrate(monkeypatch: pytest.MonkeyPatch, url: str) -> Engine:
    monkeypatch.setenv("FOVEA_DATABASE_URL", url)
    monkeypatch.setenv(
        "FOVEA_DATABASE_ADMINISTRATOR",
        json.dumps({"username": USER, "password": PASSWORD, "engine": "mariadb"}),
    )
    migrate.main()
    return open_engine(url)


def test_services_read_and_write_but_change_no_tables(
    service_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = _migrate(monkeypatch, service_url)
    try:
        with engine.begin() as connection:
            assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
            connection.execute(text("DELETE FROM accounts WHERE id = 0"))
        for forbidden in ("DROP TABLE accounts", "CREATE TABLE more (id INT)", "SELECT * FROM mysql.user"):
            with pytest.raises(DBAPIError, match="denied"), engine.begin() as connection:
                connection.execute(text(forbidden))
    finally:
        engine.dispose()


def test_a_new_password_is_taken_over_by_the_next_migration(
    service_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _migrate(monkeypatch, service_url).dispose()
    changed = make_url(service_url).set(password="second").render_as_string(hide_password=False)
    engine = _migrate(monkeypatch, changed)
    try:
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    finally:
        engine.dispose()
    old = open_engine(service_url)
    with pytest.raises(DBAPIError, match="denied"), old.connect():
        pass
    old.dispose()


def test_an_address_without_a_password_is_refused(service_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = make_url(service_url)._replace(password=None).render_as_string(hide_password=False)
    with pytest.raises(ValueError, match="names a user, a password"):
        _migrate(monkeypatch, nobody)
