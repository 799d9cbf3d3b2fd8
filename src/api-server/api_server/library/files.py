"""The files of images: from the storage, or by an address where the storage itself answers."""

import hashlib

from flask import Response, request

from api_server.context import Context
from fovea import library
from fovea.database import images
from fovea.database.engine import read
from fovea.database.images import Image
from fovea.errors import FoveaError, NotFound
from fovea.library import ENDINGS
from fovea.storage import content_type_of

FOREVER = "public, max-age=31536000, immutable"
SIGNED_SECONDS = 3_600
REDIRECT_KEPT = f"private, max-age={SIGNED_SECONDS // 2}"  # shorter than the address that is signed lives


class ImageRemoved(FoveaError):
    """The image is a tombstone."""

    status, code, title = 410, "image_removed", "This image was removed"


def thumbnail(context: Context, image_id: int, width: int) -> Response:
    """A thumbnail. Raises NotFound, ImageRemoved."""
    image = found(context, image_id)
    if width not in library.THUMBNAIL_WIDTHS:
        widths = ", ".join(map(str, library.THUMBNAIL_WIDTHS))
        raise NotFound(f"There are no thumbnails of this width; there are those of {widths}.")
    return _answer(context, library.thumbnail(image.sha256, width), tag=f"{image.sha256.hex()}-{width}")


def original(context: Context, image: Image, *, as_download: bool) -> Response:
    """The file itself. Raises NotFound when it is not kept."""
    if not image.kept or image.format not in ENDINGS:
        raise NotFound("The file of this image is not kept here; its thumbnails are.", code="file_not_kept")
    ending = ENDINGS[image.format]
    response = _answer(context, library.original(image.sha256, ending), tag=image.sha256.hex())
    kind = "attachment" if as_download else "inline"
    response.headers["Content-Disposition"] = f'{kind}; filename="{image.md5.hex()}.{ending}"'
    return response


def found(context: Context, image_id: int) -> Image:
    """The image, what it was merged into in its place. Raises NotFound, ImageRemoved."""
    with read(context.engine) as connection:
        image = images.get(connection, image_id)
        if image is not None:
            image = images.followed(connection, {b"": image})[b""]
    return shown(image)


def shown(image: Image | None) -> Image:
    """The image, if it can be shown. Raises NotFound, ImageRemoved."""
    if image is None:
        raise NotFound("There is no such image.")
    if image.state != images.READY:
        raise ImageRemoved(image.state_reason or "This image was removed.")
    return image


def _answer(context: Context, key: str, *, tag: str) -> Response:
    """A file: what never changes is kept for ever, and not sent to whoever has it."""
    etag = hashlib.sha256(tag.encode()).hexdigest()[:32]
    address = context.storage.url(key, seconds=SIGNED_SECONDS)
    if address.startswith(("http://", "https://")):
        moved = Response(status=302, headers={"Location": address})
        moved.headers["Cache-Control"] = REDIRECT_KEPT
        return moved
    response = Response(content_type=content_type_of(key))
    response.set_etag(etag)
    response.headers["Cache-Control"] = FOREVER
    if not request.if_none_match.contains(etag):
        response.set_data(context.storage.get(key))
    response.make_conditional(request, accept_ranges=True, complete_length=response.content_length or 0)
    return response
