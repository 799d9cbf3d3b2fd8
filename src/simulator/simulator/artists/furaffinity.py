"""Fur Affinity: HTML only. What is wrong is said on a page of its own, mostly with the status 200; what is
for adults is shown to who is logged in (the cookies `a` and `b`).
"""

import html
from datetime import UTC, datetime

from werkzeug import Response

from simulator.artists.hubs import robots
from simulator.artists.markup import linked, texts
from simulator.artists.people import Cast, Person, Said
from simulator.gallery import Post
from simulator.hosts.calls import Call, Handler, text_answer
from simulator.settings import SimulatorSettings
from simulator.social.pictures import of_name
from simulator.social.routes import routed

_MATURE = 2
_RATINGS = ("General", "General", "Mature", "Adult")
_NAMES = {"x": "Twitter", "bluesky": "Bluesky", "kofi": "Ko-fi", "deviantart": "DeviantArt"}


def hosts(cast: Cast, settings: SimulatorSettings) -> dict[str, Handler]:
    """Its hosts."""
    keys = settings.source_keys
    cookies = (keys.get("FURAFFINITY_COOKIE_A", ""), keys.get("FURAFFINITY_COOKIE_B", ""))
    site = FurAffinity(cast, cookies)
    return {
        "www.furaffinity.net": site.handler(),
        "furaffinity.net": site.handler(),
        "d.furaffinity.net": site.pictures(),
        "t.furaffinity.net": site.pictures(),
    }


class FurAffinity:
    """The site."""

    def __init__(self, cast: Cast, cookies: tuple[str, str]) -> None:
        self._cast, self._cookies = cast, cookies
        self._gallery, self._shelf = cast.gallery, cast.gallery.shelf("furaffinity")

    def handler(self) -> Handler:
        """Pages."""
        return routed(
            (
                (r"/robots\.txt", robots),
                (r"/(?:view|full)/([1-9][0-9]{0,11})", self.submission),
                (r"/user/([^/]+)", self.user),
            ),
            lambda _: text_answer(_page("Not found", "<p>404</p>"), 404),
        )

    def pictures(self) -> Handler:
        """D. and t.furaffinity.net: files and small ones."""

        def shown(_: Call, name: str) -> Response:
            return of_name(self._gallery, name) or text_answer("", 404)

        return routed(
            ((r"/(?:art/[^/]+/[0-9]+/)?[0-9]+[.@-](?:[a-z0-9]+[_-])?([0-9a-f]{32})\.[a-z]+", shown),),
            lambda _: text_answer("", 404),
        )

    def submission(self, call: Call, number: str) -> Response:
        """/view/N/."""
        post = self._shelf.post(int(number))
        if post is None or post.removed:
            return _message("The submission you are trying to find is not in our database.", status=404)
        person = Person(post.account)
        if said := self._wrong_with(person, call):
            return _message(said)
        if post.rating >= _MATURE and not self._is_known(call):
            return _message(
                "This submission contains Mature or Adult content. To view this submission you must log in"
                " and enable the Mature or Adult content via Account Settings."
            )
        return text_answer(_page(f"{post.title} by {person.handle} -- Fur Affinity", self._shown(call, post)))

    def user(self, call: Call, name: str) -> Response:
        """/user/NAME/."""
        person = self._cast.called(name.lower().replace("_", ""))
        if person is None or person.is_of_many_posts:
            return _message(
                f"This user cannot be found. The username “{name}” could not be found.", status=400
            )
        if said := self._wrong_with(person, call):
            return _message(said)
        said_ = self._cast.said(person, "furaffinity")
        words = linked(call, "\n".join(["Hello!", *texts(said_)]))
        contacts = "".join(_contact(one) for one in said_ if one.place == "field")
        body = (
            '<div class="c-usernameBlock">'
            f'<span class="js-displayName">~{html.escape(person.name)}</span></div>'
            f'<section class="userpage-layout-profile"><div class="userpage-profile">{words}</div></section>'
            f'<section class="user-contact">{contacts}</section>'
            '<div id="page-comments"><a href="https://x.com/ashouter">a visitor</a> shouts</div>'
        )
        return text_answer(_page(f"Userpage of {person.handle} -- Fur Affinity [dot] net", body))

    def _shown(self, call: Call, post: Post) -> str:
        file, person = post.files[0], Person(post.account)
        shape = self._gallery.files.shape(file)
        address = html.escape(self._picture(call, post))
        small = html.escape(
            call.reached(
                f"https://t.furaffinity.net/{post.number}@400-{self._gallery.files.name(file, 400)}.jpg"
            )
        )
        date = f"{datetime.fromtimestamp(post.moment, UTC):%b %d, %Y %I:%M %p}"
        words = linked(call, post.words) if post.is_planned else "<p>Something that I drew.</p>"
        return (
            f'<div class="submission-area"><img id="submissionImg" alt="" data-fullview-src="{address}"'
            f' data-preview-src="{small}" src="{address}"></div>'
            '<div class="submission-id-container"><div class="submission-id-sub-container">'
            f'<div class="submission-title"><h2><p>{html.escape(post.title)}</p></h2></div>'
            f'by <a href="/user/{person.handle}/"><strong>{html.escape(person.handle)}</strong></a>'
            f'<strong><span title="{date}" class="popup_date">some time ago</span></strong></div></div>'
            f'<div class="submission-description user-submitted-links">{words}</div>'
            f'<div class="rating"><span class="rating-box inline">{_RATINGS[post.rating]}</span></div>'
            '<section class="info text"><div><strong class="highlight">Size</strong>'
            f" <span>{shape.width} x {shape.height}px</span></div></section>"
            f'<section class="buttons"><div class="download"><a href="{address}">Download</a></div></section>'
            '<div class="comments"><a href="https://x.com/acommenter">me</a></div>'
        )

    def _picture(self, call: Call, post: Post) -> str:
        shape, name = self._gallery.files.shape(post.files[0]), self._gallery.files.name(post.files[0])
        folder = f"art/{post.account.handle}/{post.moment:010}"
        return call.reached(f"https://d.furaffinity.net/{folder}/{post.moment:010}.{name}.{shape.format}")

    def _wrong_with(self, person: Person, call: Call) -> str | None:
        match person.state:
            case "deactivated":
                return "User has voluntarily disabled access to their account and all of its contents."
            case "suspended":
                return f'Access has been disabled to the account and contents of user "{person.handle}".'
            case "hidden" if not self._is_known(call):
                return "The owner of this page has elected to make it available to registered users only."
        return None

    def _is_known(self, call: Call) -> bool:
        sent = call.headers.get("Cookie", "")
        a, b = self._cookies
        return bool(a and b) and f"a={a}" in sent and f"b={b}" in sent


def _contact(said: Said) -> str:
    name = _NAMES.get(said.of or "", "Website")
    return (
        f'<div class="user-contact-item"><div class="user-contact-user-info"><strong>{name}</strong>'
        f'<br><a href="{html.escape(said.url)}">{html.escape(said.url.rstrip("/").rpartition("/")[2])}</a>'
        "</div></div>"
    )


def _page(title: str, body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>{html.escape(title)}</title></head><body>{body}</body></html>"


def _message(words: str, *, status: int = 200) -> Response:
    body = (
        '<section class="aligncenter notice-message"><div class="section-body"><h2>System Message</h2>'
        f'<div class="redirect-message"><p class="link-override">{words}<br><br>'
        '<a href="javascript:history.go(-1)">Click here to go back</a></p></div></div></section>'
    )
    return text_answer(_page("System Message", body), status)
