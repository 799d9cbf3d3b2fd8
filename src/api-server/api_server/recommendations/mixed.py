"""A mixed list from groups, for somebody of whom too little is known: it is nobody's recommendation, and says
so.
"""

from itertools import chain, zip_longest
from typing import Any

import numpy as np
import structlog

from api_server.context import Context
from api_server.groups.pool import Pool
from api_server.posts import shapes
from api_server.recommendations.service import kept_back
from fovea.database.engine import read
from fovea.database.users import User
from fovea.errors import FoveaError

_log = structlog.get_logger(__name__)


def from_groups(context: Context, account_id: int, *, viewer: User | None, most: int) -> list[dict[str, Any]]:
    """Up to `most` photos of the configured groups, one of each group in turn, without those that the account
    faved, dismissed or muted. Groups that cannot be read are left out; without any, so is the list.
    """
    pool = Pool(context)
    taken: dict[int, dict[str, Any]] = {}
    columns: list[list[int]] = []
    for external_id in context.settings.groups if most else ():
        try:
            group, page = pool.group(external_id), pool.page(external_id, 1)
        except FoveaError as error:
            _log.warning("group_left_out", group=external_id, code=error.code)
            continue
        shape = {"external_id": group.external_id, "name": group.name, "url": group.url}
        columns.append(page.post_ids)
        for number in columns[-1]:
            taken.setdefault(number, shape)
    in_turn = dict.fromkeys(
        number for number in chain.from_iterable(zip_longest(*columns)) if number is not None
    )
    with read(context.engine) as connection:
        numbers = np.array(list(in_turn), dtype=np.uint32)
        wanted = numbers[~kept_back(connection, account_id, numbers)][:most].tolist()
        photos = shapes(context, connection, wanted, viewer=viewer)
    return [{"post": post, "group": taken[post["id"]]} for post in photos]
