"""Gathers measurements in memory and writes them out every few seconds, after a fork too, and at exit."""

import atexit
import os
import threading
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from fovea.metrics.emf import lines, write
from fovea.metrics.table import METRICS
from fovea.metrics.totals import Kind, Total
from fovea.settings import CommonSettings

Series = tuple[str, str | None]  # a metric's name and the value of its own dimension
MOST_VALUES = 2_000  # of one series between two flushes, so that memory is bounded; later ones are left out

_lock = threading.Lock()
_values: dict[Series, list[float]] = {}
_totals: dict[Series, Total] = {}  # since the process began, whether metrics are written or not
_base = {"Environment": "local", "Process": "unnamed"}
_enabled = False
_stop = threading.Event()
_thread: threading.Thread | None = None
_flush_seconds = 10.0


def configure(settings: CommonSettings, process: str) -> None:
    """Names the process and starts writing. Before this, measurements are gathered but not written."""
    global _enabled, _flush_seconds  # noqa: PLW0603 - one recorder a process, as there is one standard output
    _base.update(Environment=settings.environment, Process=process)
    _flush_seconds = settings.metrics_flush_seconds
    _enabled = settings.metrics == "emf"
    if _enabled:
        _start_thread()


def count(name: str, value: float = 1, **dimension: str) -> None:
    """Adds `value` to a count."""
    series = _series(name, dimension)
    with _lock:
        values = _values.setdefault(series, [0.0])
        values[0] += value
        _total(series, "count").add(float(value))


def gauge(name: str, value: float, **dimension: str) -> None:
    """Sets the present value of something; the last one before a flush is written."""
    series = _series(name, dimension)
    with _lock:
        _values[series] = [float(value)]
        _total(series, "gauge").add(float(value))


def record(name: str, value: float, **dimension: str) -> None:
    """Notes one measured value (a duration, a size); all of them are written, for percentiles."""
    series = _series(name, dimension)
    with _lock:
        values = _values.setdefault(series, [])
        if len(values) < MOST_VALUES:
            values.append(float(value))
        _total(series, "measured").add(float(value))


@contextmanager
def time(name: str, **dimension: str) -> Iterator[None]:
    """Records how many seconds the block took, whether it succeeds or not."""
    begun = clock.perf_counter()
    try:
        yield
    finally:
        record(name, clock.perf_counter() - begun, **dimension)


def snapshot() -> dict[str, float]:
    """The sum of each metric since the last flush, over all its dimensions."""
    sums: dict[str, float] = {}
    with _lock:
        for (name, _), values in _values.items():
            sums[name] = sums.get(name, 0.0) + sum(values)
    return sums


def totals() -> list[Total]:
    """What was measured since the process began, each metric by its own dimension."""
    with _lock:
        return [msgspec.structs.replace(one, buckets=dict(one.buckets)) for one in _totals.values()]


def flush() -> None:
    """Writes out what was gathered, if metrics are on, and begins anew."""
    with _lock:
        gathered = dict(_values)
        _values.clear()
    if _enabled and gathered:
        write(lines(gathered, base=_base))


def _total(series: Series, kind: Kind) -> Total:
    known = _totals.get(series)
    if known is None:
        known = _totals[series] = Total(name=series[0], dimension=series[1], kind=kind)
    return known


def _series(name: str, dimension: dict[str, str]) -> Series:
    allowed = METRICS[name].dimension
    for given, value in dimension.items():
        if given != allowed or len(dimension) > 1:
            raise KeyError(f"{name} has the dimension {allowed}, not {', '.join(dimension)}")
        return name, str(value)
    return name, None


def _start_thread() -> None:
    global _thread  # noqa: PLW0603
    if _thread is None or not _thread.is_alive():
        _thread = threading.Thread(target=_flush_often, name="metrics", daemon=True)
        _thread.start()


def _flush_often() -> None:
    while not _stop.wait(_flush_seconds):
        flush()


def _after_fork() -> None:
    """A forked child (a gunicorn worker) has no threads and must not write its parent's numbers again."""
    global _lock, _thread  # noqa: PLW0603
    _lock = threading.Lock()
    _values.clear()
    _totals.clear()
    _thread = None
    if _enabled:
        _start_thread()


atexit.register(flush)
os.register_at_fork(after_in_child=_after_fork)
