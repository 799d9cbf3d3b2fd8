"""A small world of pages, and somebody who reads them as a walk asks."""

from collections.abc import Callable, Mapping

from fovea.artists.addresses import account_of
from fovea.artists.links_in_text import links_in
from fovea.artists.records import (
    AccountAddress,
    ArtistName,
    Artwork,
    FoundLink,
    LinkPlace,
    Profile,
    ProfileState,
    Unread,
)
from fovea.artists.walk import AccountFound, Answer, Limits, PageToRead, Walk

Choose = Callable[[int], int]


def address(url: str) -> AccountAddress:
    found = account_of(url)
    assert found is not None, url
    return found


def profile(
    url: str,
    text: str = "",
    *,
    names: tuple[str, ...] = (),
    links: Mapping[str, LinkPlace] | None = None,
    state: ProfileState = "active",
    renamed_to: str | None = None,
) -> Profile:
    """A page about a person with a description, and links in other places."""
    placed = tuple(FoundLink(url=to, where=where) for to, where in (links or {}).items())
    return Profile(
        url=url,
        names=names,
        account=account_of(url),
        links=(*placed, *links_in(text)),
        state="renamed" if renamed_to else state,
        renamed_to=account_of(renamed_to) if renamed_to else None,
    )


def gallery_piece(url: str, by: str, text: str = "", **more: object) -> Artwork:
    """An artwork in a gallery of artists."""
    artist = address(by)
    return Artwork(
        site=artist.network,
        external_id="1",
        url=url,
        own=True,
        artists=(ArtistName(name=artist.handle, handle=artist.handle, url=by),),
        links=links_in(text, where="mention"),
        **more,  # type: ignore[arg-type]
    )


def board_post(url: str, *tags: str, sources: tuple[str, ...] = ()) -> Artwork:
    """A post of Danbooru."""
    artists = tuple(ArtistName(name=tag, handle=tag) for tag in tags)
    return Artwork(
        site="danbooru", external_id="1", url=url, own=False, artists=artists, source_posts=sources
    )


def posted(url: str, by: str, text: str = "", *, repost: bool = False) -> Artwork:
    """A post at a network where everybody posts."""
    poster = address(by)
    artist = ArtistName(name=poster.handle, handle=poster.handle, url=by, role="unknown")
    return Artwork(
        site=poster.network,
        external_id="1",
        url=url,
        own=False,
        artists=(artist,),
        links=links_in(text, where="mention"),
        repost=repost,
    )


class World:
    """Pages by their address; artists' entries of boards by the addresses that they have."""

    def __init__(self, *pages: Artwork | Profile | Unread) -> None:
        self.pages = {one.url: one for one in pages}
        self.asked: list[PageToRead] = []

    def answer(self, page: PageToRead) -> Answer:
        """What stands on a page."""
        self.asked.append(page)
        if page.kind == "entry":
            wanted = address(page.url).key
            return tuple(
                one
                for one in self.pages.values()
                if isinstance(one, Profile)
                and one.account is not None
                and one.account.network == page.reader
                and any(to.key == wanted for link in one.links if (to := account_of(link.url)))
            )
        found = self.pages.get(page.url)
        if found is None or isinstance(found, Artwork) != (page.kind == "artwork"):
            return Unread(url=page.url, code="not_found") if not isinstance(found, Unread) else found
        return found

    def walk(self, walk: Walk, choose: Choose = lambda count: 0) -> tuple[AccountFound, ...]:
        """A whole walk; `choose` says which of the pages is answered next."""
        while pages := walk.next():
            page = pages[choose(len(pages))]
            walk.tell(page, self.answer(page))
        return walk.accounts()

    def artists_of(
        self, url: str, *, reader: str = "deviantart", limits: Limits | None = None
    ) -> dict[str, float]:
        """The accounts that are taken for the artist's."""
        found = self.walk(Walk.from_artwork(url, reader=reader, limits=limits))
        return {one.account.key: one.confidence for one in found if one.accepted}
