"""Asking a site what a pasted text stands for."""

import re
from typing import Any

from sqlalchemy import Connection, Row

from api_server.context import Context
from api_server.runs import service as runs_service
from fovea import ratings
from fovea.clock import as_iso
from fovea.database import listing_checks, listing_subscriptions, listings, runs
from fovea.database.engine import read
from fovea.database.listing_checks import Check
from fovea.errors import Conflict, InvalidInput, NotFound
from fovea.messages import CheckedListing
from fovea.sources.catalogue import corrected, known_sources, nearest

UNKNOWN_SITE = "unknown_site"
# `danbooru: cat`, but not https://... nor host.example:443.
_NAMED = re.compile(r"([A-Za-z0-9_ -]{1,32}?)\s*:(?!//)")
# Ids that are no site's name (https://www.w3.org/TR/did-core/).
_NO_SITES = frozenset({"did", "at"})


def start(context: Context, text: str) -> dict[str, Any]:
    """Have a text looked at. The shape CheckBegun. Raises InvalidInput (unknown_site) where it names a site
    that there is not, with those that may be meant.
    """
    wanted = text.strip()
    if not wanted:
        raise InvalidInput("Paste an address, or a name of what you want.", errors={"text": ["is empty"]})
    _refuse_unknown_site(wanted)
    started = runs_service.of(context).start_check(wanted)
    with read(context.engine) as connection:
        return {"run": runs_service.shape(context, connection, started.run)}


def outcome(context: Context, run_id: int) -> dict[str, Any]:
    """The shape Check. Raises NotFound."""
    with read(context.engine) as connection:
        run, check = _require(connection, run_id)
        told = {"code": check.code or "unknown", "reason": check.reason or "The reason is not known."}
        meant = corrected(check.text) if check.code == UNKNOWN_SITE else []
        failed = check.checked is None and run.state != runs.RUNNING
        waits = run.state == runs.RUNNING and check.reason is not None
        return {
            "run": runs_service.shape(context, connection, run),
            "checked": None if check.checked is None else shape(check.checked),
            "subscribed": None if check.checked is None else _subscribed(connection, check.checked),
            "problem": told | {"suggestions": meant} if failed else None,
            "waiting": told if waits else None,
        }


def found(connection: Connection, run_id: int) -> CheckedListing:
    """What a check found. Raises NotFound, and Conflict while it has found nothing (check_running), or for
    good (check_failed).
    """
    run, check = _require(connection, run_id)
    if check.checked is not None:
        return check.checked
    if run.state == runs.RUNNING:
        raise Conflict("The site has not answered yet. Wait until the check is done.", code="check_running")
    raise Conflict(
        check.reason or "The check found nothing to read. Begin another one.",
        code="check_failed",
    )


def shape(checked: CheckedListing) -> dict[str, Any]:
    """The shape CheckedListing."""
    listing = checked.listing
    return {
        "source": checked.source,
        "kind": listing.kind,
        "query": listing.query,
        "title": listing.title or listing.query,
        "url": listing.url,
        "description": checked.description,
        "posts": checked.posts,
        "followers": checked.followers,
        "created_at": as_iso(checked.created_at),
        "rating": None if checked.rating is None else ratings.word(checked.rating),
        "newest_at": as_iso(checked.newest_at),
        "note": checked.note,
    }


def _subscribed(connection: Connection, checked: CheckedListing) -> int | None:
    name = checked.listing
    listing = listings.find(connection, source=checked.source, kind=name.kind, query=name.query)
    known = None if listing is None else listing_subscriptions.of_listing(connection, listing.id)
    return None if known is None or known.purpose != listing_subscriptions.PERSON else known.id


def _require(connection: Connection, run_id: int) -> tuple[Row[Any], Check]:
    run, check = runs.get(connection, run_id), listing_checks.result(connection, run_id)
    if run is None or check is None:
        raise NotFound("There is no such check (any more). Begin another one.")
    return run, check


def _refuse_unknown_site(text: str) -> None:
    """Raise InvalidInput for `name: ...` of a name that is no site's: nobody needs to be asked for that."""
    named = _NAMED.match(text)
    if named is None or named[1].lower() in _NO_SITES:
        return
    name = named[1].strip().lower()
    sites = known_sources()
    if name in sites or any(name in {site.title.lower(), *site.hosts} for site in sites.values()):
        return
    meant = nearest(name)
    guess = f" Do you mean {' or '.join(site.title for site in meant)}?" if meant else ""
    example = next((one.example for site in meant for one in reversed(site.examples)), None)
    hint = f"Write for example {example}" if example else "Or paste the whole address of a page."
    raise InvalidInput(
        f"Fovea knows no site called {name}.{guess} It knows {', '.join(sites)}. {hint}",
        code=UNKNOWN_SITE,
        errors={"text": ["names a site that Fovea does not know"]},
        hint=hint,
        suggestions=corrected(text),
    )
