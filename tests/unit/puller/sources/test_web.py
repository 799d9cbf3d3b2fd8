"""Feeds and pages that name them: RSS, Atom, JSON Feed as their specifications show them, broken and hostile
ones, robots.txt, redirects.
"""

from typing import Any

import msgspec
import pytest

from fovea.errors import AccountGone, FoveaError, NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.politeness.web import RawAnswer
from puller.sources import feeds
from puller.sources.sites import ImageAddress, Listing, PostAddress
from puller.sources.web import WebFeeds
from tests.unit.puller.sources.answering import Asked, Desk, status

SITE = "https://blog.example"
FEED = f"{SITE}/feed.xml"
RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
  <title>A &amp; B</title><link>https://blog.example/</link><description>pictures</description>
  <image><url>https://blog.example/icon.png</url><title>x</title><link>https://blog.example/</link></image>
  <item>
    <title>Enclosed</title><link>https://blog.example/1</link><guid isPermaLink="false">one</guid>
    <pubDate>Sat, 07 Sep 2002 09:42:31 GMT</pubDate><category>golden hour</category>
    <enclosure url="https://cdn.example/1.jpg" length="12216320" type="image/jpeg"/>
    <enclosure url="https://cdn.example/1.mp3" length="1" type="audio/mpeg"/>
    <description>&lt;p&gt;text &lt;img src="/not-this.png"&gt;&lt;/p&gt;</description>
  </item>
  <item>
    <title>Media</title><link>https://blog.example/2</link><guid>https://blog.example/2</guid>
    <pubDate>Fri, 06 Sep 2002 09:42:31 +0200</pubDate>
    <media:content url="https://cdn.example/2.png" medium="image"/>
    <media:content url="https://cdn.example/2.mp4" type="video/mp4"/>
    <media:rating>adult</media:rating>
  </item>
  <item>
    <title>Within</title><link>https://blog.example/3</link>
    <content:encoded><![CDATA[<img src="//t.example/p" width="1"
      height="1"><img src="/pics/3.jpg">]]></content:encoded>
  </item>
  <item>
    <title>Small</title><guid>four</guid><link>https://blog.example/4</link>
    <media:thumbnail url="https://cdn.example/4_t.jpg"/>
  </item>
  <item><title>Words only</title><link>https://blog.example/5</link></item>
  <item><title>Nothing to be known by</title></item>
</channel></rss>"""
ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Example Feed</title><subtitle>of things</subtitle><id>urn:uuid:60a76c80</id>
  <link href="http://example.org/"/><link rel="next" href="/feed.xml?page=2"/>
  <updated>2003-12-13T18:30:02Z</updated>
  <entry>
    <title>Atom-Powered Robots</title><link href="/2003/12/13/atom03"/>
    <link rel="enclosure" type="image/png" href="/atom03.png"/>
    <id>urn:uuid:1225c695</id><updated>2003-12-13T18:30:02Z</updated><summary>Some text.</summary>
    <category term="robots"/>
  </entry>
</feed>"""
JSON_FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "My Example Feed",
    "home_page_url": "https://example.org/",
    "feed_url": "https://example.org/feed.json",
    "next_url": "https://blog.example/feed.json?page=2",
    "items": [
        {
            "id": "2",
            "content_html": "<p>second <img src='/2.png'></p>",
            "url": "https://example.org/2",
            "date_published": "2010-02-07T14:04:00-05:00",
            "tags": ["new york", 5],
        },
        {"id": 1, "content_text": "first", "image": "https://example.org/1.jpg", "title": "One"},
        {"id": "0", "attachments": [{"url": "/0.webp", "mime_type": "image/webp"}, {"url": "/0.mp3"}]},
        {"content_text": "nothing to be known by"},
        "nonsense",
    ],
}
PAGE = b"""<!DOCTYPE html><html><head><base href="/blog/">
<link rel="stylesheet" href="a.css"><link rel="alternate" hreflang="de" href="/de">
<link rel="alternate" type="application/rss+xml" title="RSS" href="feed.xml">
<link rel="alternate feed" type="application/atom+xml; charset=utf-8" href="/atom.xml"></head></html>"""
LISTING = Listing(source="web", kind="feed", query=FEED, title="", url=FEED)


def serving(answers: dict[str, Any]) -> Any:
    """A host that answers so by address, and has no robots.txt unless it is told."""

    def answer(asked: Asked) -> Any:
        query = "&".join(f"{name}={value}" for name, value in asked.query.items())
        return answers.get(f"{asked.url}?{query}" if query else asked.url, status(404))

    return answer


