"""Finding the artist of an illustration: by the address of its page, or by the picture itself."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import msgspec

from fovea_client.errors import ArtistSearchFailed, NotUnderstood, Problem, Unreachable, WaitedTooLong
from fovea_client.events import EventReader
from fovea_client.pictures import Picture, address_or_picture, leads_to_a_picture
from fovea_client.records import ArtistFinder, ArtistSearch, ScanOfAccount
from fovea_client.retrying import retry_after_seconds
from fovea_client.transport import NOT_MODIFIED, Request, Transport
from fovea_client.waiting import Patience

OnSearch = Callable[[ArtistSearch], object]
PATH = "/api/artist-searches"
STREAMS_TRIED = 3


class ArtistSearches:
    """Searches for artists."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def begin(
        self, what: str | Picture | None, *, account: str | None = None, again: bool = False
    ) -> ArtistSearch:
        """Begin a search, or join the one that there is. `what` is the address of an artwork's page or of a
        picture, or a picture (a file or its bytes). With `account` (an address) only its posts are looked
        through; with it alone, the artist's other accounts are found. `again`: search anew although there is
        a fresh answer. Raises TooManyRequests (too_many_searches), InvalidRequest (not_an_url,
        unsupported_website) and others.
        """
        given = None if what is None else address_or_picture(what)
        wishes: dict[str, Any] = {} if account is None else {"account": account}
        if again:
            wishes["again"] = True
        if isinstance(given, str):
            is_page = account is None and not leads_to_a_picture(given)
            wishes["url" if is_page else "image_url"] = given
        is_file = isinstance(given, bytes)
        request = Request(
            method="POST",
            path=PATH,
            json=None if is_file else wishes,
            fields=_as_form(wishes) if is_file else None,
            picture=given if isinstance(given, bytes) else None,
            repeatable=not again,
        )
        return self._transport.ask(request, ArtistSearch)

    def get(self, search_id: str) -> ArtistSearch:
        """A search as it is now. Raises NotFound."""
        return self._transport.get(_path(search_id), ArtistSearch)

    def changes(
        self, search: ArtistSearch, *, timeout_seconds: float | None = None
    ) -> Iterator[ArtistSearch]:
        """The search as it is, then again at each change, the last time when it has ended. The server tells
        of changes as they come; where that does not get through, it is asked every few seconds. Raises
        WaitedTooLong.
        """
        patience = Patience(timeout_seconds, sleep=self._transport.sleep)
        yield search
        streams = 0
        last = search
        while last.under_way:
            if streams < STREAMS_TRIED:
                streams += 1
                with suppress(NotUnderstood, Unreachable, Problem):
                    for told in self._told(last, patience):
                        if told != last:
                            last = told
                            streams = 0
                            yield last
                if not last.under_way:
                    return
            for told in self._asked(last, patience, once=streams < STREAMS_TRIED):
                last = told
                yield last

    def wait(
        self,
        search: ArtistSearch,
        *,
        on_progress: OnSearch | None = None,
        timeout_seconds: float | None = None,
    ) -> ArtistSearch:
        """The search when it is done. Raises ArtistSearchFailed, and WaitedTooLong behind `timeout_seconds`;
        the search goes on by itself then.
        """
        for told in self.changes(search, timeout_seconds=timeout_seconds):
            search = told
            if on_progress:
                on_progress(search)
        if search.error is not None or search.state == "failed":
            raise ArtistSearchFailed(search)
        return search

    def about(self) -> ArtistFinder:
        """What the artist finder knows, which sites it takes, and how busy it is."""
        return self._transport.get("/api/artist-finder", ArtistFinder)

    def scan(self, account: str) -> ScanOfAccount:
        """Have the posts of an artist's account read that are not known yet. `account`: its address. How far
        it is tells the search that belongs to it: `wait(get(scan.search))`. Wants a key with the scope
        library:write.
        """
        return self._transport.post("/api/artist-scans", {"account": account}, ScanOfAccount, repeatable=True)

    def _told(self, last: ArtistSearch, patience: Patience) -> Iterator[ArtistSearch]:
        """What the server tells by itself, until it stops."""
        reader = EventReader()
        with self._transport.stream(f"{_path(last.id)}/events") as pieces:
            for piece in pieces:
                try:
                    events = list(reader.feed(piece))
                except ValueError as error:
                    raise NotUnderstood(str(error)) from error
                for event in events:
                    if _is_search(event.data):
                        last = self._transport.decoded(event.data, ArtistSearch)
                        yield last
                        if not last.under_way:
                            return
                if patience.is_over:
                    raise _too_long(last)

    def _asked(self, last: ArtistSearch, patience: Patience, *, once: bool) -> Iterator[ArtistSearch]:
        """What the server says when it is asked: at each change until the end, or once."""
        tag: str | None = None
        told_seconds: float | None = None
        while last.under_way:
            if patience.is_over:
                raise _too_long(last)
            patience.pause(told_seconds)
            request = Request(
                method="GET", path=_path(last.id), headers={"If-None-Match": tag} if tag else {}
            )
            answer = self._transport.answer(request)
            told_seconds = retry_after_seconds(answer.headers.get("Retry-After"))
            tag = answer.headers.get("ETag") or tag
            if answer.status_code != NOT_MODIFIED:
                now = self._transport.decoded(answer.content, ArtistSearch)
                if now != last:
                    last = now
                    patience.begin_anew()
                    yield last
            if once:
                return


class _Known(msgspec.Struct):
    id: str
    state: str


def _is_search(data: str) -> bool:
    """Whether an event tells of a search, and not only that the connection lives."""
    try:
        msgspec.json.decode(data, type=_Known)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False
    return True


def _path(search_id: str) -> str:
    return f"{PATH}/{quote(search_id, safe='')}"


def _as_form(wishes: dict[str, Any]) -> dict[str, str]:
    return {name: "true" if value is True else str(value) for name, value in wishes.items()}


def _too_long(search: ArtistSearch) -> WaitedTooLong:
    return WaitedTooLong(f"The search {search.id} is still under way ({search.state}).", last=search)
