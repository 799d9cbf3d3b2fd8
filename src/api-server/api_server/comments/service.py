"""Comments go to the source with the user's own token; nothing of them is kept here."""

from typing import Any

from api_server.context import Context
from api_server.flickr_tokens import client_of, revoked
from fovea.database import posts
from fovea.database.engine import read
from fovea.database.users import User
from fovea.errors import NotFound, NotLoggedIn


def comment(context: Context, user: User, post_id: int, text: str) -> dict[str, Any]:
    """Say something under a post. Raises NotFound, TokenRevoked, or the source's refusal; it is never sent
    twice.
    """
    with read(context.engine) as connection:
        post = posts.get_many(connection, [post_id]).get(post_id)
    if post is None:
        raise NotFound("There is no such photo here.")
    try:
        made = client_of(context, user).add_comment(post.external_id, text)
    except NotLoggedIn as error:
        raise revoked(context, user, error) from error
    return {"comment": {"external_id": made.external_id, "url": made.url, "text": made.text}}
