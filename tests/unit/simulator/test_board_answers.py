"""The boards' answers as their documentation has them: limits of pages, forms of empty pages, odd fields."""

import re
from base64 import b64encode
from typing import Any

import pytest
from defusedxml import ElementTree
from werkzeug import Response
from werkzeug.test import EnvironBuilder

from simulator.control.call_log import CallLog
from simulator.control.faults import Faults
from simulator.gallery import Gallery, Where
from simulator.hosts.desk import Desk
from simulator.hosts.table import every_host
from simulator.settings import DEMO_SOURCE_KEYS, SimulatorSettings

GALLERY = Gallery(seed=1, works=1_500, ends_at=1_790_000_000, digests_told=False)
DESK = Desk(
    every_host(GALLERY, SimulatorSettings(data_folder=None)),
    limits={},
    faults=Faults(),
    calls=CallLog(),
    address="http://simulator",
)
GELBOORU_KEY = (
    f"&user_id={DEMO_SOURCE_KEYS['GELBOORU_USER_ID']}&api_key={DEMO_SOURCE_KEYS['GELBOORU_API_KEY']}"
)
DAPI = "/index.php?page=dapi&s=post&q=index"
LANDSCAPES = Where(tags=("landscape",))


def get(address: str, **headers: str) -> Response:
    """What a host answers: `host/path?query`."""
    host, _, rest = address.partition("/")
    path, _, query = rest.partition("?")
    named = {"User-Agent": "Fovea/0.1", **headers}
    request = EnvironBuilder(path=f"/{path}", query_string=query, headers=named.items()).get_request()
    return DESK.answer(request, host, f"/{path}")


def posts(address: str, **headers: str) -> list[dict[str, Any]]:
    answer = get(address, **headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    told = answer.json
    if isinstance(told, dict):
        told = told.get("post", told.get("posts", told.get("images")))
    assert isinstance(told, list)
    return told


@pytest.mark.parametrize(
    ("address", "usual", "most", "limit"),
    [
        ("danbooru.donmai.us/posts.json?", 20, 200, "limit"),
        (f"gelbooru.com{DAPI}&json=1{GELBOORU_KEY}&", 100, 100, "limit"),
        (f"tbib.org{DAPI}&json=1&", 100, 600, "limit"),
        ("yande.re/post.json?", 16, 100, "limit"),
        ("e621.net/posts.json?", 75, 320, "limit"),
        ("derpibooru.org/api/v1/json/search/images?q=*&", 25, 50, "per_page"),
    ],
)
def test_a_page_has_as_many_posts_as_the_site_gives(address: str, usual: int, most: int, limit: str) -> None:
    assert len(posts(address)) == usual
    assert len(posts(f"{address}{limit}=7")) == 7
    found = len(posts(f"{address}{limit}=1000"))
    assert found == most or (most == 600 and found > most)  # TBIB gives as many as there are, up to 1,000


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("danbooru.donmai.us/posts.json?limit=50&page=1", "danbooru.donmai.us/posts.json?limit=50&page=2"),
        (f"tbib.org{DAPI}&json=1&limit=50&pid=0", f"tbib.org{DAPI}&json=1&limit=50&pid=1"),
        ("yande.re/post.json?limit=50&page=1", "yande.re/post.json?limit=50&page=2"),
        ("e621.net/posts.json?limit=50&page=1", "e621.net/posts.json?limit=50&page=2"),
        (
            "derpibooru.org/api/v1/json/search/images?q=*&per_page=50&page=1",
            "derpibooru.org/api/v1/json/search/images?q=*&per_page=50&page=2",
        ),
    ],
)
def test_pages_go_on_by_number(first: str, second: str) -> None:
    numbers = [one["id"] for one in (*posts(first), *posts(second))]
    assert len(set(numbers)) == 100
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("host", ["danbooru.donmai.us", "e621.net"])
def test_cursors_go_down_and_up(host: str) -> None:
    numbers = [one["id"] for one in posts(f"{host}/posts.json?limit=30")]
    below = [one["id"] for one in posts(f"{host}/posts.json?limit=10&page=b{numbers[9]}")]
    above = [one["id"] for one in posts(f"{host}/posts.json?limit=5&page=a{numbers[9]}")]

    assert below == numbers[10:20]
    assert above == numbers[4:9]


