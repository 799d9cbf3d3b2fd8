"""Real pictures in the library, and looking for them."""

import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from api_server.context import Context
from api_server.image_index import IndexNotReady
from fovea.database import versions
from fovea.database.library_tables import images
from fovea.decoding import Decoder, Wanted
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import People
from tests.unit.fingerprints.pictures import encoded, scene

__all__ = ["PATH", "SIZE", "Pictures", "context", "found", "pictures", "sent", "shared_decoder"]

PATH = "/api/image-search"
SIZE = (640, 480)


def wait_for_the_index(context: Context, *, size: int) -> None:
    """Until so many images can be found."""
    deadline = time.monotonic() + 30
    while _size(context) != size:
        assert time.monotonic() < deadline, "the index does not get ready"
        time.sleep(0.05)


def _size(context: Context) -> int | None:
    try:
        return context.image_index.now().size
    except IndexNotReady:
        return None


@pytest.fixture(scope="session")
def shared_decoder() -> Iterator[Decoder]:
    decoder = Decoder()
    yield decoder
    decoder.close()


@pytest.fixture
def context(context: Context, shared_decoder: Decoder) -> Context:
    context.__dict__["decoder"] = shared_decoder  # a process for each test would take long to start
    return context


class Pictures:
    """Real pictures in the library, by their seed."""

    def __init__(self, world: LibraryWorld, people: People, decoder: Decoder) -> None:
        self._world, self._people, self._decoder = world, people, decoder
        self._count, self._is_searched = 0, False
        self.numbers: dict[int, int] = {}

    def add(self, seed: int, *, owner: str = "9@N00") -> int:
        post = self._people.photo(f"{seed}", owner=owner, title=f"Scene {seed}")
        self.numbers[seed] = self.bring(self.body(seed), posts=[post])
        return self.numbers[seed]

    def bring(self, body: bytes, *, posts: list[int]) -> int:
        looked = self._decoder.look(body, Wanted(thumbnails=(256, 512)))
        number = self._world.image(posts=posts, body=body, looked=looked)
        self._count += 1
        if self._is_searched:
            self.wait_for_the_index()
        return number

    def wait_for_the_index(self) -> None:
        """It is read by a thread of its own, and as fresh as a second ago."""
        self._is_searched = True
        wait_for_the_index(self._world.context, size=self._count)

    def body(self, seed: int) -> bytes:
        return encoded(scene(seed, size=SIZE), quality=92)

    def rate(self, seed: int, rating: int) -> None:
        def write(connection: Any) -> None:
            version = versions.next_version(connection)
            changed = update(images).where(images.c.id == self.numbers[seed])
            connection.execute(changed.values(rating=rating, rating_set=True, version=version))

        self._world.write(write)


@pytest.fixture
def pictures(library_world: LibraryWorld, people: People, shared_decoder: Decoder) -> Pictures:
    """Six scenes that have nothing to do with each other."""
    made = Pictures(library_world, people, shared_decoder)
    for seed in range(6):
        made.add(seed)
    made.wait_for_the_index()
    return made


def sent(visitor: FlaskClient, body: bytes, **told: Any) -> TestResponse:
    form = {"file": (BytesIO(body), "a name.jpg"), **told}
    return visitor.post(PATH, data=form, content_type="multipart/form-data")


def found(answer: TestResponse) -> list[tuple[int, str, str]]:
    assert answer.status_code == 200, answer.get_json()
    matches = answer.get_json()["matches"]
    return [(one["image"]["id"], one["similarity"], one["orientation"]) for one in matches]
