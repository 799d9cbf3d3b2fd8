"""Answers of Flickr in the shapes that its documentation shows (JSON form), and as clients have recorded
them.
"""

from typing import Any

# https://www.flickr.com/services/api/flickr.favorites.getPublicList.html, with the extras that we ask for
FAVORITES: dict[str, Any] = {
    "photos": {
        "page": 1,
        "pages": 2,
        "perpage": 2,
        "total": "3",
        "photo": [
            {
                "id": "2636",
                "owner": "47058503995@N01",
                "secret": "a123456",
                "server": "2",
                "farm": 1,
                "title": "test_04",
                "ispublic": 1,
                "isfriend": 0,
                "isfamily": 0,
                "dateupload": "1100897479",
                "datetaken": "2004-11-19 12:51:19",
                "datetakengranularity": 0,
                "datetakenunknown": "0",
                "ownername": "Bees / ?",
                "iconserver": "122",
                "iconfarm": 1,
                "pathalias": "bees",
                "tags": "castle orford castle",
                "media": "photo",
                "media_status": "ready",
                "date_faved": "1388772334",
                "url_m": "https://live.staticflickr.com/2/2636_a123456.jpg",
                "height_m": 375,
                "width_m": 500,
                "url_sq": "https://live.staticflickr.com/2/2636_a123456_s.jpg",
                "height_sq": 75,
                "width_sq": 75,
                "url_l": "https://live.staticflickr.com/2/2636_a123456_b.jpg",
                "height_l": "768",
                "width_l": "1024",
            },
            {
                "id": "2610",
                "owner": "12037949754@N01",
                "secret": "d123456",
                "server": "2",
                "farm": 1,
                "title": "00_tall",
                "ispublic": 1,
                "isfriend": 0,
                "isfamily": 0,
                "date_faved": "1388770000",
                "url_m": "https://live.staticflickr.com/2/2610_d123456.jpg",
                "height_m": 500,
                "width_m": 333,
            },
        ],
    },
    "stat": "ok",
}

# https://www.flickr.com/services/api/flickr.contacts.getPublicList.html
CONTACTS: dict[str, Any] = {
    "contacts": {
        "page": 1,
        "pages": 1,
        "per_page": 1000,
        "perpage": 1000,
        "total": 3,
        "contact": [
            {"nsid": "12037949629@N01", "username": "Eric", "iconserver": "1", "iconfarm": 1, "ignored": 1,
            "rev_ignored": 0}, {"nsid": "12037949631@N01", "username": "neb", "iconserver": "1", "iconfarm":
            1, "ignored": 0, "rev_ignored": 0}, {"nsid": "41578656547@N01", "username": "cal_abc",
            "iconserver": 0, "iconfarm": 0, "ignored": 0, "rev_ignored": 0}, ],
    },
    "stat": "ok",
}  # fmt: skip

# https://www.flickr.com/services/api/flickr.people.getInfo.html
PERSON: dict[str, Any] = {
    "person": {
        "id": "12037949754@N01",
        "nsid": "12037949754@N01",
        "ispro": 0,
        "can_buy_pro": 0,
        "iconserver": "122",
        "iconfarm": 1,
        "path_alias": "bees",
        "has_stats": "0",
        "username": {"_content": "bees"},
        "realname": {"_content": "Cal Henderson"},
        "location": {"_content": "Vancouver, Canada"},
        "description": {"_content": "I am <b>bees</b>"},
        "photosurl": {"_content": "https://www.flickr.com/photos/bees/"},
        "profileurl": {"_content": "https://www.flickr.com/people/bees/"},
        "mobileurl": {"_content": "https://m.flickr.com/photostream.gne?id=1"},
        "photos": {
            "firstdatetaken": {"_content": "1900-09-02 09:11:24"},
            "firstdate": {"_content": "1071510391"},
            "count": {"_content": 449},
        },
    },
    "stat": "ok",
}

# https://www.flickr.com/services/api/flickr.urls.lookupUser.html
USER_AT_URL: dict[str, Any] = {
    "user": {"id": "12037949632@N01", "username": {"_content": "Stewart"}},
    "stat": "ok",
}

# https://www.flickr.com/services/api/flickr.people.findByUsername.html
USER_BY_NAME: dict[str, Any] = {
    "user": {"id": "12037949632@N01", "nsid": "12037949632@N01", "username": {"_content": "Stewart"}},
    "stat": "ok",
}

