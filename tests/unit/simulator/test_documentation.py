"""The page about the simulator names all that it can be told."""

from pathlib import Path

import msgspec
import pytest
from flask import Flask

from fovea.artists import networks
from simulator.artists.people import NETWORKS
from simulator.control import artist_routes, gallery_routes, routes
from simulator.control.faults import Fault
from simulator.settings import SimulatorSettings

PAGE = (Path(__file__).parents[3] / "docs" / "simulator.md").read_text()


@pytest.mark.parametrize(
    "name", [name for name in SimulatorSettings.model_fields if name != "fovea_public_url"]
)
def test_each_setting_is_on_the_page(name: str) -> None:
    assert f"`FOVEA_SIMULATOR_{name.upper()}`" in PAGE


@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Fault)])
def test_each_part_of_a_fault_is_on_the_page(field: str) -> None:
    assert f"`{field}`" in PAGE


def test_each_site_of_artists_is_on_the_page() -> None:
    for network in NETWORKS:
        assert networks.NETWORKS[network].title.lower() in PAGE.lower(), network


def test_each_request_of_its_control_is_on_the_page() -> None:
    application = Flask("control")
    for blueprint in (routes.blueprint, gallery_routes.blueprint, artist_routes.blueprint):
        application.register_blueprint(blueprint)
    paths = {str(rule).replace("int:", "") for rule in application.url_map.iter_rules()}
    for path in paths - {"/static/<path:filename>"}:
        assert f"{path}`" in PAGE, path
