"""The wire form of messages: what is sent comes back, and nothing that anyone sends breaks a reader."""

import base64
import hashlib
import json
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as some

from fovea import messages
from fovea.errors import UndecodableMessage
from fovea.messages import AnyMessage, Batch, PostRecord, PullJob, Receipts, decode, encode, fits

JOB = PullJob(
    run_id=1, item_id=2, key="flickr/favorites/1@N00", source="flickr", kind="favorites", external_id="1@N00"
)

# A source's text may hold anything that JSON can: control characters, astral ones, those that XML forbids.
texts = some.text(some.characters(codec="utf-8"), max_size=40)
text_with_halves = some.text(some.characters(), max_size=40)


def batch(**changes: Any) -> Batch:
    fields: dict[str, Any] = {
        "run_id": 1,
        "item_id": 2,
        "execution": 3,
        "number": 0,
        "last": True,
        "source": "flickr",
        "kind": "favorites",
        "external_id": "1@N00",
        "pulled_at": 4,
    }
    return Batch(**(fields | changes))


def any_struct(kind: type) -> some.SearchStrategy[Any]:
    """A message with every field drawn by its type."""

    def by_type(described: msgspec.inspect.Type) -> some.SearchStrategy[Any]:
        match described:
            case msgspec.inspect.StrType():
                return texts
            case msgspec.inspect.IntType(ge=lowest, le=highest):
                return some.integers(lowest, highest)
            case msgspec.inspect.BoolType():
                return some.booleans()
            case msgspec.inspect.NoneType():
                return some.none()
            case msgspec.inspect.LiteralType(values=values):
                return some.sampled_from(values)
            case msgspec.inspect.ListType(item_type=item, min_length=least):
                return some.lists(by_type(item), min_size=least or 0, max_size=3)
            case msgspec.inspect.VarTupleType(item_type=item):
                return some.lists(by_type(item), max_size=3).map(tuple)
            case msgspec.inspect.DictType(key_type=name, value_type=value):
                return some.dictionaries(by_type(name), by_type(value), max_size=3)
            case msgspec.inspect.UnionType(types=types):
                return some.one_of([by_type(one) for one in types])
            case msgspec.inspect.StructType(cls=cls):
                return any_struct(cls)
        raise AssertionError(described)

    struct = msgspec.inspect.type_info(kind)
    assert isinstance(struct, msgspec.inspect.StructType)
    return some.builds(kind, **{one.name: by_type(one.type) for one in struct.fields})


KINDS = (PullJob, Batch, messages.PullResponse, Receipts, messages.ImageJob)
any_message = some.one_of([any_struct(kind) for kind in KINDS])


@given(any_message)
@settings(deadline=None)
def test_what_is_sent_comes_back(message: AnyMessage) -> None:
    assert decode(encode(message)) == message


@given(some.lists(texts, min_size=200, max_size=400))
@settings(deadline=None, max_examples=30)
def test_a_large_message_comes_back_too(names: list[str]) -> None:
    found = [messages.Discovery(kind="favorites", external_id=f"{name}{'x' * 20}") for name in names]
    message = messages.PullResponse(run_id=1, item_id=2, execution=3, discovered=found)
    body = encode(message)
    assert body.startswith("zstd:")
    assert len(body) < len(msgspec.json.encode(message))
    assert decode(body) == message


@given(text_with_halves)
def test_half_a_surrogate_pair_becomes_a_question_mark_and_the_rest_stays(title: str) -> None:
    decoded = decode(encode(batch(posts=[PostRecord(external_id="1", owner="o", title=title)])))
    assert isinstance(decoded, Batch)
    assert decoded.posts[0].title == title.encode(errors="replace").decode()


@given(text_with_halves)
def test_a_body_holds_only_characters_that_a_queue_takes(title: str) -> None:
    body = encode(batch(posts=[PostRecord(external_id="1", owner="o", title=title)]))
    allowed = ("\t", "\n", "\r")
    assert all(
        letter in allowed
        or " " <= letter <= "\ud7ff"
        or "\ue000" <= letter <= "\ufffd"
        or letter >= "\U00010000"
        for letter in body
    )


