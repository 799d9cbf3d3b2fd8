"""Whether this process is being stopped, for answers that would go on for long."""

import signal
import threading
from types import FrameType

_stopping = threading.Event()


def is_stopping() -> bool:
    """Whether it is."""
    return _stopping.is_set()


def wait(seconds: float) -> None:
    """Until so much time has passed, or the process is being stopped."""
    _stopping.wait(seconds)


def notice() -> None:
    """Notice from now on when the process is told to stop; what was done then is done as before. To be called
    in its main thread.
    """
    before = signal.getsignal(signal.SIGTERM)

    def told(number: int, frame: FrameType | None) -> None:
        _stopping.set()  # nobody in the main thread, which is interrupted here, ever waits for it
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, told)
