"""/api/users"""

from typing import Any

from flask import Response

from api_server.answers import as_json
from api_server.area import Area
from api_server.context import current
from api_server.logins import service as logins
from api_server.paging import PageQuery
from api_server.sessions import close_session, logged_in_user, open_session, viewer
from api_server.users import managing, service
from api_server.users.schemas import Export, ManagedUser, NewUser, PasswordChange, UserChange, Users

blueprint = Area("users", __name__, url_prefix="/api/users", description="Users, and the user's own data.")


@blueprint.route("")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, Users)
def listed(query: dict[str, Any]) -> dict[str, Any]:
    """All users."""
    return managing.page(current(), **query)


@blueprint.route("", methods=["POST"])
@blueprint.arguments(NewUser)
@blueprint.response(201, ManagedUser)
def add(body: dict[str, Any]) -> dict[str, Any]:
    """Add a user who logs in with a name and a password."""
    return managing.add(current(), **body)


@blueprint.route("/<number:user_id>")
@blueprint.response(200, ManagedUser)
def one(user_id: int) -> dict[str, Any]:
    """A user."""
    return managing.one(current(), user_id)


@blueprint.route("/<number:user_id>", methods=["PATCH"])
@blueprint.arguments(UserChange)
@blueprint.response(200, ManagedUser)
def change(body: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Give a user another role or password, keep them out, or let them in again."""
    return managing.change(current(), user_id, body, by=viewer())


@blueprint.route("/me/password", methods=["PUT"])
@blueprint.arguments(PasswordChange)
@blueprint.response(204)
def change_password(body: dict[str, Any]) -> Response:
    """Give the user another password: all their other browsers and programs are logged out."""
    context, user = current(), logged_in_user()
    name = managing.name_of(context, user)
    logins.verify(context, name=name, password=body["password"])
    logins.set_password(context, user, body["new_password"], name=name)
    response = Response(status=204)
    open_session(response, user)
    return response


@blueprint.route("/me/export")
@blueprint.response(200, Export)
def export() -> Response:
    """Everything that is stored about the user."""
    response = as_json(service.export(current(), logged_in_user()))
    response.headers["Content-Disposition"] = 'attachment; filename="fovea-export.json"'
    return response


@blueprint.route("/me", methods=["DELETE"])
@blueprint.response(204)
def delete() -> Response:
    """Delete the user and all that is stored about them, and log out every browser of theirs."""
    service.delete(current(), logged_in_user())
    response = Response(status=204)
    close_session(response)
    return response
