"""Whether images show writing is told behind everything else, and again by a clean-up."""

import threading
from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest
from sqlalchemy import update

from fovea import library as files
from fovea.cleaning import WRITING, Slice
from fovea.database import image_labels, images, versions
from fovea.database.engine import read, write
from fovea.database.library_tables import images as images_table
from fovea.decoding import Decoder, Looked, Wanted
from fovea.decoding.messages import Writing
from fovea.writing import version_of
from ingester.images.classifying import Classifying, Trailing
from tests.harness.processes import wait_until
from tests.integration.fetching.conftest import Server, response
from tests.integration.ingester.images.library import Library
from tests.integration.ingester.images.test_taking_in import picture

ALL = Slice(kind=WRITING, first=1, last=1_000)
CLASSICAL = ("classical",)


@pytest.fixture(scope="module")
def looking() -> Iterator[Decoder]:
    """A decoder with a classifier."""
    with closing(Decoder(classifier=CLASSICAL)) as decoder:
        yield decoder


@pytest.fixture
def classifying(library: Library, looking: Decoder) -> Classifying:
    version = version_of(CLASSICAL)
    return Classifying(library.engine, library.storage, decoder=looking, version=version)


def shown(library: Library, server: Server, seed: int) -> int:
    """A picture that was taken in; the number of its link."""
    link = library.link(server.says(f"/{seed}.jpg", response(picture(seed, size=(600, 400)))))
    library.take_in(link)
    return link


def test_a_new_picture_waits_for_nobody_and_is_told_of_behind_the_rest(
    library: Library, server: Server, classifying: Classifying
) -> None:
    link = shown(library, server, 1)
    image = library.image_of(link)
    assert (image.text, image.text_class, image.text_score, image.text_version) == (None,) * 4
    assert classifying.classify_new() == 1
    told = library.image_of(link)
    assert told.text_version == version_of(CLASSICAL)
    assert told.text_score is not None
    assert told.text == told.text_class == (told.text_score >= 0.5)
    assert told.version > image.version
    assert classifying.classify_new() is None


def test_the_thread_tells_of_what_comes_until_it_is_stopped(
    library: Library, server: Server, classifying: Classifying
) -> None:
    stopping = threading.Event()
    trailing = Trailing(classifying, stopping=stopping)
    library.ingester.on_new = trailing.note_new
    trailing.start()
    try:
        for seed in (1, 2):
            link = shown(library, server, seed)
            wait_until(lambda: library.image_of(link).text_version is not None, what="a class")  # noqa: B023
    finally:
        stopping.set()
        trailing.note_new()
        trailing.join(10)


def test_a_clean_up_tells_of_what_another_classifier_told_and_then_of_nothing(
    library: Library, server: Server, classifying: Classifying
) -> None:
    links = [shown(library, server, seed) for seed in range(3)]
    turns: list[int] = []
    assert classifying.classify(ALL, told=lambda: turns.append(1)) == 3
    assert turns
    assert classifying.classify(ALL, told=lambda: None) == 0
    told = [library.image_of(link) for link in links]
    assert {image.text_version for image in told} == {version_of(CLASSICAL)}
    with write(library.engine) as connection:
        first = images_table.c.id == told[0].id
        connection.execute(update(images_table).where(first).values(text_version="older-1"))
    assert classifying.classify(ALL, told=lambda: None) == 1


def test_what_a_person_said_stays(library: Library, server: Server, classifying: Classifying) -> None:
    link = shown(library, server, 1)
    classifying.classify(ALL, told=lambda: None)
    said = not library.image_of(link).text_class
    with write(library.engine) as connection:
        version = versions.next_version(connection)
        number = library.image_of(link).id
        image_labels.put(connection, [number], user_id=7, shows_text=said, version=version, now=1)
        connection.execute(update(images_table).values(text_version="older-1"))
    assert classifying.classify(ALL, told=lambda: None) == 1
    assert library.image_of(link).text is said


def test_an_image_whose_thumbnail_is_gone_cannot_be_told_and_keeps_nobody_waiting(
    library: Library, server: Server, classifying: Classifying
) -> None:
    lost, other = (library.image_of(shown(library, server, seed)) for seed in (1, 2))
    for width in files.THUMBNAIL_WIDTHS:
        library.storage.delete(files.thumbnail(lost.sha256, width))
    assert classifying.classify_new() == 2
    assert classifying.classify_new() is None
    with read(library.engine) as connection:
        found = images.get_many(connection, [lost.id, other.id])
    assert (found[lost.id].text, found[lost.id].text_version) == (None, version_of(CLASSICAL))
    assert found[other.id].text is not None


def test_a_picture_that_is_too_much_for_the_classifier_is_not_looked_at_for_ever(
    library: Library, server: Server, looking: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, look = shown(library, server, 1), looking.look

    def fails(body: bytes, want: Wanted) -> Looked:
        return msgspec.structs.replace(look(body, want), writing=Writing(None, version_of(CLASSICAL) or ""))

    monkeypatch.setattr(looking, "look", fails)
    classifying = Classifying(library.engine, library.storage, decoder=looking, version=version_of(CLASSICAL))
    assert classifying.classify_new() == 1
    image = library.image_of(link)
    assert (image.text, image.text_version) == (None, version_of(CLASSICAL))
    assert classifying.classify_new() is None


def test_only_its_own_range_is_looked_at_and_none_without_a_classifier(
    library: Library, server: Server, looking: Decoder, classifying: Classifying
) -> None:
    several = [library.image_of(shown(library, server, seed)) for seed in range(2)]
    part = Slice(kind=WRITING, first=several[1].id, last=several[1].id)
    assert classifying.classify(part, told=lambda: None) == 1
    nobody = Classifying(library.engine, library.storage, decoder=looking, version=None)
    assert nobody.classify(ALL, told=lambda: None) == 0
    assert nobody.classify_new() is None
