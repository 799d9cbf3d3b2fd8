"""/api/dismissals"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.dismissals import service
from api_server.dismissals.schemas import Dismissals
from api_server.sessions import logged_in_user

blueprint = Area("dismissals", __name__, url_prefix="/api/dismissals", description="What not to show again.")


@blueprint.route("")
@blueprint.response(200, Dismissals)
def dismissed() -> dict[str, Any]:
    """What the user dismissed."""
    return service.dismissed(current(), logged_in_user())


@blueprint.route("/posts/<number:post_id>", methods=["PUT"])
@blueprint.response(204)
def dismiss_post(post_id: int) -> None:
    """Do not show a photo again."""
    service.dismiss_post(current(), logged_in_user(), post_id)


@blueprint.route("/posts/<number:post_id>", methods=["DELETE"])
@blueprint.response(204)
def restore_post(post_id: int) -> None:
    """Undo the dismissal of a photo."""
    service.restore_post(current(), logged_in_user(), post_id)


@blueprint.route("/accounts/<number:account_id>", methods=["PUT"])
@blueprint.response(204)
def dismiss_account(account_id: int) -> None:
    """Do not show a person again."""
    service.dismiss_account(current(), logged_in_user(), account_id)


@blueprint.route("/accounts/<number:account_id>", methods=["DELETE"])
@blueprint.response(204)
def restore_account(account_id: int) -> None:
    """Undo the dismissal of a person."""
    service.restore_account(current(), logged_in_user(), account_id)
