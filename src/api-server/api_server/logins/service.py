"""Who has a name and a password: checked as slowly for names that nobody has, and never often."""

from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from api_server import passwords, sessions
from api_server.context import Context
from fovea import clock, metrics
from fovea.database import local_logins, login_failures, token_families, users
from fovea.database.engine import in_transaction, read
from fovea.database.local_logins import LocalLogin
from fovea.database.users import User
from fovea.errors import FoveaError, TooManyRequests
from fovea.login_names import normalised

LONGEST_PASSWORD = 1_000  # of what is tried; a real one is shorter

_log = structlog.get_logger(__name__)


class WrongPassword(FoveaError):
    """Nobody has this name and password; which of the two is wrong is not told."""

    status, code, title = 401, "login_failed", "The login did not succeed"


class UserDisabled(FoveaError):
    """The password is right, and its user may not come in."""

    status, code, title = 403, "user_disabled", "This user may not log in"


@dataclass(frozen=True)
class Verified:
    """A user whose password was right, as it was at a moment (milliseconds)."""

    user: User
    at: int


def verify(context: Context, *, name: str, password: str) -> Verified:
    """The user of a name and a password. Raises WrongPassword, TooManyRequests, UserDisabled."""
    asked, at = normalised(name) or name.casefold()[:LONGEST_PASSWORD], clock.now()
    locked_until = in_transaction(
        context.engine, lambda connection: login_failures.begin(connection, asked, at=at)
    )
    if locked_until is not None:
        metrics.count("logins", Outcome="locked")
        seconds = (locked_until - at) / clock.SECOND
        raise TooManyRequests(
            "There were too many wrong passwords for this name. Wait, or ask an administrator for a new one.",
            retry_after_seconds=seconds,
        )
    with read(context.engine) as connection:
        login = local_logins.of_name(connection, asked)
        user = users.get(connection, login.user_id) if login else None
    fits = len(password) <= LONGEST_PASSWORD
    right = passwords.verify(password if fits else "", login.password_hash if login else None)
    if login is None or user is None or not right:
        metrics.count("logins", Outcome="wrong_password")
        raise _wrong()
    _note_success(context, login, password, at=at)
    if user.disabled_at is not None:
        metrics.count("logins", Outcome="disabled")
        raise UserDisabled("An administrator has disabled this user. Ask them.")
    metrics.count("logins", Outcome="ok")
    _log.info("logged_in", user_id=user.id)
    return Verified(user, at)


def require_unchanged(connection: Connection, verified: Verified) -> None:
    """Raise WrongPassword when the password was changed since: asked once the login is written, or while the
    user is locked, so that no login by the old password is left behind that change.
    """
    login = local_logins.of_user(connection, verified.user.id)
    if login is None or login.password_at > verified.at:
        raise _wrong()


def set_password(context: Context, user: User, password: str, *, name: str) -> None:
    """Give a user another password: every browser and program of theirs is logged out. Raises InvalidInput
    for one that is too easy to guess.
    """
    passwords.require_fit(password, name=name)
    password_hash, at = passwords.hashed(password), clock.now()

    def write(connection: Connection) -> None:
        users.lock(connection, user.id)
        local_logins.set_password(connection, user.id, password_hash, at=at)
        token_families.revoke_all(connection, user.id, at=at, code=token_families.PASSWORD)
        login_failures.forget(connection, name)

    in_transaction(context.engine, write, idempotent=True)
    sessions.of(context).end_all(user.id)
    _log.info("password_set", user_id=user.id)


def maintain(context: Context) -> dict[str, int]:
    """Delete what logins left behind; how much of it."""
    now = clock.now()

    def write(connection: Connection) -> dict[str, int]:
        return {
            "login_failures_deleted": login_failures.purge(connection, now=now),
            "program_logins_deleted": token_families.purge(connection, now=now),
        }

    return in_transaction(context.engine, write, idempotent=True)


def _wrong() -> WrongPassword:
    return WrongPassword("Nobody has this name and password. Check both, capitals too.")


def _note_success(context: Context, login: LocalLogin, password: str, *, at: int) -> None:
    better = passwords.hashed(password) if passwords.is_old(login.password_hash) else None

    def write(connection: Connection) -> None:
        login_failures.forget(connection, login.name)
        users.seen(connection, login.user_id, at=at)
        if better is not None:
            local_logins.keep_better_hash(connection, login, better)

    in_transaction(context.engine, write, idempotent=True)
