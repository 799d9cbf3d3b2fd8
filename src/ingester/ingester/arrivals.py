"""Batches as they arrive: with the records in them still in JSON.

Most posts of a batch are in the database already. To see that takes a look at the bytes of a record; to
decode it takes ten times as long. So records are decoded when they turn out to be new, each by itself: one
that makes no sense is left out, and its neighbours are kept.
"""

from typing import TypeVar

import msgspec

from fovea import messages, metrics
from fovea.messages import AccountRecord, AnyMessage, Batch, PostRecord

Record = TypeVar("Record", AccountRecord, PostRecord)


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


_arrival_decoder: msgspec.json.Decoder[AnyMessage] = msgspec.json.Decoder(Arrival)
_account_decoder = msgspec.json.Decoder(AccountRecord)
_post_decoder = msgspec.json.Decoder(PostRecord)


def decode(body: str) -> AnyMessage:
    """The arrival of a wire form. Raises `UndecodableMessage` for anything but a batch."""
    return messages.decode_by(_arrival_decoder, body)


def account(raw: bytes) -> AccountRecord | None:
    """The account of its JSON; None, counted, when that makes no sense."""
    return _decoded(_account_decoder, raw)


def post(raw: bytes) -> PostRecord | None:
    """The post of its JSON; None, counted, when that makes no sense."""
    return _decoded(_post_decoder, raw)


def _decoded(decoder: "msgspec.json.Decoder[Record]", raw: bytes) -> Record | None:
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        metrics.count("ingest_records_refused")
        return None
