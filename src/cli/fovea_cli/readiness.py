"""Asking parts whether they are ready."""

import http.client
import socket
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 5.0


def is_ready(address: str) -> bool:
    """Whether http://... answers with a status below 300, or tcp://host:port takes a connection."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 80
    if parts.scheme == "tcp":
        try:
            socket.create_connection((host, port), TIMEOUT_SECONDS).close()
        except OSError:
            return False
        return True
    # Without urllib, whose proxies from the environment would be asked for addresses of this machine.
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status < 300
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
