"""The Python client, against the real API behind a real port."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from api_server.context import Context
from api_server.settings import ApiServerSettings
from fovea.messages import AccountRecord
from fovea_client import CheckFailed, Fovea, InvalidRequest, NotAllowed, NotFound, Retries, TooManyRequests
from tests.integration.api_server.listing_world import Pullers, cats
from tests.integration.api_server.people import People
from tests.integration.api_server.pictures import Pictures, context, pictures, shared_decoder
from tests.integration.api_server.scripted_flickr import ScriptedFlickr
from tests.integration.api_server.test_recommendations import LISTS, ME, OWNERS
from tests.integration.recommendations.liked_world import LikedWorld
from tests.integration.runs.serving import serving

__all__ = ["context", "pictures", "shared_decoder"]

pytestmark = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with serving(app) as url:
        yield url


@pytest.fixture
def visitor(address: str) -> Iterator[Fovea]:
    """A program without a key, which does not try anything twice."""
    with Fovea(address, retries=Retries(attempts=1)) as fovea:
        yield fovea


@pytest.fixture
def editor(address: str, people: People) -> Iterator[Fovea]:
    with Fovea(address, key=people.program("library:write").key) as fovea:
        yield fovea


@pytest.fixture
def pullers(context: Context) -> Pullers:
    return Pullers(context)


def while_waiting(fovea: Fovea, happen: Callable[[], object]) -> None:
    """Have something happen whenever the client waits."""

    def pause(_: float) -> None:
        happen()

    fovea._transport.sleep = pause


def test_something_is_subscribed_to_watched_and_ended(editor: Fovea, pullers: Pullers) -> None:
    def pull() -> None:
        for job in pullers.jobs():
            if job.kind == "check":
                pullers.answer(job, checked=cats())
            else:
                pullers.answer(job, posts=100, newest=7_654_321)

    while_waiting(editor, pull)
    made = editor.subscriptions.subscribe("danbooru: cat solo", since=datetime(2024, 1, 1, tzinfo=UTC))
    assert (made.source, made.query, made.title) == ("danbooru", "cat solo", "cat solo on Danbooru")
    assert made.back_fill_wanted == datetime(2024, 1, 1, tzinfo=UTC)
    assert made.last_run is not None
    run = next(editor.subscriptions.watch(made.id))
    assert (run.id, run.state, run.progress.posts_read) == (made.last_run.id, "done", 100)
    again = editor.runs.wait(editor.subscriptions.run_now(made.id))
    assert [one.id for one in editor.subscriptions.runs(made.id)] == [again.id, run.id]
    assert editor.subscriptions.pause(made.id).state == "paused"
    assert editor.subscriptions.resume(made.id).state == "active"
    assert editor.subscriptions.look_every(made.id, 900).interval_seconds == 900
    assert [one.id for one in editor.subscriptions.all(source="danbooru")] == [made.id]
    assert editor.subscriptions.unsubscribe(made.id, remove_posts=True)
    with pytest.raises(NotFound):
        editor.subscriptions.get(made.id)


def test_what_a_site_has_not_is_told(editor: Fovea, pullers: Pullers) -> None:
    def refuse() -> None:
        for job in pullers.jobs():
            pullers.answer(job, outcome="refused", code="not_found", reason="Nobody has that tag.")

    while_waiting(editor, refuse)
    with pytest.raises(CheckFailed, match="Nobody has that tag"):
        editor.subscriptions.check("danbooru: nobody")
    with pytest.raises(InvalidRequest) as raised:
        editor.subscriptions.check("danboru: cat")
    assert raised.value.code == "unknown_site"
    assert raised.value.extra["suggestions"][0] == "danbooru: cat"


def test_changes_want_a_key(visitor: Fovea, editor: Fovea, pullers: Pullers) -> None:
    while_waiting(editor, lambda: pullers.answer(pullers.job(), checked=cats()))
    check = editor.subscriptions.check("danbooru: cat solo")
    with pytest.raises(NotAllowed) as raised:
        visitor.subscriptions.subscribe(check)
    assert raised.value.status in {401, 403}


def test_a_picture_is_found_by_its_bytes_its_file_and_its_number(
    visitor: Fovea, pictures: Pictures, tmp_path: Path
) -> None:
    body = pictures.body(3)
    (tmp_path / "picture.jpg").write_bytes(body)
    for what in (body, tmp_path / "picture.jpg", str(tmp_path / "picture.jpg")):
        found = visitor.find_image(what)
        assert [one.image.id for one in found.matches] == [pictures.numbers[3]]
        assert found.matches[0].similarity == "same_file"
        assert found.matches[0].posts[0].post.title == "Scene 3"
        assert found.searched == 6
    assert visitor.find_image(pictures.numbers[3]).query.width == 640
    phash = visitor.image_searches.by_hash("0" * 16, limit=3)
    assert len(phash.matches) == 3


def test_a_picture_is_looked_for_among_what_some_accounts_posted(visitor: Fovea, pictures: Pictures) -> None:
    pictures.add(40, owner="7@N00")
    pictures.add(41, owner="6@N00")
    body = pictures.body(40)
    one = visitor.find_image(body, accounts="flickr/7@N00")
    assert (one.searched, [match.image.id for match in one.matches]) == (1, [pictures.numbers[40]])
    two = visitor.find_image(body, accounts=["flickr/7@N00", "flickr/6@N00"])
    assert (two.searched, [match.image.id for match in two.matches]) == (2, [pictures.numbers[40]])
    by_number = visitor.find_image(pictures.numbers[40], accounts=["flickr/7@N00", "flickr/6@N00"])
    assert by_number.searched <= 2


def test_recommended_photos_come_page_by_page(
    visitor: Fovea, context: Context, flickr: ScriptedFlickr
) -> None:
    LikedWorld(engine=context.engine).write(OWNERS, LISTS)
    flickr.people["https://www.flickr.com/photos/me"] = AccountRecord(external_id=ME, username="me")
    account = visitor.recommendations.look_up("https://www.flickr.com/photos/me")
    assert account.external_id == ME
    whole = visitor.recommendations.page(account, photos=100, people=3)
    assert whole.enough
    assert len(whole.people) == 3
    everything = [one.post.id for one in whole.photos]
    assert len(everything) > 20
    in_parts = [one.post.id for one in visitor.recommendations._photos(account, 7)]
    assert in_parts == everything
    assert [one.post.id for one in visitor.recommendations.photos(account, most=5)] == everything[:5]


class TestLimits:
    """With few requests allowed."""

    @pytest.fixture
    def settings(self, settings: ApiServerSettings) -> ApiServerSettings:
        return settings.model_copy(update={"limit_requests": "2/minute"})

    def test_too_much_is_told_with_the_time_to_come_back(self, visitor: Fovea) -> None:
        for _ in range(2):
            with pytest.raises(NotFound):
                visitor.runs.get(1)
        with pytest.raises(TooManyRequests) as raised:
            visitor.runs.get(1)
        assert raised.value.code == "too_many_requests"
        assert raised.value.retry_after_seconds is not None
        assert 1 <= raised.value.retry_after_seconds <= 60
