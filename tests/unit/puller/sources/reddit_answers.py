"""What Reddit answers (after https://www.reddit.com/dev/api), and a desk that has a key."""

from typing import Any

from puller.sources.reddit import Reddit, oauth
from puller.sources.sites import Listing
from tests.unit.puller.sources.answering import Answering, Asked, Desk

KEYS = {"REDDIT_CLIENT_ID": "id", "REDDIT_CLIENT_SECRET": "secret"}
NEWEST = 1_700_000_000
POST: dict[str, Any] = {
    "id": "1abcde",
    "name": "t3_1abcde",
    "title": "Morning &amp; fog [OC] (3000x2000)",
    "author": "somebody",
    "subreddit": "EarthPorn",
    "created_utc": NEWEST + 0.0,
    "score": 1_234,
    "over_18": False,
    "spoiler": False,
    "link_flair_text": "Original Content",
    "permalink": "/r/EarthPorn/comments/1abcde/morning_fog/",
    "url": "https://i.redd.it/abcdefgh123.jpg",
    "url_overridden_by_dest": "https://i.redd.it/abcdefgh123.jpg",
    "is_self": False,
    "is_video": False,
    "selftext": "",
    "removed_by_category": None,
    "thumbnail": "https://b.thumbs.redditmedia.com/abc.jpg",
    "thumbnail_width": 140,
    "thumbnail_height": 93,
    "preview": {
        "images": [
            {
                "source": {
                    "url": "https://preview.redd.it/abcdefgh123.jpg?auto=webp&s=0011",
                    "width": 3000,
                    "height": 2000,
                },
                "resolutions": [
                    {
                        "url": "https://preview.redd.it/abcdefgh123.jpg?width=640&s=22",
                        "width": 640,
                        "height": 427,
                    }
                ],
            }
        ]
    },
}
ABOUT = {
    "kind": "t5",
    "data": {
        "display_name": "EarthPorn",
        "subscribers": 23_000_000,
        "public_description": "Landscapes",
        "created_utc": 1_291_000_000.0,
        "over18": False,
        "quarantine": False,
        "subreddit_type": "public",
    },
}
FEED = b"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<category term="EarthPorn" label="r/EarthPorn"/><updated>2026-11-21T09:00:00+00:00</updated>
<id>/r/EarthPorn/new/.rss</id><title>newest submissions : EarthPorn</title>
<entry><author><name>/u/somebody</name><uri>https://www.reddit.com/user/somebody</uri></author>
<category term="EarthPorn" label="r/EarthPorn"/>
<content type="html">&lt;table&gt;&lt;tr&gt;&lt;td&gt;
&lt;a href=&quot;https://www.reddit.com/r/EarthPorn/comments/1abcde/x/&quot;&gt;
&lt;img src=&quot;https://preview.redd.it/abcdefgh123.jpg?width=640&amp;amp;s=1&quot; /&gt;&lt;/a&gt;
&lt;/td&gt;&lt;td&gt;
&lt;span&gt;&lt;a href=&quot;https://i.redd.it/abcdefgh123.jpg&quot;&gt;[link]&lt;/a&gt;&lt;/span&gt;
&lt;span&gt;
&lt;a href=&quot;https://www.reddit.com/r/EarthPorn/comments/1abcde/x/&quot;&gt;[comments]&lt;/a&gt;&lt;/span&gt;</content>
<id>t3_1abcde</id><media:thumbnail url="https://preview.redd.it/abcdefgh123.jpg?width=640&amp;s=1" />
<link href="https://www.reddit.com/r/EarthPorn/comments/1abcde/x/" />
<updated>2026-11-21T08:59:00+00:00</updated><published>2026-11-21T08:59:00+00:00</published>
<title>Morning fog</title></entry>
</feed>"""


def listing(query: str = "EarthPorn", kind: str = "community") -> Listing:
    return Listing(source="reddit", kind=kind, query=query, title=query, url="")  # type: ignore[arg-type]


def page(posts: list[dict[str, Any]], after: str | None = None) -> dict[str, Any]:
    return {
        "kind": "Listing",
        "data": {"after": after, "children": [{"kind": "t3", "data": post} for post in posts]},
    }


def token(asked: Asked) -> dict[str, Any]:
    assert asked.form == {"grant_type": "client_credentials"}
    assert asked.headers["Authorization"].startswith("Basic ")
    return {"access_token": "tok", "token_type": "bearer", "expires_in": 86_400, "scope": "*"}


def api(answer: Answering) -> Answering:
    """An API behind a token."""
    return lambda asked: token(asked) if asked.url == oauth.TOKENS else answer(asked)


def with_key(answer: Answering) -> Desk:
    return Desk(Reddit(KEYS), api(answer))


def links(post: dict[str, Any]) -> list[tuple[str, str]]:
    found = with_key(lambda _: page([post])).posts(listing())[0].details
    assert found is not None
    return [(link.url, link.kind) for link in found.links]
