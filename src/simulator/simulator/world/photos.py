"""What was photographed: each photo has a cluster, the owner's style with some noise, and a quality."""

from dataclasses import dataclass

import numpy as np

from simulator.world.model import WORLD_END, FloatArray, IntArray
from simulator.world.population import STYLE_DIMENSIONS, Population


@dataclass(frozen=True)
class Uploads:
    """All photos in the order of upload."""

    owner: IntArray
    cluster: IntArray
    uploaded: IntArray
    style: FloatArray
    quality: FloatArray

    @property
    def size(self) -> int:
        """How many photos."""
        return len(self.owner)


def upload(generator: np.random.Generator, people: Population) -> Uploads:
    """Draw everybody's photos, spread over their time since joining, in bursts of a few a day."""
    owner = np.repeat(np.arange(people.size), people.uploads)
    count = len(owner)
    cumulative = np.cumsum(people.shoots, axis=1)
    cluster = np.argmax(generator.random((count, 1)) * 0.999999 < cumulative[owner], axis=1).astype(np.int64)
    span = (WORLD_END - 3 * 86_400 - people.joined)[owner]
    moment = generator.random(count)
    # Bursts: two uploads in three are on the day of another one by the same person.
    earlier = np.arange(count) - 1
    same = (generator.random(count) < 0.66) & (owner == owner[earlier]) & (earlier >= 0)
    start = np.maximum.accumulate(np.where(same, 0, np.arange(count)))
    moment = moment[start]
    uploaded = (
        people.joined[owner] + (moment * span).astype(np.int64) + generator.integers(0, 14 * 3_600, count)
    )
    style = people.style_made[owner] + 0.7 * generator.standard_normal((count, STYLE_DIMENSIONS))
    quality = 0.7 * people.skill[owner] + 0.7 * generator.standard_normal(count)
    order = np.argsort(uploaded, kind="stable")
    return Uploads(owner[order], cluster[order], uploaded[order], style[order], quality[order])
