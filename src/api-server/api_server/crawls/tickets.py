"""Addresses of archives for programs that can send no header when they fetch them: good for some minutes, for
one archive.
"""

import base64
import binascii

import orjson

from api_server.context import Context
from api_server.tokens import UnreadableSecretError
from fovea import clock
from fovea.clock import MINUTE
from fovea.errors import NotFound

GOOD_FOR = 15 * MINUTE
_ABOUT = "the archive of a crawl"


def make(context: Context, crawl_id: int, class_name: str | None) -> str | None:
    """A ticket for an archive; None when there is no key to seal it with."""
    if not context.tokens.usable:
        return None
    told = orjson.dumps([crawl_id, class_name, clock.now() + GOOD_FOR])
    return base64.urlsafe_b64encode(context.tokens.seal(told, about=_ABOUT)).decode().rstrip("=")


def read(context: Context, ticket: str) -> tuple[int, str | None]:
    """The crawl and the class of a ticket. Raises NotFound for one that is not good (any more)."""
    try:
        sealed = base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))
        crawl_id, class_name, good_until = orjson.loads(context.tokens.open(sealed, about=_ABOUT))
    except (UnreadableSecretError, binascii.Error, ValueError) as error:
        raise NotFound("There is no such download.") from error
    if good_until < clock.now():
        raise NotFound("This address was good for some minutes: ask for another.")
    return crawl_id, class_name
