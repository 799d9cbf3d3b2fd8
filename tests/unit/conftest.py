"""Unit tests reach no network: what needs a server is an integration test."""

import socket

import pytest


class NetworkInUnitTestError(AssertionError):
    """A unit test tried to reach something over the network."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **_named: object) -> None:
        message = f"a unit test tried to reach the network: {arguments[-1]!r}"
        raise NetworkInUnitTestError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    # boto3 must never find real credentials or ask an instance's metadata for them.
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
