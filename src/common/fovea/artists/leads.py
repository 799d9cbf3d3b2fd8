"""What a page leads to, and what speaks for each of it being the artist's: one step of a chain at a time."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import msgspec

from fovea.artists import networks
from fovea.artists.addresses import account, account_of, page_of
from fovea.artists.cues import Cue, cue_of
from fovea.artists.evidence import Doubt, Evidence, EvidenceKind, Favour
from fovea.artists.names import alike
from fovea.artists.not_artists import why_no_artist
from fovea.artists.pages_of_people import PersonPage
from fovea.artists.posts import PostPage, post_of
from fovea.artists.records import AccountAddress, ArtistName, Artwork, FoundLink, LinkPlace, Profile

_KINDS: dict[LinkPlace, EvidenceKind] = {
    "own_field": "own_field",
    "verified": "verified_link",
    "description": "description",
    "button": "button",
    "gated": "button",
    "source": "source_of_post",
    "artist_field": "artist_field",
    "mention": "mention",
}
_FREE_TEXT = frozenset({"description", "mention"})
_MOST_OF_OWN = 3  # accounts of one network that a person may well have in the fields for their own
_LONGEST_WHAT = 160


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


def of_artwork(artwork: Artwork, *, first: bool, names: Collection[str]) -> list[Lead]:
    """What an artwork's page leads to. `first`: it is the artwork that was asked about, not a source of it;
    `names` are those of its artists as they are known so far.
    """
    known = {*names, *_names_of(artwork)}
    found = [*_of_artists(artwork, first=first, names=names), *_of_mentions(artwork, known)]
    sources = [*artwork.source_posts, *(link.url for link in artwork.links if link.where == "source")]
    for url in dict.fromkeys(sources):
        found += _of_source(artwork, url, known)
    return _each_once(found)


def of_profile(profile: Profile, asked: str, *, names: Collection[str]) -> list[Lead]:
    """What a page about a person leads to. `asked` is the address that was asked for; `names` are those of
    the artist.
    """
    own_accounts = [one for one in (profile.account, account_of(asked)) if one is not None]
    read_as = {one.network for one in own_accounts}
    own_keys = {one.key for one in own_accounts}
    found: list[Lead] = []
    for where, links in _by_place(profile.links):
        targets = [(link, *_target(link)) for link in links]
        others = {to.key: to.network for _, to, _ in targets if to is not None and to.key not in own_keys}
        of_networks = Counter(others.values())
        for link, to, page in targets:
            if to is None and (page is None or (where == "mention" and not page.certain)):
                continue
            cue = cue_of(link.context, title=link.title if where not in _FREE_TEXT else "")
            doubts, favours = _of_cue(cue, in_profile=True)
            if to is not None:
                favours += ["alike"] if alike(to, names) else []
                many = of_networks[to.network] > (1 if where in _FREE_TEXT else _MOST_OF_OWN)
                same = to.network in read_as and where in _FREE_TEXT
                doubts += [] if doubts or favours else _of_many(many=many, same_network=same)
            found += _lead(
                kind=_KINDS[where],
                url=asked,
                what=_said(link),
                doubts=doubts,
                favours=favours,
                account=to,
                page=page,
            )
    return _each_once(found)


def of_entries(asked: AccountAddress, entries: Iterable[Profile]) -> list[Lead]:
    """What the entries of a board lead to that have an account among their artist's: the artists there."""
    having = [one for one in entries if one.account is not None and _names(one, asked)]
    doubts: list[Doubt] = ["several"] if len({one.account.key for one in having if one.account}) > 1 else []
    found: list[Lead] = []
    for entry in having:
        found += _lead(
            kind="own_field",
            url=entry.url,
            what=f"has {asked.url} among the artist's",
            doubts=doubts,
            favours=[],
            account=entry.account,
        )
    return [lead for lead in found if lead.to != asked.key]


def _names(entry: Profile, asked: AccountAddress) -> bool:
    return any((to := account_of(link.url)) is not None and to.key == asked.key for link in entry.links)


def _of_artists(artwork: Artwork, *, first: bool, names: Collection[str]) -> Iterator[Lead]:
    credited = _credits_another(artwork, {*names, *_names_of(artwork)})
    for artist in artwork.artists:
        to = _account_of(artist, artwork.site)
        if to is None:
            continue
        doubts: list[Doubt] = []
        if artwork.repost:
            doubts.append("repost")
        elif artist.role == "commissioner":
            doubts.append("commissioner")
        elif artist.role == "unknown":
            doubts.append("poster" if first else "poster_of_source")
        if credited and (artwork.own or artist.role == "unknown") and artist.role != "collaborator":
            doubts.append("credits_another")
        favours: list[Favour] = []
        if artist.role == "unknown" and not first and alike(to, names):
            favours = ["alike"]
            doubts = [one for one in doubts if one != "poster_of_source"]
        what = f"{artist.role if artist.role != 'unknown' else 'posted by'}: {artist.name}"
        yield from _lead(
            kind="artist_field", url=artwork.url, what=what, doubts=doubts, favours=favours, account=to
        )


