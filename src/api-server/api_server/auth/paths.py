"""Where a login may lead: to a page of our own website and nowhere else."""

import re
from urllib.parse import urlsplit

HOME = "/"
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")


def local_path(wanted: str) -> str:
    """The path if it is one of our own pages, else /.

    Browsers take two slashes, backslashes and control characters in ways of their own
    (https://url.spec.whatwg.org/), so none of these is let through.
    """
    if not wanted.startswith("/") or wanted.startswith("//") or _UNFIT.search(wanted):
        return HOME
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith("/api"):
        return HOME
    return wanted
