"""Artist searches from the question to the answer, with pullers that are played."""

import pytest

from fovea.artists.records import Unread
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
from tests.integration.fetching.conftest import server

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


@ON_SQLITE
@pytest.mark.parametrize("seed", range(6))
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
