"""A Flickr that answers as a test tells it to, for what the simulator cannot be made to do: fail at one
certain moment.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fovea.errors import AccountNotFound, FoveaError, NotFound
from fovea.flickr.answers import Comment, Group, PhotosPage
from fovea.flickr.oauth import Token
from fovea.messages import AccountRecord, PostRecord, SizeRecord

Call = tuple[str, str | None, tuple[Any, ...]]  # method, NSID whose token was used, arguments


@dataclass
class ScriptedFlickr:
    """`people` by text, `pools` of groups, `groups_of` photos; `failures` by method are raised; `before` is
    called by method; `calls` are noted, and the methods that were called in the `background`.
    """

    people: dict[str, AccountRecord] = field(default_factory=dict)
    pools: dict[str, list[PostRecord]] = field(default_factory=dict)
    groups_of: dict[str, list[str]] = field(default_factory=dict)
    failures: dict[str, FoveaError] = field(default_factory=dict)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    background: set[str] = field(default_factory=set)

    def __call__(self, token: Token | None, *, background: bool = False) -> "ScriptedClient":
        return ScriptedClient(self, token, background)

    def made(self, method: str) -> list[Call]:
        """The calls of a method."""
        return [call for call in self.calls if call[0] == method]


@dataclass
class ScriptedClient:
    """What stands for `fovea.flickr.client.FlickrClient`."""

    script: ScriptedFlickr
    token: Token | None
    background: bool = False

    def lookup(self, text: str) -> AccountRecord:
        self._note("lookup", text)
        if text not in self.script.people:
            raise AccountNotFound("Nobody on Flickr is called so")
        return self.script.people[text]

    def group(self, nsid: str) -> Group:
        self._note("group", nsid)
        if nsid not in self.script.pools:
            raise NotFound("Flickr has no such group, or it is not public")
        return Group(
            external_id=nsid,
            name=f"Group {nsid}",
            members=3,
            photos=None,
            url=f"https://x/{nsid}",
            icon_url=None,
        )

    def group_photos(self, nsid: str, page: int, per_page: int = 100) -> PhotosPage:
        self._note("group_photos", nsid, page, per_page)
        if nsid not in self.script.pools:
            raise NotFound("Flickr has no such group, or it is not public")
        pool = self.script.pools[nsid]
        shown = pool[(page - 1) * per_page : page * per_page]
        return PhotosPage(
            posts=shown,
            accounts=[AccountRecord(external_id=owner) for owner in sorted({post.owner for post in shown})],
            ids=[post.external_id for post in shown],
            page=page,
            pages=-(-len(pool) // per_page),
            total=len(pool),
            received=len(shown),
            dropped=0,
            newest_faved_at=None,
        )

    def photo_groups(self, photo_id: str) -> list[Group]:
        self._note("photo_groups", photo_id)
        if photo_id not in self.script.groups_of:
            raise NotFound("Flickr has no such photo, or it is not public")
        return [
            Group(
                external_id=nsid,
                name=f"Group {nsid}",
                members=3,
                photos=None,
                url=f"https://x/{nsid}",
                icon_url=None,
            )
            for nsid in self.script.groups_of[photo_id]
        ]

    def add_favorite(self, photo_id: str) -> None:
        self._note("add_favorite", photo_id)

    def remove_favorite(self, photo_id: str) -> None:
        self._note("remove_favorite", photo_id)

    def add_comment(self, photo_id: str, text: str) -> Comment:
        self._note("add_comment", photo_id, text)
        return Comment(external_id="c-1", url="https://x/c-1", text=text)

    def _note(self, method: str, *arguments: Any) -> None:
        self.script.calls.append((method, self.token.nsid if self.token else None, arguments))
        if self.background:
            self.script.background.add(method)
        if method in self.script.before:
            self.script.before[method]()
        if method in self.script.failures:
            raise self.script.failures[method]


def photo(external_id: str, *, owner: str, title: str = "Untitled") -> PostRecord:
    """A photo as Flickr describes it."""
    url = f"https://live.staticflickr.com/1/{external_id}"
    sizes = [SizeRecord(f"{url}_m.jpg", 240, 160), SizeRecord(f"{url}_b.jpg", 1024, 683)]
    return PostRecord(
        external_id=external_id, owner=owner, title=title, url=f"https://x/{external_id}", sizes=sizes
    )
