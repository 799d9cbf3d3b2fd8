"""X as it is documented: fields, expansions, pages, limits, who is not shown, posts to embed."""

from typing import Any

import pytest

from simulator.artists.x.telling import identifier, number_of_user
from tests.unit.simulator.artists.artist_sites import BEARER, ArtistSites, X

FIELDS = {
    "expansions": "attachments.media_keys,author_id",
    "tweet.fields": "attachments,created_at,entities,possibly_sensitive",
    "media.fields": "height,type,url,width",
    "user.fields": "description,entities,protected,url",
}


def timeline(sites: ArtistSites, number: int, **query: Any) -> Any:
    account = sites.gallery.shelf("x").account_of_number(number)
    assert account is not None
    return sites.told(f"{X}/users/{number_of_user(account)}/tweets", query, headers=BEARER)


def test_nobody_is_answered_without_a_token(sites: ArtistSites) -> None:
    assert sites.told(f"{X}/users/by/username/anybody", status=401)["title"] == "Unauthorized"
    wrong = {"Authorization": "Bearer wrong"}
    assert sites.told(f"{X}/tweets/1", headers=wrong, status=401)["status"] == 401


def test_a_post_has_the_fields_that_were_asked_for(sites: ArtistSites) -> None:
    post = sites.posts("x", 2)[0]
    url = f"{X}/tweets/{identifier(post)}"
    assert set(sites.told(url, headers=BEARER)["data"]) == {"id", "text", "edit_history_tweet_ids"}
    told = sites.told(url, FIELDS, headers=BEARER)
    media = told["includes"]["media"]
    assert told["data"]["attachments"]["media_keys"] == [one["media_key"] for one in media]
    assert told["includes"]["users"][0]["username"] == sites.person(2).handle_at_x
    assert sites.ask(f"{media[0]['url']}?name=orig").content_type == "image/jpeg"


def test_the_number_of_a_post_holds_its_moment(sites: ArtistSites) -> None:
    post = sites.posts("x", 2)[0]
    assert (int(identifier(post)) >> 22) + 1_288_834_974_657 == post.moment * 1_000
    elsewhen = int(identifier(post)) + (1 << 22)
    assert "errors" in sites.told(f"{X}/tweets/{elsewhen}", headers=BEARER)


def test_a_timeline_goes_on_at_its_token_and_ends(sites: ArtistSites) -> None:
    expected = [identifier(post) for post in sites.posts("x", 2)]
    seen: list[str] = []
    token: str | None = None
    while True:
        query = {"max_results": 7} | ({"pagination_token": token} if token else {})
        told = timeline(sites, 2, **query)
        seen += [one["id"] for one in told.get("data", [])]
        assert told["meta"]["result_count"] == len(told.get("data", []))
        token = told["meta"].get("next_token")
        if token is None:
            break
    assert seen == expected
    assert len(seen) > 14


def test_a_timeline_has_what_is_above_and_below_numbers(sites: ArtistSites) -> None:
    every = [identifier(post) for post in sites.posts("x", 2)]
    told = timeline(sites, 2, max_results=100, since_id=every[5], until_id=every[1])
    assert [one["id"] for one in told["data"]] == every[2:5]
    assert timeline(sites, 2, max_results=100, since_id=every[0])["meta"] == {"result_count": 0}


@pytest.mark.parametrize("number", [1, 4, 101])
def test_a_page_has_5_to_100_posts(sites: ArtistSites, number: int) -> None:
    account = sites.gallery.shelf("x").account_of_number(2)
    assert account is not None
    url = f"{X}/users/{number_of_user(account)}/tweets"
    told = sites.told(url, {"max_results": number}, headers=BEARER, status=400)
    assert told["title"] == "Invalid Request"


@pytest.mark.parametrize(
    ("number", "detail", "kind"),
    [
        (7, "User has been suspended", "resource-not-found"),
        (9, "Could not find user", "resource-not-found"),
        (5, "not authorized", "not-authorized-for-resource"),
    ],
)
def test_who_is_not_shown_is_an_error_in_a_good_answer(
    sites: ArtistSites, number: int, detail: str, kind: str
) -> None:
    told = timeline(sites, number, max_results=5)
    assert detail in told["errors"][0]["detail"]
    assert told["errors"][0]["type"].endswith(kind)
    assert "data" not in told


def test_who_protects_posts_has_a_profile(sites: ArtistSites) -> None:
    handle = sites.person(5).handle_at_x
    told = sites.told(f"{X}/users/by/username/{handle}", {"user.fields": "protected"}, headers=BEARER)
    assert told["data"]["protected"] is True


def test_so_many_calls_in_a_quarter_of_an_hour_and_no_more(sites: ArtistSites) -> None:
    url = f"{X}/users/by/username/{sites.person(2).handle_at_x}"
    answers = [sites.ask(url, headers=BEARER) for _ in range(301)]
    assert [one.status_code for one in answers[-2:]] == [200, 429]
    assert answers[0].headers["x-rate-limit-remaining"] == "299"
    assert answers[-1].headers["x-rate-limit-limit"] == "300"
    assert sites.ask(f"{X}/tweets/1", headers=BEARER).status_code == 200


@pytest.mark.parametrize(("number", "status"), [(2, 200), (5, 403), (7, 403), (9, 404)])
def test_posts_are_embedded_without_a_token(sites: ArtistSites, number: int, status: int) -> None:
    post = sites.posts("x", number)[0]
    url = {"url": f"https://twitter.com/i/status/{identifier(post)}"}
    answer = sites.ask("https://publish.x.com/oembed", url)
    assert answer.status_code == status
    if status == 200:
        assert answer.json is not None
        assert answer.json["author_url"] == f"https://x.com/{sites.person(number).handle_at_x}"


def test_short_addresses_are_told_with_what_they_stand_for(sites: ArtistSites) -> None:
    handle = sites.person(1).handle_at_x
    fields = {"user.fields": "description,entities,url"}
    told = sites.told(f"{X}/users/by/username/{handle}", fields, headers=BEARER)["data"]
    website = told["entities"]["url"]["urls"][0]
    assert (told["url"], website["expanded_url"]) == (website["url"], sites.person(1).url("linktree"))
    assert "https://t.co/" in told["description"]
