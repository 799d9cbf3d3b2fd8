"""The walk from an artwork, or from an account, to the artist's accounts.

It asks nobody: `next` says which pages to read, `tell` takes what stood on them, in any order and as often as
one likes, and `accounts` says what follows. Pages are asked for in rounds: the next round begins when all of
this one is told, so the outcome depends on the answers alone, and never on which came first. A walk that was
interrupted is taken up again by telling a new one the answers that were kept.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from fovea.artists import networks, networks_of_boards, web_address
from fovea.artists.addresses import account_of, page_of
from fovea.artists.belief import Steps, believed, chains_to, strongest_chains, with_mutual_links
from fovea.artists.evidence import LEAST_CONFIDENCE, Chain, confidence
from fovea.artists.findings import Findings
from fovea.artists.leads import Lead
from fovea.artists.posts import post_of
from fovea.artists.records import AccountAddress, Artwork, Profile, ProfileState, Unread

# Boards whose entries can be asked for by an address.
ENTRIES_AT = ("danbooru", "e621")
_BOARDS = frozenset(one.name for one in networks_of_boards.NETWORKS)
_WORTH_READING = 0.2  # what is less likely the artist's is not followed
_MOST_SHOWN = 5  # posts that show the picture with which a walk begins


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How far a walk goes: rounds after the first, pages in all, pages of one host."""

    depth: int = 3
    pages: int = 30
    pages_a_host: int = 8