@given(some.text())
def test_garbage_is_refused_with_a_reason(body: str) -> None:
    with pytest.raises(UndecodableMessage) as refused:
        decode(body)
    assert refused.value.detail


@given(some.binary())
def test_compressed_garbage_is_refused(garbage: bytes) -> None:
    for packed in (garbage, zstandard.compress(garbage)):
        with pytest.raises(UndecodableMessage):
            decode("zstd:" + base64.b64encode(packed).decode())


@given(some.binary(min_size=1), some.data())
def test_a_damaged_message_is_refused_or_read_but_never_breaks_the_reader(
    noise: bytes, data: some.DataObject
) -> None:
    body = encode(batch(followees=["12345@N00"] * 1_000))
    position = data.draw(some.integers(0, len(body)))
    damaged = body[:position] + noise.decode("latin-1") + body[position + len(noise) :]
    try:
        decode(damaged)
    except UndecodableMessage:
        return


def test_a_decompression_bomb_is_refused_without_unpacking_it() -> None:
    bomb = zstandard.compress(b" " * (messages.LARGEST_DECOMPRESSED_BYTES + 1))
    assert len(bomb) < 10_000
    with pytest.raises(UndecodableMessage, match="claims 16000001 bytes"):
        decode("zstd:" + base64.b64encode(bomb).decode())


def test_a_bomb_that_hides_its_size_is_refused() -> None:
    sizeless = zstandard.ZstdCompressor(write_content_size=False).compress(b" " * 100_000)
    with pytest.raises(UndecodableMessage, match="claims -1 bytes"):
        decode("zstd:" + base64.b64encode(sizeless).decode())


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = bytearray(zstandard.compress(b" " * 50_000_000))
    assert zstandard.frame_content_size(bytes(honest)) == 50_000_000
    # The size stands in four bytes behind magic number, descriptor and window (RFC 8878, 3.1.1.1).
    place = bytes(honest).index((50_000_000).to_bytes(4, "little"))
    honest[place : place + 4] = (100).to_bytes(4, "little")
    assert zstandard.frame_content_size(bytes(honest)) == 100
    with pytest.raises(UndecodableMessage):
        decode("zstd:" + base64.b64encode(bytes(honest)).decode())


def test_deep_nesting_is_refused() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    with pytest.raises(UndecodableMessage):
        decode('{"type": "pull-job", "unknown": ' + deep + "}")


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"type": "something-newer"},
        {"kind": "passwords"},
        {"run_id": -1},
        {"run_id": 2**63},
        {"run_id": "1"},
        {"run_id": None},
        {"item_id": 1.5},
        {"key": 5},
    ],
    ids=str,
)
def test_a_message_that_breaks_the_contract_is_refused(change: dict[str, Any]) -> None:
    fields = json.loads(encode(JOB))
    with pytest.raises(UndecodableMessage):
        decode(json.dumps(fields | change))


def test_a_field_that_only_newer_senders_know_is_passed_over() -> None:
    assert decode(json.dumps(json.loads(encode(JOB)) | {"colour": "blue"})) == JOB


def test_fields_with_their_usual_value_are_not_sent() -> None:
    assert set(json.loads(encode(JOB))) == {
        "type", "run_id", "item_id", "key", "source", "kind", "external_id",
    }  # fmt: skip


def test_a_message_that_the_queue_would_not_take_does_not_fit() -> None:
    names_that_do_not_compress = [
        hashlib.sha256(str(number).encode()).hexdigest() for number in range(10_000)
    ]
    small, large = encode(JOB), encode(batch(followees=names_that_do_not_compress))
    assert fits(small)
    assert len(large) > messages.LARGEST_MESSAGE_BYTES
    assert not fits(large)


def test_a_message_that_its_reader_would_not_unpack_does_not_fit() -> None:
    inflated = encode(batch(followees=["a" * 1_000] * 20_000))
    assert len(inflated) < 10_000
    assert not fits(inflated)
    with pytest.raises(UndecodableMessage):
        decode(inflated)


def test_executions_are_positive_63_bit_numbers_that_do_not_repeat() -> None:
    drawn = {messages.new_execution() for _ in range(1_000)}
    assert len(drawn) == 1_000
    assert all(0 < number < 2**63 for number in drawn)
