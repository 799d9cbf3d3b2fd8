"""/internal: for the response readers and the scheduler. Whether the caller may is checked before any of
these.

Not part of the public API's document. Bodies are those of `fovea.internal_api`.
"""

from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, request

from api_server.artists import advancing, upkeep
from api_server.context import current
from api_server.crawls import advancing as crawling
from api_server.crawls import upkeep as crawl_upkeep
from api_server.favorites import service as favorites
from api_server.internal import artist_accounts, counts, listings, work
from api_server.keys import service as keys
from api_server.keys.schemas import LONGEST_NAME, MOST_DAYS
from api_server.library_links import resolving, sweeping
from api_server.logins import service as logins
from api_server.runs import service as runs
from api_server.steering import service as steering
from api_server.users import managing
from fovea.database.api_keys import SCOPES
from fovea.database.user_roles import ROLES
from fovea.errors import InvalidInput, MalformedBody
from fovea.internal_api import (
    Accepted,
    Advanced,
    ChangedUser,
    IngesterResponses,
    Limited,
    MadeKey,
    NamedAccounts,
    PullerResponses,
    StartedDue,
    SweptItems,
    WantedKey,
    WantedUser,
)

MOST_RESPONSES = 10_000
MOST_STARTED = 1_000
MOST_SWEPT = 1_000
MOST_REMOVED = 1_000
MOST_ACCOUNTS = 1_000
MOST_USERS = 100

Body = TypeVar("Body", bound=msgspec.Struct)

blueprint = Blueprint("internal", __name__, url_prefix="/internal")


@blueprint.post("/puller-responses")
def puller_responses() -> Response:
    """Take what pullers answered."""
    responses = _body(PullerResponses).responses
    _limit("responses", len(responses), most=MOST_RESPONSES)
    resolving.record(current(), responses)
    accepted = runs.of(current()).record_puller_responses(responses)
    run_ids = {response.run_id for response in responses}
    advancing.after_reports(current(), run_ids)
    crawling.after_reports(current(), run_ids)
    return _answer(Accepted(accepted))


@blueprint.post("/ingester-responses")
def ingester_responses() -> Response:
    """Take the word that batches are in the database."""
    receipts = _body(IngesterResponses).receipts
    _limit("receipts", len(receipts), most=MOST_RESPONSES)
    accepted = runs.of(current()).record_receipts(receipts)
    run_ids = {receipt.run_id for receipt in receipts}
    advancing.after_reports(current(), run_ids)
    crawling.after_reports(current(), run_ids)
    return _answer(Accepted(accepted))


@blueprint.post("/artist-searches/advance")
def advance_artist_searches() -> Response:
    """Let artist searches go on that are due."""
    limit = _body(Limited).limit
    _limit("limit", limit, least=1, most=MOST_SWEPT)
    advanced, following = advancing.advance_due(current(), limit=limit)
    return _answer(Advanced(advanced, following))


@blueprint.post("/crawls/advance")
def advance_crawls() -> Response:
    """Let crawls go on that are due."""
    limit = _body(Limited).limit
    _limit("limit", limit, least=1, most=MOST_SWEPT)
    advanced, following = crawling.advance_due(current(), limit=limit)
    return _answer(Advanced(advanced, following))


@blueprint.post("/subscriptions/start-due")
def start_due() -> Response:
    """Start refreshes, and runs of listings, that are due."""
    limit = _body(Limited).limit
    _limit("limit", limit, least=1, most=MOST_STARTED)
    return _answer(StartedDue(runs.of(current()).start_due(limit=limit)))


@blueprint.post("/items/sweep")
def sweep() -> Response:
    """Take up items that are due. Whoever asks puts their jobs on the queues."""
    limit = _body(Limited).limit
    _limit("limit", limit, least=1, most=MOST_SWEPT)
    swept = runs.of(current()).sweep(limit=limit)
    return _answer(SweptItems(jobs=swept.jobs, failed=swept.failed, next_due_seconds=swept.next_due_seconds))


@blueprint.post("/links/sweep")
def sweep_links() -> Response:
    """Take up links that are due. Whoever asks puts them on the queues of the image ingesters."""
    limit = _body(Limited).limit
    _limit("limit", limit, least=1, most=MOST_SWEPT)
    return _answer(sweeping.sweep(current(), limit=limit))


@blueprint.post("/links/resolve")
def resolve_links() -> Response:
    """Take up links that pullers follow and that are due. Whoever asks puts their jobs on the queues."""
    limit = _body(Limited).limit
    _limit("limit", limit, least=1, most=MOST_SWEPT)
    return _answer(resolving.due(current(), limit=limit))


