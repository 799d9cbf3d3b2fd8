"""Which photos carry one of some tags."""

from collections.abc import Set as AbstractSet

import numpy as np
from sqlalchemy import Connection, select

from api_server.recommendations.taste import Flags, Numbers
from fovea.database.tables import posts
from fovea.database.upsert import in_parts


def tagged(connection: Connection, numbers: Numbers, tags: AbstractSet[str]) -> Flags:
    """Which of these posts carry one of the tags, in the form in which sources write them:
    (len(numbers),).
    """
    found: list[int] = []
    if tags:
        statement = select(posts.c.id, posts.c.tags)
        for part in in_parts(numbers.tolist()):
            for number, its_tags in connection.execute(statement.where(posts.c.id.in_(part))):
                if its_tags and not tags.isdisjoint(its_tags.casefold().split()):
                    found.append(number)
    return np.isin(numbers, np.array(found, dtype=np.uint32))
