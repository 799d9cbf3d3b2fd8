"""x.com for people, publish.x.com to embed posts, t.co, and pbs.twimg.com."""

import re

from werkzeug import Response

from simulator.artists.hubs import robots
from simulator.artists.people import Cast, Person
from simulator.artists.x import telling
from simulator.gallery import Gallery, Post
from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.social.pictures import as_picture, decoded
from simulator.social.routes import routed
from simulator.social.words import page

_STATUS = re.compile(
    r"https://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:[^/]+|i/web)/status/([0-9]{1,20})(?:/.*)?", re.ASCII
)
_REACHED = re.compile(r"https?://[^/?#]+/-/(?=[a-z0-9.-]+\.)")
# What a name after the picture asks for.
_BOXES = {"orig": 0, "4096x4096": 0, "large": 0, "medium": 500, "small": 400, "thumb": 150}


def post_of(cast: Cast, identifier: str) -> Post | None:
    """The post with a number; None where nothing is there any more."""
    post = cast.gallery.shelf("x").post(telling.post_number(identifier))
    return post if post is not None and not post.removed and telling.identifier(post) == identifier else None


def publish(cast: Cast) -> Handler:
    """/oembed: 404 for what is not there, 403 for whose posts are not for everybody."""

    def oembed(call: Call) -> Response:
        found = _STATUS.fullmatch(_REACHED.sub("https://", call.query.get("url", "")))
        post = post_of(cast, found[1]) if found is not None else None
        if post is None:
            return text_answer("", 404)
        person = cast.person(post.account.number) if post.account.is_artist else None
        state = person.state if person is not None else "open"
        if state != "open":
            return text_answer("", 404 if state == "deactivated" else 403)
        return json_answer(telling.embedded(person, post))

    return routed(((r"/robots\.txt", robots), (r"/oembed", oembed)), lambda _: text_answer("", 404))


def pages(cast: Cast) -> Handler:
    """What people see."""

    def post(call: Call, number: str) -> Response:
        del call
        found = post_of(cast, number)
        return text_answer(page("X"), 404) if found is None else text_answer(page(f"{found.title} / X"))

    def user(call: Call, name: str) -> Response:
        del call
        account = cast.gallery.shelf("x").account(name)
        known = account is not None and Person(account).state == "open"
        return text_answer(page(f"@{name} / X")) if known else text_answer(page("X"), 404)

    return routed(
        (
            (r"/robots\.txt", robots),
            (r"/(?:i|[A-Za-z0-9_]{1,20})/status/([0-9]{1,20})(?:/.*)?", post),
            (r"/([A-Za-z0-9_]{1,15})", user),
        ),
        lambda _: text_answer(page("X"), 404),
    )


def pictures(gallery: Gallery) -> Handler:
    """/media/NAME.jpg?name=orig, and /media/NAME?format=jpg&name=large."""

    def shown(call: Call, name: str) -> Response:
        file = decoded(telling.MEDIA, name)
        if file is None:
            return text_answer("", 404)
        return as_picture(gallery, file, _BOXES.get(call.query.get("name", "medium"), 500))

    return routed(
        ((r"/media/([0-9A-Za-z]{15})(?:\.(?:jpg|png|webp))?", shown),), lambda _: text_answer("", 404)
    )
