"""Everything that is done with a stranger's bytes. Runs in the child process."""

import msgspec
from PIL import Image

from fovea.decoding.messages import Answer, Found, Refused, Task, Wanted, Writing
from fovea.decoding.thumbnails import scale_for, thumbnails
from fovea.fingerprints.decoding import Decoded, PictureRefused, decoded
from fovea.fingerprints.perceptual import DECODED_EDGE
from fovea.fingerprints.whole import Seen, see, see_phash
from fovea.writing.contract import TextClassifier
from fovea.writing.scaling import LONG_EDGE

_FINGERPRINTED = (DECODED_EDGE, DECODED_EDGE)


def look(body: bytes, task: Task, classifier: TextClassifier | None = None) -> Answer:
    """What the picture in a file shows, or why there is none. Without a classifier, nothing is said of
    writing.
    """
    try:
        return _look(body, task.want, classifier, most_pixels=task.most_pixels)
    except PictureRefused as refusal:
        return Refused(refusal.code, refusal.detail)
    except MemoryError:
        return Refused("picture_too_costly", "The picture takes too much memory")


def _look(body: bytes, want: Wanted, classifier: TextClassifier | None, *, most_pixels: int) -> Found:
    """Fingerprints are always made of the least decode, so that they don't depend on what else is wanted."""
    if not body:
        raise PictureRefused("The file is empty", code="picture_empty")
    least = decoded(body, at_least=_FINGERPRINTED, most_pixels=most_pixels)
    if want.phash_only:
        found = _found(least, see_phash(least.image))
    else:
        found = _found(
            least, see(least.image, width=least.width, height=least.height, orientations=want.orientations)
        )
    wanted = _scale_wanted(least, want, classifier)
    if wanted is None:
        picture = least.image
    else:
        del least  # not both at once
        picture = decoded(body, at_least=wanted, most_pixels=most_pixels).image
    if want.thumbnails and not want.phash_only:
        found.thumbnails.extend(thumbnails(picture, (found.width, found.height), want.thumbnails))
    if want.writing and classifier is not None:
        return msgspec.structs.replace(found, writing=_writing(picture, classifier))
    return found


def _scale_wanted(least: Decoded, want: Wanted, classifier: TextClassifier | None) -> tuple[int, int] | None:
    """The least size to decode at for what is wanted beside fingerprints; None when that is so already."""
    if want.thumbnails and not want.phash_only:
        return scale_for(least, want.thumbnails)
    if want.writing and classifier is not None:
        return scale_for(least, (LONG_EDGE,))
    return None


def _writing(picture: Image.Image, classifier: TextClassifier) -> Writing:
    """A picture of which nothing can be told is still a picture."""
    try:
        found = classifier.classify(picture)
    except Exception:  # noqa: BLE001 - whatever a model, or the memory that it may take, stumbles over
        found = None
    return Writing(found, classifier.version)


def _found(picture: Decoded, seen: Seen) -> Found:
    return Found(picture.format, picture.width, picture.height, picture.frames, seen, [])
