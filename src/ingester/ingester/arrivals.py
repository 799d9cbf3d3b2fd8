"""Batches as they arrive: with the records in them still in JSON.

Most posts of a batch are in the database already. To see that takes a look at the bytes of a record; to
decode it takes ten times as long. So records are decoded when they turn out to be new, each by itself: one
that makes no sense is left out, and its neighbours are kept.
"""

from dataclasses import dataclass

import msgspec

from fovea import messages, metrics
from fovea.database import descriptions
from fovea.database.descriptions import Told
from fovea.errors import UndecodableMessage
from fovea.messages import AccountRecord, AnyMessage, Batch

_NOTHING = msgspec.Raw(b"[]")

# How a list of records begins, where one ends and the next begins, and how it ends. Senders put the outside
# id first (it is the first field of each record); a quotation mark within a text stands behind a backslash,
# so that the second can be nothing else.
_BEGINNING, _BETWEEN, _END = b'[{"external_id":"', b'},{"external_id":"', b"}]"


class Arrival(Batch, frozen=True, kw_only=True, tag="batch"):
    """A batch whose records are left undecoded."""

    accounts: msgspec.Raw = _NOTHING  # type: ignore[assignment]
    posts: msgspec.Raw = _NOTHING  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Opened:
    """An arrival with its records apart: each the JSON of one, without the beginning that all have in common,
    so that it begins with its outside id and a quotation mark.
    """

    batch: Arrival
    accounts: list[bytes]
    posts: list[bytes]

    @property
    def key(self) -> tuple[int, int, int]:
        """What the batch's receipt is known by: item, execution, number."""
        return self.batch.item_id, self.batch.execution, self.batch.number

    @property
    def rows(self) -> int:
        """How many records it holds, of the kind that was asked for."""
        return len(self.posts) or len(self.batch.followees) or len(self.accounts)


def decode(body: str) -> AnyMessage:
    """The arrival of a wire form. Raises `UndecodableMessage` for anything but a batch."""
    arrival = messages.decode_by(_arrival_decoder, body)
    if isinstance(arrival, Arrival):
        for records in (arrival.accounts, arrival.posts):
            if not bytes(records).startswith(b"["):
                raise UndecodableMessage("the batch's records are no list")
    return arrival


def opened(arrival: Arrival) -> Opened:
    """The arrival with its records apart. Those that make no sense are left out, and counted."""
    return Opened(arrival, _apart(bytes(arrival.accounts)), _apart(bytes(arrival.posts)))


def account(part: bytes) -> AccountRecord | None:
    """The account of a part of an opened arrival; None, counted, when that makes no sense."""
    try:
        return _account_decoder.decode(_whole(part))
    except (msgspec.MsgspecError, ValueError):
        metrics.count("ingest_records_refused")
        return None


def post(part: bytes) -> Told | None:
    """The post of a part of an opened arrival; None, counted, when that makes no sense."""
    try:
        return descriptions.read(_whole(part))
    except (msgspec.MsgspecError, ValueError):
        metrics.count("ingest_records_refused")
        return None


def digest(part: bytes) -> int:
    """The digest of the description in a part of an opened arrival, as it is stored."""
    return descriptions.digest_of(_whole(part))


def external_id(name: bytes) -> str:
    """The outside id that stands in JSON as `name`."""
    if b"\\" not in name:
        return name.decode(errors="replace")
    try:
        return str(msgspec.json.decode(b'"' + name + b'"'))
    except msgspec.MsgspecError:
        return ""


def _whole(part: bytes) -> bytes:
    return b"".join((_BEGINNING[1:], part, b"}"))


def _apart(records: bytes) -> list[bytes]:
    if records.startswith(_BEGINNING) and records.endswith(_END):
        parts = records.split(_BETWEEN)
        if records.count(b"}") == len(parts):  # else one is of another form, or has braces in a text
            parts[0] = parts[0][len(_BEGINNING) :]
            parts[-1] = parts[-1][: -len(_END)]
            return parts
    return [part for part in map(_put_in_order, _list_decoder.decode(records)) if part is not None]


def _put_in_order(record: msgspec.Raw) -> bytes | None:
    """The part of a record in any other form than ours."""
    fields = msgspec.json.decode(record)
    if isinstance(fields, dict) and isinstance(fields.get("external_id"), str):
        whole = msgspec.json.encode({"external_id": fields.pop("external_id"), **fields})
        return whole[len(_BEGINNING) - 1 : -1]
    metrics.count("ingest_records_refused")
    return None


_arrival_decoder: "msgspec.json.Decoder[AnyMessage]" = msgspec.json.Decoder(Arrival)
_account_decoder = msgspec.json.Decoder(AccountRecord)
_list_decoder = msgspec.json.Decoder(list[msgspec.Raw])
