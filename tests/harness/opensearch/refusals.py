"""What is refused, in OpenSearch's shapes."""

from typing import Any


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.status, self.kind, self.reason = status, kind, reason

    @property
    def told(self) -> dict[str, str]:
        """As an item of a bulk request has it."""
        return {"type": self.kind, "reason": self.reason}

    @property
    def body(self) -> dict[str, Any]:
        """As an answer has it."""
        return {"error": {"root_cause": [self.told], **self.told}, "status": self.status}


def illegal(reason: str) -> Refused:
    """What cannot be meant."""
    return Refused(400, "illegal_argument_exception", reason)


def unparsable(reason: str) -> Refused:
    """What is no question."""
    return Refused(400, "parsing_exception", reason)
