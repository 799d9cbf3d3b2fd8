"""Nobody waits in these tests either."""

from tests.unit.puller.sources.conftest import virtual_clock as virtual_clock  # noqa: PLC0414 - a fixture