def moved(where: str) -> RawAnswer:
    return status(301, location=where)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (FEED, FEED),
        ("https://blog.example/", "https://blog.example/"),
        ("https://blog.example", "https://blog.example"),
        ("blog.example/feed", "https://blog.example/feed"),
        ("  https://blog.example/feed  ", "https://blog.example/feed"),
        ("http://blog.example/feed", "http://blog.example/feed"),
        ("https://blog.example/feed?format=atom&x=1", "https://blog.example/feed?format=atom&x=1"),
        ("https://blog.example/feed#top", "https://blog.example/feed"),
        ("https://blog.example:443/feed", "https://blog.example:443/feed"),
        ("https://BLOG.example/Feed", "https://BLOG.example/Feed"),
        ("https://a.b-c.example.co.uk/rss.php", "https://a.b-c.example.co.uk/rss.php"),
        ("https://xn--bcher-kva.example/feed", "https://xn--bcher-kva.example/feed"),
        ("https://blog.example/feed.json", "https://blog.example/feed.json"),
        ("https://blog.example/index.rdf", "https://blog.example/index.rdf"),
        ("https://blog.example/a%20b/feed", "https://blog.example/a%20b/feed"),
        ("https://blog.example/caf\u00e9/feed", "https://blog.example/caf\u00e9/feed"),
        ("https://blog.example/picture.jpg.html", "https://blog.example/picture.jpg.html"),
        ("https://danbooru.donmai.us/posts.atom?tags=a", "https://danbooru.donmai.us/posts.atom?tags=a"),
        ("https://mastodon.social/@a.rss", "https://mastodon.social/@a.rss"),
        ("https://under_score.example/feed", "https://under_score.example/feed"),
    ],
)
def test_any_address_may_be_a_feed(text: str, query: str) -> None:
    understood = WebFeeds().understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("web", "feed", query)


@pytest.mark.parametrize(
    "text", [f"{SITE}/a.jpg", f"{SITE}/a.PNG?x=1", "cdn.example/a/b.webp", f"{SITE}/a.gif#x"]
)
def test_what_ends_like_a_picture_is_one(text: str) -> None:
    assert isinstance(WebFeeds().understand(text), ImageAddress)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "blog",
        "two words",
        "blog.example and more",
        "https://localhost/feed",
        "https://127.0.0.1/feed",
        "https://[::1]/feed",
        "https://2130706433/feed",
        "https://blog.example:8080/feed",
        "https://name:password@blog.example/feed",
        "https://name@blog.example/feed",
        "ftp://blog.example/feed",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,hello",
        "mailto:a@blog.example",
        "https://blog.example/a b",
        "https://blog.example/a\tb",
        "https://-blog.example/feed",
        "https://blog..example/feed",
        "https://[blog.example/feed",
        "danbooru: a",
        f"https://blog.example/{'a' * 1_000}",
    ],
)
def test_what_is_no_address_of_the_web_is_nothing(text: str) -> None:
    assert WebFeeds().understand(text) is None


def test_an_rss_feed_is_read_with_the_pictures_of_its_entries() -> None:
    feed = feeds.read(RSS, FEED)
    assert feed is not None
    assert (feed.title, feed.description, feed.icon_url) == (
        "A & B",
        "pictures",
        "https://blog.example/icon.png",
    )
    assert [(entry.title, entry.pictures) for entry in feed.entries] == [
        ("Enclosed", ["https://cdn.example/1.jpg"]),
        ("Media", ["https://cdn.example/2.png"]),
        ("Within", ["https://blog.example/pics/3.jpg"]),
        ("Small", ["https://cdn.example/4_t.jpg"]),
        ("Words only", []),
    ]
    first, second, *_ = feed.entries
    assert (first.identity, first.url, first.tags) == ("one", "https://blog.example/1", ["golden_hour"])
    assert (first.published_at, second.published_at) == (1_031_391_751_000, 1_031_298_151_000)
    assert (first.rating, second.rating) == (None, Rating.EXPLICIT)


def test_an_atom_feed_is_read() -> None:
    feed = feeds.read(ATOM, FEED)
    assert feed is not None
    assert (feed.title, feed.description, feed.next_url) == (
        "Example Feed",
        "of things",
        f"{FEED}?page=2",
    )
    entry = feed.entries[0]
    assert (entry.url, entry.pictures) == (f"{SITE}/2003/12/13/atom03", [f"{SITE}/atom03.png"])
    assert (entry.text, entry.tags, entry.published_at) == ("Some text.", ["robots"], 1_071_340_202_000)


