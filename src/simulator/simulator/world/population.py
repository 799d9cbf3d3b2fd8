"""Who lives in the world: how active they are, what they like, what they photograph and how well."""

from dataclasses import dataclass

import numpy as np

from simulator.world.clusters import CLUSTER_COUNT, CLUSTERS
from simulator.world.demo import DEMO_ACCOUNTS
from simulator.world.model import ACTIVE, DELETED, PRIVATE, WORLD_BEGIN, WORLD_END, FloatArray, IntArray

STYLE_DIMENSIONS = 8


@dataclass(frozen=True)
class Population:
    """Accounts as the generator needs them. Counts are wishes, which the rounds come close to."""

    state: IntArray
    joined: IntArray
    favorites: IntArray
    uploads: IntArray
    taste: FloatArray
    shoots: FloatArray
    style_liked: FloatArray
    style_made: FloatArray
    skill: FloatArray

    @property
    def size(self) -> int:
        """How many accounts."""
        return len(self.state)


def _tastes(generator: np.random.Generator, users: int) -> tuple[FloatArray, FloatArray]:
    """Shares of clusters in what each account faves, and in what it photographs.

    1 + Poisson(1.5) clusters each; a photographed cluster is one of the liked ones with probability 0.6.
    """
    prominence = (np.arange(CLUSTER_COUNT) + 8.0) ** -0.6
    generator.shuffle(prominence)
    prominence /= prominence.sum()

    def choose(like: FloatArray | None) -> FloatArray:
        most = 9
        number = np.minimum(1 + generator.poisson(1.5, users), most)
        chosen = generator.choice(CLUSTER_COUNT, size=(users, most), p=prominence)
        if like is not None:
            cumulative = np.cumsum(like, axis=1)
            liked = np.argmax(generator.random((users, most, 1)) * 0.999999 < cumulative[:, None, :], axis=2)
            chosen = np.where(generator.random((users, most)) < 0.6, liked, chosen)
        weight = generator.gamma(1.2, size=(users, most)) * (np.arange(most)[None, :] < number[:, None])
        shares = np.zeros((users, CLUSTER_COUNT))
        np.add.at(shares, (np.arange(users)[:, None], chosen), weight)
        result: FloatArray = shares / shares.sum(axis=1, keepdims=True)
        return result

    likes = choose(None)
    return likes, choose(likes)


def populate(generator: np.random.Generator, users: int) -> Population:
    """Draw the accounts; the demo's people are the first of them."""
    activity = generator.multivariate_normal([0.0, 0.0], [[1.0, 0.5], [0.5, 1.0]], size=users)
    favorites = np.round(16.0 * np.exp(1.38 * activity[:, 0])).astype(np.int64)
    uploads = np.maximum(1, np.round(8.2 * np.exp(1.6 * activity[:, 1]))).astype(np.int64)
    uploads[generator.random(users) < 0.25] = 0
    uploads = np.minimum(uploads, 1500)
    favorites[generator.random(users) < 0.02] = 0
    state = generator.choice([ACTIVE, DELETED, PRIVATE], size=users, p=[0.97, 0.015, 0.015]).astype(np.int64)
    taste, shoots = _tastes(generator, users)
    style_liked = generator.standard_normal((users, STYLE_DIMENSIONS))
    style_made = 0.6 * style_liked + 0.8 * generator.standard_normal((users, STYLE_DIMENSIONS))
    age = generator.beta(1.1, 1.3, users)
    joined = (WORLD_END - 40 * 86_400 - age * (WORLD_END - WORLD_BEGIN - 60 * 86_400)).astype(np.int64)

    scenes = {cluster.scene: number for number, cluster in enumerate(CLUSTERS)}
    for account, person in enumerate(DEMO_ACCOUNTS):
        state[account] = person.state
        joined[account] = WORLD_BEGIN + 86_400 * (200 + 37 * account)
        if person.favorites is not None:
            favorites[account] = person.favorites
        if person.uploads is not None:
            uploads[account] = person.uploads
        taste[account] = 0.0
        taste[account, [scenes[scene] for scene in person.tastes]] = np.linspace(1.0, 0.6, len(person.tastes))
        taste[account] /= taste[account].sum()
        shoots[account] = taste[account]

    expected_photos = int(uploads.sum())
    favorites = np.minimum(favorites, max(3, int(expected_photos * 0.35)))
    return Population(
        state=state,
        joined=joined,
        favorites=favorites,
        uploads=uploads,
        taste=taste,
        shoots=shoots,
        style_liked=style_liked,
        style_made=style_made,
        skill=generator.standard_normal(users),
    )
