"""DeviantArt, Pixiv, ArtStation and Fur Affinity: pages, answers, keys, and who is not shown."""

import re

import pytest

from simulator.artists.deviantart.telling import short
from simulator.settings import DEMO_SOURCE_KEYS
from tests.unit.simulator.artists.artist_sites import DEVIANTART, PIXIV, SESSION, ArtistSites

OEMBED = "https://backend.deviantart.com/oembed"
API = f"{DEVIANTART}/api/v1/oauth2"


def test_a_deviation_is_told_by_oembed_under_all_its_addresses(sites: ArtistSites) -> None:
    post = sites.posts("deviantart", 2, ratings=(0, 1))[0]
    told = [
        sites.told(OEMBED, {"url": url, "format": "json"})
        for url in (post.url, f"https://fav.me/{short(post.number)}", f"http://sim/-/{post.url[8:]}")
    ]
    assert told[0] == told[1] == told[2]
    assert told[0]["author_url"] == f"{DEVIANTART}/{sites.person(2).handle}"
    assert sites.told(OEMBED, {"url": "https://www.deviantart.com/a/art/b-1"}, status=404)


def test_a_picture_of_deviantart_wants_its_token(sites: ArtistSites) -> None:
    post = sites.posts("deviantart", 2, ratings=(0, 1))[0]
    url = sites.told(OEMBED, {"url": post.url})["url"]
    assert sites.ask(url).content_type.startswith("image/")
    assert sites.ask(url.partition("?")[0]).status_code == 403


def test_a_mature_deviation_shows_no_large_picture(sites: ArtistSites) -> None:
    mature = next(post for n in (1, 2, 3, 4) for post in sites.posts("deviantart", n, ratings=(2, 3)))
    plain = sites.posts("deviantart", 2, ratings=(0, 1))[0]
    assert 'rel="preload"' in sites.page(plain.url)
    assert 'rel="preload"' not in sites.page(mature.url)
    assert sites.told(OEMBED, {"url": mature.url})["safety"] == "adult"


def test_an_old_name_at_deviantart_leads_to_the_new_one(sites: ArtistSites) -> None:
    person = sites.person(19)
    answer = sites.ask(f"{DEVIANTART}/{person.old_handle}/about")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        f"http://sim/-/www.deviantart.com/{person.handle}/about",
    )


@pytest.mark.parametrize(("number", "title"), [(9, "Deactivated Account"), (7, "Banned User")])
def test_people_who_left_deviantart(sites: ArtistSites, number: int, title: str) -> None:
    assert f"<title>{title}</title>" in sites.page(f"{DEVIANTART}/{sites.person(number).handle}/about")
    assert sites.posts("deviantart", number)
    assert sites.page(sites.posts("deviantart", number)[0].url, status=404)


def test_a_token_of_deviantart_is_for_who_has_the_secret(sites: ArtistSites) -> None:
    asked = {"grant_type": "client_credentials", "client_id": "8402", "client_secret": "wrong"}
    assert sites.told(f"{DEVIANTART}/oauth2/token", form=asked, status=401)["error"] == "invalid_client"
    assert sites.told(f"{API}/placebo", status=401)["error"] == "invalid_token"
    assert sites.told(f"{API}/placebo", headers=sites.deviantart_token())["status"] == "success"


def test_a_gallery_of_deviantart_goes_on_at_its_offset(sites: ArtistSites) -> None:
    headers, offset, seen = sites.deviantart_token(), 0, []
    while True:
        query = {"username": sites.person(2).handle, "limit": 5, "offset": offset, "mature_content": "true"}
        told = sites.told(f"{API}/gallery/all", query, headers=headers)
        seen += [one["url"] for one in told["results"]]
        if not told["has_more"]:
            break
        offset = told["next_offset"]
    assert told["next_offset"] is None
    assert seen == [post.url for post in sites.posts("deviantart", 2)]
    assert len(seen) > 5


def test_without_being_asked_for_mature_deviations_are_left_out(sites: ArtistSites) -> None:
    query = {"username": sites.person(2).handle, "limit": 24}
    told = sites.told(f"{API}/gallery/all", query, headers=sites.deviantart_token())
    assert not any(one["is_mature"] for one in told["results"])


@pytest.mark.parametrize(
    ("name", "words"),
    [("nobody-at-all", "User not found."), (9, "Account is inactive."), (7, "Account is banned.")],
)
def test_who_is_no_user_of_deviantart_is_said_in_words(
    sites: ArtistSites, name: str | int, words: str
) -> None:
    handle = sites.person(name).handle if isinstance(name, int) else name
    told = sites.told(f"{API}/user/profile/{handle}", headers=sites.deviantart_token(), status=400)
    assert told["error_description"] == words


