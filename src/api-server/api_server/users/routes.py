"""/api/users/me"""

from flask import Response

from api_server.answers import as_json
from api_server.area import Area
from api_server.context import current
from api_server.sessions import close_session, logged_in_user
from api_server.users import service
from api_server.users.schemas import Export

blueprint = Area("users", __name__, url_prefix="/api/users", description="The user's own data.")


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
