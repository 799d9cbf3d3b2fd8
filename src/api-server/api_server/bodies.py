"""Which routes take larger bodies than all others: those that bring lists, and those with pictures."""

from flask import request

from api_server.context import current
from api_server.permissions import route_name

LARGEST_LIST_BYTES = 4 * 1024 * 1024
BESIDE_THE_FILE = 256 * 1024  # the other fields of an upload

_LISTS = frozenset({"POST /api/submissions", "POST /api/links"})
_UPLOADS = frozenset(
    {
        "POST /api/library/images",
        "POST /api/image-search",
        "POST /api/similarity/file",
        "POST /api/artist-searches",
    }
)
_PICTURES = frozenset({"POST /api/artists-finder/search"})  # the body is the file


def allow_larger_bodies() -> None:
    """Raise the limit of the present request's body, if its route says so (before each request, when it is
    known that whoever asks may).
    """
    if request.url_rule is None:
        return
    name = route_name(request.method, request.url_rule.rule)
    if name in _LISTS:
        request.max_content_length = LARGEST_LIST_BYTES
    elif name in _UPLOADS and request.mimetype == "multipart/form-data":
        request.max_content_length = current().settings.upload_most_bytes + BESIDE_THE_FILE
    elif name in _PICTURES:
        request.max_content_length = current().settings.upload_most_bytes
