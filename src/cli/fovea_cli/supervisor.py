"""Starts the parts of a system, starts those again that end by themselves, and stops all of them in order.

honcho and its like end everything when one process ends, start nothing again, and know neither what is
ready nor what has to stop before what. This does little more than those four things.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fovea_cli.parts import Part
from fovea_cli.problems import CannotGoOnError
from fovea_cli.processes import start_child
from fovea_cli.readiness import is_ready

LOOK_SECONDS = 0.1
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15.0
STEADY_SECONDS = 30.0  # who has run so long begins with the first pause again
LARGEST_LOG_BYTES = 10_000_000


@dataclass(kw_only=True)
class Child:
    """A part and its process of the moment."""

    part: Part
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    failures: int = 0

    def start(self) -> None:
        """Start the process; what it prints is added to its log."""
        with self.log.open("ab") as output:
            self.process = start_child(self.part.command, environment=self.part.environment, output=output)
        self.started_at = time.monotonic()

    @property
    def has_ended(self) -> bool:
        """Whether there is no process, or one that has ended."""
        return self.process is None or self.process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, if there is somebody to send it to."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End the process and whatever it has started, at once."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_lines(self, number: int = 15) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-number:])


@dataclass(kw_only=True)
class Supervisor:
    """The parent of all processes of a system. Its methods belong to the main thread."""

    log_folder: Path
    report: Callable[[str], None]
    stop_wanted: threading.Event = field(default_factory=threading.Event)
    children: list[Child] = field(default_factory=list, init=False)

    def start(self, parts: Iterable[Part]) -> list[Child]:
        """Start parts, without waiting for them."""
        started = []
        for part in parts:
            child = Child(part=part, log=self.log_folder / f"{part.name}.log")
            _make_room(child.log)
            child.start()
            self.children.append(child)
            started.append(child)
        return started

    def wait_ready(
        self, children: Iterable[Child], *, timeout_seconds: float, on_ready: Callable[[Child], None]
    ) -> None:
        """Wait until parts are ready; returns early when a stop is wanted.

        CannotGoOnError with the end of the log of a part that ends, or is not ready in time.
        """
        waiting = list(children)
        deadline = time.monotonic() + timeout_seconds
        while waiting and not self.stop_wanted.is_set():
            for child in list(waiting):
                if child.has_ended:
                    code = child.process.returncode if child.process else None
                    self._refuse(child, f"stopped with code {code} while starting")
                if is_ready(child.part.health_address):
                    waiting.remove(child)
                    on_ready(child)
            if waiting and time.monotonic() > deadline:
                self._refuse(waiting[0], f"was not ready within {timeout_seconds:g} seconds")
            if waiting:
                self.stop_wanted.wait(LOOK_SECONDS)

    def run_once(self, part: Part) -> None:
        """Run a process to its end. CannotGoOnError with the end of its log when it fails."""
        child = Child(part=part, log=self.log_folder / f"{part.name}.log")
        child.start()
        try:
            while not child.has_ended:
                if self.stop_wanted.wait(LOOK_SECONDS):
                    return
        finally:
            child.kill()
        if child.process is not None and child.process.returncode != 0:
            self._refuse(child, f"failed with code {child.process.returncode}")

    def watch(self, *, each_look: Callable[[], None] = lambda: None) -> None:
        """Start again what ends by itself, until a stop is wanted."""
        while not self.stop_wanted.wait(LOOK_SECONDS):
            for child in self.children:
                self._look_after(child)
            each_look()

    def stop(self, children: Iterable[Child] | None = None) -> None:
        """Ask parts to stop, all at once, and wait until they have; kill those that take too long."""
        stopping = list(self.children if children is None else children)
        for child in stopping:
            child.signal(signal.SIGTERM)
        began = time.monotonic()
        for child in stopping:
            left = child.part.stop_seconds - (time.monotonic() - began)
            if not _wait_ended(child, max(0.0, left)):
                self.report(f"{child.part.name} does not stop; killing it")
            child.kill()  # whatever it may have left behind, too
            self.children.remove(child)

    def kill(self) -> None:
        """End everything at once."""
        for child in self.children:
            child.kill()
        self.children.clear()

    def _look_after(self, child: Child) -> None:
        if not child.has_ended:
            return
        now = time.monotonic()
        if child.process is not None:
            if now - child.started_at > STEADY_SECONDS:
                child.failures = 0
            pause = min(FIRST_PAUSE_SECONDS * 2**child.failures, LONGEST_PAUSE_SECONDS)
            child.failures += 1
            child.start_again_at = now + pause
            self.report(
                f"{child.part.name} has ended ({_how(child.process.returncode)}); starting it again in "
                f"{pause:g} s. Its log: {child.log}"
            )
            child.kill()
            child.process = None
        elif now >= child.start_again_at:
            child.start()

    def _refuse(self, child: Child, what: str) -> None:
        message = f"{child.part.name} {what}. The end of {child.log}:\n\n{child.last_lines()}"
        raise CannotGoOnError(message)


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def _wait_ended(child: Child, seconds: float) -> bool:
    if child.process is None:
        return True
    try:
        child.process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _make_room(log: Path) -> None:
    """Put a log that has become large aside, in place of the one before."""
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
