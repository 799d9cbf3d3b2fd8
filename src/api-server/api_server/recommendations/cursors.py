"""Where a page of recommendations ended, as an opaque text: the score and the post number of its last
photo.
"""

import base64
import binascii
import math
import struct

from fovea.errors import InvalidInput

_FORM = struct.Struct("<dI")


def encode(score: float, post: int) -> str:
    """The cursor behind a photo."""
    return base64.urlsafe_b64encode(_FORM.pack(score, post)).decode()


def decode(cursor: str | None) -> tuple[float, int] | None:
    """(score, post number) of a cursor, None for None. Raises `InvalidInput` for what is no cursor."""
    if cursor is None:
        return None
    try:
        score, post = _FORM.unpack(base64.urlsafe_b64decode(cursor))
    except (binascii.Error, ValueError, struct.error) as error:
        raise InvalidInput(
            "This cursor is not one of ours; ask for the first page without a cursor."
        ) from error
    if not math.isfinite(score):
        raise InvalidInput("This cursor is not one of ours; ask for the first page without a cursor.")
    return score, post
