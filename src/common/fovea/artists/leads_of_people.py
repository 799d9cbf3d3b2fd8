"""What a page about a person leads to: their other accounts and pages, and those of their friends."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from fovea.artists.addresses import account_of
from fovea.artists.cues import cue_of
from fovea.artists.evidence import Doubt
from fovea.artists.leads import FREE_TEXT, KINDS, Lead, each_once, lead_to, said, target_of, told_by_cue
from fovea.artists.names import alike
from fovea.artists.records import AccountAddress, FoundLink, LinkPlace, Profile

_MOST_OF_OWN = 3  # accounts of one network that a person may well have in the fields for their own


def of_profile(profile: Profile, asked: str, *, names: Collection[str]) -> list[Lead]:
    """What a page about a person leads to. `asked` is the address that was asked for; `names` are those of
    the artist.
    """
    own_accounts = [one for one in (profile.account, account_of(asked)) if one is not None]
    read_as = {one.network for one in own_accounts}
    own_keys = {one.key for one in own_accounts}
    found: list[Lead] = []
    for where, links in _by_place(profile.links):
        targets = [(link, *target_of(link)) for link in links]
        others = {to.key: to.network for _, to, _ in targets if to is not None and to.key not in own_keys}
        of_networks = Counter(others.values())
        for link, to, page in targets:
            if to is None and (page is None or (where == "mention" and not page.certain)):
                continue
            cue = cue_of(link.context, title=link.title if where not in FREE_TEXT else "")
            doubts, favours = told_by_cue(cue, in_profile=True)
            if to is not None:
                favours += ["alike"] if alike(to, names) else []
                many = of_networks[to.network] > (1 if where in FREE_TEXT else _MOST_OF_OWN)
                same = to.network in read_as and where in FREE_TEXT
                doubts += [] if doubts or favours else _of_many(many=many, same_network=same)
            found += lead_to(
                kind=KINDS[where],
                url=asked,
                what=said(link),
                doubts=doubts,
                favours=favours,
                account=to,
                page=page,
            )
    return each_once(found)


def of_entries(asked: AccountAddress, entries: Iterable[Profile]) -> list[Lead]:
    """What the entries of a board lead to that have an account among their artist's: the artists there."""
    having = [one for one in entries if one.account is not None and _names(one, asked)]
    doubts: list[Doubt] = ["several"] if len({one.account.key for one in having if one.account}) > 1 else []
    found: list[Lead] = []
    for entry in having:
        found += lead_to(
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


def _of_many(*, many: bool, same_network: bool) -> list[Doubt]:
    """What speaks against somebody who is named among others, or at the network where they are named."""
    doubts: list[Doubt] = ["several"] if many else []
    return [*doubts, "same_network"] if same_network else doubts


def _by_place(links: Iterable[FoundLink]) -> Iterator[tuple[LinkPlace, list[FoundLink]]]:
    places: dict[LinkPlace, list[FoundLink]] = {}
    for link in links:
        places.setdefault(link.where, []).append(link)
    yield from places.items()