@blueprint.post("/listings/remove-posts")
def remove_posts() -> Response:
    """Remove some posts of subscriptions that were deleted with them."""
    limit = _body(Limited).limit
    _limit("limit", limit, least=1, most=MOST_REMOVED)
    return _answer(listings.remove_some(current(), limit=limit))


@blueprint.post("/favorite-counts/fold")
def fold() -> Response:
    """Bring the counts of favourites up to date, if there is much to do, for about a second."""
    return _answer(counts.fold(current()))


@blueprint.post("/maintenance")
def maintenance() -> Response:
    """Take up favourites that were left half made, delete what is too old to be of use, check the counts of
    favourites, read muted groups anew, and keep artists' accounts up to date.
    """
    context = current()
    done = favorites.settle_pending(context) | runs.of(context).maintain()
    done |= crawl_upkeep.maintain(context) | upkeep.maintain(context) | logins.maintain(context)
    return _answer(done | counts.maintain(context) | steering.maintain(context))


@blueprint.get("/work")
def under_way() -> Response:
    """What is under way, in numbers."""
    return _answer(work.under_way(current()))


@blueprint.get("/artist-accounts/gone")
def gone_accounts() -> Response:
    """Accounts of the artist finder that may have to go."""
    return _answer(artist_accounts.gone(current(), limit=MOST_ACCOUNTS))


@blueprint.post("/artist-accounts/there")
def accounts_there() -> Response:
    """Note that accounts are there again."""
    ids = _body(NamedAccounts).ids
    _limit("ids", len(ids), most=MOST_ACCOUNTS)
    artist_accounts.note_there(current(), ids)
    return Response(status=204)


@blueprint.post("/artist-accounts/remove")
def remove_accounts() -> Response:
    """Remove accounts with what they have brought."""
    ids = _body(NamedAccounts).ids
    _limit("ids", len(ids), most=MOST_ACCOUNTS)
    return _answer(artist_accounts.remove(current(), ids))


@blueprint.get("/users")
def listed_users() -> Response:
    """A page of all users."""
    cursor = request.args.get("cursor", type=int)
    context = current()
    return _answer(managing.page(context, cursor=None if cursor is None else str(cursor), limit=MOST_USERS))


@blueprint.post("/users")
def add_user() -> Response:
    """Add a user who logs in with a name and a password."""
    wanted = _body(WantedUser)
    _require_role(wanted.role)
    return _answer(managing.add(current(), name=wanted.name, password=wanted.password, role=wanted.role))


@blueprint.patch("/users/<number:user_id>")
def change_user(user_id: int) -> Response:
    """Give a user another role or password, keep them out, or let them in again."""
    wanted = _body(ChangedUser)
    told = {name: value for name, value in msgspec.structs.asdict(wanted).items() if value is not None}
    if wanted.role is not None:
        _require_role(wanted.role)
    return _answer(managing.change(current(), user_id, told, by=None))


@blueprint.get("/keys")
def listed_keys() -> Response:
    """All API keys, without what opens anything."""
    return _answer({"keys": keys.everybodys(current())})


@blueprint.post("/keys")
def make_key() -> Response:
    """Make an API key of the operator, who may give it any scope."""
    wanted = _body(WantedKey)
    _limit("length of the name", len(wanted.name), least=1, most=LONGEST_NAME)
    if not wanted.scopes or not set(wanted.scopes) <= set(SCOPES):
        raise InvalidInput(f"scopes must be some of {', '.join(SCOPES)}.")
    if wanted.expires_in_days is not None:
        _limit("expires_in_days", wanted.expires_in_days, least=1, most=MOST_DAYS)
    made = keys.make(
        current(), None, name=wanted.name, scopes=wanted.scopes, expires_in_days=wanted.expires_in_days
    )
    return _answer(MadeKey(id=made["id"], key=made["key"]))


@blueprint.delete("/keys/<number:key_id>")
def revoke_key(key_id: int) -> Response:
    """Revoke anybody's API key."""
    keys.revoke(current(), key_id, of=None)
    return Response(status=204)


def _body(shape: type[Body]) -> Body:
    """The request's body. MalformedBody when it is no JSON, InvalidInput when it is not of this shape."""
    content = request.get_data()
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"The body is no {shape.__name__}: {error}.") from error
    except msgspec.DecodeError as error:
        raise MalformedBody(f"The body is not valid JSON: {error}.") from error


def _require_role(role: str) -> None:
    if role not in ROLES:
        raise InvalidInput(f"role must be one of {', '.join(ROLES)}.")


def _limit(name: str, number: int, *, least: int = 0, most: int) -> None:
    if not least <= number <= most:
        raise InvalidInput(f"{name} must be between {least:,} and {most:,}, not {number:,}.")


def _answer(value: msgspec.Struct | dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")
