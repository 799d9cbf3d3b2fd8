"""www.deviantart.com as people see it, backend.deviantart.com (oEmbed), fav.me, and the host of pictures."""

import html
import re

from werkzeug import Response

from simulator.artists.deviantart import telling
from simulator.artists.hubs import robots
from simulator.artists.markup import anchor, linked, texts
from simulator.artists.people import Cast, Person
from simulator.gallery import Gallery, Post
from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.social.identifiers import DIGITS, to_number
from simulator.social.pictures import as_picture
from simulator.social.routes import Routes, moved, routed
from simulator.social.words import page

_USER = r"([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)"
_WATCHER = "https://www.deviantart.com/awatcher"
_OUTGOING = "https://www.deviantart.com/users/outgoing?{}"
_OF_ADDRESS = re.compile(r"https?://(?:www\.)?deviantart\.com/[^/]+/art/(?:[^/]*-)?([0-9]{1,15})/?", re.ASCII)
_SHORT = re.compile(r"https?://fav\.me/d([0-9a-z]+)/?", re.ASCII)
_ASKED = re.compile(r"https?://[^/?#]+/-/(?=[a-z0-9.-]+\.)")


class Pages:
    """The pages of deviations and people."""

    def __init__(self, cast: Cast) -> None:
        self._cast, self._shelf = cast, cast.gallery.shelf("deviantart")

    @property
    def routes(self) -> Routes:
        """Paths of www.deviantart.com."""
        return (
            (r"/robots\.txt", robots),
            (rf"/{_USER}/art/(?:[^/]*-)?([0-9]{{1,15}})", self.deviation),
            (r"/(?:deviation|view)/([0-9]{1,15})", lambda call, number: self.deviation(call, "", number)),
            (rf"/{_USER}/about", self.about),
            (rf"/{_USER}(?:/gallery)?", self.about),
        )

    def nothing(self, _: Call) -> Response:
        """What is not there."""
        return text_answer(page("DeviantArt: 404"), 404)

    def post(self, number: int) -> Post | None:
        """A deviation that everybody can see; people who left took theirs with them."""
        post = self._shelf.post(number)
        return post if post is not None and not post.removed and _is_there(Person(post.account)) else None

    def deviation(self, call: Call, user: str, number: str) -> Response:
        """The page of a deviation: as large as people see it, unless it is for adults."""
        del user
        post = self.post(int(number))
        if post is None:
            return self.nothing(call)
        picture = html.escape(call.reached(telling.as_seen(self._cast.gallery, post.files[0])))
        head = "" if telling.is_mature(post) else f'<link rel="preload" href="{picture}" as="image">'
        shown = "" if telling.is_mature(post) else f'<div class="_1image"><img src="{picture}" alt=""></div>'
        by = anchor(call, f"https://www.deviantart.com/{post.account.handle}", post.account.handle)
        words = post.words if post.is_planned else ""
        body = (
            f'{shown}<div><div data-hook="deviation_meta">by {by}</div>'
            f'<div class="legacy-journal">{linked(call, words, wrap=_OUTGOING)}</div></div>'
            f'<div id="comments"><a href="{_OUTGOING.format("https://x.com/acommenter")}">me</a></div>'
        )
        return text_answer(page(f"{post.title} by {post.account.handle} on DeviantArt", head, body))

    def about(self, call: Call, name: str) -> Response:
        """A person's page: what they say of themselves."""
        former = self._cast.formerly(name.lower())
        if former is not None:
            return moved(call.reached(f"https://www.deviantart.com/{former.handle}/about"), 301)
        person = self._cast.called(name, at="deviantart")
        if person is None:
            return self.nothing(call)
        if person.state == "deactivated":
            return text_answer(page("Deactivated Account"))
        if person.state == "suspended":
            return text_answer(page("Banned User"))
        said = self._cast.said(person, "deviantart")
        fields = "".join(
            f"<li>{anchor(call, one.url, (one.of or '').title())}</li>"
            for one in said
            if one.place == "field"
        )
        words = linked(call, "\n".join(["Hello! I draw.", *texts(said)]), wrap=_OUTGOING)
        body = (
            f'<section id="about"><h2>About {html.escape(person.name)}</h2>'
            f'<ul data-hook="about_social_links">{fields}</ul><div class="text">{words}</div></section>'
            f'<section id="watchers">{anchor(call, _WATCHER)}</section>'
        )
        return text_answer(page(f"About {person.handle} | DeviantArt", "", body))

    def backend(self) -> Handler:
        """/oembed: for addresses of deviations only."""

        def oembed(call: Call) -> Response:
            asked = _ASKED.sub("https://", call.query.get("url", ""))
            short, whole = _SHORT.fullmatch(asked), _OF_ADDRESS.fullmatch(asked)
            number = to_number(short[1], DIGITS) if short else int(whole[1]) if whole else None
            post = self.post(number) if number is not None else None
            if post is None:
                return json_answer({"error": 404, "message": "404 Not Found"}, 404)
            return json_answer(telling.oembed(call, post, self._cast))

        return routed(((r"/oembed", oembed),), self.nothing)

    def short(self) -> Handler:
        """fav.me: leads to deviations."""

        def onward(call: Call, digits: str) -> Response:
            number = to_number(digits, DIGITS)
            post = self.post(number) if number is not None else None
            return self.nothing(call) if post is None else moved(call.reached(post.url), 301)

        return routed(((r"/robots\.txt", robots), (r"/d([0-9a-z]+)", onward)), self.nothing)


def pictures(gallery: Gallery) -> Handler:
    """The pictures, to whoever has the address with its token."""

    def shown(call: Call, name: str) -> Response:
        known = gallery.files.named(name)
        if known is None:
            return text_answer("Not found", 404, content_type="text/plain")
        if not telling.has_token(call):
            return text_answer("Forbidden", 403, content_type="text/plain")
        return as_picture(gallery, *known)

    return routed(
        ((r"/f/[0-9a-f-]{36}/([0-9a-f]{32})\.[a-z]+(?:/v1/.*)?", shown),),
        lambda _: text_answer("Not found", 404, content_type="text/plain"),
    )


def _is_there(person: Person) -> bool:
    return person.is_of_many_posts or person.state in {"open", "hidden"}
