"""Connections that go only where the gate lets them, and that end in time."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from fovea.fetching.addresses import Gate

_HOSTS_KEPT = 20
_CONNECTIONS_KEPT = 8  # to one host; a thread more opens one of its own

_of_thread = threading.local()


class _Deadline:
    """When it is over, the connection in use is broken."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.socket: socket.socket | None = None

    def end(self) -> None:
        self.over.set()
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)


def pool_of(gate: Gate) -> urllib3.PoolManager:
    """A pool of connections, for all threads, whose every connection is checked by `gate` as it is made."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _reach(self, gate)

        def request(self, *arguments: Any, **named: Any) -> None:
            _use(self)
            super().request(*arguments, **named)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _reach(self, gate)

        def request(self, *arguments: Any, **named: Any) -> None:
            _use(self)
            super().request(*arguments, **named)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    manager = urllib3.PoolManager(num_pools=_HOSTS_KEPT, maxsize=_CONNECTIONS_KEPT)
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return manager


@contextlib.contextmanager
def ending_within(seconds: float) -> Iterator[threading.Event]:
    """Breaks the connection that this thread uses when the time is over; the event then is set.

    The timeout of a socket begins anew with every byte: somebody who sends one now and then would keep us for
    ever.
    """
    deadline = _of_thread.deadline = _Deadline()
    timer = threading.Timer(seconds, deadline.end)
    timer.daemon = True
    timer.start()
    try:
        yield deadline.over
    finally:
        timer.cancel()
        _of_thread.deadline = None


def _reach(connection: HTTPConnection, gate: Gate) -> socket.socket:
    """Connects to the very address that was checked."""
    problem = "it has no address"
    try:
        for address in gate.addresses(connection.host, connection.port):
            try:
                return socket.create_connection((address, connection.port), connection.timeout)
            except OSError as error:
                problem = str(error)
    except (OSError, UnicodeError) as error:
        problem = str(error)
    raise NewConnectionError(connection, f"{connection.host} could not be reached: {problem}")


def _use(connection: HTTPConnection) -> None:
    """Notes what to break when this thread's time is over."""
    deadline: _Deadline | None = getattr(_of_thread, "deadline", None)
    if deadline is not None:
        if connection.sock is None:
            connection.connect()
        deadline.socket = connection.sock
