"""Bodies that are lists: all of a list is done, or nothing of it."""

from collections.abc import Sized

from fovea.errors import InvalidInput


def at_most(most: int, body: Sized) -> None:
    """Raise InvalidInput for a list that is longer than this."""
    if len(body) > most:
        raise InvalidInput(f"Send at most {most:,} elements at once, not {len(body):,}.")
