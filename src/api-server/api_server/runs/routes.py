"""/api/runs, and starting one for an account"""

from typing import Any

from sqlalchemy import Connection, Row

from api_server import ownership
from api_server.accounts import service as accounts
from api_server.area import Area
from api_server.context import current
from api_server.permissions import only_the_owner
from api_server.runs import service as runs
from api_server.runs.schemas import StartRun
from api_server.schemas import Run
from fovea.database import crawls, listing_runs, listing_subscriptions
from fovea.database import runs as stored
from fovea.database.engine import read
from fovea.errors import NotFound

blueprint = Area("runs", __name__, url_prefix="/api", description="Background work that can be watched.")


@blueprint.route("/accounts/<source>/<external_id>/runs", methods=["POST"])
@blueprint.arguments(StartRun)
@blueprint.response(202, Run)
@blueprint.alt_response(200, schema=Run, description="The last run, which is fresh enough.")
def start(body: dict[str, Any], source: str, external_id: str) -> tuple[dict[str, Any], int]:
    """Read an account's favourites, contacts and photographers anew, or join the run that is doing so."""
    context = current()
    account = accounts.account_of(context, source, external_id)
    if body["force"]:
        only_the_owner(account.id, "Only the account's owner may have it read again so soon.")
    started = runs.of(context).start_refresh(account.id, force=body["force"])
    with read(context.engine) as connection:
        return runs.shape(
            context, connection, started.run
        ), 202 if started.run.state == stored.RUNNING else 200


@blueprint.route("/runs/<int:run_id>")
@blueprint.response(200, Run)
def run(run_id: int) -> dict[str, Any]:
    """How a run is going. Ask about once a second while it is running."""
    context = current()
    with read(context.engine) as connection:
        row = stored.get(connection, run_id)
        if row is None or _is_hidden(connection, row):
            raise NotFound("There is no such run (any more).")
        return runs.shape(context, connection, row)


def _is_hidden(connection: Connection, row: Row[Any]) -> bool:
    """Whether a run is of somebody else's crawl and of nothing besides: everybody sees subscriptions, so one
    that reads for these is no secret.
    """
    crawl = crawls.of_run(connection, row.id)
    if crawl is None and row.kind != stored.CRAWL:
        return False
    if ownership.sees(None if crawl is None else crawl.owner_id):
        return False
    plan = listing_runs.plans(connection, [row.id]).get(row.id)
    if plan is None:
        return True
    subscription = listing_subscriptions.of_listing(connection, plan.listing_id)
    return subscription is None or subscription.purpose != listing_subscriptions.PERSON
