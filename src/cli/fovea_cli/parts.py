"""The parts that a running system is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Part:
    """One long-lived process."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)  # has secrets
    health_address: str
    """Answers over HTTP when the part is ready, with 200; or tcp://host:port, that takes connections then."""
    description: str = ""
    stop_seconds: float = 20.0
    """How long it may finish what it has begun before it is killed."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What `fovea up` starts, in this order: what the services need, the database, the services."""

    url: str
    foundations: tuple[Part, ...]
    migration: Part
    services: tuple[Part, ...]
    notes: tuple[str, ...]
    """What a person should know of this system: what is simulated, where data is."""
    environment: Mapping[str, str] = field(repr=False)
    """The settings by which other commands reach the queues and the cache."""
    folder: Path
    database: str = ""
    """The database's address, without its password."""
