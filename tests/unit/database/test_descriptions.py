"""Posts as they are described, made ready for their rows."""

from hypothesis import example, given
from hypothesis import strategies as st

from fovea import messages
from fovea.database import bulk, descriptions
from fovea.messages import PostRecord, SizeRecord

plain = st.text("abc é🦩", max_size=20)
nasty = st.text("a'\\\"%\n é", max_size=12)
posts = st.builds(
    PostRecord,
    external_id=st.text("0123'\\é", min_size=1, max_size=12),
    owner=st.just("1@N00"),
    title=plain | nasty | st.just("long " * 300),
    url=st.just("https://www.example.com/1") | nasty,
    sizes=st.lists(
        st.builds(SizeRecord, st.just("https://e.com/1_b.jpg") | nasty, st.just(1_024), st.just(683)),
        max_size=2,
    ),
    tags=st.lists(plain | nasty, max_size=3),
    posted_at=st.none() | st.just(1_700_000_000_000),
    taken_at=st.none() | st.just(-5),
)


@given(posts)
@example(
    PostRecord(
        external_id="1",
        owner="2",
        title="A",
        url="u",
        sizes=[SizeRecord("https://e.com/1_b.jpg", 1, 2)],
        tags=["a"],
        posted_at=1,
        taken_at=2,
    )
)
def test_a_row_that_is_written_out_is_the_same_row(post: PostRecord) -> None:
    description = messages.describe(post)
    row = descriptions.read(description).row
    assert not isinstance(row, str)
    written = descriptions.read(description, write_out=True)
    assert written.row == ",".join(map(bulk.literal, row))
    assert (written.external_id, written.owner) == (post.external_id, post.owner)
    assert dict(zip(descriptions.COLUMNS, row, strict=True))["digest"] == written.digest


def test_tags_travel_as_one_text_unless_one_holds_a_space() -> None:
    assert b'"tags":"a b"' in messages.describe(PostRecord(external_id="1", owner="2", tags=["a", "b"]))
    assert b'"tags":["a b","c"]' in messages.describe(
        PostRecord(external_id="1", owner="2", tags=["a b", "c"])
    )


def test_tags_in_a_list_are_read_too() -> None:
    for tags in (b'["a","b"]', b'"a b"'):
        told = descriptions.read(b'{"external_id":"1","owner":"2","tags":%s}' % tags)
        assert dict(zip(descriptions.COLUMNS, told.row, strict=True))["tags"] == "a b"
