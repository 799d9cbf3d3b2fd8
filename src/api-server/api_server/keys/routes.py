"""/api/keys"""

from typing import Any

from api_server import roles
from api_server.area import Area
from api_server.context import current
from api_server.keys import service
from api_server.keys.schemas import Key, KeyName, Keys, KeysQuery, MadeKey, NewKey
from api_server.permissions import NotAllowed, is_administrator
from api_server.sessions import logged_in_user
from fovea.database.users import User

blueprint = Area("keys", __name__, url_prefix="/api/keys", description="Keys for programs.")


@blueprint.route("")
@blueprint.arguments(KeysQuery, location="query")
@blueprint.response(200, Keys)
def listed(query: dict[str, Any]) -> dict[str, Any]:
    """The user's keys, revoked ones among them; for administrators everybody's, if they ask for them."""
    user = logged_in_user()
    if query["everybody"] and not is_administrator():
        raise NotAllowed("Only administrators see the keys of others.", code="not_an_administrator")
    keys = service.everybodys(current()) if query["everybody"] else service.own(current(), user)
    return {"keys": keys, "scopes": list(roles.SCOPES[roles.of(user.id)])}


@blueprint.route("", methods=["POST"])
@blueprint.arguments(NewKey)
@blueprint.response(201, MadeKey)
def make(body: dict[str, Any]) -> dict[str, Any]:
    """Make a key. The answer tells it, this once."""
    user = logged_in_user()
    if not all(roles.includes(user.id, scope) for scope in body["scopes"]):
        raise NotAllowed("No key may do more than who makes it.", code="not_an_administrator")
    return service.make(current(), user, **body)


@blueprint.route("/<number:key_id>", methods=["PATCH"])
@blueprint.arguments(KeyName)
@blueprint.response(200, Key)
def rename(body: dict[str, Any], key_id: int) -> dict[str, Any]:
    """Give a key another name."""
    return service.rename(current(), key_id, body["name"], of=_whose())


@blueprint.route("/<number:key_id>", methods=["DELETE"])
@blueprint.response(204)
def revoke(key_id: int) -> None:
    """Revoke a key: it opens nothing any more, at once and for good."""
    service.revoke(current(), key_id, of=_whose())


def _whose() -> User | None:
    """Whose keys whoever asks may change: None for anybody's."""
    user = logged_in_user()
    return None if is_administrator() else user
