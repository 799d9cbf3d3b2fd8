"""www.reddit.com/r/X/new/.rss: what everybody may read, 25 entries and no more."""

import html
import time
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from werkzeug import Response

from simulator.gallery import Post
from simulator.hosts.calls import Call, text_answer
from simulator.social.reddit.desk import ORDERS, SUSPENDED, Reddit, not_found, refused, too_many
from simulator.social.reddit.forms import author_of, form_of, number_of, page_of
from simulator.social.reddit.telling import title_of
from simulator.social.words import rfc3339

MAIN = "https://www.reddit.com"
_ENTRIES = 25


class Feeds:
    """The feeds of communities and users."""

    def __init__(self, reddit: Reddit) -> None:
        self._reddit = reddit

    def community(self, call: Call, names: str, order: str = "hot") -> Response:
        """/r/X/new/.rss and the like."""
        order = order or "hot"
        wanted = [self._reddit.shelf.community(name) for name in names.split("+")]
        known = [one for one in wanted if one is not None]
        if not known or order not in ORDERS:
            return not_found()
        if len(wanted) == 1 and (refusal := refused(known[0])) is not None:
            return refusal
        shown = [one.name for one in known if one.state == "open"]
        posts = self._reddit.of_communities(shown, order, call.query.get("t", "day"), time.time())
        term = "+".join(one.name for one in known)
        return self._feed(call, posts, term, f"/r/{names}/{order}/.rss")

    def user(self, call: Call, name: str) -> Response:
        """/user/X/submitted/.rss."""
        if name.lower() == SUSPENDED or self._reddit.account(name) is None:
            return not_found()
        return self._feed(call, self._reddit.of_user(name), None, f"/user/{name}/submitted/.rss")

    def _feed(self, call: Call, posts: list[Post], term: str | None, path: str) -> Response:
        client = call.request.remote_addr or ""
        left = self._reddit.feed_calls.take(client)
        if left.over:
            return too_many(left)
        seen = [post for post in posts if not post.removed]
        shown = seen[: call.number("limit", _ENTRIES, least=1, most=_ENTRIES)]
        category = f"<category term={quoteattr(term)} label={quoteattr(f'r/{term}')}/>" if term else ""
        entries = "".join(_entry(post, call.reached) for post in shown)
        newest = rfc3339(shown[0].moment if shown else int(time.time()))
        document = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
            f"{category}<updated>{newest}</updated><id>{escape(path)}</id>"
            f'<link rel="self" href={quoteattr(call.reached(MAIN + path))} type="application/atom+xml" />'
            f"<title>newest submissions</title>{entries}</feed>"
        )
        return text_answer(document, content_type="application/atom+xml")


def _entry(post: Post, reached: Callable[[str], str]) -> str:
    author, community = author_of(post), post.community
    form, page, gallery = form_of(post), reached(MAIN + page_of(post)), post.shelf.gallery
    leads = page if form.kind == "self" else reached(form.url)
    small = (
        reached(f"https://b.thumbs.redditmedia.com/{gallery.files.name(form.files[0], 150)}.jpg")
        if form.files
        else None
    )
    picture = f'<td><a href="{page}"><img src="{small}" /></a></td>' if small else ""
    content = (
        f'<table><tr>{picture}<td> submitted by <a href="{MAIN}/user/{author}"> /u/{author} </a>'
        f'<span><a href="{html.escape(leads)}">[link]</a></span>'
        f'<span><a href="{page}">[comments]</a></span></td></tr></table>'
    )
    thumbnail = f"<media:thumbnail url={quoteattr(small)} />" if small else ""
    term = f'<category term="{community.name}" label="r/{community.name}"/>' if community else ""
    moment = rfc3339(post.moment)
    return (
        f"<entry><author><name>/u/{author}</name><uri>{MAIN}/user/{author}</uri></author>{term}"
        f'<content type="html">{escape(content)}</content><id>t3_{number_of(post)}</id>{thumbnail}'
        f"<link href={quoteattr(page)} /><updated>{moment}</updated><published>{moment}</published>"
        f"<title>{escape(title_of(post))}</title></entry>"
    )