class PageToRead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page that the walk asks for. `artwork`: answered with an `Artwork`; `profile`: with a `Profile`,
    `reader` says of which kind (a network's name, `linktree`, `website`, ...); `entry`: with the profiles
    of the artists who have `url` among their addresses at the board `reader`. Each may be answered with
    `Unread`.
    """

    kind: Literal["artwork", "profile", "entry"]
    url: str
    reader: str
    depth: int = 0

    @property
    def key(self) -> str:
        """What is asked once in a walk."""
        return f"{self.kind} {self.reader} {self.url}" if self.kind == "entry" else f"{self.kind} {self.url}"


Answer = Artwork | Profile | tuple[Profile, ...] | Unread


class AccountFound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account that the walk came to. `accepted`: it is taken for the artist's. `chains`: how it was come
    to, the strongest first. `former`: how it was called on the way.
    """

    account: AccountAddress
    confidence: float
    accepted: bool
    state: ProfileState = "active"
    chains: tuple[Chain, ...] = ()
    former: tuple[str, ...] = ()


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was not asked for, and why: `depth`, `pages` or `host`."""

    url: str
    why: Literal["depth", "pages", "host"]


class Walk:
    """One walk. Begin it with `from_artwork`, `from_picture` or `from_account`."""

    def __init__(self, first: Iterable[PageToRead], findings: Findings, limits: Limits) -> None:
        self._findings = findings
        self._limits = limits
        self._asked: dict[str, PageToRead] = {}
        self._answers: dict[str, Answer] = {}
        self._round: tuple[PageToRead, ...] = ()
        self._left_out: dict[str, LeftOut] = {}
        self._hosts: Counter[str] = Counter()
        self._depth = 0
        self._begin(first)

    @classmethod
    def from_artwork(cls, url: str, *, reader: str, limits: Limits | None = None) -> "Walk":
        """A walk to who made an artwork. `reader` is the site whose page it is."""
        first = PageToRead(kind="artwork", url=url, reader=reader)
        return cls([first], Findings.of_artwork(url), limits or Limits())

    @classmethod
    def from_account(cls, account: AccountAddress, *, limits: Limits | None = None) -> "Walk":
        """A walk from one account to the artist's others."""
        first = [PageToRead(kind="profile", url=account.url, reader=account.network)]
        first += _entries(account, depth=0)
        return cls(first, Findings.of_account(account), limits or Limits())

    @classmethod
    def from_picture(cls, shown: Iterable[str], *, limits: Limits | None = None) -> "Walk":
        """A walk to who made a picture, which the posts at these addresses show, the likest first. Raises
        ValueError when none of them is a post's.
        """
        posts = list(dict.fromkeys(post for url in shown if (post := post_of(url)) is not None))
        if not posts:
            raise ValueError("none of these is the address of a post")
        kept = posts[:_MOST_SHOWN]
        first = [PageToRead(kind="artwork", url=one.url, reader=one.network) for one in kept]
        return cls(first, Findings.of_picture(kept), limits or Limits())

    @property
    def ended(self) -> bool:
        """Whether no page is left to be read."""
        return not self.next()

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The pages that were left out for the limits."""
        return tuple(self._left_out[key] for key in sorted(self._left_out))

    @property
    def pages_asked_for(self) -> int:
        """How many pages were asked for so far."""
        return len(self._asked)

    def next(self) -> tuple[PageToRead, ...]:
        """The pages of this round that are not told yet; when none is, those of the next round. Empty at the
        end.
        """
        while self._round and all(page.key in self._answers for page in self._round):
            self._depth += 1
            self._begin(self._wanted())
        return tuple(page for page in self._round if page.key not in self._answers)

    def tell(self, page: PageToRead, answer: Answer) -> None:
        """Takes what stood on a page. The first answer counts. Raises ValueError for a page that was not
        asked for, or an answer of another kind.
        """
        if page.key not in self._asked:
            raise ValueError(f"not asked for: {page.url[:200]}")
        if not _fits(page, answer):
            raise ValueError(f"no answer for a page of the kind {page.kind}: {type(answer).__name__}")
        if page.key not in self._answers:
            self._answers[page.key] = answer
            if all(one.key in self._answers for one in self._round):
                for one in self._round:  # in the order of the round, however they came
                    self._take(one, self._answers[one.key])

    def accounts(self) -> tuple[AccountFound, ...]:
        """The accounts that were come to so far, the likeliest first. Only whole rounds count."""
        steps = with_mutual_links(self._findings.steps())
        found = [self._found(steps, one) for one in self._findings.accounts()]
        return tuple(sorted(found, key=lambda one: (-one.confidence, one.account.key)))

    def _found(self, steps: Steps, account: AccountAddress) -> AccountFound:
        is_begin = account.key == self._findings.begin
        chains = [] if is_begin else chains_to(steps, self._findings.begin, account.key)
        sure = 1.0 if is_begin else round(believed(steps, self._findings.begin, account.key), 6)
        return AccountFound(
            account=account,
            confidence=sure,
            accepted=sure >= LEAST_CONFIDENCE,
            state=self._findings.state_of(account.key),
            chains=tuple(chains),
            former=self._findings.former(account.key),
        )

    def _begin(self, pages: Iterable[PageToRead]) -> None:
        chosen: list[PageToRead] = []
        for page in pages:
            if page.key in self._asked:
                continue
            if why := self._refused(page):
                self._left_out[page.key] = LeftOut(url=page.url, why=why)
                continue
            self._left_out.pop(page.key, None)
            self._asked[page.key] = page
            self._hosts[_host(page)] += 1
            chosen.append(page)
        self._round = tuple(chosen)

    def _refused(self, page: PageToRead) -> Literal["depth", "pages", "host"] | None:
        if page.depth > self._limits.depth:
            return "depth"
        if len(self._asked) >= self._limits.pages:
            return "pages"
        return "host" if self._hosts[_host(page)] >= self._limits.pages_a_host else None

    def _take(self, page: PageToRead, answer: Answer) -> None:
        if isinstance(answer, Unread):
            self._findings.unread(page.url, answer)
        elif isinstance(answer, Artwork):
            self._findings.take_artwork(page.url, answer)
        elif isinstance(answer, Profile):
            self._findings.take_profile(page.url, answer)
        else:
            asked = account_of(page.url)
            if asked is not None:
                self._findings.take_entries(asked, answer)

    def _wanted(self) -> list[PageToRead]:
        """All that is worth reading now, the likeliest first."""
        steps = with_mutual_links(self._findings.steps())
        chains = strongest_chains(steps, self._findings.begin)
        wanted: dict[str, tuple[float, str, PageToRead]] = {}
        for lead in self._findings.leads():
            chain = chains.get(self._findings.meant(lead.to), ())
            worth = confidence(chain)
            if not chain or worth < _WORTH_READING:
                continue
            for page in self._pages_of(lead, steps_from_begin=len(chain)):
                known = wanted.get(page.key)
                if known is None or -worth < known[0]:
                    wanted[page.key] = (-worth, page.key, page)
        return [page for _, _, page in sorted(wanted.values(), key=lambda one: one[:2])]

    def _pages_of(self, lead: Lead, *, steps_from_begin: int) -> list[PageToRead]:
        if lead.artwork is not None:
            of = lead.artwork.network
            return [PageToRead(kind="artwork", url=lead.artwork.url, reader=of, depth=self._depth)]
        if lead.page is not None:
            return [PageToRead(kind="profile", url=lead.page.url, reader=lead.page.kind, depth=self._depth)]
        account = self._findings.as_known(lead.to)
        if account is None:
            return []
        pages: list[PageToRead] = []
        if networks.NETWORKS[account.network].readable and not self._findings.has_read(account.key):
            page = page_of(account.url)
            url = page.url if page is not None else account.url
            pages.append(PageToRead(kind="profile", url=url, reader=account.network, depth=self._depth))
        if steps_from_begin <= self._findings.steps_to_artists and self._findings.is_surely_the_artist(lead):
            pages += _entries(account, depth=self._depth)
        return pages


def _entries(account: AccountAddress, *, depth: int) -> list[PageToRead]:
    if account.network in _BOARDS:
        return []
    return [PageToRead(kind="entry", url=account.url, reader=board, depth=depth) for board in ENTRIES_AT]


def _fits(page: PageToRead, answer: Answer) -> bool:
    if isinstance(answer, Unread):
        return True
    wanted = {"artwork": Artwork, "profile": Profile, "entry": tuple}
    return isinstance(answer, wanted[page.kind])


def _host(page: PageToRead) -> str:
    """Whose patience a page takes: for entries the board's."""
    if page.kind == "entry":
        return networks.NETWORKS[page.reader].hosts[0]
    address = web_address.read(page.url)
    return address.host.removeprefix("www.") if address is not None else ""
