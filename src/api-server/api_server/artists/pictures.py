"""The picture that an artist search looks for: got, looked at, and kept with the search."""

from collections.abc import Sequence

import msgspec

from api_server.context import Context
from api_server.image_search import looking
from api_server.image_search.given import Given
from api_server.image_search.looking import Picture
from api_server.image_search.problems import CouldNotBeFetched, NotAPicture, PictureTooLarge
from fovea.artists.records import ImageLink
from fovea.errors import FoveaError
from fovea.image_matches import Seen

CANNOT_GET = "cannot_get_image"
TOO_BIG = "query_image_too_big"
NOT_A_PICTURE = "not_a_picture"
MOST_LINKS = 5  # renditions that are tried


class KeptPicture(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is looked for, in numbers. `simple`: it looks like everything."""

    seen: Seen
    sha256: bytes
    width: int
    height: int
    simple: bool = False


class NoPicture(FoveaError):
    """There is no picture to look for; `code` says why: one of those above."""

    status, code, title = 422, CANNOT_GET, "The picture could not be had"


def of_body(context: Context, body: bytes) -> tuple[KeptPicture, bytes | None]:
    """The picture of a file, and a small WebP of it. Raises NoPicture, TooBusy."""
    return _looked_at(context, Given(body=body))


def of_links(context: Context, links: Sequence[ImageLink]) -> tuple[KeptPicture, bytes | None]:
    """The picture of the first of these renditions that can be had. Raises NoPicture with the reason of the
    best of them, TooBusy.
    """
    first: NoPicture | None = None
    for link in links[:MOST_LINKS]:
        try:
            return _looked_at(context, Given(url=link.url))
        except NoPicture as error:
            first = first or error
    raise first or NoPicture("The page shows no picture.")


def to_json(picture: KeptPicture) -> str:
    """The picture as it is kept."""
    return msgspec.json.encode(picture).decode()


def from_json(text: str) -> KeptPicture:
    """The picture that was kept."""
    return msgspec.json.decode(text, type=KeptPicture)


def _looked_at(context: Context, given: Given) -> tuple[KeptPicture, bytes | None]:
    try:
        found = looking.picture(context, given)
    except PictureTooLarge as error:
        raise NoPicture(error.detail, code=TOO_BIG) from error
    except NotAPicture as error:
        raise NoPicture(error.detail, code=NOT_A_PICTURE) from error
    except CouldNotBeFetched as error:
        raise NoPicture(error.detail, code=CANNOT_GET) from error
    return _kept(found), found.thumbnail


def _kept(found: Picture) -> KeptPicture:
    return KeptPicture(
        seen=found.seen,
        sha256=found.sha256 or b"",
        width=found.width or 0,
        height=found.height or 0,
        simple=found.simple,
    )
