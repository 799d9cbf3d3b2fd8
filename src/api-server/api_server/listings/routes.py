"""/api/subscriptions and /api/scrapes"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.listings import checks, history, service
from api_server.listings.schemas import (
    REMOVE,
    Check,
    CheckBegun,
    HistoryQuery,
    ListingRuns,
    NewCheck,
    NewListingRun,
    NewScrape,
    NewSubscription,
    Subscription,
    SubscriptionChange,
    Subscriptions,
    SubscriptionsQuery,
    Unsubscribed,
    UnsubscribeQuery,
)
from api_server.schemas import Run
from api_server.sessions import viewer

blueprint = Area(
    "subscriptions",
    __name__,
    url_prefix="/api",
    description="What sites list, kept up to date: communities, searches by tags, accounts, feeds.",
)


@blueprint.route("/subscriptions/checks", methods=["POST"])
@blueprint.arguments(NewCheck)
@blueprint.response(202, CheckBegun)
def check(body: dict[str, Any]) -> dict[str, Any]:
    """Have a pasted address or a name looked at: its site is asked whether there is such a thing, and what it
    is called exactly.
    """
    return checks.start(current(), body["text"])


@blueprint.route("/subscriptions/checks/<int:run_id>")
@blueprint.response(200, Check)
def checked(run_id: int) -> dict[str, Any]:
    """What became of a check. Ask about once a second while its run is running."""
    return checks.outcome(current(), run_id)


@blueprint.route("/subscriptions")
@blueprint.arguments(SubscriptionsQuery, location="query")
@blueprint.response(200, Subscriptions)
def page(query: dict[str, Any]) -> dict[str, Any]:
    """Subscriptions, the newest first."""
    return service.page(current(), query)


@blueprint.route("/subscriptions", methods=["POST"])
@blueprint.arguments(NewSubscription)
@blueprint.response(201, Subscription)
@blueprint.alt_response(200, schema=Subscription, description="The subscription that there was already.")
def subscribe(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Subscribe to what a check found. The first run begins at once. Where there is a subscription already,
    that is the answer; if older posts are wanted than it has, it reads them, too.
    """
    shape, begun = service.subscribe(current(), user=viewer(), **body)
    return shape, 201 if begun else 200


@blueprint.route("/subscriptions/<number:subscription_id>")
@blueprint.response(200, Subscription)
def one(subscription_id: int) -> dict[str, Any]:
    """One subscription."""
    return service.one(current(), subscription_id)


@blueprint.route("/subscriptions/<number:subscription_id>", methods=["PATCH"])
@blueprint.arguments(SubscriptionChange)
@blueprint.response(200, Subscription)
def change(body: dict[str, Any], subscription_id: int) -> dict[str, Any]:
    """Pause or resume a subscription, or change how often it looks for new posts."""
    return service.change(current(), subscription_id, body)


@blueprint.route("/subscriptions/<number:subscription_id>", methods=["DELETE"])
@blueprint.arguments(UnsubscribeQuery, location="query")
@blueprint.response(202, Unsubscribed)
def unsubscribe(query: dict[str, Any], subscription_id: int) -> dict[str, Any]:
    """End a subscription. What it brought stays, unless it is to be removed, too."""
    return service.unsubscribe(current(), subscription_id, remove_posts=query["posts"] == REMOVE)


@blueprint.route("/subscriptions/<number:subscription_id>/runs")
@blueprint.arguments(HistoryQuery, location="query")
@blueprint.response(200, ListingRuns)
def runs(query: dict[str, Any], subscription_id: int) -> dict[str, Any]:
    """The runs of a subscription, the newest first: what each read, how much of that was new, and why it
    failed if it did.
    """
    return history.page(current(), subscription_id, **query)


@blueprint.route("/subscriptions/<number:subscription_id>/runs", methods=["POST"])
@blueprint.arguments(NewListingRun)
@blueprint.response(202, Run)
def run_now(body: dict[str, Any], subscription_id: int) -> dict[str, Any]:
    """Look for new posts now, or read all since a moment. A run that is under way is joined; what it does not
    do is done by the next.
    """
    return service.run_now(current(), subscription_id, since=body["since"])


@blueprint.route("/scrapes", methods=["POST"])
@blueprint.arguments(NewScrape)
@blueprint.response(202, Run)
def scrape(body: dict[str, Any]) -> dict[str, Any]:
    """Read what a check found once, the newest posts first, without subscribing to it."""
    return service.scrape(current(), **body)
