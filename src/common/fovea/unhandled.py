"""What nothing caught: logged and counted, in the main thread and in every other."""

import sys
import threading
from types import TracebackType

import structlog

from fovea import metrics

log = structlog.get_logger(__name__)


def watch() -> None:
    """Logs and counts exceptions that end the process or one of its threads."""
    sys.excepthook = _in_process
    threading.excepthook = _in_thread


def _in_process(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _note(error, trace, thread="main")
    metrics.flush()


def _in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        _note(args.exc_value, args.exc_traceback, thread=args.thread.name if args.thread else "unknown")


def _note(error: BaseException, trace: TracebackType | None, *, thread: str) -> None:
    metrics.count("unhandled_exceptions")
    log.critical("unhandled_exception", thread=thread, exc_info=(type(error), error, trace))
