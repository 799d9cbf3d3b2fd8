"""How much each thing that was read speaks for an account being the artist's.

The numbers are ours: they order what people who credit artists go by. What the site itself vouches for counts
most, then what two pages say of each other, then what a person wrote in a field made for it, then free text;
whoever is merely named counts little. A chain of steps is worth their product.
"""

from collections.abc import Iterable
from math import prod
from typing import Literal

import msgspec

EvidenceKind = Literal[
    "artist_field",
    "own_field",
    "verified_link",
    "mutual_link",
    "button",
    "description",
    "mention",
    "source_of_post",
    "image_match",
]
Doubt = Literal[
    "friend",
    "commissioner",
    "several",
    "repost",
    "poster",
    "poster_of_source",
    "credits_another",
    "same_network",
    "no_link_back",
]
Favour = Literal["alike", "own", "credited", "collaborated"]

WEIGHTS: dict[EvidenceKind, float] = {
    "verified_link": 0.98,  # the site checked that the page there links back
    "artist_field": 0.97,  # the site's own field for who made the artwork
    "mutual_link": 0.97,  # either page leads to the other
    "own_field": 0.95,  # the site's field for the person's accounts elsewhere
    "button": 0.9,  # a link of a page of links
    "source_of_post": 0.8,  # said to be where the picture comes from
    "image_match": 0.8,  # the same picture was found there
    "description": 0.75,  # free text about the person
    "mention": 0.3,  # named in the text of an artwork
}
# What the weight is multiplied with.
DOUBTS: dict[Doubt, float] = {
    "poster": 0.6,  # posted it where everybody posts whatever they like
    "several": 0.5,  # one of several accounts of one network
    "no_link_back": 0.5,  # named on a website that somebody named, and that does not name them
    "same_network": 0.5,  # another account of the network at which it is named
    "poster_of_source": 0.42,  # posted what a board says is the source: often a repost
    "credits_another": 0.4,  # says that somebody else made it
    "friend": 0.2,  # named as a friend, or as who made the icon
    "commissioner": 0.1,  # paid for it, or owns the character
    "repost": 0.05,  # passed on somebody else's post
}
# What is left of the distance to certainty.
FAVOURS: dict[Favour, float] = {
    "alike": 0.4,  # called as the artist is called
    "credited": 0.4,  # "art by"
    "collaborated": 0.45,  # "collab with"
    "own": 0.6,  # "my Twitter"
}

LEAST_CONFIDENCE = 0.5  # an account with less is not taken for the artist's
MOST_CONFIDENCE = 0.99


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step from one page to the next: `url` is where it was read, `what` stood there, `to` is the account
    or the page that it leads to.
    """

    kind: EvidenceKind
    url: str
    to: str
    what: str = ""
    doubts: tuple[Doubt, ...] = ()
    favours: tuple[Favour, ...] = ()


Chain = tuple[Evidence, ...]


def weight(evidence: Evidence) -> float:
    """What a step is worth, 0 to 1. Favours count before doubts, each once."""
    distance = (1 - WEIGHTS[evidence.kind]) * prod(FAVOURS[one] for one in set(evidence.favours))
    return (1 - distance) * prod(DOUBTS[one] for one in set(evidence.doubts))


def confidence(evidence: Chain) -> float:
    """How likely it is that the last step of a chain leads to the artist, 0 to 1: all steps must hold."""
    return prod(weight(step) for step in evidence) if evidence else 0.0


def together(chains: Iterable[Chain]) -> float:
    """How likely it is when several chains lead to one account. Chains that hang on the same weakest step say
    nothing more than the best of them; others support each other.
    """
    best: dict[Evidence, float] = {}
    for chain in chains:
        if chain:
            weakest = min(chain, key=lambda step: (weight(step), step.url, step.to))
            best[weakest] = max(best.get(weakest, 0.0), confidence(chain))
    return min(1 - prod(1 - one for one in sorted(best.values())), MOST_CONFIDENCE)
