import re

import pytest
from pydantic import SecretStr, ValidationError

from fovea import settings
from fovea.settings import CommonSettings, FlickrSettings, InternalApiSettings, QueueSettings, WorkerSettings

TOKEN = "t" * 32
CLASSES = [
    kind for kind in vars(settings).values() if isinstance(kind, type) and issubclass(kind, CommonSettings)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_setting_is_described(kind: type[CommonSettings]) -> None:
    undescribed = [name for name, field in kind.model_fields.items() if not field.description]
    assert undescribed == []
    assert kind.__doc__


def test_a_setting_is_read_from_the_environment_behind_our_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_WAIT_SECONDS", "3")
    monkeypatch.setenv("WAIT_SECONDS", "7")
    assert WorkerSettings().wait_seconds == 3


def test_a_setting_out_of_bounds_stops_the_start_and_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_WAIT_SECONDS", "21")
    with pytest.raises(ValidationError, match="wait_seconds"):
        WorkerSettings()


def test_queues_are_made_only_at_an_endpoint_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not QueueSettings().creates_queues
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:8420")
    assert QueueSettings().creates_queues
    assert QueueSettings().aws_endpoint_url == "http://127.0.0.1:8420"


def test_a_secret_does_not_show_when_settings_are_printed() -> None:
    service_token = SecretStr(TOKEN)
    printed = repr(InternalApiSettings(service_token=service_token))
    assert TOKEN not in printed
    assert re.search(r"service_token=SecretStr\('\*+'\)", printed)


def test_a_service_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(ValidationError):
        InternalApiSettings(service_token=SecretStr("short"))


def test_flickr_keys_have_the_names_that_people_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLICKR_API_KEY", "the key")
    monkeypatch.setenv("FLICKR_API_SECRET", "the secret")
    read = FlickrSettings()
    assert read.flickr_api_key.get_secret_value() == "the key"
    assert read.flickr_api_secret.get_secret_value() == "the secret"
