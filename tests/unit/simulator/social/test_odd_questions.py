"""Whatever is asked, hosts answer: they refuse, or there is nothing, but they never break."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.settings import DEMO_SOURCE_KEYS
from tests.unit.simulator.social.asking import Sites

NUMBERS = ("0", "-1", "1", "999999999999999999", "9" * 30, "٣", "1e9", "", "abc", "zzzzzzzzzzzzz", "%00")
TEXTS = ("sunset", "", "night sky", "ﬁ☃", "a" * 300, "../..", "t3_", "did:plc:", "at://x", "x@y", "null")
ASKED_FOR = (
    *("limit", "after", "before", "count", "t", "q", "id", "ids", "url", "subreddit", "author", "sort"),
    *("cursor", "actor", "filter", "feed", "list", "uris", "handle", "max_id", "since_id", "min_id", "acct"),
    *("resource", "offset", "tag", "npf", "page", "name", "width"),
)
IMGUR = {"Authorization": f"Client-ID {DEMO_SOURCE_KEYS['IMGUR_CLIENT_ID']}"}
ASKED = st.sampled_from(
    [
        *(
            ("oauth.reddit.com", path)
            for path in ("/r/{t}/new", "/r/{t}/about", "/user/{t}/submitted", "/user/{t}/about")
        ),
        *(
            ("oauth.reddit.com", path)
            for path in ("/comments/{n}", "/api/info", "/subreddits/search", "/r/Art/top")
        ),
        *(
            ("www.reddit.com", path)
            for path in ("/r/{t}/new/.rss", "/r/Art/s/{n}", "/gallery/{n}", "/video/{n}")
        ),
        *(
            ("arctic-shift.photon-reddit.com", f"/api/{way}")
            for way in ("posts/search", "posts/ids", "users/search")
        ),
        *(("i.redd.it", path) for path in ("/{n}.jpg", "/{t}.png")),
        ("v.redd.it", "/{n}"),
        ("redd.it", "/{n}"),
        *(
            ("api.imgur.com", f"/3/{way}")
            for way in ("image/{n}", "album/{t}/images", "gallery/t/{t}/time/{n}")
        ),
        ("api.imgur.com", "/3/gallery/r/{t}/time/{n}"),
        *(("i.imgur.com", path) for path in ("/{n}.jpg", "/{t}.png")),
        *(
            ("public.api.bsky.app", f"/xrpc/{name}")
            for name in (
                "app.bsky.feed.getAuthorFeed",
                "app.bsky.feed.getFeed",
                "app.bsky.feed.getPosts",
                "app.bsky.actor.getProfile",
                "com.atproto.identity.resolveHandle",
            )
        ),
        *(
            ("mastodon.art", f"/api/v1/{way}")
            for way in (
                "accounts/{n}",
                "accounts/{n}/statuses",
                "timelines/tag/{t}",
                "statuses/{n}",
                "accounts/lookup",
            )
        ),
        ("mastodon.art", "/.well-known/webfinger"),
        *(("api.tumblr.com", f"/v2/{way}") for way in ("blog/{t}/posts", "tagged", "blog/{t}/avatar")),
        ("x.tumblr.com", "/post/{n}"),
        *(("portfolio.example.com", path) for path in ("/{t}/feed.json", "/{t}/{n}", "/{t}")),
        ("www.flickr.com", "/photos/{t}/{n}/"),
        ("live.staticflickr.com", "/1/{n}_0a.jpg"),
        *(("pictures.example.net", path) for path in ("/f/{n}", "/download", "/octets/{n}")),
        ("short.example.org", "/{n}/{n}"),
    ]
)
QUERY = st.dictionaries(
    st.sampled_from(ASKED_FOR),
    st.sampled_from([*NUMBERS, *TEXTS, "25", "101"]),
    max_size=4,
)


@pytest.fixture(scope="module")
def known() -> tuple[Sites, dict[str, dict[str, str]]]:
    """Sites, and what opens those that want a key."""
    sites = Sites()
    return sites, {"oauth.reddit.com": sites.bearer(), "api.imgur.com": IMGUR}


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=ASKED, number=st.sampled_from(NUMBERS), text=st.sampled_from(TEXTS), query=QUERY)
def test_a_host_always_answers(
    known: tuple[Sites, dict[str, dict[str, str]]],
    asked: tuple[str, str],
    number: str,
    text: str,
    query: dict[str, str],
) -> None:
    sites, keys = known
    host, path = asked
    query = query | ({"api_key": DEMO_SOURCE_KEYS["TUMBLR_API_KEY"]} if host == "api.tumblr.com" else {})
    answer = sites.ask(f"https://{host}{path.format(n=number, t=text)}", query, headers=keys.get(host))
    assert answer.status_code < 500
    assert answer.get_data() is not None
