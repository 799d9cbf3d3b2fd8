"""Leads: one step of a chain, from a page to what it leads to, and what speaks for it.

`leads_of_artworks` and `leads_of_people` make them.
"""

from collections.abc import Collection, Iterable, Iterator

import msgspec

from fovea.artists.addresses import account_of, page_of
from fovea.artists.cues import Cue
from fovea.artists.evidence import Doubt, Evidence, EvidenceKind, Favour
from fovea.artists.not_artists import why_no_artist
from fovea.artists.pages_of_people import PersonPage
from fovea.artists.posts import PostPage, post_of
from fovea.artists.records import AccountAddress, FoundLink, LinkPlace

KINDS: dict[LinkPlace, EvidenceKind] = {
    "own_field": "own_field",
    "verified": "verified_link",
    "description": "description",
    "button": "button",
    "gated": "button",
    "source": "source_of_post",
    "artist_field": "artist_field",
    "mention": "mention",
}
FREE_TEXT = frozenset({"description", "mention"})
LONGEST_WHAT = 160


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """What a page leads to: an account, a page about a person, or another artwork; `to` is its key."""

    evidence: Evidence
    account: AccountAddress | None = None
    page: PersonPage | None = None
    artwork: PostPage | None = None

    @property
    def to(self) -> str:
        """The key of what it leads to."""
        return self.evidence.to


def page_key(url: str) -> str:
    """How a page that is no account is called in chains."""
    return f"page:{url}"


def artwork_key(url: str) -> str:
    """How an artwork is called in chains."""
    return f"artwork:{url}"


def told_by_cue(cue: Cue | None, *, in_profile: bool) -> tuple[list[Doubt], list[Favour]]:
    """What the words around a name say for and against whoever is named. In a text about a person, who made
    something is a friend; in the text of an artwork, who made it is the artist.
    """
    match cue:
        case "friend":
            return ["friend"], []
        case "commissioner":
            return ["commissioner"], []
        case "credit":  # in a profile that is who made the icon
            return (["friend"], []) if in_profile else ([], ["credited"])
        case "artist_label":
            return ([], []) if in_profile else ([], ["credited"])
        case "collaboration":
            return (["friend"], []) if in_profile else ([], ["collaborated"])
        case "own":
            return [], ["own"]
    return [], []


def target_of(link: FoundLink) -> tuple[AccountAddress | None, PersonPage | None]:
    """The account, or else the page about a person, that a link leads to; posts are neither."""
    to = account_of(link.url)
    return to, page_of(link.url) if to is None and post_of(link.url) is None else None


def lead_to(  # noqa: PLR0913 - the parts of one step
    *,
    kind: EvidenceKind,
    url: str,
    what: str,
    doubts: Collection[Doubt],
    favours: Collection[Favour],
    account: AccountAddress | None = None,
    page: PersonPage | None = None,
) -> Iterator[Lead]:
    """One lead, unless the account is known to be no artist's."""
    if account is not None and why_no_artist(account) is not None:
        return
    key = account.key if account is not None else page_key(page.url) if page is not None else ""
    step = Evidence(
        kind=kind,
        url=url,
        to=key,
        what=what[:LONGEST_WHAT],
        doubts=tuple(sorted(set(doubts))),
        favours=tuple(sorted(set(favours))),
    )
    if key:
        yield Lead(evidence=step, account=account, page=page if account is None else None)


def said(link: FoundLink) -> str:
    """The words of a link, for people to read."""
    words = link.context.replace("…", link.title or link.url) if link.context else link.title
    return f"{words} ({link.url})" if words and link.url not in words else words or link.url


def each_once(leads: Iterable[Lead]) -> list[Lead]:
    """Of those that are the same, the first."""
    return list({(lead.to, lead.evidence): lead for lead in leads}.values())
