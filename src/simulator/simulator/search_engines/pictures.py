"""The hosts where engines find pictures, and pages about them."""

import html

from werkzeug import Response

from simulator.hosts.calls import Call, Handler, text_answer
from simulator.search_engines import addresses
from simulator.search_engines.index import ENGINES, Index
from simulator.social.pictures import of_name
from simulator.social.routes import routed
from simulator.social.words import meta, page

_NAME = r"(?:[0-9]+-)?([0-9a-f]{32})\.[a-z]+"


def hosts(index: Index) -> dict[str, Handler]:
    """The hosts."""
    return {
        addresses.FILES: _files(index),
        addresses.PAGES: _pages(index),
        addresses.UPLOADS: _uploads(index),
    }


def _files(index: Index) -> Handler:
    """Files; of those that are gone some say so; what is no picture says now and then that it is one."""

    def file(_: Call, name: str) -> Response:
        return of_name(index.gallery, name) or _nothing(_)

    def gone(_: Call, place: str) -> Response:
        return text_answer(page("Gone"), 410 if int(place) % 2 else 404)

    def no_picture(_: Call, place: str) -> Response:
        kind = "image/jpeg" if int(place) % 2 else "text/html"
        return Response(page("Please log in"), content_type=kind)

    engines = "|".join(ENGINES)
    return routed(
        (
            (r"/robots\.txt", _nothing),
            (rf"/(?:{engines})/{_NAME}", file),
            (rf"/gone/(?:{engines})-([0-9]+)\.jpg", gone),
            (rf"/page/(?:{engines})-([0-9]+)\.jpg", no_picture),
        ),
        _nothing,
    )


def _uploads(index: Index) -> Handler:
    """upload.wikimedia.org: files, and renditions of them."""

    def file(_: Call, name: str) -> Response:
        return of_name(index.gallery, name) or _nothing(_)

    def thumb(_: Call, name: str) -> Response:
        return of_name(index.gallery, name, 400) or _nothing(_)

    return routed(
        (
            (r"/robots\.txt", _nothing),
            (rf"/wikipedia/commons/[0-9a-f]/[0-9a-f]{{2}}/{_NAME}", file),
            (rf"/wikipedia/commons/thumb/[0-9a-f]/[0-9a-f]{{2}}/{_NAME}/[0-9]+px-.*", thumb),
        ),
        _nothing,
    )


def _pages(index: Index) -> Handler:
    """Pages that show a picture."""

    def about(call: Call, engine: str, number: str) -> Response:
        found = index.numbered(engine, int(number)) if len(number) < 18 else None
        if found is None:
            return _nothing(call)
        head = meta("og:image", call.reached(found.url))
        return text_answer(page(found.work.title, head, html.escape(f"By {found.work.artist}.")))

    return routed(
        ((r"/robots\.txt", _nothing), (rf"/about/({'|'.join(ENGINES)})/([0-9]+)", about)),
        _nothing,
    )


def _nothing(_: Call) -> Response:
    return text_answer(page("404 Not Found"), 404)
