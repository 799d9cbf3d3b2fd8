"""Batches as they arrive: with records that are known by their digests, and read only when they are new.

Most posts of a batch are in the database already. Records are decoded when they turn out not to be, each by
itself: one that makes no sense is left out, and its neighbours are kept.
"""

import msgspec

from fovea import messages, metrics, wire
from fovea.database import descriptions
from fovea.database.descriptions import Told
from fovea.messages import AccountRecord, AnyMessage, Batch, Fingerprints
from fovea.wire import Records

_EMPTY = msgspec.Raw(b"[]")


class Arrival(Batch, frozen=True, kw_only=True, tag="batch"):
    """A batch whose records are left as they travelled."""

    accounts: Records = wire.NONE  # type: ignore[assignment]
    posts: Records = wire.NONE  # type: ignore[assignment]

    @property
    def key(self) -> tuple[int, int, int]:
        """What the batch's receipt is known by: item, execution, number."""
        return self.item_id, self.execution, self.number

    @property
    def rows(self) -> int:
        """How many records it holds, of the kind that was asked for."""
        return len(self.posts) or len(self.followees) or len(self.accounts)


class _InJson(Batch, frozen=True, kw_only=True, tag="batch"):
    """A batch as it travelled before it had a form of its own (`fovea.wire`)."""

    accounts: msgspec.Raw = _EMPTY  # type: ignore[assignment]
    posts: msgspec.Raw = _EMPTY  # type: ignore[assignment]


def decode(body: str) -> AnyMessage:
    """The arrival of a wire form. Raises `UndecodableMessage` for anything but a batch."""
    if body.startswith(wire.PREFIX):
        unpacked = wire.unpack(body)
        head = messages.decode_json(_head_decoder, unpacked.head)
        return _arrival(head, accounts=unpacked.accounts, posts=unpacked.posts)
    batch = messages.decode_by(_json_decoder, body)
    if not isinstance(batch, _InJson):
        return batch
    return _arrival(batch, accounts=_records(batch.accounts), posts=_records(batch.posts))


def account(line: bytes) -> AccountRecord | None:
    """The account that a line of an arrival describes; None, counted, when that makes no sense."""
    try:
        return _account_decoder.decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        metrics.count("ingest_records_refused")
        return None


def post(line: bytes, *, write_out: bool = False) -> Told | None:
    """The post that a line of an arrival describes (see `descriptions.read`); None, counted, when that makes
    no sense.
    """
    try:
        return descriptions.read(line, write_out=write_out)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        metrics.count("ingest_records_refused")
        return None


def _arrival(head: Batch, *, accounts: Records, posts: Records) -> Arrival:
    fields = {name: getattr(head, name) for name in Batch.__struct_fields__}
    return Arrival(**(fields | {"accounts": accounts, "posts": posts}))


def _records(raw: msgspec.Raw) -> Records:
    each = messages.decode_json(_list_decoder, bytes(raw))
    return wire.records([_in_one_line(bytes(one)) for one in each])


def _in_one_line(record: bytes) -> bytes:
    return msgspec.json.format(record, indent=-1) if b"\n" in record else record


_head_decoder = msgspec.json.Decoder(Batch)
_json_decoder: "msgspec.json.Decoder[AnyMessage]" = msgspec.json.Decoder(_InJson | Fingerprints)
_account_decoder = msgspec.json.Decoder(AccountRecord)
_list_decoder = msgspec.json.Decoder(list[msgspec.Raw])
