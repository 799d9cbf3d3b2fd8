"""flickr.photos.comments."""

import time

from simulator.journal import Comment
from simulator.rest.calls import Call, Flickr
from simulator.rest.errors import FlickrError, general
from simulator.rest.formats import Payload

_MOST_IN_A_MINUTE = 20
# Stands for the addresses that Flickr blocks for abuse: code 116 can be met by writing one.
_ABUSED_HOST = "abused.example"


def _listed(flickr: Flickr, comment: Comment) -> dict[str, object]:
    world = flickr.directory.world
    author = flickr.directory.person(comment.account)
    owner = flickr.directory.person(int(world.photo_owner[comment.photo]))
    anchor = comment.id.rsplit("-", 1)[1]
    return {
        "id": comment.id,
        "author": author.nsid,
        "author_is_deleted": int(flickr.state.is_deleted(comment.account)),
        "authorname": author.name,
        "iconserver": author.icon_server,
        "iconfarm": author.icon_farm,
        "datecreate": str(comment.at),
        "permalink": f"{flickr.address}/photos/{owner.path}/{world.photo_id[comment.photo]}/#comment{anchor}",
        "path_alias": author.alias,
        "realname": author.real_name,
        "_content": comment.text,
    }


def add(call: Call) -> Payload:
    """flickr.photos.comments.addComment: 1 no such photo, 8 blank, 9 too fast."""
    photo = call.photo()
    text = call.text("comment_text")
    if not text:
        raise FlickrError(8, "Blank comment.")
    if _ABUSED_HOST in text.lower():
        raise general(116)
    if call.flickr.state.comments_since(call.caller, int(time.time()) - 60) >= _MOST_IN_A_MINUTE:
        raise FlickrError(9, "User is posting comments too fast.")
    comment = call.flickr.state.add_comment(photo=photo, account=call.caller, text=text)
    return {"comment": _listed(call.flickr, comment)}


def listed(call: Call) -> Payload:
    """flickr.photos.comments.getList. Without comments there is no `comment` at all, as at Flickr."""
    photo = call.photo()
    since, until = call.number("min_comment_date", 0), call.number("max_comment_date", 0)
    comments = [
        _listed(call.flickr, comment)
        for comment in call.flickr.state.comments(photo)
        if comment.at >= since and (not until or comment.at <= until)
    ]
    document: dict[str, object] = {"photo_id": str(call.flickr.directory.world.photo_id[photo])}
    if comments:
        document["comment"] = comments
    return {"comments": document}
