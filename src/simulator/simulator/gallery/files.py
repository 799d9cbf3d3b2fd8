"""Files of pictures: what the sites serve. Drawn when first asked for; their digests are kept.

A file is told by a few numbers, and its name holds them, so no list of files is needed. Two sites that have a
work unchanged have the same file, byte by byte.
"""

import hashlib
import threading
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

from PIL import Image

from simulator.drawing.recent import Recent
from simulator.gallery import noise
from simulator.gallery.blots import blot
from simulator.gallery.journal import GalleryJournal
from simulator.gallery.painting import paint
from simulator.gallery.works import FIRST_SMALL, Works

# Of what paints and encodes: digests that were kept belong to it.
VERSION = 1
BOXES = (0, 50, 75, 108, 150, 180, 216, 240, 250, 320, 400, 500)
"""The sides of squares that renditions fit into; 0 is the file itself."""
PLAIN, RECOMPRESSED, RESIZED, CROPPED = range(4)
MIMES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class File(NamedTuple):
    """A picture of a work as it came to be somewhere: `edit` is one of PLAIN, RECOMPRESSED, RESIZED, CROPPED,
    and `variation` (below 64) by how much.
    """

    work: int
    take: int = 0
    edit: int = PLAIN
    variation: int = 0

    @property
    def key(self) -> int:
        """The file as one number."""
        return ((self.work * 16 + self.take) * 4 + self.edit) * 64 + self.variation

    @classmethod
    def of_key(cls, key: int) -> "File":
        """The file of such a number."""
        return cls(key >> 12, key >> 8 & 15, key >> 6 & 3, key & 63)


class Digests(NamedTuple):
    """Of a file's bytes."""

    md5: str
    sha256: str
    sha512: str
    size: int
    """In bytes."""


@dataclass(frozen=True)
class Shape:
    """What is known of a file without drawing it."""

    width: int
    height: int
    format: str
    """jpg, png or webp: its ending, too."""

    @property
    def mime(self) -> str:
        """`image/jpeg` ..."""
        return MIMES[self.format]


class Files:
    """All files. Threads may share it."""

    def __init__(self, works: Works, journal: GalleryJournal, *, told: bool = True) -> None:
        self._works, self._journal, self._told = works, journal, told
        self._pictures: Recent[tuple[int, int], Image.Image] = Recent(48, lambda _: 1)
        self._bodies: Recent[tuple[int, int], bytes] = Recent(48 << 20, len)
        self._digests = journal.digests(VERSION)
        self._names = works.source("file names")
        self._locks = [threading.Lock() for _ in range(32)]

    def shape(self, file: File, box: int = 0) -> Shape:
        """Size and format of a file, or of its rendition that fits into a square of so many pixels."""
        work = self._works.work(file.work)
        left, top, right, bottom = _crop(work.width, work.height, file)
        width, height = right - left, bottom - top
        if file.edit == RESIZED:
            scale = 0.5 + (file.variation & 7) * 0.05
            width, height = round(width * scale), round(height * scale)
        format_ = work.format if file.edit == PLAIN else "png" if file.variation == 63 else "jpg"
        if not box:
            return Shape(width, height, format_)
        scale = min(1.0, box / max(width, height))
        return Shape(max(1, round(width * scale)), max(1, round(height * scale)), "jpg")

    def body(self, file: File, box: int = 0) -> bytes:
        """The bytes of a file, or of a rendition (JPEG) of one of the BOXES."""
        key = (file.key, box)
        body = self._bodies.get(key)
        if body is None:
            with self._locks[file.work % len(self._locks)]:
                body = self._bodies.get(key)
                if body is None:
                    body = self._encoded(file, box)
                    self._bodies.put(key, body)
        return body

    def digests(self, file: File) -> Digests | None:
        """The digests of a file's bytes; None where the settings say that they are not told. They are made
        once (by drawing the file, some milliseconds) and kept in the journal.
        """
        if not self._told:
            return None
        known = self._digests.get(file.key)
        if known is None:
            body = self.body(file)
            known = Digests(
                md5=hashlib.md5(body, usedforsecurity=False).hexdigest(),
                sha256=hashlib.sha256(body).hexdigest(),
                sha512=hashlib.sha512(body).hexdigest(),
                size=len(body),
            )
            self._digests[file.key] = known
            self._journal.keep_digests(VERSION, file.key, known)
        return known

    def name(self, file: File, box: int = 0) -> str:
        """32 hexadecimal digits, without an ending: the name of a file or of its rendition."""
        key = file.key * 16 + BOXES.index(box)
        check = noise.bits(self._names, key)
        return f"{key ^ noise.bits(self._names ^ 1, check):016x}{check:016x}"

    def named(self, name: str) -> tuple[File, int] | None:
        """(file, box) of such a name; None for any other text."""
        try:
            mixed, check = int(name[:16], 16), int(name[16:], 16)
        except ValueError:
            return None
        key = mixed ^ noise.bits(self._names ^ 1, check)
        if len(name) != 32 or noise.bits(self._names, key) != check or key % 16 >= len(BOXES):
            return None
        return File.of_key(key // 16), BOXES[key % 16]

    def _encoded(self, file: File, box: int) -> bytes:
        shape, whole = self.shape(file, box), self.shape(file)
        picture = self._picture(file)
        corners = _crop(picture.width, picture.height, file)
        if corners != (0, 0, picture.width, picture.height):
            picture = picture.crop(corners)
        if picture.size != (whole.width, whole.height):
            picture = picture.resize((whole.width, whole.height), Image.Resampling.BICUBIC)
        if picture.size != (shape.width, shape.height):
            picture = picture.resize((shape.width, shape.height), Image.Resampling.BILINEAR)
        out = BytesIO()
        if shape.format == "png":
            picture.save(out, "PNG", compress_level=1)
        elif shape.format == "webp":
            picture.save(out, "WEBP", quality=82, method=0)
        else:
            quality = 80 if box else 90 if file.edit == PLAIN else 60 + (file.variation >> 3) * 4
            picture.save(out, "JPEG", quality=quality)
        return out.getvalue()

    def _picture(self, file: File) -> Image.Image:
        key = (file.work, file.take)
        picture = self._pictures.get(key)
        if picture is None:
            work, seed = self._works.work(file.work), self._works.seed
            small = self._works.small or file.work >= FIRST_SMALL
            picture = blot(work, file.take, seed=seed) if small else paint(work, file.take, seed=seed)
            self._pictures.put(key, picture)
        return picture


def _crop(width: int, height: int, file: File) -> tuple[int, int, int, int]:
    """What is left of a picture: left, top, right, bottom."""
    if file.edit != CROPPED:
        return 0, 0, width, height
    across, down = 2 + (file.variation & 7), 2 + (file.variation >> 3)
    return (
        width * across // 200,
        height * down // 200,
        width - width * across // 200,
        height - height * down // 300,
    )
