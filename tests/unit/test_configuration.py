"""Configuration is read once, from the environment, and nothing secret is committed."""

import re
import socket
import subprocess
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pydantic_settings import BaseSettings

from api_server.settings import ApiServerSettings
from ingester.settings import IngesterSettings
from puller.settings import PullerSettings
from response_readers.settings import ResponseReadersSettings
from scheduler.settings import SchedulerSettings

ROOT = Path(__file__).parents[2]

SECRETS = {
    "a key of AWS": rb"\bAKIA[0-9A-Z]{16}\b",
    "an account of AWS": rb"\barn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(?!123456789012|000000000000)\d{12}\b",
    "a database's address": rb"[a-z0-9]\.[a-z]{2}(?:-[a-z]+)+-\d\.rds\.amazonaws\.com",
    "a private key": rb"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a key of Flickr": rb"(?i)flickr_?api_?(?:key|secret)['\"]?\s*[:=]\s*['\"]?[0-9a-f]{16,}",
}


@pytest.mark.parametrize(
    "settings",
    [ApiServerSettings, IngesterSettings, PullerSettings, ResponseReadersSettings, SchedulerSettings],
)
def test_to_start_a_process_asks_nobody_for_its_configuration(
    settings: type[BaseSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older processes ended every few seconds, and each asked for all parameters when it began again."""

    def refuse(*_: Any) -> NoReturn:
        raise AssertionError("configuration was asked for over the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("FOVEA_SERVICE_TOKEN", "t" * 40)
    monkeypatch.setenv("FLICKR_API_KEY", "key")
    monkeypatch.setenv("FLICKR_API_SECRET", "secret")
    monkeypatch.setenv("FOVEA_ENVIRONMENT", "prod")
    assert settings().model_dump()["environment"] == "prod"


def test_no_secret_and_no_address_of_an_installation_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    assert len(files) > 100
    found = [
        (path.relative_to(ROOT).as_posix(), what)
        for path in files
        if path.is_file()
        for what, pattern in SECRETS.items()
        if re.search(pattern, path.read_bytes())
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        b"AKIA" + b"ABCDEFGHIJKLMNOP",
        b"arn:aws:sqs:us-west-2:" + b"210987654321:puller",
        b"flickr-api-key".replace(b"-", b"_") + b" = 0123456789abcdef0123456789abcdef",
    ],
)
def test_a_secret_would_be_found(text: bytes) -> None:
    assert any(re.search(pattern, text) for pattern in SECRETS.values())
