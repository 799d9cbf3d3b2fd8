"""Artist searches from the question to the answer, with pullers that are played."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, update

from api_server.artists import advancing, comparing, scanning, service
from api_server.artists.starting import TooManySearches
from api_server.image_search.problems import TooBusy
from api_server.runs import service as runs_service
from api_server.runs.service import RunService
from fovea.artists.records import ImageLink, Unread
from fovea.database.artist_tables import artist_searches
from fovea.database.engine import in_transaction
from fovea.database.tables import runs as run_rows
from fovea.errors import AccountNotFound
from fovea.messages import PullJob
from tests.integration.api_server.artist_world import (
    ARTWORK,
    BLUESKY,
    GALLERY,
    LATE,
    MASTODON,
    ArtistWorld,
    artists,
    settings,
    shared_decoder,
)
from tests.integration.fetching.conftest import response, server
from tests.unit.artists.worlds import posted

__all__ = ["artists", "server", "settings", "shared_decoder"]

ON_SQLITE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)
ABOUT = f"My Bluesky: {BLUESKY}"


@pytest.fixture
def finch(artists: ArtistWorld) -> ArtistWorld:
    """An artist with a gallery and an account at Bluesky that shows the same pictures."""
    artists.artwork(seed=1, about=ABOUT)
    artists.account(BLUESKY, 3, 1, 2, source="bluesky", query="did:plc:finch")
    artists.account(GALLERY, 5, source="deviantart", query="finch")
    artists.person(BLUESKY, f"I also draw at {GALLERY}")
    return artists


def test_an_artworks_page_leads_to_the_artists_post_of_it(finch: ArtistWorld) -> None:
    found = finch.search()
    assert (found.state, found.search.code) == ("done", None)
    assert found.search.artwork is not None
    assert found.search.artwork.title == "Sunrise"
    assert {one.account.account_key: one.scan.state for one in found.accounts} == {
        "deviantart:finch": "done",
        "bluesky:finch.bsky.social": "done",
    }
    (result,) = found.results
    assert result.post_id == finch.posts["did:plc:finch"][1]
    assert (result.account_key, result.position, result.count) == ("bluesky:finch.bsky.social", 0, 1)
    assert (result.distance, result.similarity) == (0, "same_file")
    assert found.search.searched == 4
    assert found.search.first_scan
    assert found.picture is not None
    assert (found.picture.width, found.picture.height) == (640, 480)
    assert finch.run_state(found.search.public_id) == "done"


def test_each_account_comes_with_its_evidence(finch: ArtistWorld) -> None:
    accounts = finch.search().accounts
    chains = {one.account.account_key: one.account.found.chains for one in accounts}
    assert [step.kind for step in chains["deviantart:finch"][0]] == ["artist_field"]
    assert [step.to for step in chains["bluesky:finch.bsky.social"][0]] == [
        "deviantart:finch",
        "bluesky:finch.bsky.social",
    ]
    assert all(one.account.accepted and one.account.found.confidence > 0.9 for one in accounts)
    # That the picture is there speaks for an account, too.
    (match,) = chains["bluesky:finch.bsky.social"][-1]
    assert (match.kind, match.url) == ("image_match", finch.urls[finch.posts["did:plc:finch"][1]])
    assert "image_match" not in {step.kind for chain in chains["deviantart:finch"] for step in chain}


@ON_SQLITE
@pytest.mark.parametrize("seed", range(4))
def test_answers_may_come_in_any_order_and_twice(finch: ArtistWorld, seed: int) -> None:
    finch.chance.seed(seed)
    finch.twice = True
    finch.person(GALLERY, f"{ABOUT} and {MASTODON}")
    finch.person(MASTODON, f"Gallery: {GALLERY}, and {BLUESKY}")
    finch.account(MASTODON, 9, 1, source="mastodon", query="finch@mastodon.art")
    found = finch.search()
    assert found.state == "done"
    assert [one.account.account_key for one in found.accounts] == [
        "bluesky:finch.bsky.social",
        "deviantart:finch",
        "mastodon:finch@mastodon.art",
    ]
    assert {one.post_id for one in found.results} == {
        finch.posts["did:plc:finch"][1],
        finch.posts["finch@mastodon.art"][1],
    }
    pages = [job.page.key for job in finch.asked if job.page is not None]
    assert len(pages) == len(set(pages))


def test_every_step_may_be_taken_again(finch: ArtistWorld) -> None:
    """Whoever takes one may be killed before it is known that they took it."""
    public_id = finch.begin()
    stages = [finch.stage(public_id)]
    for _ in range(30):
        for job in finch.pullers.jobs():
            finch.answer(job)
            finch.answer(job)
        finch.advance()
        finch.advance()
        stages.append(finch.stage(public_id))
    found = finch.found(public_id)
    assert found.state == "done"
    assert len(found.results) == 1
    assert stages == sorted(stages, key=list(dict.fromkeys(stages)).index)  # it never goes back


def test_what_asks_the_same_joins_and_is_answered_from_what_is_known(finch: ArtistWorld) -> None:
    first = finch.begin()
    assert finch.begin(f"{ARTWORK}?utm_source=somewhere") == first
    found = finch.finished(first)
    assert finch.begin() == first
    assert finch.begin(again=True) != first
    assert found.state == "done"


def test_accounts_that_were_read_lately_are_not_read_again(finch: ArtistWorld) -> None:
    finch.search()
    del finch.asked[:]
    again = finch.search(again=True)
    assert [job.kind for job in finch.asked if job.kind == "posts"] == []
    assert {one.scan.state for one in again.accounts} == {"fresh"}
    assert len(again.results) == 1
    assert not again.search.first_scan
    # The pages about people stand there still; the artwork's own is read again.
    walked = [job.page.kind for job in finch.asked if job.page is not None]
    assert walked.count("artwork") == 2  # with that of the post, which may be gone
    assert walked.count("profile") == 0


def test_an_account_that_is_gone_does_not_hold_up_the_others(finch: ArtistWorld) -> None:
    """Older system: an account that vanished before it was read was waited for until the next restart, and
    one that failed ended the whole search.
    """
    finch.refused["finch"] = {"outcome": "gone", "code": "account_gone", "reason": "Deleted"}
    found = finch.search()
    assert found.state == "done"
    states = {one.account.account_key: one for one in found.accounts}
    gone = states["deviantart:finch"]
    assert (gone.scan.state, gone.scan.code, gone.scan.reason, gone.account.state) == (
        "failed",
        "account_gone",
        "Deleted",
        "gone",
    )
    assert states["bluesky:finch.bsky.social"].scan.state == "done"
    assert len(found.results) == 1


def test_an_account_that_a_check_does_not_find_is_told_so(finch: ArtistWorld) -> None:
    finch.listings["deviantart: finch"] = {"outcome": "gone", "code": "account_suspended", "reason": "Banned"}
    found = finch.search()
    states = {one.account.account_key: one for one in found.accounts}
    assert (states["deviantart:finch"].account.state, states["deviantart:finch"].scan.state) == (
        "suspended",
        "failed",
    )
    assert len(found.results) == 1


def test_a_reading_that_failed_is_not_taken_for_one(finch: ArtistWorld) -> None:
    """Older system: for a day every search of that artist failed at once."""
    refusal = {"outcome": "refused", "code": "key_refused", "reason": "No key"}
    finch.refused = {"finch": refusal, "did:plc:finch": refusal}
    failed = finch.search()
    assert (failed.state, failed.search.code) == ("failed", "processing_error")
    assert failed.search.message == "No key"
    assert (
        finch.begin() == failed.search.public_id
    )  # for some minutes, it is not asked for again at each look
    finch.refused = {}
    found = finch.search(again=True)
    assert (found.state, len(found.results)) == ("done", 1)


def test_posts_that_are_not_there_any_more_are_left_out(finch: ArtistWorld) -> None:
    post = finch.posts["did:plc:finch"][1]
    url = finch.urls[post]
    finch.pages[url] = Unread(url=url, code="not_found", reason="Deleted")
    found = finch.search()
    assert (found.state, found.results, found.removed) == ("done", [], 1)


def test_a_source_that_does_not_answer_does_not_hold_the_search_up_for_ever(finch: ArtistWorld) -> None:
    post = finch.posts["did:plc:finch"][1]
    finch.pages[finch.urls[post]] = LATE  # type: ignore[assignment]
    public_id = finch.begin()
    while finch.stage(public_id) != "verifying":
        finch.turn()
    finch.turn()
    assert finch.stage(public_id) == "verifying"
    finch.hurry(public_id)
    finch.advance()
    found = finch.found(public_id)
    assert (found.state, found.results[0].there) == ("done", None)
    assert finch.run_state(public_id) == "done_with_failures"


def test_a_picture_is_found_in_the_library_first_and_leads_to_its_artist(finch: ArtistWorld) -> None:
    post = finch.posts["did:plc:finch"][1]
    url = finch.urls[post]
    finch.pages[url] = posted(url, BLUESKY, f"Sunrise! Gallery: {GALLERY}")
    finch.wait_for_the_index()
    found = finch.search(picture=finch.picture(1, small=True))
    assert found.state == "done"
    assert found.elsewhere is not None
    assert [one.image_id for one in found.elsewhere.matches] == [finch.images[1]]
    assert "bluesky:finch.bsky.social" in {
        one.account.account_key for one in found.accounts if one.account.accepted
    }
    assert [one.post_id for one in found.results] == [post]
    assert found.search.asked == ""


@ON_SQLITE
def test_a_picture_that_nobody_has_seen_has_no_artist(finch: ArtistWorld) -> None:
    finch.wait_for_the_index()
    found = finch.search(picture=finch.picture(77))
    assert (found.state, found.search.code, found.results, found.accounts) == ("done", None, [], [])
    assert found.elsewhere is not None
    assert found.elsewhere.matches == []


@ON_SQLITE
def test_an_address_that_is_a_pictures_is_looked_for_as_a_picture(finch: ArtistWorld) -> None:
    finch.wait_for_the_index()
    url = finch.server.says("/shared.jpg", response(finch.picture(1)))
    finch.pages[url] = Unread(url=url, code="unknown_form")
    post = finch.urls[finch.posts["did:plc:finch"][1]]
    finch.pages[post] = posted(post, BLUESKY, f"Sunrise! Gallery: {GALLERY}")
    found = finch.search(url)
    assert found.state == "done"
    assert [one.post_id for one in found.results] == [finch.posts["did:plc:finch"][1]]


@ON_SQLITE
def test_an_address_that_is_no_artworks_and_no_pictures_is_of_no_site_that_can_be_read(
    finch: ArtistWorld,
) -> None:
    url = finch.server.says("/page.html", response(b"<p>Hello", Content_Type="text/html"))
    finch.pages[url] = Unread(url=url, code="unknown_form")
    found = finch.search(url)
    assert (found.state, found.search.code) == ("failed", "unsupported_website")
    assert finch.run_state(found.search.public_id) == "failed"


@ON_SQLITE
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("not_found", "not_an_artwork_page"),
        ("account_suspended", "not_an_artwork_page"),
        ("key_missing", "processing_error"),
    ],
)
def test_a_page_that_tells_of_no_artwork_is_told_so(finch: ArtistWorld, code: str, told: str) -> None:
    finch.pages[ARTWORK] = Unread(url=ARTWORK, code=code, reason="So it is")
    found = finch.search()
    assert (found.state, found.search.code, found.search.message) == ("failed", told, "So it is")


@ON_SQLITE
def test_an_artwork_of_somebody_suspended_is_no_fault_of_ours(finch: ArtistWorld) -> None:
    finch.pages[ARTWORK] = Unread(url=ARTWORK, code="source_refused", reason="Disabled", state="suspended")
    assert finch.search().search.code == "not_an_artwork_page"


@ON_SQLITE
def test_a_picture_is_looked_for_in_one_account(finch: ArtistWorld) -> None:
    found = finch.search(picture=finch.picture(2), account=BLUESKY)
    assert found.state == "done"
    assert [one.account.account_key for one in found.accounts] == ["bluesky:finch.bsky.social"]
    assert [one.post_id for one in found.results] == [finch.posts["did:plc:finch"][2]]
    url = finch.server.says("/there.jpg", response(finch.picture(3)))
    by_address = finch.search(image_url=url, account="bluesky: @finch.bsky.social")
    assert [one.post_id for one in by_address.results] == [finch.posts["did:plc:finch"][0]]


@ON_SQLITE
def test_an_account_alone_leads_to_the_artists_others(finch: ArtistWorld) -> None:
    finch.person(GALLERY, ABOUT)
    found = finch.search(account=BLUESKY)
    assert (found.state, found.results) == ("done", [])
    accepted = {one.account.account_key for one in found.accounts if one.account.accepted}
    assert accepted == {"bluesky:finch.bsky.social", "deviantart:finch"}
    assert all(job.kind == "page" for job in finch.asked)


@ON_SQLITE
def test_an_account_can_be_read_for_later(finch: ArtistWorld) -> None:
    begun = service.scan(finch.context, account=BLUESKY, asker="somebody")
    assert begun.begun
    assert (begun.run.kind, begun.run.state) == ("artist_search", "running")
    again = service.scan(finch.context, account=BLUESKY, asker="somebody else")
    assert (again.begun, again.public_id) == (False, begun.public_id)
    done = finch.finished(begun.public_id)
    assert (done.state, done.accounts[0].scan.state, done.accounts[0].scan.posts_read) == ("done", "done", 3)
    nobody = service.scan(finch.context, account="https://bsky.app/profile/nobody.bsky.social", asker="s")
    failed = finch.finished(nobody.public_id)
    assert (failed.state, failed.search.code) == ("failed", "account_not_found")
    with pytest.raises(AccountNotFound):
        service.scan(finch.context, account="no such thing", asker="s")


@ON_SQLITE
def test_pictures_that_cannot_be_had_or_read_are_told_apart(finch: ArtistWorld) -> None:
    for answer, code in (
        (response(b"", status="404 Not Found"), "cannot_get_image"),
        (response(b"GIF89a nothing", Content_Type="image/gif"), "not_a_picture"),
        (response(b"x" * 100, Content_Length=str(10**9)), "query_image_too_big"),
    ):
        finch.server.says("/1.jpg", answer)
        failed = finch.search(again=True)
        assert (failed.state, failed.search.code) == ("failed", code)
        assert len(failed.accounts) == 2  # which were found all the same


@ON_SQLITE
def test_the_next_smaller_picture_is_taken_when_the_best_cannot_be_had(finch: ArtistWorld) -> None:
    large = finch.server.says("/large.jpg", response(b"x", Content_Length=str(10**9)))
    small = finch.server.says("/small.jpg", response(finch.picture(1, small=True)))
    finch.artwork(seed=1, images=(ImageLink(url=large), ImageLink(url=small)))
    found = finch.search()
    assert (found.state, len(found.results)) == ("done", 1)
    assert found.picture is not None
    assert found.picture.width == 320


@ON_SQLITE
def test_nobody_has_more_searches_under_way_than_they_may(finch: ArtistWorld) -> None:
    first = finch.begin(asker="me", most_unfinished=1)
    assert finch.begin(asker="me", most_unfinished=1) == first  # which costs nothing
    with pytest.raises(TooManySearches) as refused:
        finch.begin("https://www.deviantart.com/wren/art/Nest-5", asker="me", most_unfinished=1)
    assert (refused.value.status, refused.value.code) == (429, "too_many_searches")
    finch.begin("https://www.deviantart.com/wren/art/Nest-5", asker="you", most_unfinished=1)
    finch.finished(first)
    finch.begin("https://www.deviantart.com/wren/art/Egg-6", asker="me", most_unfinished=1)


@ON_SQLITE
def test_a_search_that_takes_too_long_goes_on_with_what_is_there(finch: ArtistWorld) -> None:
    public_id = finch.begin()
    while finch.stage(public_id) != "scanning":
        finch.turn()
    jobs = {job.source: job for job in finch.pullers.jobs()}
    finch.answer(jobs["bluesky"])
    finch.advance()
    finch.hurry(public_id)
    found = finch.finished(public_id)
    assert found.state == "done"
    assert {one.account.account_key: one.scan.state for one in found.accounts} == {
        "bluesky:finch.bsky.social": "done",
        "deviantart:finch": "failed",
    }
    assert found.search.note is not None
    assert len(found.results) == 1


@ON_SQLITE
@pytest.mark.parametrize("stage", ["resolving", "finding", "checking"])
def test_no_question_is_waited_for_for_ever(finch: ArtistWorld, stage: str) -> None:
    public_id = finch.begin()
    while finch.stage(public_id) != stage:
        finch.turn()
    finch.hurry(public_id)
    for _ in range(5):
        finch.advance()
    assert finch.found(public_id).search.ended
    assert finch.run_state(public_id) in {"done", "done_with_failures", "failed"}


@ON_SQLITE
def test_a_search_whose_run_has_gone_has_failed(finch: ArtistWorld) -> None:
    public_id = finch.begin()
    finch.library.write(lambda connection: connection.execute(delete(run_rows)))
    finch.advance()
    assert (finch.found(public_id).state, finch.found(public_id).search.code) == (
        "failed",
        "processing_error",
    )


@ON_SQLITE
def test_what_fails_for_no_known_reason_is_tried_again_and_not_for_ever(
    finch: ArtistWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: object) -> None:
        raise ZeroDivisionError

    public_id = finch.begin()
    while finch.stage(public_id) != "searching":
        with monkeypatch.context() as patched:
            patched.setattr(comparing, "_among_accounts", fall)
            finch.turn()
    with monkeypatch.context() as patched:
        patched.setattr(comparing, "_among_accounts", fall)
        for _ in range(6):
            finch.advance()
    found = finch.found(public_id)
    assert (found.state, found.search.code) == ("failed", "reverse_search_failed")
    assert finch.run_state(public_id) == "failed"


@ON_SQLITE
def test_waiting_for_ones_turn_is_no_try(finch: ArtistWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise TooBusy

    public_id = finch.begin()
    with monkeypatch.context() as patched:
        patched.setattr(comparing, "_among_accounts", refuse)
        for _ in range(15):
            finch.turn()
    assert finch.stage(public_id) == "searching"
    assert len(finch.finished(public_id).results) == 1


@ON_SQLITE
def test_waiting_for_ones_turn_has_an_end(finch: ArtistWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise TooBusy

    monkeypatch.setattr(comparing, "_among_accounts", refuse)
    public_id = finch.begin()
    while finch.stage(public_id) != "searching":
        finch.turn()
    long_ago = update(artist_searches).values(created_at=0, next_at=0)
    in_transaction(finch.context.engine, lambda connection: connection.execute(long_ago))
    finch.advance()
    found = finch.found(public_id)
    assert (found.state, found.search.code) == ("failed", "processing_error")


class Killed(BaseException):
    """The process is no more."""


@pytest.mark.parametrize("seed", range(2))
def test_whoever_is_killed_after_any_step_loses_nothing(
    finch: ArtistWorld, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Older system: a restart lost all searches, and what they had found."""
    chance, killed = random.Random(seed), 0

    def killing(engine: Engine, function: Callable[[Connection], Any], **how: Any) -> Any:
        nonlocal killed
        answer = in_transaction(engine, function, **how)
        if chance.random() < 0.35:
            killed += 1
            raise Killed
        return answer

    def again(record: Callable[..., int]) -> Callable[..., int]:
        """What was not taken is delivered again."""

        def deliver(*told: Any) -> int:
            while True:
                with contextlib.suppress(Killed):
                    return record(*told)

        return deliver

    public_id = finch.begin()
    for module in (advancing, comparing, scanning, runs_service):
        monkeypatch.setattr(module, "in_transaction", killing)
    for name in ("record_puller_responses", "record_receipts"):
        monkeypatch.setattr(RunService, name, again(getattr(RunService, name)))
    # What could not be sent, or was not answered, is due at once.
    at_once = {"item_sending_seconds": 0.01, "item_deadline_seconds": 0.01, "item_queue_seconds": 0.0}
    at_once |= {"item_attempts": 200, "check_attempts": 200, "item_storing_seconds": 0.01}
    context = replace(finch.context, settings=finch.context.settings.model_copy(update=at_once))
    context.__dict__["decoder"] = finch.decoder
    finch.context = finch.pullers.context = context
    for _ in range(300):
        if finch.found(public_id).search.ended:
            break
        jobs = finch.pullers.jobs()
        with contextlib.suppress(Killed):
            swept = runs_service.of(context).sweep(limit=50).jobs
            jobs += [job for job in swept if isinstance(job, PullJob)]
        for job in jobs:
            finch.answer(job)
        with contextlib.suppress(Killed):
            finch.advance()
    found = finch.found(public_id)
    assert killed >= 3
    assert (found.state, found.search.code) == ("done", None)
    assert [one.post_id for one in found.results] == [finch.posts["did:plc:finch"][1]]
    assert {one.scan.state for one in found.accounts} <= {"done", "fresh"}
