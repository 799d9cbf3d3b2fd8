"""Which page of recommendations comes next, as an opaque text: the number of the page and its size."""

import base64
import binascii
import struct

from fovea.errors import InvalidInput

_FORM = struct.Struct("<HHH")
_MARK = 0xF0EA
LAST_PAGE = 2**16 - 1


def encode(page: int, *, size: int) -> str | None:
    """The cursor of a page (the first is number 0) of `size` photos; None when the list is too long for
    one.
    """
    if page > LAST_PAGE:
        return None
    return base64.urlsafe_b64encode(_FORM.pack(_MARK, page, size)).decode()


def decode(cursor: str | None, *, size: int) -> int:
    """The number of the page that a cursor is of; 0 for None. Raises `InvalidInput` for what is no cursor, or
    is one of pages of another size.
    """
    if cursor is None:
        return 0
    try:
        mark, page, its_size = _FORM.unpack(base64.urlsafe_b64decode(cursor))
    except (binascii.Error, ValueError, struct.error) as error:
        raise InvalidInput(
            "This cursor is not one of ours; ask for the first page without a cursor."
        ) from error
    if mark != _MARK or not page:
        raise InvalidInput("This cursor is not one of ours; ask for the first page without a cursor.")
    if its_size != size:
        raise InvalidInput(f"This cursor is of pages of {its_size} photos; go on with photos={its_size}.")
    return int(page)
