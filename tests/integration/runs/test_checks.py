"""What does a text stand for? A run asks, and its answer is kept."""

import pytest
from sqlalchemy import Engine

from fovea.errors import InvalidInput
from fovea.messages import CheckedListing, ListingName, PullJob, PullResponse
from tests.integration.runs.listing_world import ListingWorld

CATS = CheckedListing(
    source="reddit",
    listing=ListingName(kind="community", query="cats", title="r/cats", url="https://www.reddit.com/r/cats/"),
    followers=5_000_000,
    rating=0,
)


@pytest.fixture
def world(engine: Engine) -> ListingWorld:
    return ListingWorld(engine)


def answer(world: ListingWorld, job: PullJob, **fields: object) -> None:
    told = PullResponse(run_id=job.run_id, item_id=job.item_id, execution=7, attempt=job.attempt, **fields)  # type: ignore[arg-type]
    for _ in range(2):
        world.service.record_puller_responses([told])


def test_what_a_source_says_of_a_text_is_kept(world: ListingWorld) -> None:
    run_id = world.service.start_check("  r/Cats ").run.id
    (job,) = world.jobs()
    assert (job.kind, job.source, job.text, job.background) == ("check", "listings", "r/Cats", False)
    assert world.check(run_id).state == "sent"
    answer(world, job, checked=CATS)
    assert world.run(run_id).state == "done"
    found = world.check(run_id)
    assert (found.state, found.text, found.checked) == ("done", "r/Cats", CATS)


def test_two_who_ask_the_same_at_once_ask_once(world: ListingWorld) -> None:
    first = world.service.start_check("r/cats")
    second = world.service.start_check("r/cats")
    other = world.service.start_check("r/Cats")
    assert (second.run.id, second.begun) == (first.run.id, False)
    assert other.begun
    assert len(world.jobs()) == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"outcome": "gone", "code": "not_found", "reason": "no such subreddit"}, "not_found"),
        ({"outcome": "private", "code": "account_private", "reason": "quarantined"}, "account_private"),
        ({"outcome": "refused", "code": "invalid_input", "reason": "of no known form"}, "invalid_input"),
        ({"outcome": "refused", "code": "key_missing", "reason": "set IMGUR_CLIENT_ID"}, "key_missing"),
    ],
)
def test_why_there_is_nothing_is_told(world: ListingWorld, fields: dict[str, str], code: str) -> None:
    run_id = world.service.start_check("what?").run.id
    (job,) = world.jobs()
    answer(world, job, **fields)
    assert world.run(run_id).state == "failed"
    found = world.check(run_id)
    assert (found.state, found.checked, found.code, found.reason) == ("failed", None, code, fields["reason"])


def test_a_check_that_gets_no_answer_is_made_again(world: ListingWorld) -> None:
    run_id = world.service.start_check("r/cats").run.id
    world.jobs()
    world.wait(200)
    (again,) = world.swept(limit=10)
    assert (again.text, again.attempt) == ("r/cats", 2)
    answer(world, again, checked=CATS)
    assert world.run(run_id).state == "done"


def test_who_waits_for_a_check_is_told_soon_that_the_source_does_not_answer(world: ListingWorld) -> None:
    run_id = world.service.start_check("https://nothing.example/").run.id
    away = {"outcome": "unavailable", "code": "unreachable", "reason": "nothing.example is not there"}
    answer(world, world.jobs()[0], **away)
    found = world.check(run_id)
    assert (found.state, found.reason) == ("waiting", away["reason"])
    world.wait(200)
    (again,) = world.swept(limit=10)
    answer(world, again, **away)
    found = world.check(run_id)
    assert (found.state, found.code, found.reason) == ("failed", "source_unavailable", away["reason"])
    assert world.run(run_id).state == "failed"


@pytest.mark.parametrize("text", ["", "  ", "two\nlines", "x" * 2_001])
def test_what_is_no_line_of_text_is_refused(world: ListingWorld, text: str) -> None:
    with pytest.raises(InvalidInput):
        world.service.start_check(text)


def test_an_answer_that_says_nothing_is_a_failure(world: ListingWorld) -> None:
    run_id = world.service.start_check("r/cats").run.id
    answer(world, world.jobs()[0])
    assert world.run(run_id).state == "failed"
    assert world.check(run_id).code == "source_refused"
