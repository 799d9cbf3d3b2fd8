"""What is said between a process and the one that decodes pictures for it."""

import msgspec

from fovea.fingerprints.margins import Margins
from fovea.fingerprints.orientations import Turned
from fovea.fingerprints.whole import ImageFingerprints, Seen
from fovea.writing.contract import Classified

THUMBNAIL_WIDTHS = (256, 512, 1024)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What to find out about a picture: `phash_only` leaves out all but its size and perceptual hash.
    Thumbnails are at most so many pixels wide. `orientations` are the hashes of the picture turned and
    mirrored, also without its margins. `writing`: whether it shows any, where the decoder has a classifier.
    """

    phash_only: bool = False
    orientations: bool = False
    writing: bool = False
    thumbnails: tuple[int, ...] = THUMBNAIL_WIDTHS


class Thumbnail(msgspec.Struct, frozen=True):
    """A smaller picture as WebP."""

    width: int
    height: int
    body: bytes


class WithoutMargins(msgspec.Struct, frozen=True):
    """The hashes of a picture without what somebody put around it."""

    margins: Margins  # in pixels of the picture
    orientations: tuple[Turned, ...]  # all eight
    pdq_quality: int | None


class Writing(msgspec.Struct, frozen=True):
    """Whether a picture shows writing, and which classifier says so (`detector-1`). `found` None: it could
    not tell.
    """

    found: Classified | None
    classifier: str


class Looked(msgspec.Struct, frozen=True):
    """What was found out. When only the perceptual hash was wanted, the other fingerprints are zeros."""

    format: str  # jpeg | png | webp | gif | avif | bmp | tiff
    width: int  # pixels, upright
    height: int
    frames: int
    fingerprints: ImageFingerprints
    thumbhash: bytes
    colors: bytes  # at most ten dominant ones: red, green, blue, share of 255
    thumbnails: list[Thumbnail]
    simple: bool  # nearly of one tone: its fingerprints mean nothing
    orientations: tuple[Turned, ...] = ()  # all eight, if they were wanted
    trimmed: WithoutMargins | None = None  # with the orientations, when there are margins
    writing: Writing | None = None  # if it was wanted, and there is a classifier


class Task(msgspec.Struct, frozen=True):
    """One picture to look at; its bytes follow."""

    want: Wanted
    most_seconds: float
    most_pixels: int


class Found(msgspec.Struct, frozen=True, tag="found"):
    """A picture's pixels as far as the child has made sense of them."""

    format: str
    width: int
    height: int
    frames: int
    seen: Seen
    thumbnails: list[Thumbnail]
    writing: Writing | None = None


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """Why there is no picture."""

    code: str
    detail: str


Answer = Found | Refused
