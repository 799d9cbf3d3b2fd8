"""Private servers as context managers: started from their binaries, stopped without ceremony."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from fovea_cli.processes import start_child

Result = TypeVar("Result")


class ServerMissingError(RuntimeError):
    """A server's program is not installed."""


def find_program(*names: str) -> str:
    """The path of the first of these programs that is installed; Debian keeps some of them in /usr/sbin."""
    search_path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    for name in names:
        if path := shutil.which(name, path=search_path):
            return path
    message = f"{names[0]} is not installed: run scripts/install-test-servers"
    raise ServerMissingError(message)


def wait_until(
    condition: Callable[[], Result],
    *,
    timeout_seconds: float = 30.0,
    pause_seconds: float = 0.02,
    what: str = "the condition",
) -> Result:
    """What `condition` returns as soon as that is true; TimeoutError when it stays false too long."""
    deadline = time.monotonic() + timeout_seconds
    while True:
        if result := condition():
            return result
        if time.monotonic() > deadline:
            message = f"waited {timeout_seconds:g} seconds in vain for {what}"
            raise TimeoutError(message)
        time.sleep(pause_seconds)


@contextlib.contextmanager
def running(
    command: Sequence[str],
    *,
    log: Path,
    ready: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
    timeout_seconds: float = 30.0,
    stop_with: signal.Signals = signal.SIGTERM,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is up (`ready()` is true) inside the block and gone after it; its output goes to `log`.

    RuntimeError with the end of its log when it stops instead of becoming ready.
    """
    with log.open("ab") as output:
        process = start_child(command, environment=environment or os.environ, output=output)
    try:

        def ready_or_dead() -> bool:
            if process.poll() is not None:
                tail = log.read_text(errors="replace")[-2_000:]
                message = f"{command[0]} stopped with code {process.returncode}:\n{tail}"
                raise RuntimeError(message)
            return ready()

        wait_until(ready_or_dead, timeout_seconds=timeout_seconds, what=f"{command[0]} to be ready")
        yield process
    finally:
        stop(process, with_signal=stop_with)


def stop(
    process: "subprocess.Popen[bytes]",
    *,
    with_signal: signal.Signals = signal.SIGTERM,
    patience_seconds: float = 10.0,
) -> int:
    """End a process, with SIGKILL when it does not listen in time; its exit code."""
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
