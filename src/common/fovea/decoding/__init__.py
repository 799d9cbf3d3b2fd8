"""Looking at pictures of strangers in processes that can do no harm.

decoder = Decoder()
looked = decoder.look(body, Wanted())  # raises PictureRefused
decoder.close()
"""

from fovea.decoding.decoder import Decoder, DecoderUnavailable
from fovea.decoding.messages import THUMBNAIL_WIDTHS, Looked, Thumbnail, Wanted, WithoutMargins, Writing
from fovea.fingerprints.decoding import PictureRefused

__all__ = [
    "THUMBNAIL_WIDTHS",
    "Decoder",
    "DecoderUnavailable",
    "Looked",
    "PictureRefused",
    "Thumbnail",
    "Wanted",
    "WithoutMargins",
    "Writing",
]