@pytest.mark.parametrize(
    ("address", "page"),
    [("danbooru.donmai.us/posts.json?page=1001", 1_000), ("e621.net/posts.json?page=751", 750)],
)
def test_pages_end_somewhere(address: str, page: int) -> None:
    answer = get(address)
    assert answer.status_code == 410
    assert f"beyond page {page}" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "body"),
    [
        (f"safebooru.org{DAPI}&json=1&tags=no_such_tag", ""),
        (f"xbooru.com{DAPI}&json=1&tags=no_such_tag", ""),
        (f"tbib.org{DAPI}&json=1&tags=no_such_tag", "[]"),
        ("yande.re/post.json?tags=no_such_tag", "[]"),
        ("danbooru.donmai.us/posts.json?tags=no_such_tag", "[]"),
        ("e621.net/posts.json?tags=no_such_tag", '{"posts":[]}'),
    ],
)
def test_each_site_has_its_own_empty_page(address: str, body: str) -> None:
    assert get(address).get_data(as_text=True) == body


def test_gelbooru_leaves_posts_out_where_there_are_none() -> None:
    told = get(f"gelbooru.com{DAPI}&json=1&tags=no_such_tag{GELBOORU_KEY}").json
    assert told == {"@attributes": {"limit": 100, "offset": 0, "count": 0}}


def test_who_asks_for_no_json_gets_xml_with_a_count() -> None:
    answer = get(f"safebooru.org{DAPI}&tags=landscape&limit=3&pid=1")
    root = ElementTree.fromstring(answer.get_data())

    assert answer.mimetype == "text/xml"
    assert root.attrib == {"count": str(GALLERY.shelf("safebooru").count(LANDSCAPES)), "offset": "3"}
    assert [int(one.attrib["id"]) for one in root] == GALLERY.shelf("safebooru").numbers(LANDSCAPES)[3:6]
    assert "created_at" in root[0].attrib


def test_too_deep_a_page_is_refused_with_success_false() -> None:
    answer = get(f"gelbooru.com{DAPI}&json=1&limit=100&pid=201{GELBOORU_KEY}")
    assert 'success="false"' in answer.get_data(as_text=True)


def test_danbooru_tells_only_the_fields_that_were_asked_for() -> None:
    told = posts("danbooru.donmai.us/posts.json?limit=3&only=id,rating,md5,nonsense")
    assert {name for one in told for name in one} == {"id", "rating"}  # no digests are told here


def test_a_banned_post_has_no_file() -> None:
    told = [
        one for page in range(1, 5) for one in posts(f"danbooru.donmai.us/posts.json?limit=200&page={page}")
    ]
    banned = [one for one in told if one["is_banned"]]
    assert banned
    assert all("file_url" not in one for one in banned)
    assert all(("file_url" in one) != one["is_banned"] for one in told)


def test_some_posts_of_e621_have_an_address_for_who_is_logged_in_only() -> None:
    name, key = DEMO_SOURCE_KEYS["E621_LOGIN"], DEMO_SOURCE_KEYS["E621_API_KEY"]
    login = "Basic " + b64encode(f"{name}:{key}".encode()).decode()
    pages = [f"e621.net/posts.json?limit=320&page={page}" for page in (1, 2)]
    without = [one["file"]["url"] for page in pages for one in posts(page)]
    with_key = [one["file"]["url"] for page in pages for one in posts(page, Authorization=login)]

    assert 0 < without.count(None) < len(without) / 10
    assert None not in with_key


@pytest.mark.parametrize("agent", ["", "Mozilla/5.0 (X11)", "python-requests/2.32", "curl/8.5"])
def test_e621_wants_to_know_who_asks(agent: str) -> None:
    assert get("e621.net/posts.json", **{"User-Agent": agent}).status_code == 403


