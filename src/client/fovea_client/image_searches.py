"""Looking for a picture: where it was seen, and by whom it was posted."""

from collections.abc import Sequence
from typing import Any

from fovea_client.pictures import Picture, address_or_picture
from fovea_client.records import ImageSearch
from fovea_client.transport import Request, Transport

PATH = "/api/image-search"


class ImageSearches:
    """Searches by picture."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def search(  # noqa: PLR0913 - what can be wished for
        self,
        what: str | int | Picture,
        *,
        accounts: str | Sequence[str] = (),
        source: str | None = None,
        ratings: Sequence[str] = ("general", "safe"),
        method: str = "best",
        distance: float | None = None,
        limit: int = 20,
    ) -> ImageSearch:
        """The images of the library that show a picture, perhaps turned, mirrored or edited, the surest
        first.

        `what` is an address, a file, bytes, or the number of an image of the library. `accounts`: only what
        these posted: user names, ids, or `source/id`. `ratings`: what is to be shown. `distance`: nothing
        farther, in the units of the `method`. Raises InvalidRequest (picture_too_simple, not_a_picture,
        could_not_be_fetched), Unavailable and others.
        """
        named = [accounts] if isinstance(accounts, str) else list(accounts)
        wishes: dict[str, Any] = {"method": method, "limit": limit, "ratings": ",".join(ratings)}
        if named:
            wishes["account"] = named[0] if len(named) == 1 else named
        if source is not None:
            wishes["source"] = source
        if distance is not None:
            wishes["distance"] = distance
        if isinstance(what, int):
            return self._ask({"image_id": what, **wishes})
        given = address_or_picture(what)
        if isinstance(given, str):
            return self._ask({"url": given, **wishes})
        request = Request(method="POST", path=PATH, fields=wishes, picture=given, repeatable=True)
        return self._transport.ask(request, ImageSearch)

    def by_hash(self, digits: str, *, limit: int = 20) -> ImageSearch:
        """The images nearest to a hash: 16 hex digits (phash), 48 (dhash) or 64 (PDQ)."""
        return self._ask({"hash": digits, "limit": limit})

    def _ask(self, body: dict[str, Any]) -> ImageSearch:
        return self._transport.post(PATH, body, ImageSearch, repeatable=True)
