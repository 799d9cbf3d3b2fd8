"""Pictures of strangers are decoded where they can do no harm."""

import threading
from collections.abc import Sequence
from queue import LifoQueue

import msgspec
import structlog

from fovea.decoding.messages import Answer, Found, Looked, Refused, Task, Wanted, WithoutMargins
from fovea.decoding.process import NICENESS, Child, ChildDied, ChildTooSlow
from fovea.errors import FoveaError
from fovea.fingerprints.decoding import MOST_PIXELS, PictureRefused
from fovea.fingerprints.orientations import turned
from fovea.fingerprints.whole import Trimmed, finished

MOST_MEMORY_BYTES = 768 << 20
_MOST_TASKS = 2_000  # then a child is replaced, so that no leak of a decoder adds up
_TRIES = 2

log = structlog.get_logger(__name__)


class DecoderUnavailable(FoveaError):
    """No process for decoding can be started now, or the decoder is closed. It is not the picture's fault."""

    status, code, title = 503, "decoder_unavailable", "Pictures cannot be looked at now"


class Decoder:
    """Looks at pictures in child processes, `processes` at once, which may take so much time and memory each.

    They are started when they are needed, and replaced when a picture was too much for one. For any number of
    threads. `classifier` is what tells writing where that is wanted (`fovea.writing.arguments`).
    """

    def __init__(
        self,
        *,
        processes: int = 1,
        most_seconds: float = 20.0,
        most_memory_bytes: int = MOST_MEMORY_BYTES,
        most_pixels: int = MOST_PIXELS,
        niceness: int = NICENESS,
        classifier: Sequence[str] = (),
    ) -> None:
        self._most_seconds = most_seconds
        self._most_memory_bytes = most_memory_bytes
        self._most_pixels = most_pixels
        self._niceness = niceness
        self._classifier = tuple(classifier)
        self._answers = msgspec.msgpack.Decoder(Answer)
        # The one used last is used next, so that no more are started than there is work for.
        self._places: LifoQueue[Child | None] = LifoQueue()
        for _ in range(processes):
            self._places.put(None)
        self._lock = threading.Lock()
        self._children: set[Child] = set()
        self._closed = False

    def look(self, body: bytes, want: Wanted) -> Looked:
        """What there is to know about the picture in a file.

        Raises `PictureRefused` when there never will be more, and `DecoderUnavailable`.
        """
        if not body:
            raise PictureRefused("The file is empty", code="picture_empty")
        child = self._places.get()
        try:
            child, answer = self._ask(child, body, want)
        except BaseException:
            child = None
            raise
        finally:
            self._places.put(child)
        if isinstance(answer, Refused):
            raise PictureRefused(answer.detail, code=answer.code)
        return _looked(answer)

    def pids(self) -> list[int]:
        """The numbers of the processes that there are now."""
        with self._lock:
            return sorted(child.pid for child in self._children)

    def close(self) -> None:
        """Ends all children at once; who waits for one gets `DecoderUnavailable`."""
        with self._lock:
            self._closed = True
            for child in self._children:
                child.kill()

    def _ask(self, child: Child | None, body: bytes, want: Wanted) -> tuple[Child | None, Answer]:
        """The answer, and the child if it can be used again.

        A child that ended may have been ended for other reasons than this picture: another one tries again.
        """
        task = msgspec.msgpack.encode(Task(want, self._most_seconds, self._most_pixels))
        head = len(task).to_bytes(4, "big") + len(body).to_bytes(4, "big")
        for _ in range(_TRIES):
            child = child or self._start()
            try:
                answer = self._answers.decode(child.ask((head + task, body), most_seconds=self._most_seconds))
            except ChildTooSlow:
                self._end(child, reason="slow", file_bytes=len(body))
                return None, Refused("picture_too_costly", "The picture takes too long")
            except (ChildDied, msgspec.MsgspecError):
                self._end(child, reason="died", file_bytes=len(body))
                child = None
            except BaseException:
                self._end(child, reason="interrupted", file_bytes=len(body))
                raise
            else:
                if child.tasks >= _MOST_TASKS:
                    self._end(child, reason="used up", file_bytes=len(body))
                    child = None
                return child, answer
        return None, Refused("picture_too_costly", "The picture breaks what decodes it")

    def _start(self) -> Child:
        with self._lock:
            if self._closed:
                raise DecoderUnavailable("The decoder is closed")
            try:
                child = Child(
                    most_memory_bytes=self._most_memory_bytes,
                    niceness=self._niceness,
                    classifier=self._classifier,
                )
            except OSError as error:
                raise DecoderUnavailable from error
            self._children.add(child)
            return child

    def _end(self, child: Child, *, reason: str, file_bytes: int) -> None:
        with self._lock:
            self._children.discard(child)
        code = child.end()
        log.info("decoder_replaced", reason=reason, code=code, file_bytes=file_bytes, tasks=child.tasks)


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
        orientations=() if seen.turnable is None else turned(seen.turnable),
        trimmed=None if seen.trimmed is None else without_margins(seen.trimmed),
        writing=found.writing,
    )


def without_margins(trimmed: Trimmed) -> WithoutMargins:
    """The hashes that the child leaves to be made: it cannot load what a few of them need."""
    return WithoutMargins(trimmed.margins, turned(trimmed.turnable), trimmed.pdq_quality)
