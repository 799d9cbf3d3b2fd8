"""One message as it came from a queue."""

from collections.abc import Callable
from dataclasses import dataclass

from fovea import messages
from fovea.errors import UndecodableMessage
from fovea.messages import AnyMessage


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Received:
    """A received message, hidden from other readers until its visibility timeout ends.

    Exactly one of `message` and `error` is set. `receive_count` is 1 the first time; `sent_at` is in
    milliseconds since the epoch. Two are never equal (the same message received twice has two handles), so
    they can be keys of a mapping.
    """

    queue: str
    identifier: str
    body: str
    handle: str
    receive_count: int
    sent_at: int
    message: AnyMessage | None = None
    error: UndecodableMessage | None = None

    @classmethod
    def decoded(  # noqa: PLR0913 - what SQS tells of a message, all by keyword
        cls,
        *,
        queue: str,
        identifier: str,
        body: str,
        handle: str,
        receive_count: int,
        sent_at: int,
        decode: Callable[[str], AnyMessage] = messages.decode,
    ) -> "Received":
        """The received message with its body decoded, or with the error that says why it cannot be."""
        message: AnyMessage | None = None
        error: UndecodableMessage | None = None
        try:
            message = decode(body)
        except UndecodableMessage as undecodable:
            error = undecodable
        return cls(
            queue=queue, identifier=identifier, body=body, handle=handle,
            receive_count=receive_count, sent_at=sent_at, message=message, error=error,
        )  # fmt: skip
