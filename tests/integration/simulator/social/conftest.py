"""One simulator for all tests that change nothing in it."""

from collections.abc import Iterator

import pytest

from tests.integration.simulator.social.society import Society, running


@pytest.fixture(scope="package")
def society() -> Iterator[Society]:
    with running(source_limits=False) as society:
        yield society
