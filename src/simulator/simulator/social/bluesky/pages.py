"""cdn.bsky.app, video.bsky.app and bsky.app."""

from werkzeug import Response

from simulator.gallery import Gallery
from simulator.gallery.addresses import of_tid
from simulator.hosts.calls import Call, Handler, text_answer
from simulator.social.bluesky.telling import CIDS
from simulator.social.pictures import as_picture, decoded
from simulator.social.routes import routed
from simulator.social.words import page

# The content network makes JPEGs of everything, as large as these.
_BOXES = {"feed_fullsize": 500, "feed_thumbnail": 250, "avatar": 150, "avatar_thumbnail": 75}
_WHO = r"did:[^/]+"


def pictures(gallery: Gallery) -> Handler:
    """The pictures of posts."""

    def picture(call: Call, size: str, name: str) -> Response:
        file = decoded(CIDS, name)
        return _nothing(call) if file is None else as_picture(gallery, file, _BOXES[size])

    return routed(
        ((rf"/img/({'|'.join(_BOXES)})/plain/{_WHO}/bafkrei([a-z2-7]{{52}})(?:@[a-z]+)?", picture),), _nothing
    )


def videos(gallery: Gallery) -> Handler:
    """The first frames of videos."""

    def frame(call: Call, name: str) -> Response:
        file = decoded(CIDS, name)
        return _nothing(call) if file is None else as_picture(gallery, file, 500)

    return routed(((rf"/watch/{_WHO}/bafkrei([a-z2-7]{{52}})/thumbnail\.jpg", frame),), _nothing)


def pages(gallery: Gallery) -> Handler:
    """What people see of a post."""

    def shown(call: Call, key: str) -> Response:
        number = of_tid(key)
        post = gallery.shelf("bluesky").post(number) if number is not None else None
        return _nothing(call) if post is None or post.removed else text_answer(page(post.work.title))

    return routed(((r"/profile/[^/]+/post/([a-z2-7]{13})", shown),), _nothing)


def _nothing(_: Call) -> Response:
    return text_answer(page("Not found"), 404)
