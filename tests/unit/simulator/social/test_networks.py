"""Bluesky, Mastodon, Tumblr as they are documented: pages, cursors, errors, who is shown."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from simulator.gallery import Where
from simulator.gallery.addresses import INSTANCES, instance
from simulator.settings import DEMO_SOURCE_KEYS
from simulator.social.bluesky.telling import did_of, handle_of
from simulator.social.people import state_of
from tests.unit.simulator.social.asking import Sites

BLUESKY = "https://public.api.bsky.app/xrpc"


def busiest(sites: Sites, site: str) -> Any:
    accounts = sites.gallery.shelf(site).accounts()
    return next(one for one in accounts if one.is_artist and state_of(one) == "open")


def test_a_handle_has_a_did_and_a_did_a_profile(sites: Sites) -> None:
    account = busiest(sites, "bluesky")
    did = sites.bluesky("com.atproto.identity.resolveHandle", handle=handle_of(account))["did"]
    assert did == did_of(account)
    assert re.fullmatch(r"did:plc:[a-z2-7]{24}", did)
    profile = sites.bluesky("app.bsky.actor.getProfile", actor=did)
    assert (profile["handle"], profile["labels"]) == (handle_of(account), [])


def test_a_feed_of_bluesky_goes_on_at_its_cursor(sites: Sites) -> None:
    account = busiest(sites, "bluesky")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"actor": handle_of(account), "limit": 7} | ({"cursor": cursor} if cursor else {})
        told = sites.bluesky("app.bsky.feed.getAuthorFeed", **query)
        seen += [one["post"]["uri"] for one in told["feed"]]
        cursor = told.get("cursor")
    assert len(seen) == sites.gallery.shelf("bluesky").count(Where(account=account.name))
    media = sites.bluesky(
        "app.bsky.feed.getAuthorFeed", actor=did_of(account), filter="posts_with_media", limit=100
    )
    kinds = {one["post"]["embed"]["$type"] for one in media["feed"]}
    assert kinds >= {"app.bsky.embed.images#view"}
    assert "app.bsky.embed.external#view" not in kinds
    posts = sites.told(f"{BLUESKY}/app.bsky.feed.getPosts?uris={seen[0]}&uris={seen[1]}&uris=at://x/y/z")[
        "posts"
    ]
    assert [post["uri"] for post in posts] == seen[:2]


@pytest.mark.parametrize(
    ("method", "query", "status", "name"),
    [
        ("app.bsky.actor.getProfile", {"actor": "nobody.bsky.social"}, 400, "InvalidRequest"),
        ("app.bsky.actor.getProfile", {}, 400, "InvalidRequest"),
        ("com.atproto.identity.resolveHandle", {"handle": "nobody.example.com"}, 400, "InvalidRequest"),
        ("app.bsky.feed.getAuthorFeed", {"actor": "x.bsky.social", "limit": "101"}, 400, "InvalidRequest"),
        ("app.bsky.feed.getFeed", {"feed": "at://did:plc:x/app.bsky.feed.generator/y"}, 400, "UnknownFeed"),
        ("app.bsky.feed.searchPosts", {"q": "cats"}, 401, "AuthMissing"),
        ("app.bsky.nothing", {}, 501, "MethodNotImplemented"),
    ],
)
def test_bluesky_says_what_is_wrong(
    sites: Sites, method: str, query: dict[str, str], status: int, name: str
) -> None:
    answer = sites.ask(f"{BLUESKY}/{method}", query)
    assert (answer.status_code, answer.get_json()["error"]) == (status, name)


@pytest.mark.parametrize(
    ("state", "error"), [("suspended", "AccountTakedown"), ("deactivated", "AccountDeactivated")]
)
def test_bluesky_names_those_who_are_gone(sites: Sites, state: str, error: str) -> None:
    account = next(one for one in sites.gallery.shelf("bluesky").accounts() if state_of(one) == state)
    answer = sites.ask(f"{BLUESKY}/app.bsky.actor.getProfile", {"actor": handle_of(account)})
    assert (answer.status_code, answer.get_json()["error"]) == (400, error)


def test_an_account_of_mastodon_is_known_elsewhere_by_its_whole_name(sites: Sites) -> None:
    account = busiest(sites, "mastodon")
    home = instance(account.number)
    other = next(host for host in INSTANCES if host != home)
    own = sites.told(f"https://{home}/api/v1/accounts/lookup", {"acct": account.handle})
    known = sites.told(f"https://{other}/api/v1/accounts/lookup", {"acct": f"{account.handle}@{home}"})
    assert (own["acct"], known["acct"]) == (account.handle, f"{account.handle}@{home}")
    assert sites.ask(f"https://{other}/api/v1/accounts/lookup", {"acct": account.handle}).status_code == 404


def test_pages_of_mastodon_are_linked_and_do_not_overlap(sites: Sites) -> None:
    account = busiest(sites, "mastodon")
    home = instance(account.number)
    number = sites.told(f"https://{home}/api/v1/accounts/lookup", {"acct": account.handle})["id"]
    url: str | None = f"https://{home}/api/v1/accounts/{number}/statuses?limit=5&exclude_reblogs=true"
    seen: list[str] = []
    while url is not None:
        answer = sites.ask(url)
        seen += [one["id"] for one in answer.get_json()]
        following = re.search(r'<http://sim/-/([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        url = f"https://{following[1]}" if following else None
    assert len(seen) == len(set(seen)) == sites.gallery.shelf("mastodon").count(Where(account=account.name))
    above = sites.told(
        f"https://{home}/api/v1/accounts/{number}/statuses", {"since_id": seen[3], "exclude_reblogs": "true"}
    )
    assert [one["id"] for one in above] == seen[:3]
    boosts = sites.told(f"https://{home}/api/v1/accounts/{number}/statuses")
    assert any(one["reblog"] for one in boosts)


def test_an_instance_tells_what_is_left(sites: Sites) -> None:
    headers = sites.ask(f"https://{INSTANCES[0]}/api/v1/timelines/tag/sunset").headers
    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("300", "299")
    assert headers["X-RateLimit-Reset"].endswith("Z")
    for _ in range(299):
        sites.ask(f"https://{INSTANCES[0]}/api/v1/accounts/1")
    assert sites.ask(f"https://{INSTANCES[0]}/api/v1/accounts/1").status_code == 429
    assert sites.ask(f"https://{INSTANCES[1]}/api/v1/accounts/1").status_code == 404


def test_instances_that_keep_to_themselves(sites: Sites) -> None:
    assert sites.ask("https://closed.example.org/api/v1/timelines/tag/sunset").status_code == 401
    assert sites.ask("https://limited.example.org/api/v1/timelines/tag/sunset").status_code == 422


def test_a_host_that_is_no_instance_says_where_its_people_are(sites: Sites) -> None:
    account = busiest(sites, "mastodon")
    host = "art.example.com"
    assert sites.ask(f"https://{host}/api/v1/accounts/lookup", {"acct": account.handle}).status_code == 404
    told = sites.told(f"https://{host}/.well-known/webfinger", {"resource": f"acct:{account.handle}@{host}"})
    own = next(link["href"] for link in told["links"] if link["rel"] == "self")
    assert urlsplit(own).netloc == instance(account.number)


def test_a_blog_has_the_newer_form_and_the_older(sites: Sites) -> None:
    name = busiest(sites, "tumblr").handle
    newer = sites.tumblr(f"/blog/{name}.tumblr.com/posts", npf="true", limit=20)["posts"]
    older = sites.tumblr(f"/blog/{name}.tumblr.com/posts", limit=20)["posts"]
    assert [one["id_string"] for one in newer] == [one["id_string"] for one in older]
    assert {one["type"] for one in newer} == {"blocks"}
    assert {one["type"] for one in older} <= {"photo", "text"}
    photo = next(one for one in older if one["type"] == "photo")
    same = next(one for one in newer if one["id"] == photo["id"])
    pictures = [one["media"][0]["url"] for one in same["content"] if one["type"] == "image"]
    assert pictures == [one["original_size"]["url"] for one in photo["photos"]]


def test_pages_of_tumblr_by_moment_and_by_offset(sites: Sites) -> None:
    whole = sites.tumblr("/tagged", tag="sunset")
    assert len(whole) == 20
    before = sites.tumblr("/tagged", tag="sunset", before=whole[4]["timestamp"])
    assert [one["id"] for one in before[:5]] == [one["id"] for one in whole[5:10]]
    name = busiest(sites, "tumblr").handle
    first = sites.tumblr(f"/blog/{name}/posts", limit=6, before=2_000_000_000)["posts"]
    later = sites.tumblr(f"/blog/{name}/posts", limit=3, offset=3)["posts"]
    assert [one["id"] for one in later] == [one["id"] for one in first[3:]]
    one = sites.tumblr(f"/blog/{name}/posts", id=first[0]["id_string"])
    assert (one["total_posts"], one["posts"][0]["id"]) == (1, first[0]["id"])


@pytest.mark.parametrize(
    ("path", "key", "status", "code"),
    [
        ("/blog/nobodyofthisname.tumblr.com/posts", True, 404, 0),
        ("/tagged", True, 400, 0),
        ("/tagged?tag=sunset", False, 401, 1016),
        ("/nothing", True, 404, 0),
    ],
)
def test_tumblr_says_what_is_wrong(sites: Sites, path: str, key: bool, status: int, code: int) -> None:
    name, _, query = path.partition("?")
    asked = dict(part.split("=") for part in query.split("&") if part)
    asked |= {"api_key": DEMO_SOURCE_KEYS["TUMBLR_API_KEY"]} if key else {}
    answer = sites.ask(f"https://api.tumblr.com/v2{name}", asked)
    told = answer.get_json()
    assert (answer.status_code, told["meta"]["status"], told["errors"][0]["code"]) == (status, status, code)


def test_a_blog_for_those_who_are_logged_in_says_so(sites: Sites) -> None:
    hidden = next(one for one in sites.gallery.shelf("tumblr").accounts() if state_of(one) == "hidden")
    key = {"api_key": DEMO_SOURCE_KEYS["TUMBLR_API_KEY"]}
    answer = sites.ask(f"https://api.tumblr.com/v2/blog/{hidden.handle}.tumblr.com/posts", key)
    assert (answer.status_code, answer.get_json()["errors"][0]["code"]) == (404, 4012)
