"""What a method is given: the call, and the world that it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.directory import Directory
from simulator.journal import AccessToken
from simulator.rest.errors import FlickrError, user_not_found
from simulator.rest.formats import Payload
from simulator.rest.photo_rows import PhotoRows
from simulator.state import State


@dataclass(frozen=True)
class Flickr:
    """The simulated service, as its methods see it."""

    directory: Directory
    state: State
    rows: PhotoRows
    address: str


@dataclass(frozen=True)
class Call:
    """One call: its arguments, who makes it, and whether JSON is wanted."""

    flickr: Flickr
    arguments: Mapping[str, str]
    token: AccessToken | None
    as_json: bool

    def text(self, name: str) -> str:
        """An argument, empty when it is not there."""
        return self.arguments.get(name, "").strip()

    def number(self, name: str, otherwise: int) -> int:
        """An argument as a whole number. What is none counts as not given, as at Flickr."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else otherwise

    @property
    def caller(self) -> int:
        """The account that makes the call. Only for methods that need a login."""
        if self.token is None:
            message = "This method was registered without permissions, yet asks who calls."
            raise RuntimeError(message)
        return self.token.account

    def user(self, name: str = "user_id") -> int:
        """The account that an argument names by NSID («me» for the caller); code 1 when there is none or it
        is gone.
        """
        text = self.text(name)
        account = (
            self.token.account if text == "me" and self.token else self.flickr.directory.account_of_nsid(text)
        )
        if account is None or self.flickr.state.is_deleted(account):
            raise user_not_found()
        return account

    def open_user(self, name: str = "user_id") -> int:
        """As `user`, and code 2 for accounts that show their lists to nobody but themselves."""
        account = self.user(name)
        if self.flickr.state.is_private(account) and (self.token is None or self.token.account != account):
            raise FlickrError(2, "Permission denied")
        return account

    def photo(self, *, quoted: bool = False) -> int:
        """The photo that `photo_id` names; code 1 when there is none or its owner is gone."""
        text = self.text("photo_id")
        photo = self.flickr.directory.photo_of_id(text)
        if photo is None or not self.flickr.state.photo_is_visible(photo):
            raise FlickrError(1, f'Photo "{text}" not found (invalid ID)' if quoted else "Photo not found")
        return photo


@dataclass(frozen=True)
class Method:
    """A method of the API: what runs, and the permissions it wants (None: none)."""

    run: Callable[[Call], Payload]
    permissions: str | None = None
