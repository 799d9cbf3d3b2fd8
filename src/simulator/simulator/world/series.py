"""Series: some photographers post a subject several times, a step to the side and a little brighter."""

import numpy as np

from simulator.world.model import IntArray
from simulator.world.photos import Uploads

LONGEST = 5
_WITHIN_SECONDS = 14 * 3_600
_PHOTOGRAPHERS = 0.4
_SHARE = 0.8  # of what could be a series of theirs
_SHAPE_AT, _SHAPES = 26, 14  # where a photo's noise says its shape (`drawing.sizes`)


def repeat(
    generator: np.random.Generator, photos: Uploads, noise: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Noise, scene and take of each photo. `noise` is what was drawn for them.

    The photos of a series (2 to 5 of one photographer, cluster and day) have the noise of its first photo as
    their scene, and that photo's shape; takes count from 0. All others are their own scenes.
    """
    order = np.lexsort((photos.uploaded, photos.cluster, photos.owner))
    owner, cluster, uploaded = photos.owner[order], photos.cluster[order], photos.uploaded[order]
    goes_on = (
        ((np.diff(owner) == 0) & (np.diff(cluster) == 0) & (np.diff(uploaded) <= _WITHIN_SECONDS))
        if len(order)
        else np.zeros(0, dtype=bool)
    )
    begins = np.flatnonzero(np.concatenate([[True], ~goes_on])[: len(order)])
    group = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(order))))
    place = np.arange(len(order)) - begins[group]
    owners = int(photos.owner.max(initial=-1)) + 1
    posts_series = generator.random(owners) < _PHOTOGRAPHERS
    length = generator.integers(2, LONGEST + 1, len(begins))
    length[generator.random(len(begins)) >= _SHARE] = 1
    take = np.where(posts_series[owner] & (place < length[group]), place, 0)
    first = order[begins[group]]
    scene, takes = noise.copy(), np.zeros_like(noise)
    later = take > 0
    scene[order[later]] = noise[first[later]]
    takes[order[later]] = take[later]
    turn = ((scene >> _SHAPE_AT) - (noise >> _SHAPE_AT)) % _SHAPES
    return noise + (turn << _SHAPE_AT), scene, takes
