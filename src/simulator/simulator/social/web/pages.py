"""Pages that show a picture, and say so in their own ways; portfolios of artists; closed hosts."""

from collections.abc import Callable
from html import escape

from werkzeug import Response

from simulator.gallery import Gallery, Post
from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.social.pictures import as_picture
from simulator.social.routes import routed
from simulator.social.web.feeds import KINDS, Feeds
from simulator.social.web.files import nothing
from simulator.social.web.links import EXAMPLE, JOURNAL, PORTFOLIO, file_url
from simulator.social.words import meta, page

Reached = Callable[[str], str]
_NAME = r"([0-9a-f]{32})"
_OPEN = "User-agent: *\nAllow: /\n"
_CLOSED = "User-agent: *\nDisallow: /\n"
_HALF = "User-agent: Fovea\nDisallow: /graph/ffff\n\nUser-agent: Hasty\nDisallow: /\n"


def journal(gallery: Gallery) -> Handler:
    """/<form>/<name>: a page that tells its picture by Open Graph, a card of Twitter's, a link or oEmbed, or
    not at all.
    """

    def shown(call: Call, form: str, name: str) -> Response:
        known = gallery.files.named(name)
        if known is None:
            return nothing(call)
        picture = call.reached(file_url(gallery, known[0]))
        return text_answer(page("A page of a journal", _head(call, form, name, picture), "<p>Words.</p>"))

    def oembed(call: Call) -> Response:
        name = call.query.get("url", "").rpartition("/")[2]
        known = gallery.files.named(name)
        if known is None:
            return nothing(call)
        shape, url = gallery.files.shape(known[0]), call.reached(file_url(gallery, known[0]))
        told = {"version": "1.0", "type": "photo", "url": url, "width": shape.width, "height": shape.height}
        return json_answer(told)

    return routed(
        (
            (r"/robots\.txt", lambda _: text_answer(_HALF, content_type="text/plain")),
            (rf"/(graph|card|linked|oembed|silent)/{_NAME}", shown),
            (r"/services/oembed", oembed),
            (r"/gone/[0-9]+", lambda _: text_answer(page("410 Gone"), 410)),
        ),
        nothing,
    )


def portfolio(gallery: Gallery) -> Handler:
    """portfolio.example.com: a page for each artist and each work, and three kinds of feeds."""
    feeds = Feeds(gallery)

    def work(call: Call, name: str, number: str) -> Response:
        post = gallery.shelf("web").post(int(number)) if len(number) < 15 else None
        if post is None or post.removed or post.account.handle != name:
            return nothing(call)
        return text_answer(
            page(post.work.title, _graph(call.reached, gallery, post), escape(post.account.name))
        )

    def artist(call: Call, name: str) -> Response:
        account = gallery.shelf("web").account(name)
        if account is None or account.handle != name:
            return nothing(call)
        links = "".join(
            f'<link rel="alternate" type="{kind}" href="{call.reached(f"https://{PORTFOLIO}/{name}/{file}")}">'
            for file, kind in KINDS.items()
        )
        return text_answer(page(f"Works of {account.name}", links))

    return routed(
        (
            (r"/robots\.txt", lambda _: text_answer(_OPEN, content_type="text/plain")),
            (r"/([a-z0-9]+)/([0-9]+)", work),
            (r"/([a-z0-9]+)/(feed\.xml|atom\.xml|feed\.json)", feeds.answer),
            (r"/([a-z0-9]+)", artist),
        ),
        nothing,
    )


def example(gallery: Gallery) -> Handler:
    """example.com: the feed, the page that names it, and the picture that documentation speaks of."""
    feeds, shelf = Feeds(gallery), gallery.shelf("web")

    def feed(call: Call) -> Response:
        return feeds.answer(call, shelf.accounts()[0].handle, "feed.xml")

    def blog(call: Call) -> Response:
        url = call.reached(f"https://{EXAMPLE}/feed.xml")
        return text_answer(page("A blog", f'<link rel="alternate" type="{KINDS["feed.xml"]}" href="{url}">'))

    def picture(_: Call) -> Response:
        return as_picture(gallery, shelf.posts(limit=1)[0].files[0], 500)

    return routed(
        (
            (r"/robots\.txt", lambda _: text_answer(_OPEN, content_type="text/plain")),
            (r"/feed\.xml", feed),
            (r"/blog/?", blog),
            (r"/picture\.jpg", picture),
        ),
        nothing,
    )


def photo_pages(gallery: Gallery) -> Handler:
    """www.flickr.com: pages of the gallery's photos."""

    def photo(call: Call, name: str, number: str) -> Response:
        post = gallery.shelf("flickr").post(int(number)) if len(number) < 15 else None
        if post is None or post.removed or post.account.handle != name:
            return nothing(call)
        url = f"https://live.staticflickr.com/65535/{post.number}_{post.work.number:010x}_b.jpg"
        return text_answer(page(post.work.title, meta("og:image", call.reached(url))))

    return routed(
        (
            (r"/robots\.txt", lambda _: text_answer(_OPEN, content_type="text/plain")),
            (r"/photos/([A-Za-z0-9@_.-]+)/([0-9]+)(?:/.*)?", photo),
        ),
        nothing,
    )


def closed(call: Call) -> Response:
    """A host that wants no programs."""
    if call.path == "/robots.txt":
        return text_answer(_CLOSED, content_type="text/plain")
    return text_answer(page("For people", meta("og:image", call.reached("https://hermit.example.org/x.jpg"))))


def unwell(call: Call) -> Response:
    """A host whose robots.txt cannot be read now."""
    status = 503 if call.path == "/robots.txt" else 200
    return text_answer(page("Maintenance"), status)


def _graph(reached: Reached, gallery: Gallery, post: Post) -> str:
    """Open Graph of all of a work's pictures."""
    return meta("og:type", "article") + "".join(
        meta("og:image", reached(file_url(gallery, file))) for file in post.files
    )


def _head(call: Call, form: str, name: str, picture: str) -> str:
    """What the head of a page says of its picture."""
    url = call.reached(f"https://{JOURNAL}/{form}/{name}")
    if form == "graph":
        return meta("og:image", picture) + meta("og:image:secure_url", picture)
    if form == "card":
        return f'<meta name="twitter:card" content="summary"><meta name="twitter:image" content="{picture}">'
    if form == "linked":
        return f'<link rel="image_src" href="{picture}">'
    if form == "oembed":
        service = call.reached(f"https://{JOURNAL}/services/oembed?url={url}")
        return f'<link rel="alternate" type="application/json+oembed" href="{escape(service)}">'
    return ""
