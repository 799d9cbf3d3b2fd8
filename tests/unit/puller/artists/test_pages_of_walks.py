"""Jobs that ask for one page of a walk: what comes of them, in the form in which it travels."""

from typing import Any

import fakeredis
import pytest

from fovea import messages
from fovea.artists.records import Profile
from fovea.artists.walk import PageToRead
from fovea.messages import AnyMessage, PullJob, PullResponse
from puller.artists import source as artists_source
from puller.artists.source import ArtistsSource
from puller.jobs import Jobs
from puller.politeness import Politeness
from tests.unit.puller.conftest import Shelf
from tests.unit.puller.sources.answering import Answering, AnsweringWeb, Asked, status

LINKTREE = "https://linktr.ee/somebody"
DANBOORU = "https://danbooru.donmai.us/posts/5"


def carried_out(answer: Answering, page: PageToRead | None) -> tuple[PullResponse, AnsweringWeb]:
    """What a puller says of a job for a page, and what it asked."""
    web, sent = AnsweringWeb(answer), list[AnyMessage]()
    source = ArtistsSource({}, politeness=Politeness(fakeredis.FakeRedis()), web=web)
    jobs = Jobs({source.name: source}, send_batches=Shelf(sent).send, send_responses=Shelf(sent).send)
    job = PullJob(
        run_id=1, item_id=2, key="artists/page/1", source="artists", kind="page", external_id="1", page=page
    )
    jobs.carry_out(messages.decode(messages.encode(job)))  # type: ignore[arg-type]  # a job comes back
    assert len(sent) == 1
    assert isinstance(sent[0], PullResponse)
    return sent[0], web


def page(kind: Any, url: str, reader: str) -> PageToRead:
    return PageToRead(kind=kind, url=url, reader=reader)


def test_an_artworks_page_is_answered_with_the_artwork() -> None:
    post = {"id": 5, "tag_string_artist": "somebody", "file_url": "https://cdn.donmai.us/original/a.png"}
    said, web = carried_out(lambda _: post, page("artwork", DANBOORU, "danbooru"))
    assert (said.outcome, said.batches) == ("ok", 0)
    assert said.calls == len(web.asked) > 0
    assert said.page_read is not None
    artwork = said.page_read.artwork
    assert artwork is not None
    assert artwork.artists[0].handle == "somebody"
    assert said.page_read.answer == artwork


def test_entries_are_answered_with_all_profiles() -> None:
    noted = {"id": 1, "artist_id": 7, "url": "https://x.com/somebody", "is_active": True}

    def answer(asked: Asked) -> Any:
        return [noted] if asked.url.endswith("/artist_urls.json") else {"id": 7, "name": "somebody"}

    said, _ = carried_out(answer, page("entry", "https://x.com/somebody", "danbooru"))
    assert said.page_read is not None
    profiles = said.page_read.profiles
    assert profiles is not None
    assert [one.account.handle for one in profiles if one.account] == ["somebody"]


def test_an_account_that_is_gone_is_a_profile_that_says_so() -> None:
    url = "https://bsky.app/profile/somebody.bsky.social"
    gone = status(400, {"error": "AccountTakedown", "message": "Account has been suspended"})
    said, _ = carried_out(lambda _: gone, page("profile", url, "bluesky"))
    assert said.outcome == "ok"
    assert said.page_read is not None
    assert isinstance(said.page_read.answer, Profile)
    assert said.page_read.answer.state in {"gone", "suspended"}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (page("artwork", "https://example.com/art", "danbooru"), "unknown_form"),
        (page("profile", "https://www.instagram.com/somebody", "instagram"), "unreadable"),
        (page("entry", "https://x.com/somebody", "konachan"), "unreadable"),
    ],
)
def test_what_nobody_can_read_is_answered_without_asking(wanted: PageToRead, code: str) -> None:
    said, web = carried_out(lambda _: {}, wanted)
    assert web.asked == []
    assert (said.outcome, said.calls) == ("ok", 0)
    assert said.page_read is not None
    assert said.page_read.unread is not None
    assert said.page_read.unread.code == code


def test_what_may_pass_leaves_the_item_open() -> None:
    said, web = carried_out(lambda _: status(503), page("profile", LINKTREE, "linktree"))
    assert (said.outcome, said.page_read) == ("unavailable", None)
    assert said.calls == len(web.asked) == 3


@pytest.mark.parametrize(
    ("kind", "depth", "seconds", "waits"),
    [
        ("profile", 1, 60, True),
        ("profile", 1, 300, False),
        ("artwork", 0, 300, True),
        ("artwork", 0, 3_600, False),
        ("artwork", 1, 300, False),
    ],
)
def test_a_site_that_wants_to_be_left_alone_for_long_is_gone_without(
    kind: Any, depth: int, seconds: int, waits: bool
) -> None:
    """Somebody waits for the walk."""
    url, reader = (LINKTREE, "linktree") if kind == "profile" else (DANBOORU, "danbooru")
    wanted = PageToRead(kind=kind, url=url, reader=reader, depth=depth)
    said, _ = carried_out(lambda _: status(429, b"", retry_after=str(seconds)), wanted)
    if waits:
        assert said.outcome in {"unavailable", "deferred"}
        assert said.page_read is None
        return
    assert said.outcome == "ok"
    assert said.page_read is not None
    assert said.page_read.unread is not None
    assert said.page_read.unread.code == "source_unavailable"


def test_a_day_at_x_that_has_cost_enough_does_not_hold_up_a_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artists_source, "PATIENCE_SECONDS", 0.0)  # just before midnight, too
    cache = fakeredis.FakeRedis()
    politeness = Politeness(cache, dollars_a_day={"x": 0.0})
    web = AnsweringWeb(lambda _: {})
    source = ArtistsSource({"X_BEARER_TOKEN": "token"}, politeness=politeness, web=web)
    job = PullJob(
        run_id=1,
        item_id=2,
        key="artists/page/1",
        source="artists",
        kind="page",
        external_id="1",
        page=page("profile", "https://x.com/somebody", "x"),
    )
    (told,) = source.pull(job).pages()
    assert told.page_read is not None
    assert told.page_read.unread is not None
    assert "dollars" in told.page_read.unread.reason
    assert web.asked == []


def test_a_job_without_a_page_is_refused() -> None:
    said, web = carried_out(lambda _: {}, None)
    assert (said.outcome, said.code, web.asked) == ("refused", "unknown_page", [])


def test_more_than_the_queue_takes_is_said_to_be_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    post = {"id": 5, "tag_string_artist": "somebody", "file_url": "https://cdn.donmai.us/original/a.png"}
    monkeypatch.setattr(messages, "LARGEST_MESSAGE_BYTES", 400)
    said, _ = carried_out(lambda _: post, page("artwork", DANBOORU, "danbooru"))
    assert said.page_read is not None
    assert said.page_read.unread is not None
    assert (said.page_read.unread.code, said.page_read.unread.url) == ("too_large", DANBOORU)
