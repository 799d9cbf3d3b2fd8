"""What an artwork's page leads to: its artists, those whom its text names, and where it comes from."""

from collections import Counter
from collections.abc import Collection, Iterator

import msgspec

from fovea.artists import networks
from fovea.artists.addresses import account, account_of
from fovea.artists.cues import cue_of
from fovea.artists.evidence import Doubt, Evidence, Favour
from fovea.artists.leads import (
    KINDS,
    LONGEST_WHAT,
    Lead,
    artwork_key,
    each_once,
    lead_to,
    said,
    target_of,
    told_by_cue,
)
from fovea.artists.names import alike
from fovea.artists.posts import PostPage, post_of
from fovea.artists.records import AccountAddress, ArtistName, Artwork


def of_artwork(artwork: Artwork, *, first: bool, names: Collection[str]) -> list[Lead]:
    """What an artwork's page leads to. `first`: it is the artwork that was asked about, not a source of it;
    `names` are those of its artists as they are known so far.
    """
    known = {*names, *_names_of(artwork)}
    found = [*_of_artists(artwork, first=first, names=names), *_of_mentions(artwork, known)]
    sources = [*artwork.source_posts, *(link.url for link in artwork.links if link.where == "source")]
    for url in dict.fromkeys(sources):
        found += _of_source(artwork, url, known)
    return each_once(found)


def shown_again(artwork: Artwork) -> list[PostPage]:
    """The posts that a repost shows again: those of its own site, which itself says so."""
    found = [post_of(url) for url in artwork.source_posts]
    return [one for one in found if one is not None and artwork.repost and one.network == artwork.site]


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
        yield from lead_to(
            kind="artist_field", url=artwork.url, what=what, doubts=doubts, favours=favours, account=to
        )


def _of_mentions(artwork: Artwork, names: Collection[str]) -> Iterator[Lead]:
    mentions = [link for link in artwork.links if link.where != "source"]
    targets = [(link, *target_of(link)) for link in mentions]
    others = {to.key: to.network for _, to, _ in targets if to is not None}
    of_networks = Counter(others.values())
    for link, to, page in targets:
        if to is None and (page is None or not page.certain):
            continue
        kind = KINDS[link.where]
        kind = "mention" if kind == "description" else kind
        doubts, favours = (
            told_by_cue(cue_of(link.context), in_profile=False) if kind == "mention" else ([], [])
        )
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
        yield from lead_to(
            kind=kind,
            url=artwork.url,
            what=said(link),
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
            yield from lead_to(
                kind="source_of_post",
                url=artwork.url,
                what=f"source: {url}",
                account=to,
                doubts=[] if networks.NETWORKS[to.network].own_works else ["poster_of_source"],
                favours=["alike"] if alike(to, names) else [],
            )
        return
    key = artwork_key(post.url)
    step = Evidence(
        kind="source_of_post",
        url=artwork.url,
        to=key,
        what=f"source: {url}"[:LONGEST_WHAT],
        favours=("credited",) if post in shown_again(artwork) else (),
    )
    yield Lead(evidence=step, artwork=post)
    if post.account is not None:
        of = networks.NETWORKS[post.network]
        favours: list[Favour] = ["alike"] if alike(post.account, names) else []
        doubts: list[Doubt] = [] if of.own_works or favours else ["poster_of_source"]
        yield from lead_to(
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
