"""Files of pictures as the hosts of social sites give them.

A name holds the number of its file (`gallery.File.key`), so that any host can give any file.
"""

from functools import cache
from io import BytesIO

from PIL import Image
from werkzeug import Response

from simulator.gallery import File, Gallery
from simulator.gallery.files import BOXES
from simulator.hosts.calls import picture_answer
from simulator.social.identifiers import Names


def box_of(width: int) -> int:
    """The largest rendition that is no wider than this; the file itself (0) for what is wider than all."""
    if width > BOXES[-1]:
        return 0
    return max((box for box in BOXES[1:] if box <= width), default=BOXES[1])


def as_picture(gallery: Gallery, file: File, box: int = 0) -> Response:
    """The bytes of a file, with the content type that is theirs, whatever its address ends with."""
    name = gallery.files.name(file, box)
    return picture_answer(gallery.files.body(file, box), gallery.files.shape(file, box).mime, name)


def of_name(gallery: Gallery, name: str, box: int | None = None) -> Response | None:
    """The picture of a name of the gallery's (`files.name`), in another size if that is asked for; None
    where there is none.
    """
    known = gallery.files.named(name)
    return None if known is None else as_picture(gallery, known[0], known[1] if box is None else box)


def decoded(names: Names, text: str) -> File | None:
    """The file of a name; None where there is no such work."""
    number = names.number(text)
    return File.of_key(number) if number is not None and number < 2**42 else None


@cache
def no_picture() -> bytes:
    """What hosts give in place of pictures that are gone: a grey PNG of 161 by 81, as Imgur's."""
    out = BytesIO()
    Image.new("RGB", (161, 81), (34, 34, 34)).save(out, "PNG")
    return out.getvalue()
