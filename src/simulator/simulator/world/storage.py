"""Generated worlds kept in a folder, so that a start takes a moment instead of some seconds."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import structlog

from simulator.world.generator import VERSION, generate
from simulator.world.model import Group, World

logger = structlog.get_logger()

_TEXTS = ("account_nsid", "account_name", "account_alias", "account_real_name")
_ARRAYS = tuple(item.name for item in fields(World) if item.name not in (*_TEXTS, "seed", "groups"))


def world_name(*, seed: int, users: int) -> str:
    """What files of this world begin with."""
    return f"world-v{VERSION}-seed{seed}-users{users}"


def save(world: World, path: Path) -> None:
    """Write a world; a half-written file is never seen under its name."""
    texts = {name: getattr(world, name) for name in _TEXTS}
    groups = [
        [group.nsid, group.alias, group.name, group.description, group.members] for group in world.groups
    ]
    arrays = {name: getattr(world, name) for name in _ARRAYS}
    for number, group in enumerate(world.groups):
        arrays[f"group_{number}_photos"], arrays[f"group_{number}_added"] = group.photos, group.added
    words = json.dumps({"seed": world.seed, "texts": texts, "groups": groups}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    with partial.open("wb") as file:
        np.savez(file, words=np.frombuffer(words, dtype=np.uint8), **arrays)
    partial.replace(path)


def load(path: Path) -> World:
    """Read a world that `save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        words = json.loads(stored["words"].tobytes())
        groups = [
            Group(
                nsid,
                alias,
                name,
                description,
                members,
                stored[f"group_{number}_photos"],
                stored[f"group_{number}_added"],
            )
            for number, (nsid, alias, name, description, members) in enumerate(words["groups"])
        ]
        fields_of_world: dict[str, Any] = {name: stored[name] for name in _ARRAYS}
    fields_of_world |= {name: tuple(row) for name, row in words["texts"].items()}
    return World(seed=words["seed"], groups=tuple(groups), **fields_of_world)


def load_or_generate(*, seed: int, users: int, folder: Path | None) -> World:
    """The world, from the folder where it is there, else generated and kept there. No folder: nothing is
    kept.
    """
    if folder is None:
        return generate(seed=seed, users=users)
    path = folder / f"{world_name(seed=seed, users=users)}.npz"
    try:
        return load(path)
    except FileNotFoundError:
        logger.info("world_generating", seed=seed, users=users)
    except (ValueError, KeyError, OSError, BadZipFile):
        logger.warning("world_file_unreadable", path=str(path), exc_info=True)
    world = generate(seed=seed, users=users)
    save(world, path)
    return world