def test_deviantart_has_had_enough_after_so_many_calls(sites: ArtistSites) -> None:
    headers = sites.deviantart_token()
    answers = [sites.ask(f"{API}/placebo", headers=headers) for _ in range(101)]
    assert [answers[99].status_code, answers[100].status_code] == [200, 429]
    assert answers[100].json is not None
    assert answers[100].json["error"] == "user_api_threshold"


def test_works_for_adults_at_pixiv_want_a_session(sites: ArtistSites) -> None:
    mature = next(post for n in (1, 2, 3, 4) for post in sites.posts("pixiv", n, ratings=(2, 3)))
    url = f"{PIXIV}/ajax/illust/{mature.number}"
    hidden, shown = sites.told(url)["body"], sites.told(url, headers=SESSION)["body"]
    assert (hidden["xRestrict"], hidden["urls"]["original"]) == (1, None)
    assert shown["urls"]["original"].startswith("http://sim/-/i.pximg.net/img-original/")


def test_all_pages_of_a_work_of_pixiv_have_their_pictures(sites: ArtistSites) -> None:
    post = next(one for one in sites.posts("pixiv", 2, ratings=(0, 1)) if len(one.files) > 1)
    assert sites.told(f"{PIXIV}/ajax/illust/{post.number}")["body"]["pageCount"] == len(post.files)
    pages = sites.told(f"{PIXIV}/ajax/illust/{post.number}/pages")["body"]
    assert len({one["urls"]["original"] for one in pages}) == len(post.files)
    for one in pages:
        for name in ("thumb_mini", "small", "regular", "original"):
            assert sites.ask(one["urls"][name]).status_code == 403
            assert sites.ask(one["urls"][name], headers={"Referer": f"{PIXIV}/"}).status_code == 200


def test_the_works_of_somebody_at_pixiv_by_their_numbers(sites: ArtistSites) -> None:
    number = sites.person(2).number_at_pixiv
    told = sites.told(f"{PIXIV}/ajax/user/{number}/profile/all")["body"]
    numbers = [*told["illusts"], *told["manga"]]
    assert sorted(map(int, numbers)) == sorted(post.number for post in sites.posts("pixiv", 2))
    asked = "&".join(f"ids%5B%5D={one}" for one in [*numbers[:3], 1])
    works = sites.told(f"{PIXIV}/ajax/user/{number}/profile/illusts?{asked}", headers=SESSION)["body"][
        "works"
    ]
    assert works.pop("1") is None
    assert {one["userId"] for one in works.values()} == {str(number)}


@pytest.mark.parametrize("number", [7, 9, 4_999])
def test_pixiv_says_the_same_of_all_who_are_not_there(sites: ArtistSites, number: int) -> None:
    told = sites.told(f"{PIXIV}/ajax/user/{4_000_000 + number}", {"full": 1}, status=404)
    assert told["error"] is True
    assert "pixiv" in told["message"]


def test_a_project_of_artstation_has_a_cover_and_its_pictures(sites: ArtistSites) -> None:
    post = next(one for one in sites.posts("artstation", 2) if len(one.files) > 1)
    told = sites.told(f"https://www.artstation.com/projects/{post.url[-7:]}.json")
    kinds = [one["asset_type"] for one in told["assets"]]
    assert kinds == ["cover", *["image"] * len(post.files)]
    assert sites.ask(told["assets"][1]["image_url"]).content_type.startswith("image/")
    assert sites.told("https://www.artstation.com/projects/0000000.json", status=404)


@pytest.mark.parametrize(
    ("number", "words"),
    [(7, "Access has been disabled"), (9, "voluntarily disabled"), (5, "registered users only")],
)
def test_fur_affinity_says_what_is_wrong_with_the_status_200(
    sites: ArtistSites, number: int, words: str
) -> None:
    assert words in sites.page(sites.person(number).url("furaffinity"))


def test_what_is_for_adults_at_fur_affinity_wants_cookies(sites: ArtistSites) -> None:
    mature = next(post for n in (1, 2, 3, 4) for post in sites.posts("furaffinity", n, ratings=(2, 3)))
    a, b = DEMO_SOURCE_KEYS["FURAFFINITY_COOKIE_A"], DEMO_SOURCE_KEYS["FURAFFINITY_COOKIE_B"]
    assert "you must log in" in sites.page(mature.url)
    page = sites.page(mature.url, headers={"Cookie": f"a={a}; b={b}"})
    picture = re.search(r'data-fullview-src="([^"]+)"', page)
    assert picture is not None
    assert sites.ask(picture[1]).content_type.startswith("image/")
