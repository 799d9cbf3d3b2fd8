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
from fovea.writing.contract import TextClassifier
from fovea.writing.models import ModelMissing
from fovea.writing.opening import of_arguments


def serve(source: BinaryIO, out: BinaryIO, classifier: TextClassifier | None) -> None:
    """Answers task after task."""
    tasks, encoder = msgspec.msgpack.Decoder(Task), msgspec.msgpack.Encoder()
    write(out, b"ready")
    while (head := source.read(8)) and len(head) == 8:
        task = tasks.decode(source.read(int.from_bytes(head[:4], "big")))
        body = source.read(int.from_bytes(head[4:], "big"))
        allow_seconds(task.most_seconds)
        write(out, encoder.encode(look(body, task, classifier)))


def warm_up(classifier: TextClassifier | None) -> None:
    """Looks at pictures, so that everything that libraries import when they are first used is there: one of
    nothing, and one in which classifiers find lines to look at more closely.
    """
    task = Task(Wanted(thumbnails=(16, 32), writing=True), most_seconds=1, most_pixels=100_000)
    for picture in (Image.linear_gradient("L").resize((40, 30)).rotate(45), _as_if_written()):
        body = BytesIO()
        picture.save(body, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
        look(body.getvalue(), task, classifier)


def _as_if_written() -> Image.Image:
    """Rows of strokes."""
    picture = Image.new("L", (320, 160), 255)
    for top in (20, 60, 100):
        for left in range(40, 280, 4):
            picture.paste(0, (left, top, left + 2, top + 8))
    return picture


def main() -> None:
    """Sets the limits, then serves. What a model takes of memory before is on top of them."""
    warnings.simplefilter("ignore")
    most_memory, niceness, *wanted = sys.argv[1:]
    classifier = named_classifier(wanted)
    warm_up(classifier)
    confine(most_memory_bytes=int(most_memory), niceness=int(niceness))
    serve(sys.stdin.buffer, sys.stdout.buffer, classifier)


def named_classifier(wanted: list[str]) -> TextClassifier | None:
    """The classifier of `fovea.writing.opening.arguments`. Without its model, pictures are decoded all the
    same.
    """
    try:
        return of_arguments(wanted)
    except ModelMissing:
        return None


if __name__ == "__main__":
    main()
