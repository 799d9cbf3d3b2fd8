"""Putting members of ours in the place of a class's own."""

from typing import Any


def replace(owner: type, **members: Any) -> None:
    """Methods or properties by their names."""
    for name, member in members.items():
        setattr(owner, name, member)
