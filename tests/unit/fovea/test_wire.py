"""The wire form of batches: what is packed comes back, and nothing that anyone sends breaks a reader."""

import base64
import struct

import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as some

from fovea import wire
from fovea.errors import UndecodableMessage
from fovea.wire import NONE, Records

lines = some.lists(some.binary(max_size=60).map(lambda line: line.replace(b"\n", b"")), max_size=8)


def sent(*, head: bytes = b"{}", accounts: Records = NONE, posts: Records = NONE) -> wire.Unpacked:
    return wire.unpack(wire.pack(head, accounts=accounts, posts=posts))


def form(*counts: int, behind: bytes = b"") -> str:
    """A wire form with these four counts."""
    return wire.PREFIX + base64.b64encode(struct.pack("<4I", *counts) + behind).decode()


@given(some.binary(max_size=200), lines, lines)
@settings(deadline=None)
def test_what_is_packed_comes_back(head: bytes, accounts: list[bytes], posts: list[bytes]) -> None:
    unpacked = sent(head=head, accounts=wire.records(accounts), posts=wire.records(posts))
    assert unpacked.head == head
    for records, expected in ((unpacked.accounts, accounts), (unpacked.posts, posts)):
        assert len(records) == len(expected)
        assert records.lines() == expected
        assert records.digests.tolist() == [wire.digest(line) for line in expected]


@given(some.binary(max_size=300))
def test_garbage_is_refused_with_a_reason(garbage: bytes) -> None:
    for body in (garbage.decode("latin-1"), base64.b64encode(garbage).decode()):
        with pytest.raises(UndecodableMessage) as refused:
            wire.unpack(wire.PREFIX + body)
        assert refused.value.detail


@given(some.binary(min_size=1, max_size=20), some.data())
@settings(deadline=None)
def test_a_damaged_message_is_refused_or_read_but_never_breaks_the_reader(
    noise: bytes, data: some.DataObject
) -> None:
    records = wire.records([b'{"external_id":"%d"}' % number for number in range(40)])
    packed = base64.b64decode(wire.pack(b"{}", accounts=records, posts=records)[len(wire.PREFIX) :])
    position = data.draw(some.integers(0, len(packed)))
    damaged = packed[:position] + noise + packed[position + len(noise) :]
    try:
        unpacked = wire.unpack(wire.PREFIX + base64.b64encode(damaged).decode())
        unpacked.accounts.lines()
        unpacked.posts.lines()
    except UndecodableMessage:
        return


@pytest.mark.parametrize("counts", [(9, 0, 0, 0), (0, 2**32 - 1, 0, 0), (0, 0, 2**32 - 1, 0), (0, 0, 0, 9)])
def test_counts_of_more_than_there_is_are_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(UndecodableMessage):
        wire.unpack(form(*counts, behind=b"\0" * 60))


@pytest.mark.parametrize("others", [[], [b"one"], [b"one", b"two", b"three"]])
def test_digests_of_other_records_are_refused_when_these_are_asked_for(others: list[bytes]) -> None:
    two = wire.records([b"one", b"two"])
    mixed = Records(two.digests, zstandard.compress(b"\n".join(others)))
    with pytest.raises(UndecodableMessage, match="digests"):
        sent(posts=mixed).posts.lines()


def test_a_decompression_bomb_is_refused_without_unpacking_it() -> None:
    bomb = zstandard.compress(b" " * (wire.LARGEST_DECOMPRESSED_BYTES + 1))
    one = np.ones(1, dtype=np.int64)
    for body in (
        form(len(bomb), 0, 0, 0, behind=bomb),
        wire.pack(b"{}", accounts=Records(one, bomb), posts=NONE),
        wire.pack(b"{}", accounts=NONE, posts=Records(one, bomb)),
    ):
        assert len(body) < 10_000
        with pytest.raises(UndecodableMessage, match="claims 16000001 bytes"):
            wire.unpack(body)


def test_a_bomb_of_very_many_records_makes_no_more_of_them_than_there_are_digests() -> None:
    bomb = zstandard.compress(b"\n" * wire.LARGEST_DECOMPRESSED_BYTES)
    with pytest.raises(UndecodableMessage):
        sent(posts=Records(np.ones(2, dtype=np.int64), bomb)).posts.lines()


def test_a_bomb_that_hides_its_size_is_refused() -> None:
    sizeless = zstandard.ZstdCompressor(write_content_size=False).compress(b" " * 100_000)
    with pytest.raises(UndecodableMessage, match="claims -1 bytes"):
        sent(posts=Records(np.ones(1, dtype=np.int64), sizeless))


def test_the_largest_part_is_told_without_unpacking() -> None:
    small, large = wire.records([b"x" * 10]), wire.records([b"x" * 5_000])
    for accounts, posts in ((small, large), (large, small)):
        assert wire.largest_part_bytes(wire.pack(b"{}", accounts=accounts, posts=posts)) == 5_000
    assert wire.largest_part_bytes(wire.pack(b"y" * 70, accounts=NONE, posts=NONE)) == 70


def test_a_digest_is_blake2b_of_the_description() -> None:
    # Readers and senders of different versions must agree: it may change only with the prefix.
    assert wire.digest(b'{"external_id":"1"}') == 1_552_618_686_305_053_670
    assert wire.digest(b"") != wire.digest(b"\0")


@pytest.mark.parametrize("damage", ["\n", " ", "=", "é", "\udc80", "A", "===="])
def test_what_is_not_quite_base64_is_told_to_be_undecodable(damage: str) -> None:
    body = wire.pack(b"{}", accounts=wire.NONE, posts=wire.NONE)
    middle = len(body) // 2
    for damaged in (body[:middle] + damage + body[middle:], body + damage):
        with pytest.raises(UndecodableMessage):
            wire.unpack(damaged)
