"""How many lists hold each photo: kept up to date, and checked now and then."""

import redis
import structlog

from api_server.context import Context
from fovea import metrics
from fovea.database import favorite_folding
from fovea.internal_api import Folded

FOLD_SECONDS = 1.0  # the scheduler waits meanwhile, and calls again when more is left
CHECK_SECONDS = 86_400
_CHECKED = "favorite-counts-checked"

log = structlog.get_logger(__name__)


def fold(context: Context) -> Folded:
    """Bring the counts up to date if many changes are left, for about a second."""
    left, size = favorite_folding.pending(context.engine)
    metrics.gauge("favorite_changes_pending", left)
    if not favorite_folding.is_much(left, size):
        return Folded(folded=0, due=False)
    folded = favorite_folding.fold(context.engine, seconds=FOLD_SECONDS)
    return Folded(folded=folded, due=bool(folded) and favorite_folding.is_due(context.engine))


def maintain(context: Context) -> dict[str, int]:
    """Bring the counts up to date; once a day, check them against the lists and set them right."""
    folded = favorite_folding.fold(context.engine)
    wrong = favorite_folding.repair(context.engine) if _is_to_be_checked(context) else 0
    if wrong:
        log.warning("favorite_counts_repaired", posts=wrong)
    return {"changes": folded, "counts_repaired": wrong}


def _is_to_be_checked(context: Context) -> bool:
    """Whether no process has begun to check within a day. Without the cache nobody knows: then not now."""
    try:
        return bool(context.cache.set(_CHECKED, b"1", nx=True, ex=CHECK_SECONDS))
    except redis.RedisError:
        metrics.count("cache_errors")
        return False