def test_e926_and_the_safe_danbooru_show_what_is_safe() -> None:
    assert {one["rating"] for one in posts("e926.net/posts.json?limit=320")} == {"s"}
    explicit = GALLERY.shelf("e621").posts(Where(ratings=(3,)), limit=1)[0].number
    assert get(f"e926.net/posts/{explicit}.json").status_code == 404
    assert {one["rating"] for one in posts("safebooru.donmai.us/posts.json?limit=200")} == {"g"}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("danbooru.donmai.us/posts.json", {"g", "s", "q", "e"}),
        (f"gelbooru.com{DAPI}&json=1{GELBOORU_KEY}", {"general", "sensitive", "questionable", "explicit"}),
        (f"tbib.org{DAPI}&json=1", {"safe", "questionable", "explicit"}),
        ("yande.re/post.json", {"s", "q", "e"}),
        ("e621.net/posts.json", {"s", "q", "e"}),
    ],
)
def test_each_site_has_its_own_words_for_ratings(address: str, words: set[str]) -> None:
    more = "&" if "?" in address else "?"
    assert {one["rating"] for one in posts(f"{address}{more}limit=200")} == words


def test_the_rating_of_philomena_is_one_of_the_tags() -> None:
    told = posts("derpibooru.org/api/v1/json/search/images?q=*&per_page=50&filter_id=56027")
    ratings = [set(one["tags"]) & {"safe", "questionable", "explicit"} for one in told]
    assert all(len(one) == 1 for one in ratings)
    assert len(set().union(*ratings)) == 3


def test_a_hidden_image_of_philomena_says_so_and_nothing_else() -> None:
    hidden = GALLERY.shelf("derpibooru").posts(Where(removed=True), limit=1)[0].number
    told = get(f"derpibooru.org/api/v1/json/images/{hidden}").json
    assert told is not None
    assert told["image"]["hidden_from_users"] is True
    assert "representations" not in told["image"]


@pytest.mark.parametrize(
    ("address", "name", "count"),
    [
        ("danbooru.donmai.us/tags.json?search[name_matches]=lands*", "name", "post_count"),
        ("danbooru.donmai.us/autocomplete.json?search[query]=lands", "value", "post_count"),
        ("yande.re/tag.json?name=lands*", "name", "count"),
        ("e621.net/tags.json?search[name_matches]=lands*", "name", "post_count"),
    ],
)
def test_tags_are_found_by_their_beginning(address: str, name: str, count: str) -> None:
    host = address.partition("/")[0]
    site = {"danbooru.donmai.us": "danbooru", "yande.re": "yandere", "e621.net": "e621"}[host]
    told = get(address).json
    assert told is not None
    assert told[0][name] == "landscape"
    assert told[0][count] == GALLERY.shelf(site).count(LANDSCAPES)


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("danbooru", "danbooru.donmai.us/posts/{}"),
        ("safebooru", "safebooru.org/index.php?page=post&s=view&id={}"),
        ("xbooru", "xbooru.com/index.php?page=post&s=view&id={}"),
        ("konachan", "konachan.com/post/show/{}/some-tags"),
        ("e621", "e621.net/posts/{}"),
        ("derpibooru", "derpibooru.org/images/{}"),
    ],
)
def test_the_page_of_a_post_shows_its_picture_and_that_of_a_removed_one_does_not(
    site: str, address: str
) -> None:
    shelf = GALLERY.shelf(site)
    page = get(address.format(shelf.numbers()[0])).get_data(as_text=True)
    picture = re.search(r'property="og:image" content="http://simulator/-/([^"]*)"', page)
    assert picture is not None
    assert "image/" in str(get(picture[1]).mimetype)
    assert get(address.format(shelf.numbers(Where(removed=True))[0])).status_code == 404


@pytest.mark.parametrize("address", ["cdn.donmai.us/original/00/11/no.jpg", "danbooru.donmai.us/nonsense"])
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert get(address).status_code == 404
