"""Instances that keep to themselves, and a host that only says where its people are."""

from werkzeug import Response

from simulator.gallery import Gallery
from simulator.gallery.addresses import instance
from simulator.hosts.calls import Call, Handler, json_answer


def closed(_: Call) -> Response:
    """An instance that wants a login for everything."""
    return json_answer({"error": "This method requires an authenticated user"}, 401)


def limited(_: Call) -> Response:
    """An instance that wants one, and says so with another status."""
    return json_answer({"error": "This API requires an authenticated user"}, 422)


def alias(gallery: Gallery) -> Handler:
    """A host whose people are at an instance: `@somebody@art.example.com` (RFC 7033)."""

    def answer(call: Call) -> Response:
        if call.path != "/.well-known/webfinger":
            return json_answer({"error": "Record not found"}, 404)
        return webfinger(call, gallery, None)

    return answer


def webfinger(call: Call, gallery: Gallery, host: str | None) -> Response:
    """/.well-known/webfinger at an instance; without one, at a host that leads to them all."""
    name, _, where = call.query.get("resource", "").removeprefix("acct:").rpartition("@")
    account = gallery.shelf("mastodon").account(name)
    home = instance(account.number) if account is not None else None
    if account is None or home is None or where != call.host or host not in {None, home}:
        return json_answer({"error": "Not Found"}, 404)
    return json_answer(
        {
            "subject": f"acct:{account.handle}@{home}",
            "aliases": [f"https://{home}/@{account.handle}", f"https://{home}/users/{account.handle}"],
            "links": [
                {
                    "rel": "http://webfinger.net/rel/profile-page",
                    "type": "text/html",
                    "href": f"https://{home}/@{account.handle}",
                },
                {
                    "rel": "self",
                    "type": "application/activity+json",
                    "href": f"https://{home}/users/{account.handle}",
                },
            ],
        }
    )
