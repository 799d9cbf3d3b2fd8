"""`python -m fovea.decoding.child`: decodes pictures that come through standard input until it is closed.

It has no secrets, files or network. Whatever a hostile picture made of it could only answer nonsense, which
its parent takes for numbers and thumbnails, and for nothing else.
"""

import sys
import warnings
from io import BytesIO
from typing import BinaryIO

import msgspec
from PIL import Image

from fovea.decoding.framing import write
from fovea.decoding.limits import allow_seconds, confine
from fovea.decoding.looking import look
from fovea.decoding.messages import Task, Wanted


def serve(source: BinaryIO, out: BinaryIO) -> None:
    """Answers task after task."""
    tasks, encoder = msgspec.msgpack.Decoder(Task), msgspec.msgpack.Encoder()
    write(out, b"ready")
    while (head := source.read(8)) and len(head) == 8:
        task = tasks.decode(source.read(int.from_bytes(head[:4], "big")))
        body = source.read(int.from_bytes(head[4:], "big"))
        allow_seconds(task.most_seconds)
        write(out, encoder.encode(look(body, task)))


def warm_up() -> None:
    """Looks at a picture, so that everything that libraries import when they are first used is there."""
    picture, body = Image.linear_gradient("L").resize((40, 30)).rotate(45), BytesIO()
    picture.save(body, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    look(body.getvalue(), Task(Wanted(thumbnails=(16, 32)), most_seconds=1, most_pixels=10_000))


def main() -> None:
    """Sets the limits, then serves."""
    warnings.simplefilter("ignore")
    warm_up()
    confine(most_memory_bytes=int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
