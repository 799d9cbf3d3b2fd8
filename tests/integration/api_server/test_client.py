"""The Python client, against the real API behind a real port."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from api_server.context import Context
from api_server.settings import ApiServerSettings
from fovea.messages import AccountRecord
from fovea_client import (
    ArtistSearch,
    ArtistSearchFailed,
    CheckFailed,
    Fovea,
    InvalidRequest,
    NotAllowed,
    NotFound,
    Retries,
    TooManyRequests,
)
from tests.integration.api_server.finder_world import ARTWORK, FinderWorld, found, result
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.listing_world import Pullers, cats
from tests.integration.api_server.people import People
from tests.integration.api_server.pictures import Pictures, context, pictures, shared_decoder
from tests.integration.api_server.scripted_flickr import ScriptedFlickr
from tests.integration.api_server.test_recommendations import LISTS, ME, OWNERS
from tests.integration.recommendations.liked_world import LikedWorld
from tests.integration.runs.serving import serving
from tests.unit.client.test_examples import example

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


@pytest.fixture
def finder_world(context: Context) -> FinderWorld:
    return FinderWorld(context)


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


def test_a_search_for_an_artist_is_followed_by_events(
    visitor: Fovea, finder_world: FinderWorld, people: People, library_world: LibraryWorld
) -> None:
    bluesky = found("bluesky", "somebody.bsky.social")
    post = people.photo("a bird", owner="8@N00", title="A bird")
    image = library_world.image(posts=[post])
    seen: list[ArtistSearch] = []

    def happen(search: ArtistSearch) -> None:
        seen.append(search)
        if search.state in {"waiting", "resolving", "finding_accounts"}:
            finder_world.accounts(search.id, [bluesky, found("x", "friend", accepted=False, confidence=0.1)])
            finder_world.enter(search.id, "scanning", artwork=ARTWORK)
        elif search.state == "scanning":
            finder_world.results(search.id, [result(post, image, bluesky.account.key)])
            finder_world.enter(search.id, "done")

    search = visitor.find_artist(ARTWORK.url, on_progress=happen, timeout_seconds=60)
    assert [one.state for one in seen][-2:] == ["scanning", "done"]
    assert search.url == ARTWORK.url
    (account,) = search.artist_accounts
    assert (account.network, account.handle) == ("bluesky", "somebody.bsky.social")
    assert account.evidence[0][0].kind == "own_field"
    (shown,) = search.results_of(account)
    assert (shown.post.title, shown.similarity, shown.image_id) == ("A bird", "same_picture", image)
    assert visitor.artist_searches.get(search.id) == search
    known: list[str] = []
    again = visitor.find_artist(ARTWORK.url, on_progress=lambda one: known.append(one.state))
    assert (again.id, known) == (search.id, ["done"])


def test_examples_work_on_the_real_api(
    visitor: Fovea,
    finder_world: FinderWorld,
    people: People,
    library_world: LibraryWorld,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    search = visitor.artist_searches.begin(ARTWORK.url)
    bluesky = found("bluesky", "somebody.bsky.social")
    post = people.photo("a bird", owner="8@N00")
    finder_world.accounts(search.id, [bluesky])
    finder_world.results(search.id, [result(post, library_world.image(posts=[post]), bluesky.account.key)])
    finder_world.enter(search.id, "done")
    assert example("find_an_artist").main([ARTWORK.url, "--url", visitor.url]) == 0
    said = capsys.readouterr().out.splitlines()
    at = said.index("95%  https://bsky.app/profile/somebody.bsky.social")  # among lines of the server's log
    assert said[at + 1].startswith("      same_picture: ")
    (tmp_path / "addresses").write_text(f"{ARTWORK.url}\nno address\n")
    assert example("fill_the_database").main([str(tmp_path / "addresses"), "--url", visitor.url]) == 1
    told = capsys.readouterr().out.splitlines()
    assert f"{ARTWORK.url}: 1 accounts, 1 posts" in told
    assert any(line.startswith("no address: ") for line in told)


def test_however_an_artwork_is_named_it_is_one_search(visitor: Fovea) -> None:
    forms = (
        "www.pixiv.net/artworks/104500000",
        "pixiv.net/en/artworks/104500000",
        "www.pixiv.net/i/104500000",
    )
    assert len({visitor.artist_searches.begin(f"https://{form}").id for form in forms}) == 1
    others = ("www.pixiv.net/artworks/104500001", "www.pixiv.net/artworks/104500000#2")
    assert len({visitor.artist_searches.begin(f"https://{form}").id for form in (forms[0], *others)}) == 3


def test_a_search_that_finds_nobody_and_one_that_cannot_begin_say_why(
    visitor: Fovea, finder_world: FinderWorld
) -> None:
    def fail(search: ArtistSearch) -> None:
        if search.under_way:
            finder_world.enter(
                search.id, "failed", code="no_account_found", message="Nobody is linked there."
            )

    with pytest.raises(ArtistSearchFailed) as failed:
        visitor.find_artist(ARTWORK.url, on_progress=fail, timeout_seconds=60)
    assert failed.value.code == "no_account_found"
    with pytest.raises(InvalidRequest) as refused:
        visitor.find_artist("no address at all")
    assert refused.value.code == "not_an_url"
    assert {site.name for site in visitor.artist_searches.about().sites} >= {"deviantart", "pixiv"}


def test_a_scan_is_a_search_of_one_account(visitor: Fovea, editor: Fovea, finder_world: FinderWorld) -> None:
    address = "https://bsky.app/profile/somebody.bsky.social"
    with pytest.raises(NotAllowed):
        visitor.scan_account(address)

    def finish(search: ArtistSearch) -> None:
        if search.under_way:
            finder_world.enter(search.id, "done")

    ended = editor.scan_account(address, on_progress=finish, timeout_seconds=60)
    assert (ended.kind, ended.state) == ("scan", "done")


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
