"""What can become of a link that was tried."""

import random
from dataclasses import dataclass

from fovea import clock
from fovea.database.images import NewImage
from fovea.database.link_dispatch import Ended
from fovea.database.links import FAILED, WAITING, Link

# Until the second, third, ... try.
_WAITS = (clock.MINUTE, clock.HOUR, 4 * clock.HOUR, 16 * clock.HOUR)
_LONGEST_WAIT = clock.DAY


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A picture was found, whose files are in the storage. `new` is None when its bytes were known before."""

    link: Link
    sha256: bytes
    new: NewImage | None = None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """There is no picture to be had here, now and later."""

    link: Link
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PutOff:
    """Not now. `retry_at`: no sooner than this. Not `counted`: nothing was tried."""

    link: Link
    code: str
    reason: str
    retry_at: int = 0
    counted: bool = True


Outcome = Taken | Refused | PutOff


def ended(outcome: Refused | PutOff, *, most_attempts: int, now: int) -> Ended:
    """How a try without a picture ends: for good, or with a time for the next one."""
    link, code, reason = outcome.link, outcome.code, outcome.reason
    if isinstance(outcome, Refused) or (outcome.counted and link.attempts >= most_attempts):
        return Ended(link.id, FAILED, code=code, reason=reason)
    if not outcome.counted:
        again = max(outcome.retry_at, now + clock.SECOND)
        return Ended(link.id, WAITING, code=code, reason=reason, next_at=again, counts=False)
    again = max(now + pause(link.attempts), min(outcome.retry_at, now + _LONGEST_WAIT))
    return Ended(link.id, WAITING, code=code, reason=reason, next_at=again)


def pause(attempts: int) -> int:
    """Milliseconds until the next try after so many: a minute, an hour, four times as long each time, and up
    to a quarter more at random, so that those that failed together do not come back together.
    """
    wait = _WAITS[attempts - 1] if attempts <= len(_WAITS) else _LONGEST_WAIT
    return int(min(wait, _LONGEST_WAIT) * random.uniform(1.0, 1.25))
