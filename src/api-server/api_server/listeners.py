"""One server process, two doors: which application answers is decided by the port that the connection came in
at.

Nothing that a client sends (Host, path, forwarding headers) has a part in that: the internal API is not to be
reached through the public door.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Environment = dict[str, Any]
Application = Callable[[Environment, Any], Iterable[bytes]]


class ByListener:
    """A WSGI application that hands each request to the application of its listener's port."""

    def __init__(self, applications: Mapping[int, Application]) -> None:
        self._applications = dict(applications)

    def __call__(self, environ: Environment, start_response: Any) -> Iterable[bytes]:
        """Answer by the application of the door. KeyError for a port that is not ours, which nothing listens
        on.
        """
        port = environ["gunicorn.socket"].getsockname()[1]
        return self._applications[port](environ, start_response)
