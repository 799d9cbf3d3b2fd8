"""flickr.people, flickr.contacts, flickr.urls.lookupUser: who is who."""

import re
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from simulator.rest.calls import Call
from simulator.rest.errors import FlickrError, user_not_found
from simulator.rest.formats import Payload
from simulator.rest.paging import page_of

_USER_PATH = re.compile(r"/(?:photos|people)/([^/]+)")


def info(call: Call) -> Payload:
    """flickr.people.getInfo. Code 1 for an unknown account, 5 for a deleted one."""
    flickr = call.flickr
    account = flickr.directory.account_of_nsid(call.text("user_id"))
    if account is None:
        raise user_not_found()
    if flickr.state.is_deleted(account):
        raise FlickrError(5, "User deleted")
    person, photos = flickr.directory.person(account), flickr.directory.photos_of(account)
    world = flickr.directory.world
    joined = datetime.fromtimestamp(int(world.account_joined[account]), UTC)
    pro = int(world.account_noise[account]) % 4 == 0
    numbers: dict[str, object] = {"count": {"_content": len(photos)}}
    if len(photos):
        oldest = flickr.rows.facts(int(photos[-1]))
        numbers = {
            "firstdatetaken": {"_content": oldest.taken},
            "firstdate": {"_content": str(oldest.uploaded)},
            **numbers,
        }
    return {
        "person": {
            "id": person.nsid,
            "nsid": person.nsid,
            "ispro": int(pro),
            "is_deleted": 0,
            "can_buy_pro": int(not pro),
            "iconserver": person.icon_server,
            "iconfarm": person.icon_farm,
            "path_alias": person.alias,
            "has_stats": "1" if pro else "0",
            "username": {"_content": person.name},
            "realname": {"_content": person.real_name},
            "location": {"_content": person.location},
            "description": {"_content": f"Here since {joined:%B %Y}."},
            "photosurl": {"_content": f"{flickr.address}/photos/{person.path}/"},
            "profileurl": {"_content": f"{flickr.address}/people/{person.path}/"},
            "mobileurl": {"_content": f"{flickr.address}/photos/{person.path}/"},
            "photos": numbers,
            "has_adfree": 0,
            "has_free_standard_shipping": 0,
            "has_free_educational_resources": 0,
        }
    }


def by_name(call: Call) -> Payload:
    """flickr.people.findByUsername: by screen name, whatever its case."""
    account = call.flickr.directory.account_of_name(call.text("username"))
    if account is None or call.flickr.state.is_deleted(account):
        raise user_not_found()
    person = call.flickr.directory.person(account)
    return {"user": {"id": person.nsid, "nsid": person.nsid, "username": {"_content": person.name}}}


def by_url(call: Call) -> Payload:
    """flickr.urls.lookupUser: from any address under somebody's photos or profile, with or without its
    beginning.
    """
    url = call.text("url")
    match = _USER_PATH.search(urlsplit(url if "//" in url else f"//{url}").path)
    account = call.flickr.directory.account_of_path(unquote(match.group(1))) if match else None
    if account is None or call.flickr.state.is_deleted(account):
        raise user_not_found()
    person = call.flickr.directory.person(account)
    return {"user": {"id": person.nsid, "username": {"_content": person.name}}}


def contacts(call: Call) -> Payload:
    """flickr.contacts.getPublicList, by name. Without contacts there is no `contact` at all, as at Flickr."""
    flickr = call.flickr
    known = [
        account
        for account in flickr.directory.world.contacts_of(call.open_user()).tolist()
        if not flickr.state.is_deleted(account)
    ]
    people = sorted(
        (flickr.directory.person(account) for account in known),
        key=lambda person: (person.name.lower(), person.number),
    )
    page = page_of(call, len(people), most=1_000, usual=1_000)
    listed: dict[str, object] = {
        "page": page.number,
        "pages": page.pages,
        "per_page": page.per_page,
        "perpage": page.per_page,
        "total": page.total,
    }
    if page.total:
        listed["contact"] = [
            {
                "nsid": person.nsid,
                "username": person.name,
                "iconserver": person.icon_server,
                "iconfarm": person.icon_farm,
                "ignored": 0,
                "rev_ignored": 0,
            }
            for person in people[page.begin : page.end]
        ]
    return {"contacts": listed}


def photos(call: Call) -> Payload:
    """flickr.people.getPublicPhotos: newest first. Beyond its end the last page comes again."""
    stream = call.flickr.directory.photos_of(call.user())
    page = page_of(call, len(stream), repeats_last=True)
    shown = stream[page.begin : page.end].tolist()
    rows = call.flickr.rows.listed(shown, call.text("extras"), [{}] * len(shown), as_json=call.as_json)
    return {
        "photos": {
            "page": page.number,
            "pages": page.pages,
            "perpage": page.per_page,
            "total": page.total,
            "photo": rows,
        }
    }
