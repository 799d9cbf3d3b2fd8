"""/_simulator/...: set faults, read the log of calls, change the world. Only simulated services have such
addresses.
"""

import time

import msgspec
from flask import Blueprint, Response, request

from simulator.context import simulator
from simulator.control.faults import Fault
from simulator.world import ACTIVE, DELETED, PRIVATE

blueprint = Blueprint("control", __name__, url_prefix="/_simulator")

_STATES = {"active": ACTIVE, "deleted": DELETED, "private": PRIVATE}


class FavoriteChange(msgspec.Struct, forbid_unknown_fields=True):
    """Whose favourite of which photo, and when it was faved (now, unless told)."""

    nsid: str
    photo_id: str
    at: int | None = None


class AccountState(msgspec.Struct, forbid_unknown_fields=True):
    """The state that an account is to have."""

    state: str


def _json(document: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(document), status=status, content_type="application/json")


def _problem(detail: str, status: int) -> Response:
    return _json({"detail": detail}, status)


@blueprint.errorhandler(msgspec.ValidationError)
@blueprint.errorhandler(msgspec.DecodeError)
def _malformed(error: Exception) -> Response:
    return _problem(str(error), 422)


@blueprint.get("/faults")
def faults() -> Response:
    """The rules in force."""
    return _json({"rules": simulator().faults.now()})


@blueprint.post("/faults")
def set_faults() -> Response:
    """Put one rule, or {"rules": [...]}, into force instead of all others."""
    document = msgspec.json.decode(request.get_data())
    rules = document["rules"] if isinstance(document, dict) and "rules" in document else [document]
    simulator().faults.set(msgspec.convert(rules, tuple[Fault, ...]))
    return faults()


@blueprint.delete("/faults")
def reset_faults() -> Response:
    """Back to what the settings say."""
    simulator().faults.reset()
    return faults()


@blueprint.get("/calls")
def calls() -> Response:
    """Counters by method, user and outcome, the rate, and the last calls (`?last=100`)."""
    return _json(simulator().calls.summary(last=request.args.get("last", 100, type=int)))


@blueprint.delete("/calls")
def reset_calls() -> Response:
    """Begin to count anew."""
    simulator().calls.reset()
    return Response(status=204)


def _change_favorite(*, add: bool) -> Response:
    change = msgspec.json.decode(request.get_data(), type=FavoriteChange)
    account, photo = (
        simulator().directory.account_of_nsid(change.nsid),
        simulator().directory.photo_of_id(change.photo_id),
    )
    if account is None or photo is None:
        return _problem("There is no such account or no such photo.", 404)
    at = (change.at if change.at is not None else int(time.time())) if add else None
    changed = simulator().state.set_favorite(account, photo, at)
    return _json({"changed": changed, "favorites": len(simulator().state.favorites(account).photos)})


@blueprint.post("/favorites")
def add_favorite() -> Response:
    """Let an account fave a photo, now or at a time."""
    return _change_favorite(add=True)


@blueprint.delete("/favorites")
def remove_favorite() -> Response:
    """Let an account take a favourite away."""
    return _change_favorite(add=False)


@blueprint.get("/accounts")
def accounts() -> Response:
    """Accounts with numbers (`?q=` to search, `?limit=`): what a test or a benchmark picks from."""
    directory, state = simulator().directory, simulator().state
    found = directory.search(request.args.get("q", ""), min(request.args.get("limit", 100, type=int), 50_000))
    names = {number: name for name, number in _STATES.items()}
    return _json(
        {
            "accounts": [
                {
                    "nsid": person.nsid,
                    "name": person.name,
                    "path_alias": person.alias,
                    "state": names[state.account_state(person.number)],
                    "favorites": len(state.favorites(person.number).photos),
                    "photos": len(directory.photos_of(person.number)),
                    "contacts": len(directory.world.contacts_of(person.number)),
                }
                for person in map(directory.person, found)
            ]
        }
    )


@blueprint.route("/accounts/<nsid>/state", methods=["POST", "PUT"])
def set_state(nsid: str) -> Response:
    """Delete an account, hide its lists, or bring it back: {"state": "active" | "deleted" | "private"}."""
    wanted = msgspec.json.decode(request.get_data(), type=AccountState)
    account = simulator().directory.account_of_nsid(nsid)
    if account is None:
        return _problem("There is no such account.", 404)
    if wanted.state not in _STATES:
        return _problem(f"A state is one of {', '.join(_STATES)}.", 422)
    simulator().state.set_account_state(account, _STATES[wanted.state])
    return _json({"nsid": nsid, "state": wanted.state})


@blueprint.delete("/accounts/<nsid>/tokens")
def revoke(nsid: str) -> Response:
    """Take back what an account allowed to apps: their tokens answer 98 from now on."""
    account = simulator().directory.account_of_nsid(nsid)
    if account is None:
        return _problem("There is no such account.", 404)
    return _json({"revoked": simulator().tokens.revoke(account)})
