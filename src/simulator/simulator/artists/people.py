"""The people behind the gallery's works: where each has accounts, and what they say of themselves there.

An artist is called the same wherever the site allows it. What their pages name is planned by their number
(`plans`): some have a page of links, some a website, some only say it in words; and most name a friend, too,
who is the artist with the next number. `Cast.findable` says what somebody who reads well can find.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from simulator.artists import plans
from simulator.artists.plans import Line
from simulator.gallery import Account, Gallery, prolific
from simulator.gallery.addresses import instance
from simulator.social.people import State, display_name, state_of

FIRST_PIXIV_NUMBER, _PIXIV_ITSELF = 4_000_000, 11
FIRST_ENTRY = 20_000
NETWORKS = ("bluesky", "mastodon", "tumblr", "x", "deviantart", "pixiv", "artstation", "furaffinity")
BOARDS = ("danbooru", "e621", "derpibooru", "furbooru", "gelbooru")
_SOCIAL = frozenset({"bluesky", "mastodon", "tumblr"})
_SHOPS = ("patreon", "kofi")
_LONGEST_AT_X = 15

Place = Literal["field", "verified", "icon", "button", "gated", "text", "old"]


@dataclass(frozen=True)
class Said:
    """An address on a page: where it stands, and the words around it with `{}` in its place. `of` names the
    page of the same person that it leads to; None for a friend's.
    """

    place: Place
    url: str
    words: str
    of: str | None


class Person:
    """One artist."""

    def __init__(self, account: Account) -> None:
        self.account, self.number, self.handle = account, account.number, account.handle
        self.name = display_name(account)

    @property
    def is_of_many_posts(self) -> bool:
        """Whether this is one of `gallery.prolific`."""
        return prolific.size_of(self.account) > 0

    @property
    def state(self) -> State:
        """What became of their accounts at the networks."""
        return state_of(self.account)

    @property
    def handle_at_x(self) -> str:
        """X has shorter names."""
        return self.handle[:_LONGEST_AT_X]

    @property
    def spaced_name(self) -> str:
        """Their tag at boards of Philomena's make, in an address."""
        return self.account.name.replace("_", "+")

    @property
    def number_at_pixiv(self) -> int:
        """Their number at Pixiv; the first one has that of Pixiv's own account."""
        return FIRST_PIXIV_NUMBER + self.number if self.number else _PIXIV_ITSELF

    @property
    def old_handle(self) -> str:
        """How those were called before who have changed their name."""
        return f"{self.handle[:8]}before"

    @property
    def has_moved(self) -> bool:
        """Whether they had another name once."""
        return plans.kind_of(self.number) == plans.RENAMED and not self.is_of_many_posts

    def url(self, page: str) -> str:
        """The real address of one of their pages."""
        handle = self.handle
        return {
            "bluesky": f"https://bsky.app/profile/{handle}.bsky.social",
            "mastodon": f"https://{instance(self.number)}/@{handle}",
            "tumblr": f"https://www.tumblr.com/{handle}",
            "x": f"https://x.com/{self.handle_at_x}",
            "deviantart": f"https://www.deviantart.com/{handle}",
            "pixiv": f"https://www.pixiv.net/users/{self.number_at_pixiv}",
            "artstation": f"https://www.artstation.com/{handle}",
            "furaffinity": f"https://www.furaffinity.net/user/{handle}/",
            "patreon": f"https://www.patreon.com/{handle}",
            "kofi": f"https://ko-fi.com/{handle}",
            "linktree": f"https://linktr.ee/{handle}",
            "carrd": f"https://{handle}.carrd.co",
            "litlink": f"https://lit.link/{handle}",
            "potofu": f"https://potofu.me/{handle}",
            "website": f"https://{handle}.studio.example/",
            "danbooru": f"https://danbooru.donmai.us/artists/show_or_new?name={self.account.name}",
            "e621": f"https://e621.net/artists/{self.account.name}",
            "derpibooru": f"https://derpibooru.org/tags/artist-colon-{self.spaced_name}",
            "furbooru": f"https://furbooru.org/tags/artist-colon-{self.spaced_name}",
            "gelbooru": f"https://gelbooru.com/index.php?page=post&s=list&tags={self.account.name}",
            "old deviantart": f"https://www.deviantart.com/{self.old_handle}",
            "old x": f"https://x.com/{self.old_handle}",
            "old mastodon": f"https://{instance(self.number)}/@{self.old_handle}",
        }[page]

    def has(self, page: str) -> bool:
        """Whether they have such a page."""
        return page in NETWORKS or page in self.lines

    @property
    def lines(self) -> dict[str, tuple[Line, ...]]:
        """What is planned for each of their pages."""
        return plans.OF_MANY_POSTS if self.is_of_many_posts else plans.plan(self.number)

    def accounts(self) -> list[str]:
        """The addresses of all accounts that are theirs, under former names, too."""
        pages = [*NETWORKS, *BOARDS, *(page for page in _SHOPS if page in self.lines)]
        if self.has_moved:
            pages += ["old deviantart", "old x", "old mastodon"]
        return [self.url(page) for page in pages]

    def is_shown(self, page: str) -> bool:
        """Whether everybody can read the page: accounts of some are hidden, suspended or gone."""
        if page.startswith("old "):
            return page != "old x"
        if page not in NETWORKS:
            return True
        if self.state == "hidden":
            return page not in {*_SOCIAL, "x", "furaffinity"}
        return self.state == "open"


