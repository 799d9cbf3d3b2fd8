"""The health check of containers tells a process that is alive from one that is not."""

from collections.abc import Iterator

import pytest

from fovea import probe
from fovea.health import HealthServer
from tests.harness.ports import free_port


@pytest.fixture
def process() -> Iterator[HealthServer]:
    """A process that is alive but not ready, at a port of its own."""
    server = HealthServer(
        "127.0.0.1", free_port(), live=lambda: {"loop": None}, ready=lambda: {"queue": "away"}
    )
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("service", "setting"),
    [
        ("puller", "FOVEA_HEALTH_PORT"),
        ("api-server", "FOVEA_PORT"),
        ("simulator", "FOVEA_SIMULATOR_PORT"),
    ],
)
def test_a_process_that_answers_is_alive_even_when_it_is_not_ready(
    service: str, setting: str, process: HealthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICE", service)
    monkeypatch.setenv(setting, str(process.port))
    assert probe.main() == 0


def test_a_process_that_does_not_answer_is_not_alive(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    monkeypatch.setenv("SERVICE", "puller")
    monkeypatch.setenv("FOVEA_HEALTH_PORT", str(port))
    assert probe.main() == 1
    assert str(port) in capsys.readouterr().err
