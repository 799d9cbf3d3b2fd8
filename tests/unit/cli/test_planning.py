"""What `fovea up` starts, and who gets to know what."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from fovea_cli.installation import Installation
from fovea_cli.parts import Part, Plan
from fovea_cli.planning import Planner, find_website
from fovea_cli.ports import Ports
from fovea_cli.problems import CannotGoOnError
from simulator.settings import DEMO_SOURCE_KEYS

PORT = 28_400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def make_plan(folder: Path, given: Mapping[str, str], *, pullers: int = 2, ingesters: int = 1) -> Plan:
    planner = Planner(
        installation=Installation(folder),
        ports=Ports(public=PORT),
        given={"PATH": "/bin", **given},
        pullers=pullers,
        ingesters=ingesters,
    )
    return planner.plan()


def part(plan: Plan, name: str) -> Part:
    return next(one for one in (*plan.foundations, *plan.services, plan.migration) if one.name == name)


def test_without_any_setting_everything_outside_is_simulated_or_embedded(folder: Path) -> None:
    plan = make_plan(folder, {})

    assert [one.name for one in plan.foundations] == ["cache", "aws", "simulator"]
    assert [one.name for one in plan.services] == [
        "api-server",
        "scheduler",
        "puller-1",
        "puller-2",
        "ingester-1",
        "image-ingester",
        "response-readers",
    ]
    puller = part(plan, "puller-1").environment
    assert puller["FOVEA_FLICKR_BASE_URL"].startswith("http://127.0.0.1:")
    assert puller["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
    assert part(plan, "ingester-1").environment["FOVEA_DATABASE_URL"] == f"sqlite:///{folder}/fovea.sqlite3"
    assert any("simulated" in note for note in plan.notes)


def test_both_flickr_keys_lead_to_the_real_flickr(folder: Path) -> None:
    plan = make_plan(folder, {"FLICKR_API_KEY": "key", "FLICKR_API_SECRET": "word"})

    assert "simulator" not in [one.name for one in plan.foundations]
    assert part(plan, "puller-1").environment["FLICKR_API_KEY"] == "key"
    assert "FOVEA_FLICKR_BASE_URL" not in part(plan, "puller-1").environment
    assert "FOVEA_FLICKR_CALLS_PER_HOUR" not in part(plan, "puller-1").environment
    assert any("real one" in note for note in plan.notes)


@pytest.mark.parametrize("name", ["FLICKR_API_KEY", "FLICKR_API_SECRET"])
def test_one_flickr_key_without_the_other_is_a_mistake_and_is_said(folder: Path, name: str) -> None:
    with pytest.raises(CannotGoOnError, match=f"{name} is set without the other"):
        make_plan(folder, {name: "x"})


def test_without_any_key_the_other_sources_are_simulated_too_and_pullers_get_their_keys(folder: Path) -> None:
    plan = make_plan(folder, {})
    puller, simulator = part(plan, "puller-1").environment, part(plan, "simulator").environment

    assert puller["FOVEA_SOURCES_BASE_URL"] == puller["FOVEA_FLICKR_BASE_URL"]
    assert {name: puller[name] for name in DEMO_SOURCE_KEYS} == DEMO_SOURCE_KEYS
    assert json.loads(simulator["FOVEA_SIMULATOR_SOURCE_KEYS"]) == DEMO_SOURCE_KEYS
    assert not DEMO_SOURCE_KEYS.keys() & plan.environment.keys()
    for one in plan.services:
        assert one.name.startswith("puller") or not DEMO_SOURCE_KEYS.keys() & one.environment.keys()


@pytest.mark.parametrize(
    "given",
    [
        {"FOVEA_SOURCES_BASE_URL": "none"},
        {"GELBOORU_USER_ID": "7", "GELBOORU_API_KEY": "mine"},
        {"FLICKR_API_KEY": "key", "FLICKR_API_SECRET": "word"},
        {"FLICKR_API_KEY": "key", "FLICKR_API_SECRET": "word", "FOVEA_SOURCES_BASE_URL": "none"},
    ],
)
def test_who_has_a_key_or_says_so_reaches_the_real_sources(folder: Path, given: dict[str, str]) -> None:
    puller = part(make_plan(folder, given), "puller-1").environment

    assert "FOVEA_SOURCES_BASE_URL" not in puller
    assert puller.get("GELBOORU_API_KEY") == given.get("GELBOORU_API_KEY")
    assert "DANBOORU_API_KEY" not in puller


def test_a_key_of_a_source_is_the_pullers_alone(folder: Path) -> None:
    plan = make_plan(folder, {"IMGUR_CLIENT_ID": "mine"})

    holders = [one.name for one in (*plan.foundations, *plan.services) if "mine" in one.environment.values()]
    assert holders == ["puller-1", "puller-2"]
    assert "IMGUR_CLIENT_ID" not in plan.environment


def test_several_ingesters_share_what_they_know(folder: Path) -> None:
    several, one = make_plan(folder, {}, ingesters=2), make_plan(folder, {})

    folders = {
        part(several, name).environment["FOVEA_INGESTER_MEMORY_FOLDER"]
        for name in ("ingester-1", "ingester-2")
    }
    assert folders == {str(folder / "ingester-memory")}
    assert "FOVEA_INGESTER_MEMORY_FOLDER" not in part(one, "ingester-1").environment


def test_an_empty_setting_counts_as_none(folder: Path) -> None:
    plan = make_plan(folder, {"FLICKR_API_KEY": "", "FLICKR_API_SECRET": "", "AWS_ENDPOINT_URL": ""})

    assert [one.name for one in plan.foundations] == ["cache", "aws", "simulator"]


def test_servers_that_are_given_are_used_instead_of_started(folder: Path) -> None:
    given = {
        "AWS_ENDPOINT_URL": "http://localstack:4566",
        "AWS_ACCESS_KEY_ID": "mine",
        "AWS_SECRET_ACCESS_KEY": "mine too",
        "FOVEA_REDIS_URL": "redis://cache:6379/1",
        "FOVEA_DATABASE_URL": "mysql+pymysql://user:word@database/fovea",
    }
    plan = make_plan(folder, given)

    assert [one.name for one in plan.foundations] == ["simulator"]
    ingester = part(plan, "ingester-1").environment
    assert {name: ingester[name] for name in given} == given
    assert not given.keys() & {"FOVEA_DATABASE_URL"} & plan.environment.keys()
    assert "AWS_SECRET_ACCESS_KEY" not in plan.environment


def test_real_aws_credentials_never_meet_the_embedded_endpoint(folder: Path) -> None:
    plan = make_plan(
        folder, {"AWS_PROFILE": "work", "AWS_SECRET_ACCESS_KEY": "real", "AWS_SESSION_TOKEN": "real"}
    )

    for one in (*plan.foundations, *plan.services):
        assert "real" not in one.environment.values()
        assert "AWS_PROFILE" not in one.environment


def test_each_process_gets_only_the_secrets_it_needs(folder: Path) -> None:
    plan = make_plan(folder, {})
    holders = {
        name: {one.name for one in (*plan.foundations, *plan.services) if name in one.environment}
        for name in ("FOVEA_DATABASE_URL", "FOVEA_SERVICE_TOKEN", "FOVEA_TOKEN_KEYS", "FLICKR_API_SECRET")
    }

    assert holders == {
        "FOVEA_DATABASE_URL": {"api-server", "ingester-1", "image-ingester"},
        "FOVEA_SERVICE_TOKEN": {"api-server", "scheduler", "response-readers"},
        "FOVEA_TOKEN_KEYS": {"api-server"},
        "FLICKR_API_SECRET": {"api-server", "puller-1", "puller-2"},
    }
    assert "FOVEA_DATABASE_URL" in part(plan, "migration").environment
    assert not holders.keys() & plan.environment.keys()


def test_a_plan_shows_no_secret_when_it_is_printed(folder: Path) -> None:
    plan = make_plan(folder, {"FLICKR_API_KEY": "a-key", "FLICKR_API_SECRET": "a-word"})

    assert "a-word" not in repr(plan)
    assert Installation(folder).secrets().service_token not in repr(plan)


def test_any_setting_of_a_service_can_be_given(folder: Path) -> None:
    plan = make_plan(folder, {"FOVEA_LOG_LEVEL": "DEBUG", "FOVEA_PUBLIC_URL": "https://fovea.example"})

    assert part(plan, "scheduler").environment["FOVEA_LOG_LEVEL"] == "DEBUG"
    assert plan.url == "https://fovea.example"
    assert part(plan, "api-server").health_address == f"http://127.0.0.1:{PORT}/health/ready"


def test_every_process_has_a_port_of_its_own(folder: Path) -> None:
    plan = make_plan(folder, {}, pullers=8)

    addresses = [one.health_address for one in (*plan.foundations, *plan.services)]
    assert len(set(addresses)) == len(addresses) == 16


def test_without_redis_server_a_stand_in_is_started_and_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    plan = make_plan(folder, {})

    assert "fovea_cli.embedded.cache" in part(plan, "cache").command
    assert any("No redis-server" in note for note in plan.notes)


def test_the_built_website_is_found_in_the_folder_that_fovea_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "frontend" / "dist"
    built.mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html>")
    monkeypatch.chdir(tmp_path)

    assert find_website({}) == built
    assert find_website({"FOVEA_FRONTEND_FOLDER": "/elsewhere"}) == Path("/elsewhere")
