"""Who may do what, as data: one line a route. A route that is not here cannot be registered.

Nobody acts on anybody else's data, because no route names whose data it changes: what changes is always of
the user whose session asks. `force` of a run is the one right that depends on the account in the path; its
handler asks `is_owner`.

An API key reads what its user may read. It changes something only where a line says which scope lets it:
EDITOR and ADMINISTRATOR say so by themselves. An access token may what its user may. What is about logins and
keys wants a session: neither may make another that outlives it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, request

from api_server import presented_keys, roles
from api_server.origin import SAFE_METHODS
from api_server.presented_keys import Presented
from api_server.sessions import logged_in_user, viewer
from fovea.database import api_keys
from fovea.errors import FoveaError, NotYours


class Who(StrEnum):
    """Who may use a route."""

    ANYONE = "anyone"
    USER = "a logged-in user, on what is theirs"
    OWNER = "a logged-in user, or an operator's key, on what is theirs"
    EDITOR = "an editor or administrator, or a key that may write"
    ADMINISTRATOR = "an administrator, or a key that may administrate"


SESSION = "session"  # as a scope: neither keys nor tokens have it
OWN = "own"  # as a scope: sessions and tokens have it, no key does


@dataclass(frozen=True)
class Access:
    """Who may use a route, which limit (`limit_...` of the settings) its requests count against, and which
    scope a key needs there. Without a scope, ANYONE and USER let every key read and none write.
    """

    who: Who
    limit: str | None = None
    scope: str | None = None

    def scope_for(self, method: str) -> str:
        """The scope that a key needs for a request of this method."""
        if self.scope is not None:
            return self.scope
        if self.who is Who.OWNER:
            return api_keys.READ if method in SAFE_METHODS else api_keys.WRITE
        if self.who is Who.EDITOR:
            return api_keys.WRITE
        if self.who is Who.ADMINISTRATOR:
            return api_keys.ADMIN
        return api_keys.READ if method in SAFE_METHODS or self.who is Who.ANYONE else OWN


class NotAllowed(FoveaError):
    """Whoever asks is known, and may not: not_an_administrator, scope_missing, session_needed."""

    status, code, title = 403, "not_allowed", "You may not do this"


ACCESS = {
    "GET /api/openapi.json": Access(Who.ANYONE),
    "GET /api/docs": Access(Who.ANYONE),
    "GET /api/docs.css": Access(Who.ANYONE),
    "GET /api/status": Access(Who.ANYONE),
    "GET /api/session": Access(Who.ANYONE),
    "GET /api/auth/flickr/login": Access(Who.ANYONE, "logins", SESSION),
    "GET /api/auth/flickr/callback": Access(Who.ANYONE, "logins", SESSION),
    "POST /api/auth/logout": Access(Who.ANYONE, scope=OWN),
    "POST /api/auth/login": Access(Who.ANYONE, "logins", SESSION),
    "POST /api/auth/token": Access(Who.ANYONE, "logins"),
    "POST /api/auth/token/refresh": Access(Who.ANYONE, "logins"),
    "POST /api/auth/token/revoke": Access(Who.ANYONE, "logins"),
    "GET /api/user/token": Access(Who.ANYONE, "logins"),
    "GET /api/auth/tokens": Access(Who.USER, scope=SESSION),
    "DELETE /api/auth/tokens/{}": Access(Who.USER, "changes", SESSION),
    "GET /api/users": Access(Who.ADMINISTRATOR),
    "POST /api/users": Access(Who.ADMINISTRATOR, "changes", SESSION),
    "GET /api/users/{}": Access(Who.ADMINISTRATOR),
    "PATCH /api/users/{}": Access(Who.ADMINISTRATOR, "changes", SESSION),
    "PUT /api/users/me/password": Access(Who.USER, "logins", SESSION),
    "DELETE /api/users/me": Access(Who.USER, "changes", SESSION),
    "GET /api/users/me/export": Access(Who.USER, "changes", SESSION),
    "POST /api/accounts/lookup": Access(Who.ANYONE, "lookups"),
    "GET /api/accounts/{}/{}": Access(Who.ANYONE),
    "POST /api/accounts/{}/{}/runs": Access(Who.ANYONE, "runs"),
    "GET /api/accounts/{}/{}/recommendations": Access(Who.ANYONE),
    "GET /api/accounts/{}/{}/recommendations/method": Access(Who.ANYONE),
    "GET /api/runs/{}": Access(Who.ANYONE),
    "PUT /api/favorites/{}": Access(Who.USER, "changes"),
    "DELETE /api/favorites/{}": Access(Who.USER, "changes"),
    "POST /api/posts/{}/comments": Access(Who.USER, "changes"),
    "GET /api/dismissals": Access(Who.USER),
    "PUT /api/dismissals/posts/{}": Access(Who.USER, "changes"),
    "DELETE /api/dismissals/posts/{}": Access(Who.USER, "changes"),
    "PUT /api/dismissals/accounts/{}": Access(Who.USER, "changes"),
    "DELETE /api/dismissals/accounts/{}": Access(Who.USER, "changes"),
    "GET /api/steering": Access(Who.USER),
    "PATCH /api/steering": Access(Who.USER, "changes"),
    "PUT /api/steering/mutes/{}/{}": Access(Who.USER, "changes"),
    "DELETE /api/steering/mutes/{}/{}": Access(Who.USER, "changes"),
    "POST /api/steering/reset": Access(Who.USER, "changes"),
    "POST /api/steering/undo": Access(Who.USER, "changes"),
    "GET /api/posts/{}/groups": Access(Who.USER, "lookups"),
    "POST /api/recommendations/shown": Access(Who.USER, "shown"),
    "GET /api/feeds": Access(Who.USER, scope=SESSION),  # it tells a secret address
    "POST /api/feeds": Access(Who.USER, "changes", SESSION),
    "DELETE /api/feeds": Access(Who.USER, "changes", SESSION),
    "GET /api/feeds/{}/recommendations.rss": Access(Who.ANYONE, "feeds"),
    "GET /api/feeds/{}/recommendations.json": Access(Who.ANYONE, "feeds"),
    "GET /api/keys": Access(Who.USER, scope=SESSION),
    "POST /api/keys": Access(Who.USER, "changes", SESSION),
    "PATCH /api/keys/{}": Access(Who.USER, "changes", SESSION),
    "DELETE /api/keys/{}": Access(Who.USER, "changes", SESSION),
    "GET /api/submissions": Access(Who.ANYONE),
    "POST /api/submissions": Access(Who.EDITOR, "library_changes"),
    "GET /api/submissions/{}": Access(Who.ANYONE),
    "PATCH /api/submissions/{}": Access(Who.EDITOR, "library_changes"),
    "DELETE /api/submissions/{}": Access(Who.EDITOR, "library_changes"),
    "GET /api/links": Access(Who.ANYONE),
    "POST /api/links": Access(Who.EDITOR, "library_changes"),
    "GET /api/links/counts": Access(Who.ANYONE),
    "GET /api/links/{}": Access(Who.ANYONE),
    "DELETE /api/links/{}": Access(Who.EDITOR, "library_changes"),
    "POST /api/links/{}/retry": Access(Who.EDITOR, "library_changes"),
    "GET /api/sources": Access(Who.ANYONE),
    "POST /api/subscriptions/checks": Access(Who.EDITOR, "checks"),
    "GET /api/subscriptions/checks/{}": Access(Who.ANYONE),
    "GET /api/subscriptions": Access(Who.ANYONE),
    "POST /api/subscriptions": Access(Who.EDITOR, "library_changes"),
    "GET /api/subscriptions/{}": Access(Who.ANYONE),
    "PATCH /api/subscriptions/{}": Access(Who.EDITOR, "library_changes"),
    "DELETE /api/subscriptions/{}": Access(Who.EDITOR, "library_changes"),
    "GET /api/subscriptions/{}/runs": Access(Who.ANYONE),
    "POST /api/subscriptions/{}/runs": Access(Who.EDITOR, "checks"),
    "POST /api/scrapes": Access(Who.EDITOR, "checks"),
    "GET /api/fingerprints": Access(Who.ANYONE),
    "GET /api/fingerprints/{}": Access(Who.ANYONE),
    "PUT /api/fingerprints/{}": Access(Who.EDITOR, "library_changes"),
    "GET /api/library/stats": Access(Who.ANYONE),
    "GET /api/library/search": Access(Who.ANYONE, "searches"),
    "GET /api/library/suggestions": Access(Who.ANYONE, "suggestions"),
    "GET /api/library/grammar": Access(Who.ANYONE),
    "GET /api/library/random": Access(Who.ANYONE, "searches"),
    "POST /api/library/images": Access(Who.EDITOR, "uploads"),
    "GET /api/library/images/{}/thumbnails/{}.webp": Access(Who.ANYONE, "files"),
    "GET /api/library/images/{}/file": Access(Who.ANYONE, "files"),
    "GET /api/library/images/{}": Access(Who.ANYONE),
    "GET /api/library/images/{}/related": Access(Who.ANYONE),
    "PATCH /api/library/images/{}": Access(Who.EDITOR, "library_changes"),
    "DELETE /api/library/images/{}": Access(Who.EDITOR, "library_changes"),
    "POST /api/library/images/{}/restore": Access(Who.EDITOR, "library_changes"),
    "POST /api/image-search": Access(Who.ANYONE, "image_searches"),
    "GET /api/artist-finder": Access(Who.ANYONE),
    "POST /api/artist-searches": Access(Who.ANYONE, "artist_searches"),
    "GET /api/artist-searches/{}": Access(Who.ANYONE),
    "GET /api/artist-searches/{}/events": Access(Who.ANYONE),
    "POST /api/artist-scans": Access(Who.EDITOR, "checks"),
    "GET /api/artists-finder/": Access(Who.ANYONE),
    "GET /api/artists-finder/query": Access(Who.ANYONE, "older_artist_searches"),
    "POST /api/artists-finder/query": Access(Who.ANYONE, "older_artist_searches"),
    "GET /api/artists-finder/search": Access(Who.ANYONE, "older_artist_searches"),
    "POST /api/artists-finder/search": Access(Who.ANYONE, "older_artist_searches"),
    "GET /api/artists-finder/stats": Access(Who.ANYONE),
    "GET /api/artists-finder/config": Access(Who.ANYONE),
    "GET /api/crawl-engines": Access(Who.ANYONE),
    "GET /api/crawls": Access(Who.OWNER),
    "POST /api/crawls": Access(Who.OWNER, "changes"),
    "GET /api/crawls/{}": Access(Who.OWNER),
    "PATCH /api/crawls/{}": Access(Who.OWNER, "changes"),
    "DELETE /api/crawls/{}": Access(Who.OWNER, "changes"),
    "POST /api/crawls/{}/again": Access(Who.OWNER, "changes"),
    "GET /api/crawls/{}/images": Access(Who.OWNER),
    "PUT /api/crawls/{}/images/{}/label": Access(Who.OWNER, "changes"),
    "GET /api/crawls/{}/images/{}/duplicates": Access(Who.OWNER),
    "PUT /api/crawls/{}/labels": Access(Who.OWNER, "changes"),
    "GET /api/crawls/{}/zip": Access(Who.OWNER, "files"),
    "GET /api/crawl-archives/{}": Access(Who.ANYONE, "files"),  # the address is a secret
    "GET /api/task/engines": Access(Who.ANYONE),
    "POST /api/task": Access(Who.OWNER, "changes"),
    "GET /api/task/list": Access(Who.OWNER),
    "GET /api/task/{}": Access(Who.OWNER),
    "GET /api/task/{}/zip/{}": Access(Who.OWNER),
    "GET /api/image/list": Access(Who.OWNER),
    "GET /api/tags": Access(Who.ANYONE),
    "GET /api/tags/{}": Access(Who.ANYONE),
    "PATCH /api/tags/{}": Access(Who.EDITOR, "library_changes"),
    "PUT /api/tags/{}/alias": Access(Who.EDITOR, "library_changes"),
    "DELETE /api/tags/{}/alias": Access(Who.EDITOR, "library_changes"),
    "PUT /api/tags/{}/implications/{}": Access(Who.EDITOR, "library_changes"),
    "DELETE /api/tags/{}/implications/{}": Access(Who.EDITOR, "library_changes"),
    "GET /api/blocked-tags": Access(Who.ANYONE),
    "PUT /api/blocked-tags/{}": Access(Who.ADMINISTRATOR, "library_changes"),
    "DELETE /api/blocked-tags/{}": Access(Who.ADMINISTRATOR, "library_changes"),
    "GET /api/cleanups": Access(Who.ANYONE),
    "POST /api/cleanups": Access(Who.ADMINISTRATOR, "library_changes"),
    "GET /api/duplicates": Access(Who.ANYONE),
    "GET /api/duplicates/merges": Access(Who.ANYONE),
    "POST /api/duplicates/merges": Access(Who.EDITOR, "library_changes"),
    "DELETE /api/duplicates/merges/{}": Access(Who.EDITOR, "library_changes"),
    "PUT /api/duplicates/distinct/{}/{}": Access(Who.EDITOR, "library_changes"),
    "DELETE /api/duplicates/distinct/{}/{}": Access(Who.EDITOR, "library_changes"),
    "GET /graphql": Access(Who.ANYONE, "searches"),
    "POST /graphql": Access(Who.ANYONE, "searches"),
    "GET /query": Access(Who.ANYONE, "searches"),
    "POST /query": Access(Who.ANYONE, "searches"),
    "GET /playground": Access(Who.ANYONE),
    "GET /api/search": Access(Who.ANYONE, "searches"),
    "GET /api/image/{}": Access(Who.ANYONE),
    "GET /api/image/{}/related": Access(Who.ANYONE),
    "POST /api/similarity/file": Access(Who.ANYONE, "image_searches"),
    "POST /api/similarity/url": Access(Who.ANYONE, "image_searches"),
    "GET /api/groups": Access(Who.ANYONE),
    "GET /api/groups/{}/{}/photos": Access(Who.ANYONE),
}

_VARIABLE = re.compile(r"<[^>]*>")
_IMPLIED = {"HEAD", "OPTIONS"}


def route_name(method: str, rule: str) -> str:
    """A route as the table writes it: `PUT /api/favorites/{}`."""
    return f"{'GET' if method == 'HEAD' else method} {_VARIABLE.sub('{}', rule)}"


def access_of_request() -> Access | None:
    """The line of the table for the present request; None where no route of the API was met."""
    if request.url_rule is None or request.method == "OPTIONS":
        return None
    return ACCESS.get(route_name(request.method, request.url_rule.rule))


def check_access() -> None:
    """Refuse a request that the table does not allow (before each request)."""
    access = access_of_request()
    if access is None:
        return
    used = presented_keys.required()
    if used is not None:
        _check_presented(used, access)
    elif access.who in {Who.USER, Who.OWNER}:
        logged_in_user()
    elif access.who is not Who.ANYONE and not _may(_NEEDED[access.who]):
        logged_in_user()
        raise NotAllowed(_ONLY[access.who], code="not_an_administrator")


def is_administrator() -> bool:
    """Whether whoever asks is an administrator, or a key with the scope `admin` of one or of the operator."""
    return _may(api_keys.ADMIN)


def is_editor() -> bool:
    """Whether whoever asks may edit the library."""
    return _may(api_keys.WRITE)


_NEEDED = {Who.EDITOR: api_keys.WRITE, Who.ADMINISTRATOR: api_keys.ADMIN}
_ONLY = {
    Who.EDITOR: "Only editors and administrators may do this.",
    Who.ADMINISTRATOR: "Only administrators may do this.",
}


def _may(scope: str) -> bool:
    if presented_keys.required() is not None:
        return presented_keys.includes(scope)
    user = viewer()
    return user is not None and roles.includes(user.id, scope)


def _check_presented(used: Presented, access: Access) -> None:
    scope = access.scope_for(request.method)
    if used.key is None:
        _check_token(used, access, scope)
        return
    if scope in {SESSION, OWN}:
        raise NotAllowed("No API key may do this: log in with a browser.", code="session_needed")
    if not used.includes(scope):
        raise NotAllowed(
            f"This API key may not do this: it needs the scope {scope}, of an administrator or the operator "
            "unless it is library:read.",
            code="scope_missing",
        )
    if access.who is Who.USER and used.user is None:
        raise NotAllowed("This is of a user, and the operator's API keys have none.", code="session_needed")


def _check_token(used: Presented, access: Access, scope: str) -> None:
    if scope == SESSION:
        raise NotAllowed("No token of a program may do this: log in with a browser.", code="session_needed")
    if access.who is not Who.OWNER and scope != OWN and not used.includes(scope):
        raise NotAllowed(
            _ONLY.get(access.who, "Your role does not include this."), code="not_an_administrator"
        )


def check_every_route_is_listed(app: Flask) -> None:
    """Raise LookupError when a route of the API has no line in the table: what is forgotten is not open."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - _IMPLIED:
            name = route_name(method, rule.rule)
            if rule.rule.startswith("/api/") and name not in ACCESS:
                raise LookupError(f"permissions.ACCESS has no line for {name}")


def is_owner(account_id: int) -> bool:
    """Whether the account is that of the user who asks."""
    user = viewer()
    return user is not None and user.account_id == account_id


def only_the_owner(account_id: int, detail: str) -> None:
    """Raise NotLoggedIn or NotYours unless the account is that of the user who asks."""
    if logged_in_user().account_id != account_id:
        raise NotYours(detail)
