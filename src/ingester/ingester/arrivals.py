"""Batches as they arrive: with the records in them still in JSON.

Most posts of a batch are in the database already. To see that takes a look at the bytes of a record; to
decode it takes ten times as long. So records are decoded when they turn out to be new, each by itself: one
that makes no sense is left out, and its neighbours are kept.
"""

import msgspec

from fovea import messages, metrics
from fovea.database import descriptions
from fovea.database.descriptions import Told
from fovea.messages import AccountRecord, AnyMessage, Batch


class Arrival(Batch, frozen=True, kw_only=True, tag="batch"):
    """A batch whose records are left undecoded."""

    # msgspec gives each struct a list of its own; and nobody but us reads arrivals, as what they are.
    accounts: list[msgspec.Raw] = []  # type: ignore[assignment]  # noqa: RUF012
    posts: list[msgspec.Raw] = []  # type: ignore[assignment]  # noqa: RUF012

    @property
    def key(self) -> tuple[int, int, int]:
        """What the batch's receipt is known by: item, execution, number."""
        return self.item_id, self.execution, self.number

    @property
    def rows(self) -> int:
        """How many records it holds, of the kind that was asked for."""
        return len(self.posts) or len(self.followees) or len(self.accounts)


class _Named(msgspec.Struct):
    external_id: str


_BEGINNING = b'{"external_id":"'
_name_decoder = msgspec.json.Decoder(_Named)
_arrival_decoder: msgspec.json.Decoder[AnyMessage] = msgspec.json.Decoder(Arrival)
_account_decoder = msgspec.json.Decoder(AccountRecord)


def decode(body: str) -> AnyMessage:
    """The arrival of a wire form. Raises `UndecodableMessage` for anything but a batch."""
    return messages.decode_by(_arrival_decoder, body)


def account(description: bytes) -> AccountRecord | None:
    """The account of its JSON; None, counted, when that makes no sense."""
    try:
        return _account_decoder.decode(description)
    except (msgspec.MsgspecError, ValueError):
        metrics.count("ingest_records_refused")
        return None


def post(description: bytes) -> Told | None:
    """The post of its JSON; None, counted, when that makes no sense."""
    try:
        return descriptions.read(description)
    except (msgspec.MsgspecError, ValueError):
        metrics.count("ingest_records_refused")
        return None


def external_id_of(description: bytes) -> bytes:
    """The outside id in the JSON of a record (as bytes), found without decoding it where that is possible.

    Senders put it first (the first field of `PostRecord` and `AccountRecord`). What is in any other form is
    decoded. Empty when there is none.
    """
    if description.startswith(_BEGINNING):
        found = description[len(_BEGINNING) : description.index(b'"', len(_BEGINNING))]
        if b"\\" not in found:
            return found
    try:
        return _name_decoder.decode(description).external_id.encode()
    except (msgspec.MsgspecError, ValueError):
        return b""
