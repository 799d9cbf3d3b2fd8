"""The users' Flickr tokens: sealed in the database, opened only to make a call for their user."""

import msgspec
import structlog

from api_server.context import Context
from api_server.tokens import TokenBox, UnreadableSecretError
from fovea.database import users
from fovea.database.engine import in_transaction, read
from fovea.database.users import User
from fovea.errors import NotLoggedIn
from fovea.flickr.client import FlickrClient
from fovea.flickr.oauth import Token

_log = structlog.get_logger()


class TokenRevoked(NotLoggedIn):
    """Flickr no longer takes the user's token, or we have none: only a new login helps."""

    code, title = "token_revoked", "Flickr asks for a new login"


def seal_token(box: TokenBox, user: User, token: Token) -> bytes:
    """The token as the database keeps it; it opens for this user only."""
    return box.seal(msgspec.json.encode(token), about=_about(user))


def client_of(context: Context, user: User) -> FlickrClient:
    """A client that acts for a user. Raises TokenRevoked."""
    with read(context.engine) as connection:
        sealed = users.token(connection, user.id)
    if sealed is None:
        raise _revoked()
    try:
        token = msgspec.json.decode(context.tokens.open(sealed, about=_about(user)), type=Token)
    except (UnreadableSecretError, msgspec.DecodeError) as error:
        _log.error("token_unreadable", user_id=user.id, error=str(error))
        raise _revoked() from error
    if not context.tokens.is_newest(sealed):
        renewed = seal_token(context.tokens, user, token)
        in_transaction(context.engine, lambda connection: users.keep_token(connection, user.id, renewed))
    return context.flickr(token)


def revoked(context: Context, user: User, error: NotLoggedIn) -> TokenRevoked:
    """Forget a token that Flickr refused, and the error that tells the person so."""
    in_transaction(context.engine, lambda connection: users.keep_token(connection, user.id, None))
    _log.info("token_revoked", user_id=user.id, source_code=error.extra.get("source_code"))
    return _revoked()


def _revoked() -> TokenRevoked:
    return TokenRevoked("Flickr no longer accepts your login here. Log in with Flickr again.")


def _about(user: User) -> str:
    return f"token of user {user.id}"
