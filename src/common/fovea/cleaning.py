"""What a clean-up of the library consists of: kinds of work, each cut into bounded slices.

A slice is an item of a run (`fovea.database.run_items`), is carried out by an image ingester, and can be
carried out again, anywhere, without harm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BLOCKED_TAGS = "blocked-tags"  # images that carry a blocked tag are removed, with their files
VARIANTS = "variants"  # all images are grouped anew
FILES = "files"  # files without an image are deleted, thumbnails that lack are made again
COUNTS = "counts"  # how many images have each tag is counted anew
WRITING = "writing"  # whether images show writing is told again where another classifier did, or none
KINDS = (BLOCKED_TAGS, FILES, COUNTS, WRITING, VARIANTS)
TAG = "tag"  # images that have one tag follow its aliases and implications

IMAGES_A_SLICE = 20_000
TAGS_A_SLICE = 2_000
CLASSIFIED_A_SLICE = 1_000  # images; a few of them a second
PLACES = 256  # files lie by the first byte of their images' digests
FEW_IMAGES = 10_000  # whose files lie in so few places at once
PLACES_OF_FEW = 32

_NAME = re.compile(r"([a-z-]+?)(?:-(\d{1,10}))?/(\d{1,10})-(\d{1,10})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A part of a kind of work: from one number to another, both with it. The numbers are of images, of tags,
    or of places of files (0 to 255). `tag`: the number of the tag that work of kind TAG is about.
    """

    kind: str
    first: int
    last: int
    tag: int | None = None

    @property
    def name(self) -> str:
        """`blocked-tags/1-20000`, `tag-17/1-20000`."""
        about = self.kind if self.tag is None else f"{self.kind}-{self.tag}"
        return f"{about}/{self.first}-{self.last}"


def named(name: str) -> Slice:
    """The slice of this name. Raises ValueError when it names none."""
    match = _NAME.fullmatch(name)
    if match is None or match[1] not in {*KINDS, TAG} or (match[1] == TAG) != (match[2] is not None):
        raise ValueError(f"no part of a clean-up: {name[:80]!r}")
    tag = None if match[2] is None else int(match[2])
    return Slice(kind=match[1], first=int(match[3]), last=int(match[4]), tag=tag)


def slices(kind: str, *, last_image: int, last_tag: int) -> list[Slice]:
    """All of a kind of work, with so many images and tags (by their largest numbers)."""
    match kind:
        case "blocked-tags":
            return [
                Slice(kind=kind, first=first, last=last) for first, last in _cut(last_image, IMAGES_A_SLICE)
            ]
        case "counts":
            return [Slice(kind=kind, first=first, last=last) for first, last in _cut(last_tag, TAGS_A_SLICE)]
        case "files":
            at_once = PLACES_OF_FEW if last_image <= FEW_IMAGES else 1
            return [
                Slice(kind=kind, first=first, last=first + at_once - 1) for first in range(0, PLACES, at_once)
            ]
        case "writing":
            return [
                Slice(kind=kind, first=first, last=last)
                for first, last in _cut(last_image, CLASSIFIED_A_SLICE)
            ]
        case "variants":
            return [Slice(kind=kind, first=0, last=last_image)]
    raise ValueError(f"no kind of clean-up: {kind!r}")


def of_tag(tag: int, *, last_image: int) -> list[Slice]:
    """The work that an alias or implication of a tag makes."""
    return [
        Slice(kind=TAG, first=first, last=last, tag=tag) for first, last in _cut(last_image, IMAGES_A_SLICE)
    ]


def _cut(last: int, size: int) -> Iterator[tuple[int, int]]:
    """Always one at least: where there is nothing to do, that is soon found."""
    for first in range(1, max(last, 1) + 1, size):
        yield first, first + size - 1
