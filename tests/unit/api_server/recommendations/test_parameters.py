"""The parameters as data, and what the sliders make of them."""

import re
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_server.recommendations.methods import PARAMETERS, Parameters, steered

METHOD_PAGE = Path(__file__).parents[4] / "docs" / "method.md"

positions = st.floats(-1.0, 1.0)


def test_every_parameter_is_explained_once_with_its_default_inside_its_range() -> None:
    assert [info.name for info in PARAMETERS] == [field.name for field in fields(Parameters)]
    for info in PARAMETERS:
        assert info.default == asdict(Parameters())[info.name]
        assert info.lowest <= info.default <= info.highest
        assert info.meaning.endswith(".")


def test_the_page_about_the_method_lists_every_parameter_as_it_is() -> None:
    row = re.compile(r"^\| (\w+) \| ([\d.-]+) \| ([\d.-]+) - ([\d.-]+) \|", flags=re.MULTILINE)
    listed = [(name, *map(float, numbers)) for name, *numbers in row.findall(METHOD_PAGE.read_text())]
    assert listed == [(info.name, info.default, info.lowest, info.highest) for info in PARAMETERS]


def test_sliders_in_the_middle_change_nothing() -> None:
    assert steered() == Parameters()


@given(positions, positions)
def test_no_slider_leaves_a_parameters_range(freshness: float, adventure: float) -> None:
    values = asdict(steered(freshness=freshness, adventure=adventure))
    for info in PARAMETERS:
        assert info.lowest <= values[info.name] <= info.highest, info.name


def test_sliders_beyond_their_ends_stand_at_the_ends() -> None:
    assert steered(freshness=7.0, adventure=-7.0) == steered(freshness=1.0, adventure=-1.0)


def test_fresher_lifts_new_photos_and_less_fresh_lifts_popular_ones() -> None:
    fresh, popular = steered(freshness=1.0), steered(freshness=-1.0)
    assert (fresh.newness > 0.0, fresh.beta) == (True, Parameters().beta)
    assert (popular.newness, popular.beta < 0.0) == (0.0, True)


def test_more_adventure_lets_rare_favourites_decide_and_known_photographers_step_back() -> None:
    bold, tame = steered(adventure=1.0), steered(adventure=-1.0)
    assert bold.alpha > Parameters().alpha > tame.alpha
    assert bold.kappa < Parameters().kappa < tame.kappa
    assert bold.eta < Parameters().eta < tame.eta
    assert bold.most_of_one_owner < Parameters().most_of_one_owner < tame.most_of_one_owner


@pytest.mark.parametrize("freshness", [-1.0, -0.5, 0.5, 1.0])
def test_either_slider_moves_alone(freshness: float) -> None:
    assert steered(freshness=freshness).alpha == Parameters().alpha
    assert steered(adventure=freshness).newness == Parameters().newness
