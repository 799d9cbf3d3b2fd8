"""Flickr's failures (https://www.flickr.com/services/api/): codes below 90 belong to a method, those from 95
to all.
"""


class FlickrError(Exception):
    """An answer with stat="fail"."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


GENERAL_MESSAGES = {
    95: "SSL is required",
    96: "Invalid signature",
    97: "Missing signature",
    98: "Invalid auth token",
    99: "Insufficient permissions",
    100: "Invalid API Key (Key has invalid format)",
    105: "Service currently unavailable",
    106: "Write operation failed",
    114: "Invalid SOAP envelope",
    115: "Invalid XML-RPC Method Call",
    116: "Bad URL found",
}


def general(code: int) -> FlickrError:
    """One of the failures that every method knows."""
    return FlickrError(code, GENERAL_MESSAGES[code])


def user_not_found() -> FlickrError:
    """Code 1 of everything that takes a user."""
    return FlickrError(1, "User not found")


def insufficient_permissions(*, needed: str, granted: str | None) -> FlickrError:
    """Code 99 with Flickr's own words."""
    return FlickrError(
        99, f"Insufficient permissions. Method requires {needed} privileges; {granted or 'none'} granted."
    )
