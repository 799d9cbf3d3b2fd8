"""flickr.test and flickr.auth.oauth.checkToken: who am I, and does this work at all?"""

from simulator.rest.calls import Call
from simulator.rest.errors import general
from simulator.rest.formats import Payload


def echo(call: Call) -> Payload:
    """flickr.test.echo: every argument comes back."""
    return {
        name: {"_content": value} for name, value in call.arguments.items() if not name.startswith("oauth_")
    }


def login(call: Call) -> Payload:
    """flickr.test.login: who the token belongs to."""
    person = call.flickr.directory.person(call.caller)
    return {"user": {"id": person.nsid, "username": {"_content": person.name}, "path_alias": person.alias}}


def check_token(call: Call) -> Payload:
    """flickr.auth.oauth.checkToken: whose token it is and what it may. (flickrapi asks this before it uses a
    stored token.)
    """
    if call.token is None:
        raise general(98)
    person = call.flickr.directory.person(call.token.account)
    return {
        "oauth": {
            "token": {"_content": call.token.token},
            "perms": {"_content": call.token.permissions},
            "user": {"nsid": person.nsid, "username": person.name, "fullname": person.real_name},
        }
    }
