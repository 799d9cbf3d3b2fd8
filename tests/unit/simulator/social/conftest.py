"""Sites that nobody has asked before."""

import pytest

from tests.unit.simulator.social.asking import Sites


@pytest.fixture
def sites() -> Sites:
    return Sites()
