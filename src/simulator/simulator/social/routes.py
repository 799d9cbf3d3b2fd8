"""Which function answers which path of a host."""

import re
from collections.abc import Callable

from werkzeug import Response

from simulator.hosts.calls import Call, Handler

Answering = Callable[..., Response]
Routes = tuple[tuple[str, Answering], ...]


def routed(routes: Routes, otherwise: Handler) -> Handler:
    """A handler by patterns of whole paths, with or without a slash at the end, of which the first that fits
    counts. What a pattern has in brackets goes to its function behind the call.
    """
    compiled = [(re.compile(rf"{pattern}/?", re.ASCII), answering) for pattern, answering in routes]

    def handler(call: Call) -> Response:
        for pattern, answering in compiled:
            match = pattern.fullmatch(call.path)
            if match is not None:
                return answering(call, *match.groups())
        return otherwise(call)

    return handler


def moved(url: str, status: int = 302) -> Response:
    """A redirect."""
    return Response(b"", status, {"Location": url})
