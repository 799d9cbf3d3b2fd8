"""/api/accounts"""

from typing import Any

from api_server.accounts import service
from api_server.accounts.schemas import AccountDetails, Lookup
from api_server.area import Area
from api_server.context import current
from api_server.schemas import Account

blueprint = Area("accounts", __name__, url_prefix="/api/accounts", description="People at Flickr.")


@blueprint.route("/lookup", methods=["POST"])
@blueprint.arguments(Lookup)
@blueprint.response(200, Account)
def look_up(body: dict[str, Any]) -> dict[str, Any]:
    """Find the account that an address, an id or a name means."""
    context = current()
    return context.presenters.account(service.look_up(context, body["query"]))


@blueprint.route("/<source>/<external_id>")
@blueprint.response(200, AccountDetails)
def account(source: str, external_id: str) -> dict[str, Any]:
    """An account and what is known of it."""
    context = current()
    return service.details(context, service.account_of(context, source, external_id))
