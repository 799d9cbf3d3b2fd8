"""Which photos carry one of some tags."""

from collections.abc import Set as AbstractSet

import numpy as np
from sqlalchemy import Connection

from api_server.recommendations.taste import Flags, Numbers
from fovea.database import post_facts


def tagged(connection: Connection, numbers: Numbers, tags: AbstractSet[str]) -> Flags:
    """Which of these posts carry one of the tags, in the form in which sources write them:
    (len(numbers),).
    """
    found: list[int] = []
    if tags:
        told = post_facts.tags_of(connection, numbers)
        found = [number for number, text in told if not tags.isdisjoint(text.casefold().split())]
    return np.isin(numbers, np.array(found, dtype=np.uint32))
