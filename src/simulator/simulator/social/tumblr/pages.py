"""64.media.tumblr.com, and the pages of blogs."""

from werkzeug import Response

from simulator.gallery import Gallery
from simulator.hosts.calls import Call, Handler, text_answer
from simulator.social.pictures import of_name
from simulator.social.routes import routed
from simulator.social.words import meta, page


def pictures(gallery: Gallery) -> Handler:
    """The pictures of posts."""

    def picture(call: Call, name: str) -> Response:
        return of_name(gallery, name) or _nothing(call)

    return routed(((r"/([0-9a-f]{32})/[0-9a-f]+-[0-9a-f]+/s[0-9x]+(?:u?_c1)?/[^/]+", picture),), _nothing)


def pages(gallery: Gallery) -> Handler:
    """What people see of a post."""

    def shown(call: Call, number: str) -> Response:
        post = gallery.shelf("tumblr").post(int(number)) if len(number) < 19 else None
        if post is None or post.removed:
            return _nothing(call)
        name = gallery.files.name(post.files[0])
        url = f"https://64.media.tumblr.com/{name}/0-01/s640x960/{name[:12]}.jpg"
        return text_answer(page(post.work.title, meta("og:image", call.reached(url))))

    return routed(((r"/(?:post|[a-z0-9-]+)/([0-9]+)(?:/[^/]*)?", shown),), _nothing)


def _nothing(_: Call) -> Response:
    return text_answer(page("There's nothing here."), 404)