def _of_mentions(artwork: Artwork, names: Collection[str]) -> Iterator[Lead]:
    mentions = [link for link in artwork.links if link.where != "source"]
    targets = [(link, *_target(link)) for link in mentions]
    others = {to.key: to.network for _, to, _ in targets if to is not None}
    of_networks = Counter(others.values())
    for link, to, page in targets:
        if to is None and (page is None or not page.certain):
            continue
        kind = _KINDS[link.where]
        kind = "mention" if kind == "description" else kind
        doubts, favours = _of_cue(cue_of(link.context), in_profile=False) if kind == "mention" else ([], [])
        if to is not None and alike(to, names) and not doubts:
            favours.append("alike")
        if (
            to is not None
            and kind == "mention"
            and of_networks[to.network] > 1
            and not favours
            and not doubts
        ):
            doubts.append("several")
        yield from _lead(
            kind=kind,
            url=artwork.url,
            what=_said(link),
            doubts=doubts,
            favours=favours,
            account=to,
            page=page,
        )


def _of_source(artwork: Artwork, url: str, names: Collection[str]) -> Iterator[Lead]:
    """A source that is a post: its page is read where that can be; who posted it is known by the address."""
    post = post_of(url)
    if post is None:
        to = account_of(url)
        if to is not None:  # some name a gallery as the source
            yield from _lead(
                kind="source_of_post",
                url=artwork.url,
                what=f"source: {url}",
                account=to,
                doubts=[] if networks.NETWORKS[to.network].own_works else ["poster_of_source"],
                favours=["alike"] if alike(to, names) else [],
            )
        return
    key = artwork_key(post.url)
    step = Evidence(kind="source_of_post", url=artwork.url, to=key, what=f"source: {url}"[:_LONGEST_WHAT])
    yield Lead(evidence=step, artwork=post)
    if post.account is not None:
        of = networks.NETWORKS[post.network]
        favours: list[Favour] = ["alike"] if alike(post.account, names) else []
        doubts: list[Doubt] = [] if of.own_works or favours else ["poster_of_source"]
        yield from _lead(
            kind="source_of_post",
            url=artwork.url,
            what=f"source: {url}",
            doubts=doubts,
            favours=favours,
            account=post.account,
        )


def _credits_another(artwork: Artwork, names: Collection[str]) -> bool:
    """Whether the text of an artwork says that somebody made it who is not called as its artists are."""
    for link in artwork.links:
        if link.where in {"mention", "description"} and cue_of(link.context) in {"credit", "artist_label"}:
            to = account_of(link.url)
            ours = {one.key for artist in artwork.artists if (one := _account_of(artist, artwork.site))}
            if to is not None and to.key not in ours and not alike(to, names):
                return True
    return False


def _of_many(*, many: bool, same_network: bool) -> list[Doubt]:
    """What speaks against somebody who is named among others, or at the network where they are named."""
    doubts: list[Doubt] = ["several"] if many else []
    return [*doubts, "same_network"] if same_network else doubts


def _of_cue(cue: Cue | None, *, in_profile: bool) -> tuple[list[Doubt], list[Favour]]:
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


def _target(link: FoundLink) -> tuple[AccountAddress | None, PersonPage | None]:
    to = account_of(link.url)
    return to, page_of(link.url) if to is None and post_of(link.url) is None else None


def _lead(  # noqa: PLR0913 - the parts of one step
    *,
    kind: EvidenceKind,
    url: str,
    what: str,
    doubts: Collection[Doubt],
    favours: Collection[Favour],
    account: AccountAddress | None = None,
    page: PersonPage | None = None,
) -> Iterator[Lead]:
    if account is not None and why_no_artist(account) is not None:
        return
    key = account.key if account is not None else page_key(page.url) if page is not None else ""
    step = Evidence(
        kind=kind,
        url=url,
        to=key,
        what=what[:_LONGEST_WHAT],
        doubts=tuple(sorted(set(doubts))),
        favours=tuple(sorted(set(favours))),
    )
    if key:
        yield Lead(evidence=step, account=account, page=page if account is None else None)


def _account_of(artist: ArtistName, site: str) -> AccountAddress | None:
    """The account of somebody whom an artwork names: by their page, else by their handle there."""
    found = account_of(artist.url) if artist.url else None
    if found is None:
        try:
            found = account(site, artist.handle or "", artist.external_id)
        except ValueError:
            return None
    if artist.external_id and not found.external_id:
        found = msgspec.structs.replace(found, external_id=artist.external_id)
    return found


def _names_of(artwork: Artwork) -> set[str]:
    return {
        name
        for artist in artwork.artists
        if artist.role in {"artist", "collaborator"}
        for name in _of_name(artist)
    }


def _of_name(artist: ArtistName) -> list[str]:
    return [name for name in (artist.name, artist.handle) if name]


def _by_place(links: Iterable[FoundLink]) -> Iterator[tuple[LinkPlace, list[FoundLink]]]:
    places: dict[LinkPlace, list[FoundLink]] = {}
    for link in links:
        places.setdefault(link.where, []).append(link)
    yield from places.items()


def _said(link: FoundLink) -> str:
    words = link.context.replace("…", link.title or link.url) if link.context else link.title
    return f"{words} ({link.url})" if words and link.url not in words else words or link.url


def _each_once(leads: Iterable[Lead]) -> list[Lead]:
    """Of those that are the same, the first."""
    return list({(lead.to, lead.evidence): lead for lead in leads}.values())
