"""flickr.groups and flickr.urls.lookupGroup."""

import re
from urllib.parse import unquote, urlsplit

import numpy as np
import numpy.typing as npt

from simulator.rest.calls import Call
from simulator.rest.errors import FlickrError
from simulator.rest.formats import Payload
from simulator.rest.paging import page_of
from simulator.world import Group, identifiers

_GROUP_PATH = re.compile(r"/groups/([^/]+)")


def _group(call: Call, key: str) -> Group:
    group = call.flickr.directory.group(key) if key else None
    if group is None:
        raise FlickrError(1, "Group not found")
    return group


def _visible(call: Call, group: Group) -> npt.NDArray[np.bool_]:
    """Which photos of a pool can be seen: those whose owners are not gone."""
    owners = call.flickr.directory.world.photo_owner[group.photos].tolist()
    return np.array([not call.flickr.state.is_deleted(owner) for owner in owners], dtype=bool)


def icon_of(group: Group) -> tuple[str, int]:
    """Server and farm of a group's icon."""
    return identifiers.server_and_farm(0, int(group.nsid.split("@", 1)[0]))


def by_url(call: Call) -> Payload:
    """flickr.urls.lookupGroup."""
    url = call.text("url")
    match = _GROUP_PATH.search(urlsplit(url if "//" in url else f"//{url}").path)
    group = _group(call, unquote(match.group(1)) if match else "")
    return {"group": {"id": group.nsid, "groupname": {"_content": group.name}}}


def info(call: Call) -> Payload:
    """flickr.groups.getInfo, by group_id or group_path_alias."""
    group = _group(call, call.text("group_id") or call.text("group_path_alias"))
    server, farm = icon_of(group)
    return {
        "group": {
            "id": group.nsid,
            "nsid": group.nsid,
            "path_alias": group.alias,
            "iconserver": server,
            "iconfarm": farm,
            "name": {"_content": group.name},
            "description": {"_content": group.description},
            "rules": {"_content": "Be kind."},
            "members": {"_content": str(group.members)},
            "pool_count": {"_content": str(int(_visible(call, group).sum()))},
            "topic_count": {"_content": "12"},
            "privacy": {"_content": "3"},
            "lang": None,
            "ispoolmoderated": 0,
            "eighteenplus": 0,
            "invitation_only": 0,
            "roles": {"member": "Member", "moderator": "Moderator", "admin": "Admin"},
            "throttle": {"count": "1", "mode": "day"},
            "restrictions": {
                "photos_ok": 1,
                "videos_ok": 0,
                "images_ok": 1,
                "screens_ok": 0,
                "art_ok": 1,
                "virtual_ok": 0,
                "safe_ok": 1,
                "moderate_ok": 0,
                "restricted_ok": 0,
                "has_geo": 0,
            },
        }
    }


def of_photo(call: Call) -> Payload:
    """flickr.photos.getAllContexts: the groups that a photo is in. Nobody here has albums; a photo that is in
    no group is answered with nothing but `stat`.
    """
    photo = call.photo()
    found: list[dict[str, object]] = []
    for group in call.flickr.directory.groups_with(photo):
        server, farm = icon_of(group)
        found.append(
            {
                "title": group.name,
                "url": f"/groups/{group.alias}/pool/",
                "id": group.nsid,
                "iconserver": server,
                "iconfarm": farm,
                "members": str(group.members),
                "pool_count": str(int(_visible(call, group).sum())),
            }
        )
    return {"pool": found} if found else {}


def pool(call: Call) -> Payload:
    """flickr.groups.pools.getPhotos: last added first; `user_id` for one person's photos. `total` is text
    here, as it used to be.
    """
    flickr, group = call.flickr, _group(call, call.text("group_id"))
    world = flickr.directory.world
    fits = _visible(call, group)
    if call.text("user_id"):
        account = flickr.directory.account_of_nsid(call.text("user_id"))
        if account is None:
            raise FlickrError(3, "Unknown user")
        fits &= world.photo_owner[group.photos] == account
    photos, added = group.photos[fits], group.added[fits]
    page = page_of(call, len(photos), repeats_last=True)
    shown, at = photos[page.begin : page.end].tolist(), added[page.begin : page.end].tolist()
    more = [
        {"ownername": world.account_name[int(world.photo_owner[photo])], "dateadded": str(moment)}
        for photo, moment in zip(shown, at, strict=True)
    ]
    extras = ",".join(word for word in call.text("extras").split(",") if word.strip() != "owner_name")
    rows = flickr.rows.listed(shown, extras, more, as_json=call.as_json)
    return {
        "photos": {
            "page": page.number,
            "pages": page.pages,
            "perpage": page.per_page,
            "total": str(page.total),
            "photo": rows,
        }
    }
