"""From single steps to how likely each account is the artist's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from fovea.artists.evidence import Chain, Evidence, confidence, together, weight

_OF_PEOPLE = frozenset({"own_field", "verified_link", "button", "description", "mention", "mutual_link"})
_MOST_CHAINS = 8  # that are told of an account

# Steps by where they begin: key of a page or an account -> steps from there.
Steps = Mapping[str, Iterable[Evidence]]


def with_mutual_links(steps: Steps) -> dict[str, list[Evidence]]:
    """The same steps; those whose pages lead to each other are `mutual_link`s. People who call each other
    friends stay what they are, and so do two accounts of one network unless one is called an own one, and
    whom a website names that does not name who named it.
    """
    leads: dict[str, set[str]] = defaultdict(set)
    for begin, found in steps.items():
        for step in found:
            if _may_be_mutual(step):
                leads[begin].add(step.to)
    raised: dict[str, list[Evidence]] = {}
    for begin, found in steps.items():
        raised[begin] = [
            _mutual(step) if _may_be_mutual(step) and begin in leads.get(step.to, set()) else step
            for step in found
        ]
    return raised


def strongest_chains(steps: Steps, begin: str, *, without: str | None = None) -> dict[str, Chain]:
    """The strongest chain from `begin` to everything that can be reached, not passing through `without`. Of
    equally strong ones, the shorter one, then the first in the order of their texts.
    """
    best: dict[str, Chain] = {begin: ()}
    open_: list[tuple[float, int, tuple[tuple[str, str, str], ...], str]] = [(-1.0, 0, (), begin)]
    done: set[str] = set()
    while open_:
        open_.sort()
        _, _, _, key = open_.pop(0)
        if key in done:
            continue
        done.add(key)
        for step in steps.get(key, ()):
            if step.to == without or step.to in done:
                continue
            chain = (*best[key], step)
            if step.to not in best or _rank(chain) < _rank(best[step.to]):
                best[step.to] = chain
                open_.append((*_rank(chain), step.to))
    return best


def chains_to(steps: Steps, begin: str, target: str) -> list[Chain]:
    """The strongest chain over each page that leads to `target`, the strongest first."""
    reached = strongest_chains(steps, begin, without=target)
    found = [
        (*chain, max((step for step in steps.get(key, ()) if step.to == target), key=_strength))
        for key, chain in reached.items()
        if any(step.to == target for step in steps.get(key, ()))
    ]
    return sorted(found, key=_rank)[:_MOST_CHAINS]


def believed(steps: Steps, begin: str, target: str) -> float:
    """How likely `target` is the artist's, when the walk began at `begin`."""
    return together(chains_to(steps, begin, target))


def _may_be_mutual(step: Evidence) -> bool:
    crossed = {"friend", "commissioner", "same_network", "no_link_back"} & set(step.doubts)
    return step.kind in _OF_PEOPLE and not crossed


def _mutual(step: Evidence) -> Evidence:
    if weight(step) >= weight(msgspec.structs.replace(step, kind="mutual_link", doubts=(), favours=())):
        return step
    return msgspec.structs.replace(step, kind="mutual_link", doubts=(), favours=())


def _rank(chain: Chain) -> tuple[float, int, tuple[tuple[str, str, str], ...]]:
    return (-confidence(chain), len(chain), tuple((step.url, step.to, step.kind) for step in chain))


def _strength(step: Evidence) -> tuple[float, str, str, str]:
    return (weight(step), step.kind, step.url, step.what)
