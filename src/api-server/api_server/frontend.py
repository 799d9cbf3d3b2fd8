"""The built website, served by the API server where no other server does it.

Files under /assets have the hash of their content in their name and are kept for ever; any other page of the
website is its index.html, asked for anew each time. A file that was compressed when it was built (`.br`,
`.gz`) is sent so.
"""

import mimetypes
from pathlib import Path

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

FOREVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
OURS = ("api", "graphql", "health", "internal", "query")  # paths that are never pages of the website


def website(folder: Path) -> Blueprint:
    """A blueprint that answers every path outside the API from the folder."""
    blueprint = Blueprint("website", __name__)

    @blueprint.get("/", defaults={"path": ""})
    @blueprint.get("/<path:path>")
    def page(path: str) -> Response:
        if path.split("/", 1)[0] in OURS:
            raise NotFound
        file = _file(folder, path)
        if file is not None:
            return _send(file, FOREVER if path.startswith("assets/") else ASK_EACH_TIME)
        if path.startswith("assets/") or not _wants_page():
            raise NotFound
        return _send(folder / "index.html", ASK_EACH_TIME)

    return blueprint


def _file(folder: Path, path: str) -> Path | None:
    joined = safe_join(str(folder), path)
    if joined is None or "\0" in path:
        return None
    file = Path(joined)
    return file if file.is_file() else None


def _wants_page() -> bool:
    return request.accept_mimetypes.accept_html


def _send(file: Path, cache_control: str) -> Response:
    if not file.is_file():
        raise NotFound
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    sent, encoding = _compressed(file)
    response = send_file(sent, mimetype=kind, conditional=True, etag=True, max_age=None)
    response.headers["Cache-Control"] = cache_control
    response.vary.add("Accept-Encoding")
    if encoding is not None:
        response.headers["Content-Encoding"] = encoding
    return response


def _compressed(file: Path) -> tuple[Path, str | None]:
    for encoding, suffix in ENCODINGS:
        candidate = file.with_name(file.name + suffix)
        if request.accept_encodings.quality(encoding) > 0 and candidate.is_file():
            return candidate, encoding
    return file, None
