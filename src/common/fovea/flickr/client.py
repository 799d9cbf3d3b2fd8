"""What Fovea asks Flickr, one method a question. Answers are records; failures are errors of `fovea.errors`,
never None.
"""

from contextlib import AbstractContextManager
from typing import Any

from fovea.clock import SECOND
from fovea.errors import NotLoggedIn
from fovea.flickr import answers, lookup
from fovea.flickr.api import Token
from fovea.flickr.calls import PATIENCE_SECONDS, CallBudget, Caller
from fovea.flickr.site import Site
from fovea.flickr.sizes import LARGER_EXTRAS, SIZE_EXTRAS
from fovea.messages import AccountRecord
from fovea.settings import FlickrSettings

LARGEST_PHOTOS_PAGE = 500
LARGEST_CONTACTS_PAGE = 1_000
_PHOTO_EXTRAS = ",".join(
    ("date_upload", "date_taken", "owner_name", "icon_server", "path_alias", "tags", *SIZE_EXTRAS)
)

_LISTED_EXTRAS = ",".join(
    (
        "date_upload",
        "date_taken",
        "owner_name",
        "icon_server",
        "path_alias",
        "tags",
        "license",
        *LARGER_EXTRAS,
    )
)


class FlickrClient:
    """Flickr, asked on behalf of the app or, with `token`, of a person.

    Cheap to make: make one for each job or request (not shared between threads); connections belong to the
    thread. Each call takes from `budget`; `background` work may use only a share of it. `patience_seconds`
    bounds the waits between retries of one call: a web request wants few, a puller can wait.
    """

    def __init__(
        self,
        settings: FlickrSettings,
        budget: CallBudget,
        token: Token | None = None,
        *,
        background: bool = False,
        patience_seconds: float = PATIENCE_SECONDS,
        gate: AbstractContextManager[object] | None = None,
    ) -> None:
        self._caller = Caller(
            settings,
            budget,
            token=token,
            background=background,
            patience_seconds=patience_seconds,
            gate=gate,
        )
        self._token = token

    @property
    def calls(self) -> int:
        """How many calls this client has made, retries included."""
        return self._caller.count

    @property
    def site(self) -> Site:
        """Where Flickr is."""
        return self._caller.site

    def lookup(self, text: str) -> AccountRecord:
        """The person that an address, NSID, alias, user name or short link means (see
        `fovea.flickr.addresses`).

        Raises `InvalidInput` for what is none of these, `AccountNotFound` and `AccountGone`.
        """
        return lookup.person(self, text, timeout_seconds=self._caller.timeout_seconds)

    def person(self, nsid: str) -> AccountRecord:
        """Somebody's profile. Raises `AccountNotFound`, `AccountGone`, `AccountPrivate`."""
        return self._caller.ask(
            "flickr.people.getInfo", lambda answer: answers.person(answer, site=self.site), user_id=nsid
        )

    def person_at(self, url: str) -> str:
        """The NSID of whoever has this profile or photos page. Raises `AccountNotFound`."""
        return self._caller.ask("flickr.urls.lookupUser", answers.user_id, url=url)

    def person_named(self, username: str) -> str:
        """The NSID of whoever calls themselves exactly so. Raises `AccountNotFound`."""
        return self._caller.ask("flickr.people.findByUsername", answers.user_id, username=username)

    def photo_owner(self, photo_id: str) -> str:
        """The NSID of a photo's owner. Raises `NotFound` when the photo is not there or not public."""
        return self._caller.ask("flickr.photos.getInfo", answers.photo_owner, photo_id=photo_id)

    def favorites_page(
        self, nsid: str, page: int, per_page: int = LARGEST_PHOTOS_PAGE, since: int | None = None
    ) -> answers.PhotosPage:
        """A page of somebody's public favourites, the newest first; `since` in milliseconds leaves out
        earlier ones.

        Pages count from 1. Raises `AccountNotFound`, `AccountGone`, `AccountPrivate`.
        """
        return self._caller.ask(
            "flickr.favorites.getPublicList",
            lambda answer: answers.photos_page(answer, site=self.site),
            user_id=nsid,
            page=page,
            per_page=min(per_page, LARGEST_PHOTOS_PAGE),
            min_fave_date=None if since is None else since // SECOND,
            extras=_PHOTO_EXTRAS,
        )

    def contacts_page(
        self, nsid: str, page: int, per_page: int = LARGEST_CONTACTS_PAGE
    ) -> answers.ContactsPage:
        """A page of the people whom somebody follows publicly. Pages count from 1."""
        return self._caller.ask(
            "flickr.contacts.getPublicList",
            lambda answer: answers.contacts_page(answer, site=self.site),
            user_id=nsid,
            page=page,
            per_page=min(per_page, LARGEST_CONTACTS_PAGE),
        )

    def group(self, nsid: str) -> answers.Group:
        """A group's name, size and icon. Raises `NotFound`, `AccountPrivate`."""
        return self._caller.ask(
            "flickr.groups.getInfo", lambda answer: answers.group(answer, site=self.site), group_id=nsid
        )

    def group_photos(self, nsid: str, page: int, per_page: int = 100) -> answers.PhotosPage:
        """A page of a group's photos, the newest first. Raises `NotFound`, `AccountPrivate`."""
        return self._caller.ask(
            "flickr.groups.pools.getPhotos",
            lambda answer: answers.photos_page(answer, site=self.site),
            group_id=nsid,
            page=page,
            per_page=min(per_page, LARGEST_PHOTOS_PAGE),
            extras=_PHOTO_EXTRAS,
        )

    def group_at(self, url: str) -> str:
        """The NSID of the group that has this page. Raises `NotFound`."""
        return self._caller.ask("flickr.urls.lookupGroup", answers.group_id, url=url)

    def listed_group_photos(self, nsid: str, page: int) -> answers.ListedPage:
        """As `group_photos`, with the moments at which photos came into the group."""
        return self._listed("flickr.groups.pools.getPhotos", group_id=nsid, page=page)

    def search(
        self,
        *,
        tags: str | None = None,
        text: str | None = None,
        nsid: str | None = None,
        up_to: int | None = None,
    ) -> answers.ListedPage:
        """Public photos, the newest first: with all of these `tags` (separated by commas), with these words
        in title, description or tags, or of one person; posted at the latest in the second `up_to`.

        Flickr gives the first 4,000 of a search, so one goes on with an earlier `up_to`. Raises
        `SourceRefused` for a search that it does not take.
        """
        return self._listed(
            "flickr.photos.search",
            tags=tags,
            tag_mode=None if tags is None else "all",
            text=text,
            user_id=nsid,
            max_upload_date=up_to,
            sort="date-posted-desc",
        )

    def interesting(self, day: str, page: int = 1) -> answers.ListedPage:
        """The photos that Flickr found interesting on a day (`2026-11-20`). Raises `NotFound` for a day that
        has none yet.
        """
        return self._listed("flickr.interestingness.getList", date=day, page=page)

    def photo_groups(self, photo_id: str) -> list[answers.Group]:
        """The public groups that a photo is in. Raises `NotFound` for one that is not there or not public."""
        return self._caller.ask(
            "flickr.photos.getAllContexts",
            lambda answer: answers.photo_groups(answer, site=self.site),
            photo_id=photo_id,
        )

    def add_favorite(self, photo_id: str) -> None:
        """Faves a photo for the token's owner; a photo faved before is fine. Raises `Conflict` for their own
        photo.
        """
        self._need_login()
        self._caller.ask("flickr.favorites.add", _nothing, photo_id=photo_id)

    def remove_favorite(self, photo_id: str) -> None:
        """Takes a fave back for the token's owner; a photo that is no favourite is fine."""
        self._need_login()
        self._caller.ask("flickr.favorites.remove", _nothing, photo_id=photo_id)

    def add_comment(self, photo_id: str, text: str) -> answers.Comment:
        """Comments on a photo as the token's owner. Tried once only, so that nothing is said twice."""
        self._need_login()
        return self._caller.ask(
            "flickr.photos.comments.addComment",
            lambda answer: answers.comment(answer, text=text),
            once=True,
            photo_id=photo_id,
            comment_text=text,
        )

    def login(self) -> str:
        """The NSID of the token's owner, as Flickr sees it now. Raises `NotLoggedIn` for a token that was
        revoked.
        """
        self._need_login()
        return self._caller.ask("flickr.test.login", answers.user_id)

    def _listed(self, method: str, **parameters: Any) -> answers.ListedPage:
        return self._caller.ask(
            method,
            lambda answer: answers.listed_page(answer, site=self.site),
            per_page=LARGEST_PHOTOS_PAGE,
            extras=_LISTED_EXTRAS,
            **parameters,
        )

    def _need_login(self) -> None:
        if self._token is None:
            raise NotLoggedIn("Log in with Flickr first")


def _nothing(_answer: object) -> None:
    return None
