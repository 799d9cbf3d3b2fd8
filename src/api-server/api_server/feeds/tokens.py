"""The token of a feed's address: random, stored as a hash to be found by and sealed to be shown again."""

import hashlib
import re
import secrets

import structlog

from api_server.context import Context
from api_server.tokens import UnreadableSecretError
from fovea.database import feeds
from fovea.database.engine import in_transaction
from fovea.database.feeds import Feed

TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

_log = structlog.get_logger(__name__)


def new() -> str:
    """A token that nobody has."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_one(text: str) -> bool:
    """Whether this can be a token at all."""
    return _TOKEN.fullmatch(text) is not None


def digest(token: str) -> str:
    """What is stored to find a token by. It is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal(context: Context, user_id: int, token: str) -> bytes:
    """The token as it is stored; it opens for this user only."""
    return context.tokens.seal(token.encode(), about=_about(user_id))


def opened(context: Context, feed: Feed) -> str | None:
    """The feed's token again, or None when the key that sealed it has gone. One that was sealed with an
    older key is sealed anew.
    """
    try:
        token = context.tokens.open(feed.token, about=_about(feed.user_id)).decode()
    except UnreadableSecretError as error:
        _log.error("feed_token_unreadable", user_id=feed.user_id, error=str(error))
        return None
    if not context.tokens.is_newest(feed.token):
        renewed = seal(context, feed.user_id, token)
        in_transaction(
            context.engine,
            lambda connection: feeds.reseal(
                connection, feed.user_id, token=renewed, token_hash=digest(token)
            ),
            idempotent=True,
        )
    return token


def _about(user_id: int) -> str:
    return f"feed of user {user_id}"
