"""From what somebody sends to what is compared."""

import base64
import hashlib
from dataclasses import dataclass

import msgspec

from api_server.context import Context
from api_server.image_search import hashes, problems
from api_server.image_search.given import Given
from fovea import library
from fovea.database import image_fingerprints, images
from fovea.database.engine import read
from fovea.database.images import Image
from fovea.decoding import Looked, Wanted
from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from fovea.fingerprints import SAME, ImageFingerprints, Margins, PictureRefused, Turned
from fovea.image_matches import Seen, as_it_is
from fovea.storage import StorageUnavailable

THUMBNAIL_WIDTH = 256
PICTURE_TYPES = ("image/", "application/octet-stream", "binary/octet-stream")
_WANTED = Wanted(thumbnails=(THUMBNAIL_WIDTH,), orientations=True)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What is looked for, and what there is to show of it."""

    seen: Seen
    sha256: bytes | None = None
    width: int | None = None
    height: int | None = None
    simple: bool = False
    thumbnail: bytes | None = None
    image_id: int | None = None
    turned: bool = True  # whether its other orientations are known


def picture(context: Context, given: Given) -> Picture:
    """What is to be compared. Raises NotFound, InvalidInput, and all of `problems`."""
    if given.hash is not None:
        method, fingerprints = hashes.read(given.hash)
        return Picture(seen=as_it_is(fingerprints, only=method), turned=False)
    if given.image_id is not None:
        return _of_image(context, given.image_id)
    body = given.body if given.body is not None else _fetched(context, given.url or "")
    looked = _looked(context, body)
    return Picture(
        seen=Seen(looked.fingerprints, looked.orientations, trimmed=looked.trimmed),
        sha256=hashlib.sha256(body).digest(),
        width=looked.width,
        height=looked.height,
        simple=looked.simple,
        thumbnail=looked.thumbnails[0].body if looked.thumbnails else None,
    )


def data_url(thumbnail: bytes) -> str:
    """A picture as an address that holds it."""
    return f"data:image/webp;base64,{base64.b64encode(thumbnail).decode()}"


def _fetched(context: Context, url: str) -> bytes:
    try:
        most = context.settings.upload_most_bytes
        with context.fetching_places.taken():
            return context.picture_fetcher.get(url, types=PICTURE_TYPES, most_bytes=most).body
    except (SourceRefused, SourceUnavailable) as error:
        raise problems.of_fetching(error) from error


def _looked(context: Context, body: bytes) -> Looked:
    try:
        with context.decoding_places.taken():
            return context.decoder.look(body, _WANTED)
    except PictureRefused as refusal:
        raise problems.of_picture(refusal) from refusal


def _of_image(context: Context, image_id: int) -> Picture:
    """An image of the library: its stored fingerprints, and its other orientations from its thumbnail."""
    with read(context.engine) as connection:
        image = images.get(connection, image_id)
        prints = image_fingerprints.of(connection, [image_id]).get(image_id)
    if image is None or prints is None or image.state != images.READY:
        raise NotFound("There is no such image, or it was removed.")
    thumbnail = _thumbnail(context, image)
    looked = None if thumbnail is None else _looked_again(context, thumbnail)
    return Picture(
        seen=as_it_is(prints) if looked is None else _seen_again(image, prints, looked),
        sha256=image.sha256,
        width=image.width,
        height=image.height,
        simple=looked is not None and looked.simple,
        thumbnail=thumbnail,
        image_id=image_id,
        turned=looked is not None,
    )


def _seen_again(image: Image, prints: ImageFingerprints, looked: Looked) -> Seen:
    """As it is, an image is what was stored of it, to the last bit; its margins are the thumbnail's."""
    trimmed, orientations = looked.trimmed, (Turned(SAME, prints.phash, prints.pdq), *looked.orientations[1:])
    if trimmed is not None:
        around, across, down = trimmed.margins, image.width / looked.width, image.height / looked.height
        whole = Margins(
            left=round(around.left * across),
            top=round(around.top * down),
            right=round(around.right * across),
            bottom=round(around.bottom * down),
        )
        trimmed = msgspec.structs.replace(trimmed, margins=whole)
    return Seen(prints, orientations, trimmed=trimmed)


def _thumbnail(context: Context, image: Image) -> bytes | None:
    try:
        return context.storage.get(library.thumbnail(image.sha256, THUMBNAIL_WIDTH))
    except (NotFound, StorageUnavailable):
        return None


def _looked_again(context: Context, thumbnail: bytes) -> Looked | None:
    try:
        with context.decoding_places.taken():
            return context.decoder.look(thumbnail, Wanted(thumbnails=(), orientations=True))
    except PictureRefused:
        return None
