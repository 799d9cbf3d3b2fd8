"""What Terraform gives each service is what that service reads, and all that it must be given."""

import re
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from api_server.migrate import MigrationSettings
from api_server.settings import ApiServerSettings
from fovea.queues import MOST_RECEIVES, QUEUES
from ingester.images.settings import ImageIngesterSettings
from ingester.settings import IngesterSettings
from puller.settings import PullerSettings
from response_readers.settings import ResponseReadersSettings
from scheduler.settings import SchedulerSettings

ROOT = Path(__file__).parents[3]
SYSTEM = ROOT / "terraform" / "modules" / "system"
TEXT = (SYSTEM / "services.tf").read_text()
SETTINGS: dict[str, type[BaseSettings]] = {
    "api-server": ApiServerSettings,
    "scheduler": SchedulerSettings,
    "puller": PullerSettings,
    "ingester": IngesterSettings,
    "image-ingester": ImageIngesterSettings,
    "response-readers": ResponseReadersSettings,
}
QUEUE = re.compile(r'"([a-z-]+)"')
NAME = re.compile(r"\b(?:FOVEA|FLICKR)_[A-Z0-9_]+\b")


def _read_by(settings: type[BaseSettings]) -> dict[str, bool]:
    """The variables that a settings class reads, and whether it must be given them."""
    return {
        field.alias or f"FOVEA_{name.upper()}": field.is_required()
        for name, field in settings.model_fields.items()
    }


def _given_to(service: str) -> set[str]:
    """The variables that Terraform gives a service."""
    block = re.search(rf"^    {service} = {{\n(.*?)^    }}", TEXT, re.MULTILINE | re.DOTALL)
    assert block is not None, service
    own = re.search(r"^  own = (.*?) : \{\n(.*?)^  \} \}", TEXT, re.MULTILINE | re.DOTALL)
    assert own is not None
    return (
        set(NAME.findall(block[1]))
        | {"FOVEA_ENVIRONMENT"}
        | set(NAME.findall(own[1] if service == "api-server" else own[2]))
    )


@pytest.mark.parametrize("service", SETTINGS)
def test_a_service_is_given_what_it_reads_and_nothing_else(service: str) -> None:
    read = _read_by(SETTINGS[service])
    given = _given_to(service)
    assert given <= read.keys()
    assert {name for name, required in read.items() if required} <= given


def test_only_who_writes_to_the_database_knows_its_address() -> None:
    knowing = {one for one in SETTINGS if "FOVEA_DATABASE_URL" in _given_to(one)}
    assert knowing == {"api-server", "ingester", "image-ingester"}
    assert TEXT.count("FOVEA_DATABASE_ADMINISTRATOR") == 1
    assert "FOVEA_DATABASE_ADMINISTRATOR" in _read_by(MigrationSettings)


@pytest.mark.parametrize("service", SETTINGS)
def test_settings_of_one_environment_are_settings_of_that_service(service: str) -> None:
    for environment in ("dev", "prod"):
        text = (ROOT / "terraform" / "environments" / environment / "main.tf").read_text()
        line = re.search(rf"^    {service}\s+= {{(.*)$", text, re.MULTILINE)
        assert line is not None
        assert set(NAME.findall(line[1])) <= _read_by(SETTINGS[service]).keys()


def test_the_queues_are_those_that_services_look_for() -> None:
    for path in (SYSTEM / "stores.tf", ROOT / "terraform" / "environments" / "local" / "main.tf"):
        named = re.search(r"toset\(\[(.*?)\]\)", path.read_text())
        assert named is not None
        assert tuple(QUEUE.findall(named[1])) == QUEUES
    variables = (ROOT / "terraform" / "modules" / "queue" / "variables.tf").read_text()
    most = re.search(r'"max_receive_count".*?default     = (\d+)', variables, re.DOTALL)
    assert most is not None
    assert int(most[1]) == MOST_RECEIVES


def test_each_queue_has_somebody_who_may_send_to_it_and_one_service_that_reads_it() -> None:
    allowed = {
        what: [
            name
            for one in re.findall(rf"^      {what} += \[(.*)\]$", TEXT, re.MULTILINE)
            for name in QUEUE.findall(one)
        ]
        for what in ("sends", "receives")
    }
    assert set(allowed["sends"]) == set(QUEUES)
    assert sorted(allowed["receives"]) == sorted(QUEUES)