# https://www.flickr.com/services/api/flickr.test.login.html
LOGIN: dict[str, Any] = {
    "user": {"id": "12037949754@N01", "username": {"_content": "Bees"}, "path_alias": None},
    "stat": "ok",
}

# https://www.flickr.com/services/api/flickr.photos.getInfo.html
PHOTO: dict[str, Any] = {
    "photo": {
        "id": "2733",
        "secret": "123456",
        "server": "12",
        "farm": 1,
        "dateuploaded": "1100897479",
        "isfavorite": 0,
        "license": "3",
        "rotation": 90,
        "owner": {
            "nsid": "12037949754@N01",
            "username": "Bees",
            "realname": "Cal Henderson",
            "location": "Bedford, UK",
            "iconserver": "122",
            "iconfarm": 1,
            "path_alias": "bees",
        },
        "title": {"_content": "orford_castle_taster"},
        "description": {"_content": "hello!"},
        "visibility": {"ispublic": 1, "isfriend": 0, "isfamily": 0},
        "dates": {"posted": "1100897479", "taken": "2004-11-19 12:51:19", "takengranularity": 0, "lastupdate":
        "1093022469"}, "comments": {"_content": "1"},
        "tags": {"tag": [{"id": "1234", "author": "12037949754@N01", "raw": "woo yay", "_content":
        "wooyay"}]}, "urls": {"url": [{"type": "photopage", "_content":
        "https://www.flickr.com/photos/bees/2733/"}]}, "media": "photo",
    },
    "stat": "ok",
}  # fmt: skip

# https://www.flickr.com/services/api/flickr.groups.getInfo.html
GROUP: dict[str, Any] = {
    "group": {
        "id": "34427465497@N01",
        "nsid": "34427465497@N01",
        "path_alias": "gneverybody",
        "iconserver": "1",
        "iconfarm": 1,
        "lang": "en-us",
        "ispoolmoderated": 0,
        "name": {"_content": "GNEverybody"},
        "description": {"_content": "The group for GNE players"},
        "members": {"_content": "69"},
        "pool_count": {"_content": "1234"},
        "privacy": {"_content": "3"},
        "throttle": {"count": "10", "mode": "month", "remaining": "3"},
    },
    "stat": "ok",
}

# https://www.flickr.com/services/api/flickr.photos.getAllContexts.html, as JSON
CONTEXTS: dict[str, Any] = {
    "set": [{"title": "Trees", "id": "392", "primary": "2645"}],
    "pool": [
        {
            "title": "Caf&eacute;s &amp; Bars",
            "url": "/groups/cafes/pool/",
            "id": "34427465497@N01",
            "iconserver": "1",
            "iconfarm": 2,
            "members": "69",
            "pool_count": "1234",
        },
        {"title": "", "id": "34955637532@N01"},
        {"title": "No id"},
    ],
    "stat": "ok",
}

# https://www.flickr.com/services/api/flickr.groups.pools.getPhotos.html
POOL: dict[str, Any] = {
    "photos": {
        "page": 1,
        "pages": "1",
        "perpage": "1",
        "total": "1",
        "photo": [
            {
                "id": "2645",
                "owner": "12037949754@N01",
                "title": "36679_o",
                "secret": "a9f4a06091",
                "server": "2",
                "farm": 1,
                "ispublic": 1,
                "isfriend": 0,
                "isfamily": 0,
                "ownername": "Bees / ?",
                "dateadded": "1089918707",
                "url_z": "https://live.staticflickr.com/2/2645_a9f4a06091_z.jpg",
                "height_z": 480,
                "width_z": 640,
            }
        ],
    },
    "stat": "ok",
}

# https://www.flickr.com/services/api/flickr.photos.comments.addComment.html
COMMENT: dict[str, Any] = {
    "comment": {
        "id": "97777-72057594037941949-72057594037942602",
        "author": "12037949754@N01",
        "authorname": "Bees",
        "datecreate": "1141841470",
        "permalink": "https://www.flickr.com/photos/straup/109722179/#comment72057594037942602",
        "_content": "Umm, I'm not sure",
    },
    "stat": "ok",
}

# flickr.favorites.add and flickr.favorites.remove answer nothing more.
DONE: dict[str, Any] = {"stat": "ok"}


def failure(code: int | str, message: str) -> dict[str, Any]:
    """How every method fails."""
    return {"stat": "fail", "code": code, "message": message}
