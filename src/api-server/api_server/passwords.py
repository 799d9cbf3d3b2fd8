"""Passwords: checked by a hash that is dear to compute, whether anybody has the name or not.

Argon2id (RFC 9106) with 19 MiB, two passes, one lane: one of OWASP's list of equals, about 30 ms. A hash
tells its own parameters, so that others can be chosen later: whoever logs in then gets a hash of today.
"""

import functools
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from fovea.errors import InvalidInput

SHORTEST, LONGEST = 10, 256
LEAST_DIFFERENT = 5  # characters

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(4)  # each needs its memory: not all threads at once


def hashed(password: str) -> str:
    """What is stored of a password."""
    with _places:
        return _hasher.hash(_normalised(password))


def verify(password: str, stored: str | None) -> bool:
    """Whether this is the password of a stored hash. Without one (nobody has the name) it takes as long, and
    never is.
    """
    against = _decoy() if stored is None else stored
    with _places:
        try:
            _hasher.verify(against, _normalised(password))
        except (Argon2Error, InvalidHashError):
            return False
    return stored is not None


def is_old(stored: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(stored)


def require_fit(password: str, *, name: str) -> None:
    """Raise InvalidInput for a password that is too easy to guess."""
    text = _normalised(password)
    if not SHORTEST <= len(text) <= LONGEST:
        why = f"A password has {SHORTEST} to {LONGEST} characters."
    elif len(set(text)) < LEAST_DIFFERENT:
        why = f"A password has at least {LEAST_DIFFERENT} different characters."
    elif name in text.casefold() and len(text) - len(name) < SHORTEST - 2:
        why = "The name is no password, nor is it with something added."
    else:
        return
    raise InvalidInput(why, errors={"password": [why]})


@functools.cache
def _decoy() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def _normalised(password: str) -> str:
    """One form of what keyboards write differently (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


_decoy()  # now, so that the first name that nobody has does not take twice as long
