"""Images follow what their posts say, when these are pulled again and say something else."""

from collections.abc import Sequence

from sqlalchemy import Engine

from fovea import messages
from fovea.database import image_tags, texts, versions
from fovea.database.engine import read
from fovea.messages import PostRecord
from ingester import arrivals
from ingester.arrivals import Arrival
from ingester.memory import Memories
from ingester.writing import write
from tests.integration.fetching.conftest import Server, response
from tests.integration.ingester.arriving import batch, photo
from tests.integration.ingester.images.library import Library
from tests.integration.ingester.images.test_taking_in import picture


def pulled(engine: Engine, photos: Sequence[PostRecord | str], *, execution: int) -> None:
    arrival = arrivals.decode(messages.encode(batch(photos, execution=execution)))
    assert isinstance(arrival, Arrival)
    write(engine, [arrival], memories=Memories(1_000))


def test_a_post_with_a_new_title_and_tags_changes_what_its_image_is_found_by(
    library: Library, server: Server
) -> None:
    before = photo("p1", title="Breakwater", tags=["pier", "gulls"])
    post_id = library.post(external_id="p1", owner=before.owner)
    pulled(library.engine, [before], execution=1)
    link = library.link(server.says("/a.jpg", response(picture())), post_id=post_id)
    library.take_in(link)
    image = library.image_of(link)
    pulled(library.engine, [photo("p1", title="Lighthouse", tags=["pier", "fog"]), "p2"], execution=2)
    with read(library.engine) as connection:
        tags = [(tag.name, tag.count) for tag in image_tags.of(connection, [image.id])[image.id]]
        words = texts.of(connection, [image.id])[image.id]
    assert tags == [("fog", 1), ("pier", 1)]
    assert "lighthouse" in words
    assert "breakwater" not in words
    assert library.image_of(link).version == image.version + 1


def test_posts_that_say_the_same_or_show_no_image_leave_the_library_alone(
    library: Library, server: Server
) -> None:
    same = photo("p1", title="Harbour")
    post_id = library.post(external_id="p1", owner=same.owner)
    pulled(library.engine, [same, "p2"], execution=1)
    library.take_in(library.link(server.says("/a.jpg", response(picture())), post_id=post_id))
    with read(library.engine) as connection:
        before = versions.present(connection)
    pulled(library.engine, [same, photo("p2", title="Another one")], execution=2)
    with read(library.engine) as connection:
        assert versions.present(connection) == before