def test_a_json_feed_is_read() -> None:
    feed = feeds.read(msgspec.json.encode(JSON_FEED), f"{SITE}/feed.json")
    assert feed is not None
    assert (feed.title, feed.next_url) == ("My Example Feed", f"{SITE}/feed.json?page=2")
    assert [(entry.identity, entry.pictures) for entry in feed.entries] == [
        ("2", ["https://example.org/2.png"]),
        ("1", ["https://example.org/1.jpg"]),
        ("0", [f"{SITE}/0.webp"]),
    ]
    assert feed.entries[0].published_at == 1_265_569_440_000
    assert feed.entries[0].tags == ["new_york"]


@pytest.mark.parametrize(
    "body",
    [
        RSS.replace(b"</channel></rss>", b""),
        RSS.replace(b"A &amp; B", b"A & B"),
        RSS.replace(b'encoding="UTF-8"', b'encoding="no-such"'),
        RSS.replace(b"<title>Media</title>", b"<title>Me&nbsp;dia</title>"),
        b"\xef\xbb\xbf" + RSS,
        b"\n\n  " + RSS,
    ],
)
def test_a_broken_feed_is_read_as_far_as_it_goes(body: bytes) -> None:
    feed = feeds.read(body, FEED)
    assert feed is not None
    assert len(feed.entries) >= 4


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<html><body>hello</body></html>",
        PAGE,
        b"{}",
        b'{"items": []}',
        b'{"version": "https://jsonfeed.org/version/1.1"',
        b"[1, 2]",
        b'<?xml version="1.0"?><note><to>you</to></note>',
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_feed_is_none(body: bytes) -> None:
    assert feeds.read(body, FEED) is None


@pytest.mark.parametrize(
    "declarations",
    [
        b'<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">',
        b'<!ENTITY a SYSTEM "file:///etc/passwd">',
        b'<!ENTITY % a SYSTEM "https://evil.example/a.dtd"> %a;',
    ],
)
def test_hostile_xml_is_refused(declarations: bytes) -> None:
    body = RSS.replace(b"<rss ", b"<!DOCTYPE rss [" + declarations + b"]><rss ", 1).replace(
        b"pictures", b"&a;"
    )
    with pytest.raises(SourceRefused, match="not safe"):
        Desk(WebFeeds(), serving({FEED: body})).posts(LISTING)


@pytest.mark.parametrize("character", [b"&#x110000;", b"&#99999999999999999999;"])
def test_a_feed_that_nobody_can_read_may_be_mended(character: bytes) -> None:
    body = RSS.replace(b"A &amp; B", character)
    with pytest.raises(SourceUnavailable, match="too broken"):
        Desk(WebFeeds(), serving({FEED: body})).posts(LISTING)


def test_a_feed_that_is_larger_than_any_feed_is_refused() -> None:
    body = RSS.replace(b"pictures", b"pictures" * 800_000)
    with pytest.raises(SourceRefused, match="too many to read"):
        Desk(WebFeeds(), serving({FEED: body})).posts(LISTING)


@pytest.mark.parametrize("soup", [b"<![x ", b"<!-- ", b"<a b='", b"</", b"<link rel=alternate type>"])
def test_pages_may_be_soup(soup: bytes) -> None:
    page = b"<html>" + soup + b"<html>"
    with pytest.raises(NotFound, match="no feed"):
        Desk(WebFeeds(), serving({f"{SITE}/": page})).check(f"{SITE}/")


def test_entries_become_posts() -> None:
    posts = Desk(WebFeeds(), serving({FEED: RSS})).posts(LISTING)
    first, _, third, _, words = posts
    assert (first.title, first.url, first.posted_at) == (
        "Enclosed",
        "https://blog.example/1",
        1_031_391_751_000,
    )
    assert first.owner.startswith("blog.example:")
    assert len({post.external_id for post in posts}) == 5
    assert all(len(post.external_id) <= 64 for post in posts)
    assert first.details is not None
    assert [(link.url, link.kind) for link in first.details.links] == [("https://cdn.example/1.jpg", "image")]
    assert third.posted_at is None
    assert words.details is not None
    assert [(link.url, link.kind) for link in words.details.links] == [("https://blog.example/5", "page")]


