"""Feeds of portfolios: RSS with enclosures, Atom with pictures in the text, JSON Feed on several pages."""

from collections.abc import Callable
from html import escape
from xml.sax.saxutils import quoteattr

from werkzeug import Response

from simulator.gallery import Account, Gallery, Post, Where
from simulator.hosts.calls import Call, json_answer, text_answer
from simulator.social.web.links import PORTFOLIO, file_url
from simulator.social.words import iso, rfc822, rfc3339

_ENTRIES, _PAGE = 40, 15
KINDS = {
    "feed.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
Reached = Callable[[str], str]


class Feeds:
    """The feeds of each artist."""

    def __init__(self, gallery: Gallery) -> None:
        self._gallery, self._shelf = gallery, gallery.shelf("web")

    def answer(self, call: Call, name: str, file: str) -> Response:
        """The feed of a name. RSS and Atom have the newest entries; JSON Feed all, page by page."""
        account = self._shelf.account(name)
        if account is None or account.handle != name:
            return text_answer("Not found", 404, content_type="text/plain")
        if file == "feed.json":
            return self._json(call, account)
        posts = self._shelf.posts(Where(account=account.name), limit=_ENTRIES)
        document = (self._rss if file == "feed.xml" else self._atom)(call, account, posts)
        return text_answer(document, content_type=KINDS[file])

    def _rss(self, call: Call, account: Account, posts: list[Post]) -> str:
        items = "".join(
            f"<item><title>{escape(post.work.title)}</title><link>{call.reached(post.url)}</link>"
            f'<guid isPermaLink="false">work-{post.number}</guid><pubDate>{rfc822(post.moment)}</pubDate>'
            f"{''.join(f'<category>{escape(tag)}</category>' for tag in _tags(post))}"
            f"{self._enclosures(post, call.reached)}<description>A work</description></item>"
            for post in posts
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>Works of {escape(account.name)}</title>"
            f"<link>{call.reached(f'https://{PORTFOLIO}/{account.handle}/')}</link>"
            f"<description>Newest works</description>{items}</channel></rss>"
        )

    def _atom(self, call: Call, account: Account, posts: list[Post]) -> str:
        entries = "".join(
            f"<entry><id>tag:{PORTFOLIO},2026:{post.number}</id><title>{escape(post.work.title)}</title>"
            f"<link href={quoteattr(call.reached(post.url))}/><updated>{rfc3339(post.moment)}</updated>"
            f"<published>{rfc3339(post.moment)}</published>"
            f'<content type="html">{escape(self._html(post, call.reached))}</content></entry>'
            for post in posts
        )
        newest = rfc3339(posts[0].moment if posts else 0)
        return (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<id>tag:{PORTFOLIO},2026:{account.handle}</id><title>Works of {escape(account.name)}</title>"
            f"<updated>{newest}</updated>{entries}</feed>"
        )

    def _json(self, call: Call, account: Account) -> Response:
        number, where = call.number("page", 1, least=1, most=10_000), Where(account=account.name)
        posts = self._shelf.posts(where, limit=_PAGE, skip=_PAGE * (number - 1))
        base = f"https://{PORTFOLIO}/{account.handle}/"
        told: dict[str, object] = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"Works of {account.name}",
            "home_page_url": call.reached(base),
            "feed_url": call.reached(f"{base}feed.json"),
            "items": [
                {
                    "id": str(post.number),
                    "url": call.reached(post.url),
                    "title": post.work.title,
                    "content_html": self._html(post, call.reached),
                    "date_published": iso(post.moment),
                    "tags": _tags(post),
                    "attachments": [
                        {
                            "url": call.reached(file_url(self._gallery, file)),
                            "mime_type": self._gallery.files.shape(file).mime,
                        }
                        for file in post.files
                    ],
                }
                for post in posts
            ],
        }
        if self._shelf.count(where) > _PAGE * number:
            told["next_url"] = call.reached(f"{base}feed.json?page={number + 1}")
        return json_answer(told)

    def _enclosures(self, post: Post, reached: Reached) -> str:
        return "".join(
            f'<enclosure url="{reached(file_url(self._gallery, file))}" length="1"'
            f' type="{self._gallery.files.shape(file).mime}"/>'
            for file in post.files
        )

    def _html(self, post: Post, reached: Reached) -> str:
        return f'<p>A work</p><img src="{reached(file_url(self._gallery, post.files[0]))}">'


def _tags(post: Post) -> list[str]:
    return [tag for tags in post.tags.values() for tag in tags]
