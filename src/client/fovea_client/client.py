"""The client itself."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from fovea_client.artist_searches import ArtistSearches, OnSearch
from fovea_client.crawling import Crawling
from fovea_client.image_searches import ImageSearches
from fovea_client.logging_in import Logins, OnTokens
from fovea_client.managing import Users
from fovea_client.pictures import Picture
from fovea_client.recommending import Recommending
from fovea_client.records import ArtistSearch, ImageSearch, Recommendations, Tokens
from fovea_client.retrying import Retries
from fovea_client.runs import OnRun, Runs
from fovea_client.subscribing import Subscribing
from fovea_client.transport import Transport

DEFAULT_URL = "http://127.0.0.1:8400"


class Fovea:
    """A running Fovea.

        with Fovea("https://fovea.example", key="fov_...") as fovea:
            search = fovea.find_artist("https://www.deviantart.com/...")

    `key` is needed for what changes something, unless the program logs in (`log_in`). `connect_seconds` and
    `read_seconds` bound each request, `retries` says how often it is made again. One client serves one
    thread.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        key: str | None = None,
        connect_seconds: float = 10.0,
        read_seconds: float = 60.0,
        retries: Retries | None = None,
    ) -> None:
        self._transport = Transport(
            url,
            key=key,
            connect_seconds=connect_seconds,
            read_seconds=read_seconds,
            retries=retries or Retries(),
        )
        self.runs = Runs(self._transport)
        self.artist_searches = ArtistSearches(self._transport)
        self.image_searches = ImageSearches(self._transport)
        self.recommendations = Recommending(self._transport, self.runs)
        self.subscriptions = Subscribing(self._transport)
        self.crawls = Crawling(self._transport)
        self.users = Users(self._transport)
        self._logins = Logins(self._transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all connections."""
        self._transport.close()

    @property
    def url(self) -> str:
        """Its address."""
        return self._transport.url

    @property
    def tokens(self) -> Tokens | None:
        """The newest tokens of the login; None without one."""
        return self._logins.tokens

    def log_in(
        self, name: str, password: str, *, program: str = "fovea-client", on_tokens: OnTokens | None = None
    ) -> Tokens:
        """Log in with a name and a password: all requests from now on are made as this user. `program` is
        what the user's list of programs calls this one. The tokens are renewed by themselves; `on_tokens` is
        called with each new ones, for programs that keep them for their next run. Raises NotAllowed
        (login_failed, user_disabled), TooManyRequests.
        """
        return self._logins.log_in(name, password, program=program, on_tokens=on_tokens)

    def resume(self, tokens: Tokens, *, on_tokens: OnTokens | None = None) -> None:
        """Go on with the tokens of an earlier run. They are used up by the first renewal: keep those that
        `on_tokens` is called with. A login that is over raises NotAllowed at the next request.
        """
        self._logins.resume(tokens, on_tokens=on_tokens)

    def log_out(self) -> None:
        """End the login; nothing happens without one."""
        self._logins.log_out()

    def find_artist(
        self,
        what: str | Picture | None,
        *,
        account: str | None = None,
        again: bool = False,
        on_progress: OnSearch | None = None,
        timeout_seconds: float | None = None,
    ) -> ArtistSearch:
        """Who made an illustration, and in which posts of theirs it is: the search when it is done.

        `what` is the address of the artwork's page or of a picture, or a picture (a Path, bytes, an open
        file). With `account`, the address of one, only its posts are looked through. `again` searches anew
        although there is a fresh answer. `on_progress` is called with the search at each change: a first one
        of an artist with many posts takes minutes. Raises ArtistSearchFailed (its `code` says why),
        WaitedTooLong, TooManyRequests.
        """
        search = self.artist_searches.begin(what, account=account, again=again)
        return self.artist_searches.wait(search, on_progress=on_progress, timeout_seconds=timeout_seconds)

    def scan_account(
        self, account: str, *, on_progress: OnSearch | None = None, timeout_seconds: float | None = None
    ) -> ArtistSearch:
        """Have all posts of an artist's account read, an address, so that searches among them are quick; when
        that is done. `on_progress` and exceptions as with `find_artist`, and NotAllowed without a key that
        may write.
        """
        scan = self.artist_searches.scan(account)
        search = self.artist_searches.get(scan.search)
        return self.artist_searches.wait(search, on_progress=on_progress, timeout_seconds=timeout_seconds)

    def find_image(
        self, what: str | int | Picture, *, accounts: str | Sequence[str] = (), limit: int = 20
    ) -> ImageSearch:
        """Where a picture was seen; see `image_searches.search` for all that can be wished for."""
        return self.image_searches.search(what, accounts=accounts, limit=limit)

    def recommend(
        self, whom: str, *, photos: int = 10, people: int = 5, on_progress: OnRun | None = None
    ) -> Recommendations:
        """Photos and people for somebody at Flickr: any address, a user name, or an id."""
        return self.recommendations.of(whom, photos=photos, people=people, on_progress=on_progress)
