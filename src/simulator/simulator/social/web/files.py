"""pictures.example.net: files under names that say little, and some of them wrong; short.example.org: where
short addresses lead.
"""

from werkzeug import Response

from simulator.gallery import Gallery
from simulator.hosts.calls import Call, Handler, picture_answer, text_answer
from simulator.social.pictures import as_picture, of_name
from simulator.social.routes import moved, routed
from simulator.social.web.links import FILES, JOURNAL, SHORT
from simulator.social.words import page

_ROBOTS = "User-agent: *\nDisallow: /private/\n"
_NAME = r"([0-9a-f]{32})"


def files(gallery: Gallery) -> Handler:
    """Files with the content type that is theirs, whatever their ending; some that say they are something
    else, and some that are none.
    """

    def file(call: Call, name: str) -> Response:
        return of_name(gallery, name) or nothing(call)

    def download(call: Call) -> Response:
        return of_name(gallery, call.query.get("name", "")) or nothing(call)

    def octets(call: Call, name: str) -> Response:
        known = gallery.files.named(name)
        return (
            nothing(call)
            if known is None
            else picture_answer(gallery.files.body(*known), "application/octet-stream", name)
        )

    def no_file(_: Call, name: str) -> Response:
        return text_answer(page(f"{name}: please log in"))

    return routed(
        (
            (r"/robots\.txt", lambda _: text_answer(_ROBOTS, content_type="text/plain")),
            (rf"/(?:f|private)/{_NAME}(?:\.[A-Za-z0-9]+)?", file),
            (r"/download", download),
            (rf"/octets/{_NAME}(?:\.[A-Za-z0-9]+)?", octets),
            (rf"/login/{_NAME}\.jpg", no_file),
        ),
        nothing,
    )


def short(gallery: Gallery) -> Handler:
    """/<hops>/<name>: leads on so many times, then to a page, or with .jpg behind it to the file."""

    def hop(call: Call, left: str, name: str, ending: str | None) -> Response:
        known = gallery.files.named(name)
        if known is None:
            return nothing(call)
        if int(left) > 1:
            return moved(f"../{int(left) - 1}/{name}{ending or ''}", 301)  # told by halves, as many do
        place = f"https://{FILES}/f/{name}" if ending else f"https://{JOURNAL}/graph/{name}"
        return moved(call.reached(place))

    return routed(
        (
            (r"/robots\.txt", nothing),
            (rf"/([1-9])/{_NAME}(\.jpg)?", hop),
            (r"/loop", lambda call: moved(call.reached(f"https://{SHORT}/loop"))),
            (r"/nowhere", lambda _: Response(b"", 302)),
        ),
        nothing,
    )


def photos(gallery: Gallery) -> Handler:
    """live.staticflickr.com: files of the gallery's photos."""

    def photo(call: Call, number: str, suffix: str | None) -> Response:
        post = gallery.shelf("flickr").post(int(number)) if len(number) < 19 else None
        if post is None or post.removed:
            return nothing(call)
        return as_picture(gallery, post.files[0], 0 if suffix in {"b", "o", "h"} else 240)

    return routed(((r"/[0-9]+/([0-9]+)_[0-9a-f]+(?:_([a-z]))?\.(?:jpg|png)", photo),), nothing)


def nothing(_: Call) -> Response:
    """There is nothing here."""
    return text_answer(page("404 Not Found"), 404)
