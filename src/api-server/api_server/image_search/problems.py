"""Why a picture cannot be looked for. Each is an answer of its own, for each wants something else."""

from fovea.errors import FoveaError, SourceRefused, SourceUnavailable
from fovea.fingerprints import PictureRefused


class PictureTooSimple(FoveaError):
    """Nearly of one tone, or a mere line: it looks like everything."""

    status, code, title = 422, "picture_too_simple", "This picture is too simple to be searched"


class NotAPicture(FoveaError):
    """The bytes are none of the pictures that are understood."""

    status, code, title = 422, "not_a_picture", "This is no picture that can be read"


class PictureTooLarge(FoveaError):
    """Too many bytes or pixels."""

    status, code, title = 413, "picture_too_large", "This picture is too large"


class CouldNotBeFetched(FoveaError):
    """There is no getting what lies at the address; `reason` says why (`fovea.fetching.FetchRefused`)."""

    status, code, title = 422, "could_not_be_fetched", "The picture could not be fetched"


class TooBusy(FoveaError):
    """So many pictures are being looked at that this one would have to wait too long."""

    status, code, title = 503, "too_busy", "Too many pictures are being looked at just now"


_TOO_LARGE = frozenset({"picture_too_large", "picture_too_costly"})


def of_picture(refusal: PictureRefused) -> FoveaError:
    """The problem of a picture that was refused."""
    if refusal.code in _TOO_LARGE:
        return PictureTooLarge(f"{refusal.detail}: send a smaller copy; it finds the same.")
    if refusal.code == "picture_shape":
        return PictureTooSimple(f"{refusal.detail}.")
    return NotAPicture(f"{refusal.detail}. JPEG, PNG, WebP, GIF, AVIF, BMP and TIFF are read.")


def of_fetching(error: SourceRefused | SourceUnavailable) -> FoveaError:
    """The problem of an address from which nothing comes."""
    if error.code == "content_too_large":
        return PictureTooLarge(f"{error.detail}: send a smaller copy; it finds the same.")
    if error.code == "content_type":
        return NotAPicture(
            f"{error.detail}, not a picture. Give the address of the picture itself, not of its page."
        )
    return CouldNotBeFetched(f"{error.detail}.", reason=error.code)
