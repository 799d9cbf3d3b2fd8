"""Batches with their records apart: whatever is in them, each record comes out as it went in."""

from hypothesis import given
from hypothesis import strategies as st

from fovea import messages
from fovea.database.descriptions import told
from fovea.messages import AccountRecord, Batch, PostRecord, SizeRecord
from ingester import arrivals
from ingester.arrivals import Arrival, Opened

# Texts that look like the ends and beginnings of records, too.
texts = st.one_of(st.text(max_size=30), st.text('{}[]",:\\external_id 0', max_size=40))
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


def opened(**records: object) -> Opened:
    batch = Batch(
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
    arrival = arrivals.decode(messages.encode(batch))
    assert isinstance(arrival, Arrival)
    return arrivals.opened(arrival)


@given(st.lists(photos, max_size=6))
def test_posts_come_apart_as_they_were_put_together(sent: list[PostRecord]) -> None:
    batch = opened(posts=sent)
    assert [arrivals.post(part) for part in batch.posts] == [told(one) for one in sent]
    assert batch.rows == len(sent)


@given(st.lists(people, max_size=6))
def test_accounts_come_apart_as_they_were_put_together(sent: list[AccountRecord]) -> None:
    assert [arrivals.account(part) for part in opened(accounts=sent).accounts] == sent


@given(st.lists(photos, min_size=1, max_size=6))
def test_a_part_begins_with_its_outside_id(sent: list[PostRecord]) -> None:
    # An id with characters that JSON escapes may be cut short here; it is read again when it is stored.
    names = [part[: part.index(b'"')] for part in opened(posts=sent).posts]
    plain = [(name, one) for name, one in zip(names, sent, strict=True) if b"\\" not in name]
    assert [arrivals.external_id(name) for name, _ in plain] == [one.external_id for _, one in plain]


@given(photos)
def test_the_digest_of_a_part_is_that_of_its_record(sent: PostRecord) -> None:
    (part,) = opened(posts=[sent]).posts
    assert arrivals.digest(part) == told(sent).digest


@given(photos, st.text(max_size=10))
def test_a_changed_record_has_another_digest(sent: PostRecord, title: str) -> None:
    other = PostRecord(external_id=sent.external_id, owner=sent.owner, title=f"{sent.title}!{title}")
    assert told(sent).digest != told(other).digest
