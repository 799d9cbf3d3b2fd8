"""Where a page of tags ended: at a tag's count and number, or at its name."""

import base64
import binascii
import re

from api_server.converters import LARGEST_ID
from fovea.database.tags import Tag
from fovea.errors import InvalidInput

_COUNTED = re.compile(r"(\d{1,10})\.(\d{1,10})", re.ASCII)


def encode(last: Tag, *, by_count: bool) -> str:
    """The cursor of the page behind this tag."""
    if by_count:
        return f"{last.count}.{last.id}"
    return base64.urlsafe_b64encode(last.name.encode()).decode()


def decode(cursor: str | None, *, by_count: bool) -> tuple[int, int] | str | None:
    """What `tags.page` takes. Raises InvalidInput for what is no cursor of this order."""
    if cursor is None:
        return None
    match = _COUNTED.fullmatch(cursor)
    if by_count and match is not None and max(int(match[1]), int(match[2])) <= LARGEST_ID:
        return int(match[1]), int(match[2])
    if not by_count:
        try:
            return base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
        except (binascii.Error, ValueError):
            pass
    raise InvalidInput(
        "Take the `next_cursor` of the page before, in the same order.", errors={"cursor": ["It is none."]}
    )
