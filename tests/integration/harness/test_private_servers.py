"""The harness itself: what other tests take for granted."""

import redis

from tests.harness.mariadb import MariaDB


def test_mariadb_keeps_databases_apart(mariadb: MariaDB) -> None:
    for name, value in (("one", 1), ("two", 2)):
        mariadb.create_database(name)
        mariadb.execute("CREATE TABLE facts (value INT)", name)
        mariadb.execute(f"INSERT INTO facts VALUES ({value})", name)

    assert mariadb.execute("SELECT value FROM facts", "one") == [(1,)]
    assert mariadb.execute("SELECT value FROM facts", "two") == [(2,)]


def test_making_a_database_again_removes_what_it_held(mariadb: MariaDB) -> None:
    mariadb.create_database("again")
    mariadb.execute("CREATE TABLE facts (value INT)", "again")

    mariadb.create_database("again")

    assert mariadb.execute("SHOW TABLES", "again") == []


def test_redis_is_empty_at_the_start_of_a_test(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")


def test_redis_is_empty_although_a_test_before_wrote(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
