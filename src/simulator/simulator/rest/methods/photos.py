"""flickr.photos.getInfo."""

from simulator.rest.calls import Call
from simulator.rest.facts import PhotoFacts
from simulator.rest.formats import Payload
from simulator.world import titles


def info(call: Call) -> Payload:
    """flickr.photos.getInfo. Numbers of comments and views are text, as Flickr has them."""
    flickr, number = call.flickr, call.photo(quoted=True)
    photo = flickr.rows.facts(number)
    signed_in = int(call.token is not None)
    faved = call.token is not None and flickr.state.has_favorite(call.token.account, number)
    original = (
        {"originalsecret": photo.original_secret, "originalformat": "jpg"} if photo.has_original else {}
    )
    return {
        "photo": {
            "id": photo.id,
            "secret": photo.secret,
            "server": photo.server,
            "farm": photo.farm,
            "dateuploaded": str(photo.uploaded),
            "isfavorite": int(faved),
            "license": photo.license,
            "safety_level": "0",
            "rotation": 0,
            **original,
            "owner": _owner(photo),
            "title": {"_content": titles.title(photo.cluster, photo.noise)},
            "description": {"_content": titles.description(photo.cluster, photo.noise)},
            "visibility": {"ispublic": 1, "isfriend": 0, "isfamily": 0},
            "dates": _dates(photo),
            "views": str(photo.views),
            "editability": {"cancomment": signed_in, "canaddmeta": 0},
            "publiceditability": {"cancomment": 1, "canaddmeta": 0},
            "usage": {
                "candownload": int(photo.has_original),
                "canblog": signed_in,
                "canprint": 0,
                "canshare": 1,
            },
            "comments": {"_content": str(len(flickr.state.comments(number)))},
            "notes": {"note": []},
            "people": {"haspeople": 0},
            "tags": {"tag": _tags(photo)},
            "urls": {"url": [_page(photo, flickr.address)]},
            "media": "photo",
        }
    }


def _owner(photo: PhotoFacts) -> dict[str, object]:
    owner = photo.owner
    return {
        "nsid": owner.nsid,
        "username": owner.name,
        "realname": owner.real_name,
        "location": owner.location,
        "iconserver": owner.icon_server,
        "iconfarm": owner.icon_farm,
        "path_alias": owner.alias,
    }


def _dates(photo: PhotoFacts) -> dict[str, object]:
    return {
        "posted": str(photo.uploaded),
        "taken": photo.taken,
        "takengranularity": 0,
        "takenunknown": "0",
        "lastupdate": str(photo.uploaded + 86_400),
    }


def _tags(photo: PhotoFacts) -> list[dict[str, object]]:
    return [
        {
            "id": f"{photo.noise % 10**8}-{photo.id}-{place}",
            "author": photo.owner.nsid,
            "authorname": photo.owner.name,
            "raw": tag.title(),
            "_content": tag,
            "machine_tag": False,
        }
        for place, tag in enumerate(titles.tags(photo.cluster, photo.noise), start=1)
    ]


def _page(photo: PhotoFacts, address: str) -> dict[str, object]:
    return {"type": "photopage", "_content": f"{address}/photos/{photo.owner.path}/{photo.id}/"}
