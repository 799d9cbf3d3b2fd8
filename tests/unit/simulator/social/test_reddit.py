"""Reddit as it is documented: tokens, listings, limits, feeds, the archive."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from werkzeug import Request
from werkzeug.test import EnvironBuilder

from simulator.gallery import Where
from simulator.hosts.calls import Call
from simulator.social.reddit.forms import form_of, number_of
from simulator.social.reddit.tokens import Tokens
from tests.unit.simulator.social.asking import Sites, basic

ATOM = "{http://www.w3.org/2005/Atom}"
TOKENS = "https://www.reddit.com/api/v1/access_token"
GRANT = {"grant_type": "client_credentials"}


def ids(listing: Any) -> list[str]:
    return [child["data"]["id"] for child in listing["data"]["children"]]


def test_a_token_is_given_for_the_right_secret_only(sites: Sites) -> None:
    right = sites.told(TOKENS, form=GRANT, headers={"Authorization": basic()})
    assert (right["token_type"], right["expires_in"], right["scope"]) == ("bearer", 86_400, "*")
    for header in (basic("wrong"), "Basic ???", "", "Bearer x"):
        assert sites.ask(TOKENS, form=GRANT, headers={"Authorization": header}).status_code == 401
    odd = sites.told(TOKENS, form={"grant_type": "password"}, headers={"Authorization": basic()})
    assert odd == {"error": "unsupported_grant_type"}


def test_a_token_is_over_after_its_time() -> None:
    moments = iter([0.0, 59.0, 60.0])
    tokens = Tokens({"app": "secret"}, lasts_seconds=60, clock=lambda: next(moments))
    headers = [("Authorization", "Basic YXBwOnNlY3JldA==")]
    builder = EnvironBuilder(method="POST", data=GRANT, headers=headers)
    call = Call("www.reddit.com", "POST", "/", {}, Request(builder.get_environ()), "")
    token = tokens.give(call).get_json()["access_token"]
    assert tokens.client(f"Bearer {token}") == "app"
    assert tokens.client(f"Bearer {token}") is None


def test_nobody_is_answered_without_a_token(sites: Sites) -> None:
    answer = sites.ask("https://oauth.reddit.com/r/Art/new")
    assert (answer.status_code, answer.get_json()["error"]) == (401, 401)


def test_pages_follow_each_other_and_end_after_a_thousand(sites: Sites) -> None:
    bearer, shelf = sites.bearer(), sites.gallery.shelf("reddit")
    names = [one.name for one in shelf.site.communities if one.state == "open"]
    seen: list[str] = []
    after = None
    while after is not None or not seen:
        query = {"limit": 100} | ({"after": after} if after else {})
        listing = sites.told(f"https://oauth.reddit.com/r/{'+'.join(names)}/new", query, headers=bearer)
        seen, after = seen + ids(listing), listing["data"]["after"]
    posts = [post for name in names for post in shelf.posts(Where(community=name), limit=2_000)]
    newest = sorted(posts, key=lambda post: -post.number)[:1_000]
    assert len(posts) > 1_000
    assert seen == [number_of(post) for post in newest]


def test_a_page_has_25_posts_unless_told_and_a_hundred_at_most(sites: Sites) -> None:
    usual, most = (sites.reddit("/r/Art/new", query) for query in ({}, {"limit": 5_000}))
    assert (len(ids(usual)), len(ids(most))) == (25, 100)
    assert usual["data"]["after"] == f"t3_{ids(usual)[-1]}"
    back = sites.reddit("/r/Art/new", {"limit": 10, "before": f"t3_{ids(most)[20]}"})
    assert ids(back) == ids(most)[10:20]
    assert ids(sites.reddit("/r/Art/new", {"after": "t3_zzzzzz"})) == []


def test_limits_are_told_and_kept(sites: Sites) -> None:
    bearer = sites.bearer()
    answer = sites.ask("https://oauth.reddit.com/r/Art/about", headers=bearer)
    assert answer.headers["X-Ratelimit-Used"] == "1"
    assert answer.headers["X-Ratelimit-Remaining"] == "999.0"
    assert int(answer.headers["X-Ratelimit-Reset"]) <= 600
    for _ in range(999):
        sites.ask("https://oauth.reddit.com/api/info", headers=bearer)
    over = sites.ask("https://oauth.reddit.com/r/Art/about", headers=bearer)
    assert over.status_code == 429
    assert 0 < int(over.headers["Retry-After"]) <= 600


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [
        ("HiddenSketches", 403, "private"),
        ("StrangeSkies", 403, "quarantined"),
        ("BannedBoats", 404, "banned"),
    ],
)
def test_closed_communities_say_why(sites: Sites, name: str, status: int, reason: str) -> None:
    for path in (f"/r/{name}/new", f"/r/{name}/about"):
        answer = sites.ask(f"https://oauth.reddit.com{path}", headers=sites.bearer())
        assert (answer.status_code, answer.get_json()["reason"]) == (status, reason)


def test_an_unknown_community_leads_to_a_search(sites: Sites) -> None:
    answer = sites.ask("https://oauth.reddit.com/r/NoSuchThing/new", headers=sites.bearer())
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/-/oauth.reddit.com/subreddits/search?q=NoSuchThing")
    assert (
        sites.ask("https://oauth.reddit.com/r/NoSuchThing/about", headers=sites.bearer()).status_code == 404
    )


def test_texts_have_entities_unless_raw_json_is_asked_for(sites: Sites) -> None:
    plain = sites.reddit("/r/Art/new", {"limit": 100, "raw_json": 1})
    escaped = sites.reddit("/r/Art/new", {"limit": 100})
    titles = [one["data"]["title"] for one in plain["data"]["children"]]
    assert any("&" in title for title in titles)
    told = [one["data"]["title"] for one in escaped["data"]["children"]]
    assert told == [title.replace("&", "&amp;") for title in titles]


def test_each_form_of_post_has_its_fields(sites: Sites) -> None:
    posts = sites.gallery.shelf("reddit").posts(Where(community="Art"), limit=1_000)
    numbers = {form_of(post).kind: number_of(post) for post in posts}
    things = {kind: ids_of(sites, number) for kind, number in numbers.items()}
    assert things["image"]["url"].startswith("http://sim/-/i.redd.it/")
    assert things["image"]["preview"]["images"][0]["source"]["width"] > 150
    gallery = things["gallery"]
    names = [item["media_id"] for item in gallery["gallery_data"]["items"]]
    assert set(names) == set(gallery["media_metadata"])
    assert things["video"]["media"]["reddit_video"]["fallback_url"].startswith("http://sim/-/v.redd.it/")
    assert (
        things["crosspost"]["crosspost_parent"]
        == f"t3_{things['crosspost']['crosspost_parent_list'][0]['id']}"
    )
    assert things["self"]["is_self"] is True
    assert "http://sim/-/" in things["self"]["selftext"]
    assert "url_overridden_by_dest" in things["link"]


def ids_of(sites: Sites, number: str) -> dict[str, Any]:
    """A post by its number, from what is asked by number: the listing of what is said of it, too."""
    info = sites.reddit("/api/info", {"id": f"t3_{number}", "raw_json": 1})["data"]["children"][0]["data"]
    comments = sites.reddit(f"/comments/{number}", {"raw_json": 1})
    assert comments[0]["data"]["children"][0]["data"] == info
    found: dict[str, Any] = info
    return found


def test_what_was_removed_says_by_whom_and_shows_nothing(sites: Sites) -> None:
    post = sites.gallery.shelf("reddit").posts(Where(community="Art", removed=True), limit=1)[0]
    data = ids_of(sites, number_of(post))
    assert data["removed_by_category"] in {"moderator", "deleted", "reddit", "automod_filtered"}
    assert "preview" not in data
    listed = sites.reddit("/r/Art/new", {"limit": 100})
    assert number_of(post) not in ids(listed)


def test_feeds_have_25_entries_and_the_exact_name(sites: Sites) -> None:
    answer = sites.ask("https://www.reddit.com/r/art/new/.rss", {"limit": 100})
    root = ET.fromstring(answer.get_data())  # noqa: S314  (our own answer)
    assert len(root.findall(f"{ATOM}entry")) == 25
    category = root.find(f"{ATOM}category")
    assert category is not None
    assert category.get("term") == "Art"


def test_without_a_key_only_feeds_are_told(sites: Sites) -> None:
    assert sites.ask("https://www.reddit.com/r/Art/new.json").status_code == 403
    assert sites.ask("https://old.reddit.com/r/Art/").status_code == 302


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "required"),
        ({"subreddit": "Art", "limit": 101}, "limit"),
        ({"subreddit": "Art", "limit": "many"}, "limit"),
        ({"subreddit": "Art", "before": "soon"}, "date"),
    ],
)
def test_the_archive_says_what_is_wrong_with_a_search(
    sites: Sites, query: dict[str, Any], words: str
) -> None:
    answer = sites.ask("https://arctic-shift.photon-reddit.com/api/posts/search", query)
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]


def test_the_archive_keeps_to_moments_and_order(sites: Sites) -> None:
    url = "https://arctic-shift.photon-reddit.com/api/posts/search"
    newest = sites.told(url, {"subreddit": "Art", "limit": 10})["data"]
    moments = [int(one["created_utc"]) for one in newest]
    assert moments == sorted(moments, reverse=True)
    before = sites.told(url, {"subreddit": "Art", "limit": 10, "before": moments[4]})["data"]
    assert all(one["created_utc"] < moments[4] for one in before)
    after = sites.told(url, {"subreddit": "Art", "limit": 10, "after": moments[4], "sort": "asc"})["data"]
    assert [one["id"] for one in after] == [one["id"] for one in newest if one["created_utc"] > moments[4]][
        ::-1
    ]
