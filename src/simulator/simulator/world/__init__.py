"""The simulated world: accounts, photos, favourites, contacts and groups that are shaped like Flickr's.

    from simulator.world import generate
    world = generate(seed=1, users=3_000)

gives numpy arrays (see `World`); the same arguments give the same world on any machine.
"""

from simulator.world.demo import DEMO_ACCOUNTS, DemoAccount
from simulator.world.generator import FEWEST_ACCOUNTS, generate
from simulator.world.groups import ONBOARDING_GROUP_IDS
from simulator.world.model import ACTIVE, DELETED, PRIVATE, WORLD_BEGIN, WORLD_END, Group, World
from simulator.world.storage import load_or_generate, world_name

__all__ = [
    "ACTIVE",
    "DELETED",
    "DEMO_ACCOUNTS",
    "FEWEST_ACCOUNTS",
    "ONBOARDING_GROUP_IDS",
    "PRIVATE",
    "WORLD_BEGIN",
    "WORLD_END",
    "DemoAccount",
    "Group",
    "World",
    "generate",
    "load_or_generate",
    "world_name",
]
