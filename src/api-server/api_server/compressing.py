"""Large JSON answers are sent compressed: five hundred photos are 700 KB of text that shrinks to a twentieth.

Nothing that a stranger could guess letter by letter from the compressed length (BREACH, CVE-2013-3587) is in
an answer beside what that stranger sends: sessions are cookies, and there are no tokens in bodies.
"""

import gzip

from flask import Response, request

LEAST_BYTES = 2_000
LEVEL = 4
KINDS = frozenset({"application/json", "application/problem+json"})


def compress(response: Response) -> Response:
    """The answer, compressed when it is worth it and the client takes it (after each request)."""
    if response.mimetype not in KINDS or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) >= LEAST_BYTES and request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
