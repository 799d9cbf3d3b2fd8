"""What a walk asks of pages about people, whatever they are: the reader is found by the address."""

from fovea.artists.addresses import account_of, page_of
from fovea.artists.records import Profile, ProfileState, Unread
from fovea.errors import AccountPrivate, FoveaError, NotFound, SourceUnavailable
from puller.artists.profiles import every_entry_reader, every_profile_reader
from puller.artists.profiles.contract import EntryReader, ProfileReader
from puller.artists.profiles.short_links import KIND, is_short
from puller.politeness import Asker, Politeness, Web


class ProfilePages:
    """Reads pages about people, politely."""

    def __init__(self, keys: dict[str, str], *, politeness: Politeness, web: Web) -> None:
        self._readers = every_profile_reader(keys)
        self._boards: dict[str, EntryReader] = {one.site.name: one for one in every_entry_reader(keys)}
        self._politeness = politeness
        self._web = web

    def read(
        self, url: str, *, background: bool = False, askers: list[Asker] | None = None
    ) -> Profile | Unread:
        """What a page tells of somebody. An account that is gone, suspended or private is a profile that says
        so; other pages that cannot be read say why, and those that tell of nobody are not asked for. Whoever
        asks is put with the `askers`, who count their calls. Raises only what may pass: `SourceUnavailable`
        and `SourceBudgetUsedUp`.
        """
        known = page_of(url)
        kind, place = (known.kind, known.url) if known is not None else (KIND if is_short(url) else "", url)
        reader = self._readers.get(kind)
        if reader is None:
            where = f"at {kind}" if kind else "here"
            return Unread(url=url, code="unreadable", reason=f"Nothing is to be read of people {where}")
        try:
            return reader.read(place, self._asker(reader, background=background, askers=askers))
        except SourceUnavailable:
            raise
        except FoveaError as error:
            return failure(url, error)

    def entries(
        self,
        url: str,
        *,
        board: str = "danbooru",
        background: bool = False,
        askers: list[Asker] | None = None,
    ) -> tuple[Profile, ...] | Unread:
        """The entries of artists at a board that name an address, or why they cannot be asked for. Raises as
        `read` does.
        """
        reader = self._boards.get(board)
        if reader is None:
            return Unread(url=url, code="unreadable", reason=f"No entries can be asked for at {board}")
        try:
            return reader.entries(url, self._asker(reader, background=background, askers=askers))
        except SourceUnavailable:
            raise
        except FoveaError as error:
            return Unread(url=url, code=error.code, reason=error.detail)

    def _asker(self, reader: ProfileReader, *, background: bool, askers: list[Asker] | None = None) -> Asker:
        asker = Asker(reader.site, self._politeness, self._web, background=background, refusal=reader.refusal)
        if askers is not None:
            askers.append(asker)
        return asker


def failure(url: str, error: FoveaError) -> Profile | Unread:
    """What an error says of the account at an address, or of a page that is no account's."""
    asked, state = account_of(url), state_of(error)
    if asked is not None and state is not None:
        return Profile(url=url, account=asked, state=state)
    return Unread(url=url, code=error.code, reason=error.detail, state=state)


def state_of(error: FoveaError) -> ProfileState | None:
    """What became of who had a page, as an error says; None for errors that say nothing of them."""
    if "suspended" in {error.extra.get("source_code"), error.code.removeprefix("account_")}:
        return "suspended"
    if isinstance(error, NotFound):
        return "gone"
    return "private" if isinstance(error, AccountPrivate) else None