class Cast:
    """Everybody."""

    def __init__(self, gallery: Gallery) -> None:
        self.gallery = gallery
        self._shelf = gallery.shelf("furaffinity")  # where everybody is called by their own name
        self._count = gallery.works.artists

    def person(self, number: int) -> Person | None:
        """The artist with a number."""
        account = self._shelf.account_of_number(number) if number >= 0 else None
        account = account or prolific.of_number(number)
        return Person(account) if account is not None else None

    def known(self, number: int) -> Person:
        """The artist with a number. Raises LookupError when the gallery is too small for that."""
        found = self.person(number)
        if found is None:
            raise LookupError(f"There is no artist number {number}.")
        return found

    def called(self, handle: str, *, at: str = "furaffinity") -> Person | None:
        """The artist with a handle, as it stands in addresses of a site."""
        account = self.gallery.shelf(at).account(handle) or prolific.named(handle)
        return self.person(account.number) if account is not None and account.is_artist else None

    def of_pixiv(self, number: int) -> Person | None:
        """The artist with a number of Pixiv's."""
        return self.person(number - FIRST_PIXIV_NUMBER) if number != _PIXIV_ITSELF else self.person(0)

    def formerly(self, handle: str) -> Person | None:
        """Who was called so once."""
        return next((one for one in self.everybody() if one.has_moved and one.old_handle == handle), None)

    def everybody(self) -> Iterator[Person]:
        """All artists of the gallery, without those of many posts."""
        for number in range(self._count):
            if (person := self.person(number)) is not None:
                yield person

    def friend(self, person: Person) -> Person:
        """Who is named as a friend."""
        number = (person.number + 1) % self._count if not person.is_of_many_posts else 1
        return self.known(max(1, number))

    def said(self, person: Person, page: str) -> list[Said]:
        """What stands on a page of somebody's."""
        found = []
        for line in person.lines.get(page, ()):
            of, friends = line.to, line.to.removeprefix("friend:")
            url = person.url(of) if of == friends else self.friend(person).url(friends)
            form = line.form or "{}"
            found.append(Said(line.place, form.format(url), line.words, of if of == friends else None))
        return found

    def findable(self, person: Person, pages: Iterable[str]) -> set[str]:
        """The pages of somebody's that are reached from some of them, these included: over what is said on
        pages that everybody can read, by entries of boards that have them, too.
        """
        seen: set[str] = set()
        waiting = list(pages)
        while waiting:
            page = waiting.pop()
            if page in seen:
                continue
            seen.add(page)
            if not person.is_shown(page):
                continue
            waiting += [one.of for one in self.said(person, page) if one.of is not None]
            waiting += [
                entry
                for entry in ("danbooru", "e621")
                if any(one.of == page for one in self.said(person, entry)) and page in pages
            ]
            if page.startswith("old "):
                waiting.append(page.removeprefix("old "))
        return seen
