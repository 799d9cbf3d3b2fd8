"""What every answer tells the browser not to do."""

import os
from urllib.parse import urlsplit

from flask import Response, request

from api_server.settings import ApiServerSettings

# Where Flickr serves photos and buddy icons from.
FLICKR_PICTURES = ("https://*.staticflickr.com", "https://www.flickr.com", "https://combo.staticflickr.com")


class SecurityHeaders:
    """Adds the headers to answers (after each request)."""

    def __init__(self, settings: ApiServerSettings) -> None:
        self._policy = content_security_policy(settings)
        self._secure = settings.secure

    def __call__(self, response: Response) -> Response:
        """The answer with its headers. What is nobody else's business is never kept by a cache in between."""
        headers = response.headers
        headers.setdefault("Content-Security-Policy", self._policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if self._secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.blueprint != "website":
            headers.setdefault("Cache-Control", "no-store")
            response.vary.add("Cookie")
        return response


def content_security_policy(settings: ApiServerSettings) -> str:
    """What our pages may load: their own files, and pictures of Flickr or of what stands for it."""
    pictures = [_origin(settings.flickr_base_url)] if settings.simulated else list(FLICKR_PICTURES)
    pictures += storage_origins(settings)
    directives = {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *pictures],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],  # the grid places its photos by style attributes
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def storage_origins(settings: ApiServerSettings) -> list[str]:
    """Where browsers are sent for the files of images; nowhere when the API server itself answers them."""
    if settings.storage_public_url:
        return [_origin(settings.storage_public_url)]
    storage = urlsplit(settings.storage_url)
    if storage.scheme != "s3":
        return []
    if settings.aws_endpoint_url:
        return [_origin(settings.aws_endpoint_url)]
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return [
        f"https://{storage.netloc}.s3.amazonaws.com",
        f"https://{storage.netloc}.s3.{region}.amazonaws.com",
    ]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
