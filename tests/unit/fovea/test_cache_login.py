"""Logging in to the cache by role: what is sent, and what is refused."""

from urllib.parse import parse_qs, urlsplit

import pytest
from redis import Redis

from fovea import cache

ADDRESS = "rediss://fovea-dev@cache.example:6379/0?iam=fovea-dev"


@pytest.fixture(autouse=True)
def _role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-role")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")


def _sent(connection: Redis) -> tuple[str, str]:
    user, token = connection.connection_pool.connection_kwargs["credential_provider"].get_credentials()
    return str(user), str(token)


def test_the_token_is_a_signed_wish_to_connect_to_this_cache_as_this_user() -> None:
    user, token = _sent(cache.connect(ADDRESS))
    parts = urlsplit(f"https://{token}")
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert user == "fovea-dev"
    assert parts.netloc == "fovea-dev"
    assert (asked["Action"], asked["User"], asked["X-Amz-Expires"]) == ("connect", "fovea-dev", "900")
    assert asked["X-Amz-Credential"].startswith("AKIDEXAMPLE/")
    assert asked["X-Amz-Credential"].endswith("/us-west-2/elasticache/aws4_request")
    assert len(asked["X-Amz-Signature"]) == 64
    assert "secret-of-the-role" not in token


def test_another_role_signs_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    first = _sent(cache.connect(ADDRESS))[1].rpartition("X-Amz-Signature=")[2]
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-another")
    assert _sent(cache.connect(ADDRESS))[1].rpartition("X-Amz-Signature=")[2] != first


def test_the_connection_is_encrypted_and_goes_to_the_host_of_the_address() -> None:
    settings = cache.connect(ADDRESS).connection_pool.connection_kwargs
    assert (settings["host"], settings["port"], settings["db"]) == ("cache.example", 6379, 0)
    assert "iam" not in settings
    assert "username" not in settings
    assert cache.connect(ADDRESS).connection_pool.connection_class.__name__ == "SSLConnection"


@pytest.mark.parametrize(
    "address",
    ["redis://fovea-dev@cache.example:6379/0?iam=fovea-dev", "rediss://cache.example:6379/0?iam=fovea-dev"],
)
def test_a_token_is_never_sent_in_clear_nor_for_nobody(address: str) -> None:
    with pytest.raises(ValueError, match="rediss://user@host"):
        cache.connect(address)


def test_other_addresses_are_taken_as_they_are() -> None:
    settings = cache.connect("redis://:word@127.0.0.1:6379/2").connection_pool.connection_kwargs
    assert (settings["password"], settings["db"], settings["credential_provider"]) == ("word", 2, None)
