"""Everything that is done with a stranger's bytes. Runs in the child process."""

from fovea.decoding.messages import Answer, Found, Refused, Task, Wanted
from fovea.decoding.thumbnails import scale_for, thumbnails
from fovea.fingerprints.decoding import Decoded, PictureRefused, decoded
from fovea.fingerprints.perceptual import DECODED_EDGE
from fovea.fingerprints.whole import Seen, see, see_phash

_FINGERPRINTED = (DECODED_EDGE, DECODED_EDGE)


def look(body: bytes, task: Task) -> Answer:
    """What the picture in a file shows, or why there is none."""
    try:
        return _look(body, task.want, most_pixels=task.most_pixels)
    except PictureRefused as refusal:
        return Refused(refusal.code, refusal.detail)
    except MemoryError:
        return Refused("picture_too_costly", "The picture takes too much memory")


def _look(body: bytes, want: Wanted, *, most_pixels: int) -> Found:
    """Fingerprints are always made of the least decode, so that they don't depend on what else is wanted."""
    if not body:
        raise PictureRefused("The file is empty", code="picture_empty")
    least = decoded(body, at_least=_FINGERPRINTED, most_pixels=most_pixels)
    if want.phash_only:
        return _found(least, see_phash(least.image))
    seen = see(least.image, width=least.width, height=least.height, orientations=want.orientations)
    found = _found(least, seen)
    if want.thumbnails:
        picture = least.image
        wanted = scale_for(least, want.thumbnails)
        if wanted is not None:
            del least
            picture = decoded(body, at_least=wanted, most_pixels=most_pixels).image
        found.thumbnails.extend(thumbnails(picture, (found.width, found.height), want.thumbnails))
    return found


def _found(picture: Decoded, seen: Seen) -> Found:
    return Found(picture.format, picture.width, picture.height, picture.frames, seen, [])
