"""What a walk has read so far: steps from page to page, what became of accounts, and how they are called."""

from collections.abc import Iterable

import msgspec

from fovea.artists.addresses import account_of
from fovea.artists.belief import Steps, strongest_chains
from fovea.artists.evidence import LEAST_CONFIDENCE, Evidence, confidence, weight
from fovea.artists.leads import Lead, artwork_key, page_key
from fovea.artists.leads_of_artworks import of_artwork, shown_again
from fovea.artists.leads_of_people import of_entries, of_profile
from fovea.artists.names import own_name
from fovea.artists.networks import NETWORKS
from fovea.artists.not_artists import why_no_artist
from fovea.artists.posts import PostPage
from fovea.artists.records import AccountAddress, Artwork, Profile, ProfileState, Unread

PICTURE = "picture"  # the key of where a walk begins that begins with a picture


class Findings:
    """The state behind a walk. An account that goes by several addresses (a name and a number, a former
    name) is one: all are understood as the one that its page told.
    """

    def __init__(self, begin: str, account: AccountAddress | None = None) -> None:
        self._begin = begin
        self._leads: dict[str, dict[tuple[str, Evidence], Lead]] = {}
        self._accounts: dict[str, AccountAddress] = {}
        self._states: dict[str, ProfileState] = {}
        self._same: dict[str, str] = {}
        self._names: set[str] = set()
        self._read: set[str] = set()
        self._first = {begin}  # the artworks that it is all about
        if account is not None:
            self._know(account)
            self._names.add(own_name(account))

    @classmethod
    def of_artwork(cls, url: str) -> "Findings":
        """Those of a walk that begins with an artwork."""
        return cls(artwork_key(url))

    @classmethod
    def of_account(cls, account: AccountAddress) -> "Findings":
        """Those of a walk that begins with an account."""
        return cls(account.key, account)

    @classmethod
    def of_picture(cls, shown: Iterable[PostPage]) -> "Findings":
        """Those of a walk that begins with a picture, which these posts show."""
        findings = cls(PICTURE)
        leads = [
            Lead(
                evidence=Evidence(
                    kind="image_match", url=post.url, to=artwork_key(post.url), what="shows the same picture"
                ),
                artwork=post,
            )
            for post in shown
        ]
        findings._first |= {lead.to for lead in leads}
        findings._note(PICTURE, leads)
        return findings

    @property
    def begin(self) -> str:
        """The key of where the walk began."""
        return self.meant(self._begin)

    @property
    def steps_to_artists(self) -> int:
        """How many steps it is from the beginning to who is named on the first artworks' own pages."""
        return 2 if self._begin == PICTURE else 1

    def take_artwork(self, asked: str, artwork: Artwork) -> None:
        """An artwork's page: the one that was asked about, or a source of it. What a repost shows again
        stands for it.
        """
        key = artwork_key(asked)
        first = key in self._first
        if first:
            self._first |= {artwork_key(post.url) for post in shown_again(artwork)}
            told = [one for one in artwork.artists if one.role in {"artist", "collaborator"}]
            self._names |= {name for one in told for name in (one.name, one.handle) if name}
        self._note(key, of_artwork(artwork, first=first, names=self._names))

    def take_profile(self, asked: str, profile: Profile) -> None:
        """A page about a person."""
        key = self._key_of(asked, profile)
        if profile.state != "renamed":  # what is said of them stands on their new page
            self._read.add(key)
        if profile.state not in {"active", "renamed"}:
            self._states[key] = profile.state
        if self.meant(key) == self.begin:
            self._names |= set(profile.names)
        self._note(key, of_profile(profile, asked, names=self._names))

    def take_entries(self, asked: AccountAddress, entries: Iterable[Profile]) -> None:
        """The entries of a board that have an account among their artist's."""
        told = list(entries)
        leads = of_entries(asked, told)
        self._note(asked.key, leads)
        having = {lead.to for lead in leads}
        for entry in told:
            if entry.account is not None and entry.account.key in having:
                self.take_profile(entry.account.url, entry)

    def unread(self, asked: str, why: Unread) -> None:
        """A page that could not be read; for an account that may say what became of it."""
        account = account_of(asked)
        if account is not None and why.state is not None:
            self._states[account.key] = why.state

    def leads(self) -> list[Lead]:
        """All that was found on pages, in the order of their keys."""
        return [
            lead
            for begin in sorted(self._leads)
            for _, lead in sorted(self._leads[begin].items(), key=_order)
        ]

    def steps(self) -> dict[str, list[Evidence]]:
        """The steps from each page, between accounts as they are known now. A poster of a source whose page
        was read is known from that page alone.
        """
        steps = self._steps()
        for website in self._websites_that_name_others(steps):
            steps[website] = [
                step
                if {"alike", "own"} & set(step.favours)
                else msgspec.structs.replace(step, doubts=(*step.doubts, "no_link_back"))
                for step in steps[website]
            ]
        return steps

    def _steps(self) -> dict[str, list[Evidence]]:
        steps: dict[str, list[Evidence]] = {}
        for begin in sorted(self._leads):
            own = self.meant(begin)
            posters = {
                one.artwork.account.key
                for one in self._leads[begin].values()
                if one.artwork is not None and one.artwork.account is not None and one.to in self._leads
            }
            for _, lead in sorted(self._leads[begin].items(), key=_order):
                to = self.meant(lead.to)
                told_by_page = lead.evidence.kind == "source_of_post" and lead.to in posters
                if to != own and not told_by_page:
                    steps.setdefault(own, []).append(msgspec.structs.replace(lead.evidence, to=to))
        return steps

    def _websites_that_name_others(self, steps: Steps) -> set[str]:
        """Websites that may be anybody's, and name nobody of those on whose word they are read; neither does
        anybody whom they name. Whom they name is a shop's or a friend's as likely as the artist's.
        """
        websites = {
            lead.to
            for leads in self._leads.values()
            for lead in leads.values()
            if lead.page is not None and not lead.page.certain
        }
        return {one for one in sorted(websites) if one in steps and not self._is_answered(one, steps)}

    def _is_answered(self, website: str, steps: Steps) -> bool:
        """Whether a website, or somebody whom it names, leads back to who is believed without it."""
        believed = strongest_chains(steps, self.begin, without=website)
        namers = {
            key
            for key, chain in believed.items()
            if (not chain or confidence(chain) >= LEAST_CONFIDENCE)
            and any(step.to == website for step in steps.get(key, ()))
        }
        named = {step.to for step in steps[website]}
        back = named | {step.to for key in named for step in steps.get(key, ())}
        return bool(back & namers)

    def accounts(self) -> list[AccountAddress]:
        """The accounts that were come to, each once and none that is no artist's."""
        keys = {self.meant(key) for key in self._accounts}
        known = [self._accounts[key] for key in sorted(keys) if key in self._accounts]
        return [one for one in known if why_no_artist(one) is None]

    def meant(self, key: str) -> str:
        """The key by which an account or a page is known now."""
        seen = {key}
        while (now := self._same.get(key, key)) not in seen:
            seen.add(now)
            key = now
        return key

    def as_known(self, key: str) -> AccountAddress | None:
        """The account behind a key."""
        return self._accounts.get(self.meant(key))

    def state_of(self, key: str) -> ProfileState:
        """What became of an account, as far as its page said."""
        return self._states.get(self.meant(key), "active")

    def former(self, key: str) -> tuple[str, ...]:
        """Under which other handles an account was come to; its number is no name."""
        others = {one.partition(":")[2] for one in self._same if one != key and self.meant(one) == key}
        return tuple(sorted(one for one in others if not one.startswith("#")))

    def has_read(self, key: str) -> bool:
        """Whether the page of an account was read, under any of its addresses."""
        return self.meant(key) in {self.meant(one) for one in self._read}

    def is_surely_the_artist(self, lead: Lead) -> bool:
        """Whether an account stands on the artwork's own page as its artist's, beyond doubt."""
        return lead.evidence.kind == "artist_field" and weight(lead.evidence) >= LEAST_CONFIDENCE

    def _key_of(self, asked: str, profile: Profile) -> str:
        """The key of whom a page tells; notes what else they are called."""
        account = account_of(asked)
        told = profile.account
        now = profile.renamed_to if profile.renamed_to is not None else told
        for one in (told, now):
            if one is not None:
                self._know(one)
        if account is None:
            return page_key(asked)
        for former in (account, told):
            if now is not None and former is not None and former.key != now.key:
                self._know(former)
                self._call(former.key, now.key)
        return (now or account).key

    def _call(self, former: str, now: str) -> None:
        if self.meant(now) != former and self.meant(former) != self.meant(now):
            self._same[self.meant(former)] = self.meant(now)

    def _know(self, account: AccountAddress) -> None:
        known = self._accounts.get(account.key)
        if known is None or (known.external_id is None and account.external_id is not None):
            self._accounts[account.key] = account
        if account.handle and account.external_id and NETWORKS[account.network].page_of_number:
            self._call(f"{account.network}:#{account.external_id}", account.key)

    def _note(self, begin: str, leads: Iterable[Lead]) -> None:
        kept = self._leads.setdefault(begin, {})
        for lead in leads:
            if lead.account is not None:
                self._know(lead.account)
            kept.setdefault((lead.to, lead.evidence), lead)


def _order(item: tuple[tuple[str, Evidence], Lead]) -> tuple[str, str, str, str]:
    (to, evidence), _ = item
    return (to, evidence.kind, evidence.url, evidence.what)
