"""Pictures of strangers are decoded where they can do no harm."""

import threading
from queue import LifoQueue

import msgspec
import structlog

from fovea.decoding.messages import Answer, Found, Looked, Refused, Task, Wanted
from fovea.decoding.process import Child, ChildDied, ChildTooSlow
from fovea.errors import FoveaError
from fovea.fingerprints.decoding import MOST_PIXELS, PictureRefused
from fovea.fingerprints.whole import finished

MOST_MEMORY_BYTES = 768 << 20
_MOST_TASKS = 2_000  # then a child is replaced, so that no leak of a decoder adds up

log = structlog.get_logger(__name__)


class DecoderUnavailable(FoveaError):
    """No process for decoding can be started now, or the decoder was closed. It says nothing about the picture."""

    status, code, title = 503, "decoder_unavailable", "Pictures cannot be looked at now"


class Decoder:
    """Looks at pictures in child processes, `processes` at once, each of which may take so much time and memory a
    picture. They are started when they are needed, and replaced when a picture was too much for one.

    For any number of threads.
    """

    def __init__(
        self,
        *,
        processes: int = 1,
        most_seconds: float = 20.0,
        most_memory_bytes: int = MOST_MEMORY_BYTES,
        most_pixels: int = MOST_PIXELS,
    ) -> None:
        self._most_seconds = most_seconds
        self._most_memory_bytes = most_memory_bytes
        self._most_pixels = most_pixels
        self._answers = msgspec.msgpack.Decoder(Answer)
        # The one used last is used next, so that as few are started as there is work for.
        self._places: LifoQueue[Child | None] = LifoQueue()
        for _ in range(processes):
            self._places.put(None)
        self._processes = processes
        self._closed = threading.Event()

    def look(self, body: bytes, want: Wanted) -> Looked:
        """What there is to know about the picture in a file.

        Raises `PictureRefused` when there never will be, and `DecoderUnavailable`.
        """
        if not body:
            raise PictureRefused("The file is empty", code="picture_empty")
        child = self._places.get()
        try:
            child, answer = self._ask(child, body, want)
        except BaseException:
            self._places.put(None)
            raise
        if child is not None and child.tasks >= _MOST_TASKS:
            child.end()
            child = None
        self._places.put(child)
        if isinstance(answer, Refused):
            raise PictureRefused(answer.detail, code=answer.code)
        return _looked(answer)

    def close(self) -> None:
        """Ends all children, when they have answered."""
        self._closed.set()
        for _ in range(self._processes):
            child = self._places.get()
            if child is not None:
                child.end()
        for _ in range(self._processes):
            self._places.put(None)

    def _ask(self, child: Child | None, body: bytes, want: Wanted) -> tuple[Child | None, Found | Refused]:
        """The answer, and the child that can be used again. A child that ended by itself may have been ended for
        other reasons than this picture, so that another one tries once more.
        """
        task = msgspec.msgpack.encode(Task(want, self._most_seconds, self._most_pixels))
        lengths = len(task).to_bytes(4, "big") + len(body).to_bytes(4, "big")
        for _ in range(2):
            child = child or self._start()
            try:
                answer = child.ask((lengths + task, body), most_seconds=self._most_seconds)
                return child, self._answers.decode(answer)
            except ChildTooSlow:
                self._end(child, "slow", body)
                return None, Refused("picture_too_costly", "The picture takes too long")
            except (ChildDied, msgspec.MsgspecError):
                self._end(child, "died", body)
                child = None
            except BaseException:
                child.end()
                raise
        return None, Refused("picture_too_costly", "The picture breaks what decodes it")

    def _start(self) -> Child:
        if self._closed.is_set():
            raise DecoderUnavailable("The decoder was closed")
        try:
            return Child(most_memory_bytes=self._most_memory_bytes)
        except OSError as error:
            raise DecoderUnavailable from error

    def _end(self, child: Child, reason: str, body: bytes) -> None:
        child.end()
        log.warning("decoder_replaced", reason=reason, bytes=len(body), tasks=child.tasks)


def _looked(found: Found) -> Looked:
    seen = finished(found.seen)
    return Looked(
        format=found.format,
        width=found.width,
        height=found.height,
        frames=found.frames,
        fingerprints=seen.fingerprints,
        thumbhash=seen.thumbhash,
        colors=seen.colors,
        thumbnails=found.thumbnails,
        simple=seen.simple,
    )
