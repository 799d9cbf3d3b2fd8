"""A library with an image ingester, and a web server of the test's own that it may reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from fovea.decoding import Decoder
from tests.integration.fetching.conftest import Server, server
from tests.integration.ingester.images.library import Library, library_of

__all__ = ["server"]


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    """Decodes in a process of its own, as the image ingester does."""
    decoder = Decoder(processes=1)
    yield decoder
    decoder.close()


@pytest.fixture
def library(
    engine: Engine, tmp_path: Path, decoder: Decoder, redis_url: str, server: Server
) -> Iterator[Library]:
    """A library in which there is nothing yet."""
    folder = tmp_path / "objects"
    folder.mkdir()
    with library_of(
        engine, folder, decoder=decoder, redis_url=redis_url, allowed=server.authority
    ) as library:
        yield library