def test_the_same_entry_of_two_feeds_is_two_posts_and_of_one_feed_one() -> None:
    other = "https://other.example/feed.xml"
    desk = Desk(WebFeeds(), serving({FEED: RSS, other: RSS}))
    here = [post.external_id for post in desk.posts(LISTING)]
    assert here == [post.external_id for post in desk.posts(LISTING)]
    there = desk.posts(Listing(source="web", kind="feed", query=other, title="", url=other))
    assert not set(here) & {post.external_id for post in there}


def test_further_pages_are_followed() -> None:
    second = ATOM.replace(b'<link rel="next" href="/feed.xml?page=2"/>', b"").replace(b"1225c695", b"other")
    desk = Desk(WebFeeds(), serving({FEED: ATOM, f"{FEED}?page=2": second}))
    assert len(desk.posts(LISTING)) == 2


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(WebFeeds(), serving({FEED: ATOM}))
    pages = desk.pages(LISTING, stop_at=1_071_340_202_000)
    assert (len(pages), pages[-1].cursor, pages[-1].newest) == (1, None, 1_071_340_202_000)
    assert [asked.url for asked in desk.asked] == [f"{SITE}/robots.txt", FEED]


def test_a_feed_is_checked() -> None:
    checked = Desk(WebFeeds(), serving({FEED: RSS})).check(FEED)
    assert (checked.listing.query, checked.listing.title, checked.posts) == (FEED, "A & B", 5)
    assert checked.newest_at == 1_031_391_751_000
    assert checked.note is None


def test_a_page_leads_to_the_feed_that_it_names() -> None:
    named = f"{SITE}/blog/feed.xml"
    checked = Desk(WebFeeds(), serving({f"{SITE}/": PAGE, named: RSS})).check(f"{SITE}/")
    assert checked.listing.query == named
    assert f"{SITE}/" in (checked.note or "")
    second = Desk(WebFeeds(), serving({f"{SITE}/": PAGE, named: b"<html>", f"{SITE}/atom.xml": ATOM}))
    assert second.check(f"{SITE}/").listing.query == f"{SITE}/atom.xml"


def test_a_page_that_names_no_feed_says_so() -> None:
    with pytest.raises(NotFound, match="no feed at this address"):
        Desk(WebFeeds(), serving({f"{SITE}/": b"<html><p>hello</p></html>"})).check(f"{SITE}/")


def test_a_feed_that_moved_is_followed_to_where_it_is() -> None:
    there = "https://new.example/feed"
    desk = Desk(WebFeeds(), serving({FEED: moved(there), there: ATOM}))
    assert desk.check(FEED).listing.query == there
    assert "https://new.example/robots.txt" in [asked.url for asked in desk.asked]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({FEED: moved(FEED)}, "redirects"),
        ({FEED: moved("mailto:a@b.example")}, "redirects"),
        ({FEED: status(302)}, "redirects"),
        ({FEED: status(403)}, "does not let us read"),
    ],
)
def test_what_leads_nowhere_is_refused(answers: dict[str, Any], words: str) -> None:
    with pytest.raises(SourceRefused, match=words):
        Desk(WebFeeds(), serving(answers)).posts(LISTING)


@pytest.mark.parametrize(
    ("answer", "error"),
    [(status(404), NotFound), (status(410), AccountGone), (b"<html>sold</html>", NotFound)],
)
def test_a_feed_that_is_gone_says_so(answer: Any, error: type[FoveaError]) -> None:
    with pytest.raises(error):
        Desk(WebFeeds(), serving({FEED: answer})).posts(LISTING)


def test_what_robots_txt_forbids_is_not_read() -> None:
    rules = b"User-agent: *\nDisallow: /feed.xml\n"
    desk = Desk(WebFeeds(), serving({f"{SITE}/robots.txt": rules, FEED: RSS, f"{SITE}/other.xml": RSS}))
    with pytest.raises(SourceRefused, match="wants no programs"):
        desk.posts(LISTING)
    assert FEED not in [asked.url for asked in desk.asked]
    other = Listing(source="web", kind="feed", query=f"{SITE}/other.xml", title="", url="")
    assert len(desk.posts(other)) == 5
    assert [asked.url for asked in desk.asked].count(f"{SITE}/robots.txt") == 1


def test_entries_are_not_asked_for_one_by_one() -> None:
    desk = Desk(WebFeeds(), serving({}))
    with pytest.raises(NotFound):
        desk.source.post(PostAddress(source="web", external_id="a", url=FEED), desk.asker())
    assert desk.asked == []
