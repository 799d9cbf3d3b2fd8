"""Where a page of a search ended, as a text that means nothing to others."""

import base64
import hashlib
from typing import Annotated

import msgspec

from fovea.errors import InvalidInput
from fovea.library_query import Query, printed

_Signed = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_Number = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
_Moment = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """The key and number of the last image; when the search began, which is what its ages count from; the
    seed of its order; and the digest of the search.
    """

    key: _Signed
    number: _Number
    began_at: _Moment
    seed: Annotated[str, msgspec.Meta(max_length=64)]
    digest: bytes


_decoder = msgspec.msgpack.Decoder(Cursor)


def written(cursor: Cursor) -> str:
    """The cursor as text."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(cursor)).decode().rstrip("=")


def read(text: str, query: Query) -> Cursor:
    """The cursor that `written` wrote for this query. Raises InvalidInput for any other."""
    try:
        cursor = _decoder.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, msgspec.MsgspecError):
        raise InvalidInput("This is no cursor: take `next_cursor` of the page before.") from None
    if cursor.digest != digest_of(query):
        raise InvalidInput("This cursor is of another search: take `next_cursor` of this one.")
    return cursor


def digest_of(query: Query) -> bytes:
    """Tells searches apart."""
    return hashlib.blake2b(printed(query).encode(errors="replace"), digest_size=6).digest()
