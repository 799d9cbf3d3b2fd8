"""Cutting pages so that every message fits into the queue."""

import secrets

from fovea import messages
from fovea.messages import AccountRecord, Batch, PostRecord, PullJob, SizeRecord
from puller.batches import Batches
from puller.sources.contract import Page

JOB = PullJob(run_id=1, item_id=2, key="k", source="flickr", kind="favorites", external_id="1@N00", since=5)


def post(number: int, *, noise: int) -> PostRecord:
    """A post whose title cannot be compressed."""
    return PostRecord(
        external_id=str(number),
        owner=f"{number % 7}@N00",
        title=secrets.token_urlsafe(noise),
        sizes=[SizeRecord(f"https://live.staticflickr.com/2/{number}.jpg", 500, 333)],
    )


def page(count: int, *, noise: int = 900, last: bool = True) -> Page:
    return Page(
        last=last,
        posts=[post(number, noise=noise) for number in range(count)],
        accounts=[AccountRecord(external_id=f"{number}@N00", username=str(number)) for number in range(7)],
        newest_faved_at=9,
        truncated=True,
    )


def fits(batch: Batch) -> bool:
    return messages.fits(messages.encode(batch))


def test_a_page_that_is_too_large_becomes_several_batches_that_fit() -> None:
    whole = page(1_000)
    batches = Batches(JOB, execution=3, pulled_at=4)
    sent = batches.of(whole)
    assert len(sent) > 2
    assert all(fits(batch) for batch in sent)
    assert [one for batch in sent for one in batch.posts] == whole.posts
    assert [batch.number for batch in sent] == list(range(len(sent)))
    assert [batch.last for batch in sent] == [False] * (len(sent) - 1) + [True]
    assert [batch.truncated for batch in sent] == [batch.last for batch in sent]
    assert {(batch.execution, batch.pulled_at, batch.since, batch.newest_faved_at) for batch in sent} == {
        (3, 4, 5, 9)
    }
    assert batches.count == len(sent)


def test_every_batch_knows_the_owners_of_its_posts() -> None:
    for batch in Batches(JOB, execution=3, pulled_at=4).of(page(1_000)):
        known = {account.external_id for account in batch.accounts}
        assert {one.owner for one in batch.posts} <= known


def test_no_account_is_lost_when_a_page_is_cut() -> None:
    whole = Page(
        last=True,
        posts=[post(number, noise=900) for number in range(600)],
        accounts=[AccountRecord(external_id="77@N00", state="active")],
    )
    sent = Batches(JOB, execution=3, pulled_at=4).of(whole)
    assert len(sent) > 1
    assert [account.external_id for batch in sent for account in batch.accounts] == ["77@N00"]


def test_numbers_go_on_from_page_to_page() -> None:
    batches = Batches(JOB, execution=3, pulled_at=4)
    sent = [*batches.of(page(1_000, last=False)), *batches.of(page(3, noise=5))]
    assert [batch.number for batch in sent] == list(range(len(sent)))
    assert [batch.last for batch in sent].count(True) == 1
    assert sent[-1].last


def test_contacts_are_cut_with_their_accounts() -> None:
    people = [f"{number}@N00" for number in range(1_000)]
    whole = Page(
        last=True,
        followees=people,
        accounts=[AccountRecord(external_id=one, username=secrets.token_urlsafe(900)) for one in people],
    )
    sent = Batches(JOB, execution=3, pulled_at=4).of(whole)
    assert len(sent) > 2
    assert all(fits(batch) for batch in sent)
    for batch in sent:
        assert [account.external_id for account in batch.accounts] == batch.followees
    assert [one for batch in sent for one in batch.followees] == people


def test_accounts_alone_are_cut_too() -> None:
    accounts = [
        AccountRecord(external_id=f"{n}@N00", username=secrets.token_urlsafe(900)) for n in range(1_000)
    ]
    sent = Batches(JOB, execution=3, pulled_at=4).of(Page(last=True, accounts=accounts))
    assert len(sent) > 2
    assert all(fits(batch) for batch in sent)
    assert [account for batch in sent for account in batch.accounts] == accounts


def test_an_empty_page_is_still_a_batch() -> None:
    (batch,) = Batches(JOB, execution=3, pulled_at=4).of(Page(last=True))
    assert (batch.number, batch.last, batch.posts) == (0, True, [])
