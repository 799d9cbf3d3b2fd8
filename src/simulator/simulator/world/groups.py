"""The groups of the world. The first five are those that the older system showed to newcomers, with their
NSIDs at Flickr.
"""

import numpy as np

from simulator.world.clusters import clusters_where
from simulator.world.model import WORLD_END, FloatArray, Group, IntArray
from simulator.world.photos import Uploads

ONBOARDING_GROUP_IDS: tuple[str, ...] = (
    "80641914@N00",
    "14673266@N22",
    "34427469792@N01",
    "16978849@N00",
    "94761711@N00",
)
"""Flickr's 100 Best, Print Boldly, Flickr Central, Black and White, Hardcore Street Photography."""

# NSID, alias, name, description, kind of cluster that belongs there (None: any), how choosy, members per
# account.
_GROUPS = (
    (
        "80641914@N00",
        "best100only",
        "Flickr's 100 Best",
        "Only your very best. One photo a day, please.",
        None,
        3.0,
        0.30,
    ),
    (
        "14673266@N22",
        "printboldly",
        "Print Boldly",
        "Photographs that want to hang on a wall: strong colour, strong shape.",
        "bold",
        2.0,
        0.12,
    ),
    (
        "34427469792@N01",
        "central",
        "FlickrCentral",
        "The front porch of Flickr. Everybody is welcome, everything is on topic.",
        None,
        0.3,
        0.55,
    ),
    (
        "16978849@N00",
        "blackandwhite",
        "Black and White",
        "A place for photographs without colour.",
        "monochrome",
        0.6,
        0.35,
    ),
    (
        "94761711@N00",
        "onthestreet",
        "HCSP (Hardcore Street Photography)",
        "Pictures of chance, wit and form, found on the street. Curated.",
        "street",
        1.6,
        0.15,
    ),
    ("61127804@N25", "emptyplaces", "Empty Places", "Nobody there.", None, 0.5, 0.06),
    ("23890415@N00", "firstlight", "First Light", "The hour after dawn.", None, 0.8, 0.09),
)


def gather(
    generator: np.random.Generator, photos: Uploads, faves: IntArray, accounts: int
) -> tuple[Group, ...]:
    """The groups with their pools, newest addition first. Choosy groups take the better and better liked
    photos.
    """
    merit: FloatArray = photos.quality + 0.8 * np.log1p(faves)
    groups = []
    for nsid, alias, name, description, kind, choosy, share in _GROUPS:
        fitting = np.isin(photos.cluster, clusters_where(kind)) if kind else np.ones(photos.size, dtype=bool)
        candidates = np.flatnonzero(fitting)
        size = min(len(candidates), max(40, min(3_000, len(candidates) // (4 if kind else 12))))
        keys = choosy * merit[candidates] + generator.gumbel(size=len(candidates))
        chosen = candidates[np.argsort(-keys)[:size]]
        delay = generator.exponential(20 * 86_400.0, size).astype(np.int64) + 600
        added = np.minimum(photos.uploaded[chosen] + delay, WORLD_END - 60)
        order = np.lexsort((chosen, -added))
        members = int(accounts * share) + int(generator.integers(12, 60))
        groups.append(Group(nsid, alias, name, description, members, chosen[order], added[order]))
    return tuple(groups)
