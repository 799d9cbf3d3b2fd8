"""Retry-After: when a server says how long to wait."""

import re
import time
from email.utils import parsedate_to_datetime


def retry_after_seconds(header: str | None) -> float | None:
    """Seconds of a Retry-After header (a count or an HTTP date, RFC 9110 section 10.2.3), or None when it
    says nothing.
    """
    if not header:
        return None
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]+)?", header):
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
