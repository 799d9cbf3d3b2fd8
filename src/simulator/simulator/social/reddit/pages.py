"""www.reddit.com, old.reddit.com, redd.it and the hosts of Reddit's files."""

from werkzeug import Response

from simulator.gallery import addresses
from simulator.hosts.calls import Call, Handler, picture_answer, text_answer
from simulator.social.pictures import as_picture, box_of, decoded, of_name
from simulator.social.reddit.desk import Reddit
from simulator.social.reddit.feeds import MAIN, Feeds
from simulator.social.reddit.forms import MEDIA, VIDEOS, form_of, page_of
from simulator.social.routes import moved, routed
from simulator.social.words import meta, page

_NAMES = r"([A-Za-z0-9_+-]+)"


class Pages:
    """The pages and the files."""

    def __init__(self, reddit: Reddit) -> None:
        self._reddit = reddit
        self._feeds = Feeds(reddit)

    def main(self) -> Handler:
        """www.reddit.com: tokens, feeds, shared addresses, pages. JSON is for those who have a key."""
        return routed(
            (
                (r"/api/v1/access_token", self._reddit.tokens.give),
                (r"/api/v1/revoke_token", self._reddit.tokens.revoke),
                (rf"/r/{_NAMES}/([a-z]*)/?\.rss", self._feeds.community),
                (rf"/r/{_NAMES}\.rss", self._feeds.community),
                (r"/user/([A-Za-z0-9_-]+)/(?:submitted/?)?\.rss", self._feeds.user),
                (r"/r/[A-Za-z0-9_]+/s/([A-Za-z0-9]+)", self._shared),
                (r"/(?:r/[A-Za-z0-9_]+/)?(?:comments|gallery)/([a-z0-9]+)(?:/.*)?", self._page),
                (r"/video/([a-z0-9]+)", self._video),
            ),
            _blocked,
        )

    def short(self) -> Handler:
        """redd.it/<id>."""
        return routed(((r"/([a-z0-9]+)", self._short),), _nothing)

    def files(self) -> Handler:
        """i.redd.it and preview.redd.it: a file by its name, or as wide as is asked for."""
        return routed(((r"/(?:.*-v[0-9]+-)?([a-z0-9]{13})\.(?:jpe?g|png|gif|webp)", self._file),), _nothing)

    def previews(self) -> Handler:
        """external-preview.redd.it and b.thumbs.redditmedia.com."""
        return routed(((r"/([0-9a-f]{32})\.(?:jpg|png)", self._named),), _nothing)

    def videos(self) -> Handler:
        """v.redd.it: the page of a video, and its streams."""
        return routed(
            ((r"/[a-z0-9]{13}/(?:DASH|CMAF)_\w+\.mp4", _stream), (r"/([a-z0-9]{13})", self._video)), _nothing
        )

    def _shared(self, call: Call, share: str) -> Response:
        number = addresses.of_code(share)
        post = self._reddit.shelf.post(number) if number is not None else None
        return _nothing(call) if post is None else moved(call.reached(MAIN + page_of(post)), 301)

    def _short(self, call: Call, number: str) -> Response:
        post = self._reddit.post(number)
        return _nothing(call) if post is None else moved(call.reached(MAIN + page_of(post)), 301)

    def _video(self, call: Call, name: str) -> Response:
        number = VIDEOS.number(name)
        post = self._reddit.shelf.post(number) if number is not None else None
        return _nothing(call) if post is None else moved(call.reached(MAIN + page_of(post)))

    def _page(self, call: Call, number: str) -> Response:
        post = self._reddit.post(number)
        if post is None or post.removed:
            return _nothing(call)
        files = form_of(post).files
        name = self._reddit.gallery.files.name(files[0]) if files else None
        shown = meta("og:image", call.reached(f"https://external-preview.redd.it/{name}.png")) if name else ""
        return text_answer(page(post.work.title, shown))

    def _file(self, call: Call, name: str) -> Response:
        file = decoded(MEDIA, name)
        if file is None:
            return _nothing(call)
        width = call.number("width", 0)
        return as_picture(self._reddit.gallery, file, box_of(width) if width else 0)

    def _named(self, call: Call, name: str) -> Response:
        width = call.number("width", 0)
        return of_name(self._reddit.gallery, name, box_of(width) if width else None) or _nothing(call)


def old(call: Call) -> Response:
    """old.reddit.com asks everybody to log in."""
    return moved(call.reached(f"{MAIN}/login/?dest={call.path}"))


def _blocked(_: Call) -> Response:
    """What Reddit shows to programs without a key."""
    return text_answer(
        page("whoa there, pardner!", body="<p>You've been blocked by network security.</p>"), 403
    )


def _nothing(_: Call) -> Response:
    return text_answer(page("page not found"), 404)


def _stream(_: Call) -> Response:
    return picture_answer(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video/mp4", "film")
