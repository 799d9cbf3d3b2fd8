"""Batches whose records are read one by one: whatever is in them, each comes out as it went in."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fovea import messages, wire
from fovea.database.descriptions import told
from fovea.errors import UndecodableMessage
from fovea.messages import AccountRecord, Batch, PostRecord, SizeRecord
from ingester import arrivals
from ingester.arrivals import Arrival
from tests.integration.ingester.arriving import in_json

# Texts that look like the ends and beginnings of records, too.
texts = st.one_of(st.text(max_size=30), st.text('{}[]",:\\\n external_id 0', max_size=40))
identifiers = st.text(min_size=1, max_size=20)
sizes = st.builds(SizeRecord, st.text("abc/_.~ é", max_size=20), st.none() | st.integers(0, 9_999), st.none())
photos = st.builds(
    PostRecord,
    external_id=identifiers,
    owner=identifiers,
    title=texts,
    url=texts,
    sizes=st.lists(sizes, max_size=3),
    tags=st.lists(texts, max_size=3),
    posted_at=st.none() | st.integers(-(2**40), 2**40),
)
people = st.builds(
    AccountRecord, external_id=identifiers, username=st.none() | texts, icon_url=st.none() | texts
)


def batch(**records: object) -> Batch:
    return Batch(
        run_id=1,
        item_id=2,
        execution=3,
        number=4,
        last=True,
        source="flickr",
        kind="favorites",
        external_id="5@N00",
        pulled_at=6,
        **records,  # type: ignore[arg-type]
    )


def arrived(body: str) -> Arrival:
    arrival = arrivals.decode(body)
    assert isinstance(arrival, Arrival)
    return arrival


@given(st.lists(photos, max_size=6), st.lists(people, max_size=6))
@settings(deadline=None)
def test_records_come_apart_as_they_were_put_together(
    posts: list[PostRecord], accounts: list[AccountRecord]
) -> None:
    sent = batch(posts=posts, accounts=accounts)
    arrival = arrived(messages.encode(sent))
    assert arrival.key == (2, 3, 4)
    assert arrival.rows == (len(posts) or len(accounts))
    assert [arrivals.post(line) for line in arrival.posts.lines()] == [told(one) for one in posts]
    assert [arrivals.account(line) for line in arrival.accounts.lines()] == accounts


@given(st.lists(photos, max_size=6), st.lists(people, max_size=6), st.booleans())
@settings(deadline=None)
def test_a_batch_that_was_sent_by_an_older_version_is_the_same(
    posts: list[PostRecord], accounts: list[AccountRecord], compressed: bool
) -> None:
    sent = batch(posts=posts, accounts=accounts)
    old, new = arrived(in_json(sent, compressed=compressed)), arrived(messages.encode(sent))
    assert (old.key, old.rows) == (new.key, new.rows)
    for before, now in ((old.posts, new.posts), (old.accounts, new.accounts)):
        assert before.lines() == now.lines()
        assert before.digests.tolist() == now.digests.tolist()
    assert messages.decode(in_json(sent, compressed=compressed)) == sent


@given(photos)
def test_the_digest_that_travels_is_the_one_that_is_stored(sent: PostRecord) -> None:
    assert arrived(messages.encode(batch(posts=[sent]))).posts.digests.tolist() == [told(sent).digest]


@given(photos, st.text(max_size=10))
def test_a_changed_record_has_another_digest(sent: PostRecord, title: str) -> None:
    other = PostRecord(external_id=sent.external_id, owner=sent.owner, title=f"{sent.title}!{title}")
    assert told(sent).digest != told(other).digest


@pytest.mark.parametrize("head", [b"", b"[]", b"{}", b'{"type":"pull-job"}', b'{"type":"batch","version":2}'])
def test_a_head_that_is_none_of_a_batch_is_refused(head: bytes) -> None:
    for decode in (arrivals.decode, messages.decode):
        with pytest.raises(UndecodableMessage):
            decode(wire.pack(head, accounts=wire.NONE, posts=wire.NONE))


def test_records_within_the_head_are_no_records() -> None:
    head = msgspec.json.encode(batch(posts=[PostRecord(external_id="1", owner="2")]))
    for decode in (arrivals.decode, messages.decode):
        arrival = decode(wire.pack(head, accounts=wire.NONE, posts=wire.NONE))
        assert isinstance(arrival, Batch)
        assert len(arrival.posts) == 0
