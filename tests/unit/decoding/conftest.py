"""One decoder for tests that don't hurt it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from fovea.decoding import Decoder


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    with closing(Decoder()) as decoder:
        yield decoder
